//! A call as a command for a POSIX shell, to be shown, kept and shared.

use super::{AUTH, ApiRequest};
use crate::find::find;

/// The variable that stands for the token.
const TOKEN: &str = "\"$NOTIFY_JWT\"";

/// Longer bodies go through a pipe: Linux takes at most 128 KiB in one argument.
const LONGEST_ARGUMENT: usize = 100_000;

/// The call as a `curl` command for a POSIX shell; the body arrives byte for byte.
///
/// The JWT is left out: the command takes it from the environment variable
/// `NOTIFY_JWT`, wherever it stands in the call. Redirects are not followed.
///
/// Left out too is what no command can hold or no client sends: NUL characters, and
/// headers whose name is none.
///
/// ```
/// use notify_preflight::request::{self, Target};
///
/// let target = Target::new("platform.example.com", "st-1", "a.b.c")?;
/// let call = request::send(&target, r#"{"channel":"ivr"}"#);
/// let command = r#"curl --request POST \
///   --url 'https://platform.example.com/api/public/bot/st-1/notifyV2' \
///   --header "auth: $NOTIFY_JWT" \
///   --header 'content-type: application/json' \
///   --data-raw '{"channel":"ivr"}'"#;
/// assert_eq!(request::curl(&call), command);
/// # Ok::<(), request::RequestError>(())
/// ```
#[must_use]
pub fn curl(request: &ApiRequest) -> String {
    let is_token = |name: &str| name.eq_ignore_ascii_case(AUTH);
    let token = request.headers.iter().find(|(name, _)| is_token(name));
    let token = token.map_or("", |(_, value)| value);
    let word = |text: &str| word(text, token);
    let mut command = format!("curl --request {}", request.method);
    let mut add = |option: &str| {
        command.push_str(" \\\n  ");
        command.push_str(option);
    };
    // curl reads brackets and braces as patterns: those of `http://[::1]`, say.
    if request.url.contains(&['[', ']', '{', '}'][..]) {
        add("--globoff");
    }
    add(&format!("--url {}", word(&request.url)));
    for (name, value) in &request.headers {
        if is_token(name) {
            add(&format!("--header \"{AUTH}: $NOTIFY_JWT\""));
        } else if is_header_name(name) {
            add(&format!("--header {}", word(&format!("{name}: {value}"))));
        }
    }
    match request.body.as_deref() {
        None => command,
        Some(body) if body.len() <= LONGEST_ARGUMENT => {
            add(&format!("--data-raw {}", word(body)));
            command
        }
        // `printf` is the shell's own, so its arguments have no such bound.
        Some(body) => {
            add("--data-binary @-");
            format!("printf %s {} |\n{command}", word(body))
        }
    }
}

/// One word of a shell command that stands for the text, without saying the token.
fn word(text: &str, token: &str) -> String {
    let (mut word, mut rest) = (String::new(), text);
    while let Some((before, after)) = find(rest, token).and_then(|at| rest.split_at_checked(at)) {
        word.push_str(&quoted(before));
        word.push_str(TOKEN);
        rest = after.strip_prefix(token).unwrap_or_default();
    }
    word + &quoted(rest)
}

/// Nothing is special between single quotes but the single quote.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}

/// What HTTP calls a token; `@` at the start would have curl read a file.
fn is_header_name(name: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::super::{Target, send, status};
    use super::*;

    fn call(body: &str) -> ApiRequest {
        send(&Target::new("[::1]:7360", "st-1", "head.claims.sign").unwrap(), body)
    }

    #[test]
    fn the_token_stands_nowhere_in_the_command() {
        let mut call = call("it's head.claims.sign, pasted by mistake");
        call.headers.insert("x-copy".to_owned(), "head.claims.sign".to_owned());
        call.url.push_str("?jwt=head.claims.sign");
        let command = curl(&call);
        assert!(!command.contains("claims"), "{command}");
        let body = r#"--data-raw 'it'\''s '"$NOTIFY_JWT"', pasted by mistake'"#;
        assert!(command.ends_with(body), "{command}");
    }

    #[test]
    fn the_token_is_known_by_its_header_in_any_case() {
        let mut call = call("");
        let token = call.headers.get(AUTH).unwrap().clone();
        call.headers = [("Auth".to_owned(), token)].into_iter().collect();
        let command = curl(&call);
        assert!(
            command.contains("\"auth: $NOTIFY_JWT\"") && !command.contains("claims"),
            "{command}"
        );
    }

    #[test]
    fn patterns_files_and_nul_are_no_part_of_a_command() {
        let mut call = call("@/etc/hosts\0");
        call.headers.insert("@/etc/hosts".to_owned(), String::new());
        let command = curl(&call);
        assert!(command.contains("--globoff"), "{command}");
        assert!(command.ends_with("--data-raw '@/etc/hosts'"), "{command}");
        assert_eq!(command.matches("/etc/hosts").count(), 1, "{command}");
    }

    #[test]
    fn a_status_call_has_no_body() {
        let target = Target::new("a.b", "st-1", "x.y.z").unwrap();
        let command = curl(&status(&target, "ds-1").unwrap());
        assert!(command.starts_with("curl --request GET"), "{command}");
        assert!(!command.contains("--data"), "{command}");
    }
}
