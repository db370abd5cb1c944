//! Payloads with more recipients than one request may have, and the recipients to whom a
//! payload must go once more.
//!
//! Texts are cut, not written anew: every byte of what stays is as the author wrote it,
//! numbers' digits, escapes, repeated keys and unknown fields included. A payload may
//! have any number of recipients here.
//!
//! ```
//! use notify_preflight::batch;
//!
//! let payload = r#"{"identities": [{"email": "a@b.c"}, {"email": "d@e.f"}, {"email": "g@h.i"}]}"#;
//! let parts = batch::split(payload, 2, None)?;
//! assert_eq!(parts[0], r#"{"identities": [{"email": "a@b.c"}, {"email": "d@e.f"}]}"#);
//! assert_eq!(parts[1], r#"{"identities": [{"email": "g@h.i"}]}"#);
//! # Ok::<(), batch::SplitError>(())
//! ```

mod retry;
mod split;

pub use retry::{Retry, retry_failures};
pub use split::{Parts, SplitError, parts, split};
