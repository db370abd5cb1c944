//! `token`: a JWT for the API, made from the app's client secret.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jsonwebtoken::{EncodingKey, Header};
use serde::Serialize;

use super::Outcome;
use crate::input::Input;
use crate::output::{self, Verdict};
use crate::secret::{ClientSecret, SecretError, VARIABLE};

/// Make the token that the API asks for, from the app's client secret
#[derive(Debug, Args)]
#[command(after_help = "\
The secret is read from --secret-file, else from the environment variable NOTIFY_CLIENT_SECRET. It
is no argument: those are seen by everybody on the machine, and kept in the shell's history.
The token is a JWT, signed with HS256, and goes into the header `auth`.")]
pub struct Arguments {
    /// The app's client id: the claim `appId`
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    app_id: String,

    /// Who calls: the claim `sub`
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    sub: String,

    /// How long the token holds: `90s`, `15m`, `1h`, `7days`, or `never` for no end
    #[arg(long, value_name = "TIME", default_value = "1h")]
    expires_in: Expiry,

    /// File with the client secret; `-` for standard input
    // `serve` names it so.
    #[arg(long, alias = "client-secret-file", value_name = "FILE")]
    secret_file: Option<Input>,
}

/// When a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expiry {
    Never,
    After(Duration),
}

impl std::str::FromStr for Expiry {
    type Err = String;

    fn from_str(text: &str) -> Result<Expiry, String> {
        if text == "never" {
            return Ok(Expiry::Never);
        }
        match humantime::parse_duration(text) {
            Ok(time) if time.as_secs() > 0 => Ok(Expiry::After(time)),
            Ok(_) => Err("a token must hold for at least a second".to_owned()),
            Err(_) => Err("not a time: write `90s`, `15m`, `1h`, `7days` or `never`".to_owned()),
        }
    }
}

/// Why no token is made.
#[derive(Debug, thiserror::Error)]
enum TokenError {
    #[error(
        "there is no client secret: name its file with `--secret-file`, or set the environment \
         variable `{VARIABLE}`"
    )]
    NoSecret,
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error("the token would hold too long: its end is no date")]
    EndsTooLate,
    #[error("no token could be signed")]
    NotSigned(#[from] jsonwebtoken::errors::Error),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claims<'a> {
    app_id: &'a str,
    sub: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<u64>,
}

/// Prints the token alone, on a line.
pub fn run(arguments: &Arguments) -> Outcome {
    let Arguments { app_id, sub, expires_in, secret_file } = arguments;
    let secret = ClientSecret::read(secret_file.as_ref()).map_err(TokenError::Secret)?;
    let secret = secret.ok_or(TokenError::NoSecret)?;
    let exp = end(*expires_in, SystemTime::now())?;
    let key = EncodingKey::from_secret(secret.as_bytes());
    let token = jsonwebtoken::encode(&Header::default(), &Claims { app_id, sub, exp }, &key)
        .map_err(TokenError::NotSigned)?;
    output::print(&(token + "\n"))?;
    Ok(Verdict::Valid)
}

/// In seconds since 1970, as JWTs count.
fn end(expiry: Expiry, now: SystemTime) -> Result<Option<u64>, TokenError> {
    let Expiry::After(time) = expiry else { return Ok(None) };
    let end = now.checked_add(time).ok_or(TokenError::EndsTooLate)?;
    let since = end.duration_since(UNIX_EPOCH).map_err(|_| TokenError::EndsTooLate)?;
    Ok(Some(since.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_counted_from_now() {
        let now = UNIX_EPOCH + Duration::from_millis(1_767_225_600_900);
        let end = |text: &str| end(text.parse().unwrap(), now).ok().flatten();
        assert_eq!(end("never"), None);
        assert_eq!(end("1h"), Some(1_767_229_200));
        assert_eq!(end("7days 1s"), Some(1_767_225_600 + 7 * 86_400 + 1));
    }

    #[test]
    fn times_that_are_none_are_refused() {
        for text in ["", "1", "soon", "-1h", "0s", "999ms"] {
            assert!(text.parse::<Expiry>().is_err(), "{text}");
        }
        assert!(end(Expiry::After(Duration::MAX), SystemTime::now()).is_err());
    }
}
