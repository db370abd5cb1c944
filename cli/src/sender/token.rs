//! The token: from a file or the environment, never an argument, never in the ledger.

use std::fmt;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Args;

/// The environment's name for it.
const VARIABLE: &str = "NOTIFY_JWT";

/// Where the token comes from.
#[derive(Clone, Debug, Default, Args)]
pub struct TokenArgument {
    /// File with the token (JWT); without it, the environment variable NOTIFY_JWT has the token
    #[arg(long, value_name = "FILE")]
    jwt_file: Option<PathBuf>,
}

/// A token that is there. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The text of it.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error("cannot read the token from `{path}`", path = .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    #[error("no token: name a file with `--jwt-file`, or set {VARIABLE}")]
    Missing,
}

impl TokenArgument {
    /// Reads the token.
    pub fn read(&self) -> Result<Token, TokenError> {
        let text = match &self.jwt_file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| TokenError::Unreadable(path.clone(), error))?,
            None => std::env::var(VARIABLE).map_err(|_| TokenError::Missing)?,
        };
        Ok(Token(text.trim().to_owned()))
    }

    /// A token in place of one that was refused: the file's, if that has changed, or else one
    /// that a person at the terminal gives. Nothing where there is neither.
    pub fn renew(&self, refused: &Token) -> Option<Token> {
        let changed = |token: &Token| token != refused;
        if let Some(token) = self.read().ok().filter(changed) {
            return Some(token);
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return None;
        }
        let file = self.jwt_file.as_ref().map_or(String::new(), |path| {
            format!(", or put it into `{}` and press Enter", path.display())
        });
        let question = format!(
            "the token was refused: paste a new one, which is not shown{file} (nothing: stop): "
        );
        let given = Token(rpassword::prompt_password(question).ok()?.trim().to_owned());
        let token = if given.0.is_empty() { self.read().ok()? } else { given };
        changed(&token).then_some(token)
    }
}
