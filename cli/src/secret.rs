//! The app's client secret: from a file or from the environment, and never from an argument, which
//! everybody on the machine can see.

use std::env;
use std::fmt;

use crate::input::{Input, InputError};

/// The environment variable that may hold it.
pub const VARIABLE: &str = "NOTIFY_CLIENT_SECRET";

/// A client secret. Debug prints leave it out.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(Vec<u8>);

/// Why a secret that was named cannot be used. No sentence repeats it.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error(transparent)]
    Unreadable(#[from] InputError),
    #[error("`{0}` is empty: it takes the client secret")]
    Empty(Input),
}

impl ClientSecret {
    /// Reads it from the file, where one is named, else from the environment. None where it stands
    /// in neither.
    pub fn read(file: Option<&Input>) -> Result<Option<ClientSecret>, SecretError> {
        let Some(file) = file else {
            let value = env::var_os(VARIABLE);
            return Ok(value.and_then(|value| ClientSecret::of(value.into_encoded_bytes())));
        };
        warn_of_readers(file);
        let secret = ClientSecret::of(file.read()?);
        secret.map(Some).ok_or_else(|| SecretError::Empty(file.clone()))
    }

    /// The secret in a text: a line break at its end belongs to the file that it stood in. There
    /// is none in an empty one.
    fn of(mut text: Vec<u8>) -> Option<ClientSecret> {
        for end in [b'\n', b'\r'] {
            text.pop_if(|last| *last == end);
        }
        (!text.is_empty()).then_some(ClientSecret(text))
    }

    /// What tokens are signed with.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

#[cfg(unix)]
fn warn_of_readers(file: &Input) {
    use std::os::unix::fs::PermissionsExt;

    use crate::output;

    /// Whether the group or others may read it.
    const READABLE: u32 = 0o044;

    let Input::File(path) = file else { return };
    let Ok(metadata) = path.metadata() else { return };
    // What is no file (a pipe, say) has no lasting content to read.
    if metadata.is_file() && metadata.permissions().mode() & READABLE != 0 {
        output::warn(&format!("`{file}` can be read by others: `chmod 600` keeps it yours"));
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &Input) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_break_at_the_end_is_left_out() {
        let secret = |text: &str| ClientSecret::of(text.into());
        for text in ["a b", "a b\n", "a b\r\n"] {
            assert_eq!(secret(text), Some(ClientSecret(b"a b".to_vec())), "{text:?}");
        }
        assert_eq!(secret(" \n\n"), Some(ClientSecret(b" \n".to_vec())));
        assert_eq!((secret(""), secret("\n"), secret("\r\n")), (None, None, None));
        assert_eq!(format!("{:?}", secret("mine")), "Some(ClientSecret(…))");
    }
}
