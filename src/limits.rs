//! The documented numbers, once (SPEC sections 1 and 4).
//!
//! `schema/notify-request.schema.json` states the first three as well; a test
//! holds the two equal.
//!
//! ```
//! use notify_preflight::{Code, check, limits};
//!
//! let long = "x".repeat(limits::PARAMETER_CHARACTERS + 1);
//! let payload = format!(
//!     r#"{{
//!       "channel": "ivr",
//!       "message": {{ "type": "text", "value": "{{name}}" }},
//!       "identities": [{{ "email": "ada@example.com", "parameters": {{ "name": "{long}" }} }}]
//!     }}"#
//! );
//! let report = check(&payload, &Default::default());
//! assert_eq!(report.codes.get(&Code::ParameterTooLong), Some(&1));
//! ```

/// Most recipients in one request.
pub const IDENTITIES: usize = 1000;

/// Most parameters of one recipient.
pub const PARAMETERS: usize = 20;

/// Longest parameter value, in characters (Unicode code points).
pub const PARAMETER_CHARACTERS: usize = 200;

/// Deepest nesting of arrays and objects in a payload (SPEC section 3, `json-syntax`).
pub const DEPTH: usize = 128;

/// Most calls of one bot in a minute, status calls included.
pub const CALLS_PER_MINUTE: usize = 600;

/// Most calls of one bot in an hour, status calls included.
pub const CALLS_PER_HOUR: usize = 18_000;

/// How many identities of a payload are looked at. A hundred times what one request
/// may have: beyond, the payload is no notification but a mistake, and it is enough
/// to say that there are too many.
pub const LOOKED_AT: usize = 100_000;

/// Longest name that a column of an audience can have, in characters. The API sets no
/// limit, but every row of the column repeats the name in the payload.
pub const HEADER_CHARACTERS: usize = 200;

/// How many diagnostics a report lists unless told otherwise.
pub const DIAGNOSTICS: usize = 1000;

/// Most house rules at once.
pub const RULES: usize = 100;

/// Longest name of a house rule, in characters.
pub const RULE_NAME_CHARACTERS: usize = 100;

/// Longest pattern of a house rule, in characters.
pub const RULE_PATTERN_CHARACTERS: usize = 1000;

/// Longest message of a house rule, in characters.
pub const RULE_MESSAGE_CHARACTERS: usize = 500;

/// Largest compiled pattern of a house rule, in bytes as `regex-lite` counts them: short
/// patterns such as `a{1000}{1000}` would take all memory. Enough for `.{0,4096}`.
pub const RULE_COMPILED_BYTES: usize = 512 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_states_the_same_numbers() {
        let schema: serde_json::Value = serde_json::from_str(crate::REQUEST_SCHEMA).unwrap();
        let parameters = &schema["$defs"]["identity"]["properties"]["parameters"];
        assert_eq!(schema["properties"]["identities"]["maxItems"], IDENTITIES);
        assert_eq!(parameters["maxProperties"], PARAMETERS);
        assert_eq!(parameters["additionalProperties"]["maxLength"], PARAMETER_CHARACTERS);
    }
}
