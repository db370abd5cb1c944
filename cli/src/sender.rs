//! The sender: a campaign of any length, sent so that a crash, a refusal or a lost answer loses
//! nobody and sends to nobody twice.
//!
//! ```text
//! commands/send   arguments, the order of things
//! work            calls until nothing is left; what stops them, or slows them down
//! plan, retry     requests made and checked before anything is sent; failures once more
//! report, results what came of it, for people and as CSV
//! ledger          what is to be sent and what became of it, on a disk before it happens
//! source          a payload, or a message and a table; makes each request again, byte for byte
//! transport, pace the wire; the rate limits
//! ```
//!
//! What goes out are bytes that the core has made and checked. All requests are checked before the
//! first one is sent: an error anywhere stops everything. From then on there is only the ledger:
//! it keeps no bodies but their places in the input, and the SHA-256 that each body must have when
//! it is made again.

mod findings;
mod ledger;
mod pace;
mod places;
mod plan;
mod progress;
mod report;
mod results;
mod retry;
mod rows;
mod source;
mod table;
mod token;
mod transport;
mod work;

pub use ledger::{Campaign, Ledger, Place, State};
pub use plan::Plan;
pub use progress::Progress;
pub use report::{open_questions, plan as plan_text, sentence, totals, verdict, way_on};
pub use results::write as write_results;
pub use retry::{failures, requests as retry_requests};
pub use source::{Size, Source, SourceError, hash, is_table};
pub use table::Table;
pub use token::TokenArgument;
pub use transport::{Reply, Transport};
pub use work::{Destination, Halt, Sender, next_pause};
