//! A caller's token in what comes back to the caller: an answer is shown, kept and passed around
//! in ways that a token must not be.

use std::borrow::Cow;

use axum::http::HeaderMap;

use super::auth::AUTH;

/// What stands in its place.
const HIDDEN: &str = "…";

/// A word shorter than this is no token, and may be any word of an answer.
const SHORTEST: usize = 16;

/// The words of the header that carries the token: `Bearer` may stand before it by mistake.
pub struct Token<'a>(Vec<&'a str>);

impl<'a> Token<'a> {
    /// The token that a request carries, if any.
    pub fn of(headers: &'a HeaderMap) -> Token<'a> {
        let values = headers.get_all(AUTH).iter().filter_map(|value| value.to_str().ok());
        let words = values.flat_map(str::split_ascii_whitespace);
        Token(words.filter(|word| word.len() >= SHORTEST).collect())
    }

    /// The same text without it.
    pub fn hidden_in<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        self.0.iter().fold(text, |text, word| match text.contains(word) {
            true => text.replace(word, HIDDEN).into(),
            false => text,
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

    fn hidden(auth: &str, text: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(AUTH, HeaderValue::from_str(auth).unwrap());
        Token::of(&headers).hidden_in(text.into()).into_owned()
    }

    #[test]
    fn a_token_is_hidden_wherever_it_stands() {
        let text = format!(r#"{{"msg":"{JWT} is bad, {JWT}x","{JWT}":1}}"#);
        let expected = r#"{"msg":"… is bad, …x","…":1}"#;
        assert_eq!(hidden(JWT, &text), expected);
        assert_eq!(hidden(&format!("Bearer  {JWT}"), &text), expected);
    }

    #[test]
    fn everything_else_stays() {
        assert_eq!(hidden(JWT, "eyJhbGciOiJIUzI1NiJ9"), "eyJhbGciOiJIUzI1NiJ9");
        assert_eq!(hidden("jwt", "invalid jwt"), "invalid jwt");
        assert!(matches!(Token::of(&HeaderMap::new()).hidden_in("x".into()), Cow::Borrowed("x")));
    }
}
