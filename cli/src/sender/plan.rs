//! The plan: every request, made and checked before the first one is sent.

use notify_preflight::{Options, check};

use super::findings::Findings;
use super::pace;
use super::places::Places;
use super::source::{self, Hash, Request, Size, Source, SourceError};

/// A request of the plan: enough to make it again, and to know that it is the same.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its recipients.
    pub places: Places,
    /// How many bytes it has.
    pub bytes: usize,
    /// Of the body.
    pub hash: Hash,
}

/// Every request, and what the core says of them.
#[derive(Debug)]
pub struct Plan {
    /// In the order of sending.
    pub requests: Vec<Planned>,
    /// What is wrong.
    pub findings: Findings,
}

impl Plan {
    /// Makes and checks every request; `progress` is told how many pieces are done.
    pub fn of(
        source: &Source<'_>,
        name: String,
        size: Size,
        options: &Options,
        mut progress: impl FnMut(u64),
    ) -> Result<Plan, SourceError> {
        let mut plan = Plan { requests: Vec::new(), findings: Findings::new(name, source.noun()) };
        for piece in 0..source.pieces() {
            let (requests, problems) = source.requests(piece, size)?;
            // What is wrong with a cell is wrong with the request as well: said once, by its cell.
            let is_told = plan.findings.add_problems(&problems);
            for request in requests {
                if !is_told {
                    plan.findings.add_report(&request, &check(&request.body, options));
                }
                plan.requests.push(Planned::of(&request));
            }
            progress(piece as u64 + 1);
        }
        Ok(plan)
    }

    /// How many recipients there are.
    pub fn recipients(&self) -> usize {
        self.requests.iter().map(|request| request.places.len()).sum()
    }

    /// How many bytes go out.
    pub fn bytes(&self) -> usize {
        self.requests.iter().map(|request| request.bytes).sum()
    }

    /// How many calls it takes: each request, and its status asked for at least once.
    pub fn calls(&self) -> usize {
        2 * self.requests.len()
    }

    /// The least time that those calls take under the rate limits.
    pub fn least_time(&self) -> std::time::Duration {
        pace::least_time(self.calls())
    }
}

impl Planned {
    /// A request as the ledger keeps it.
    pub fn of(request: &Request) -> Planned {
        Planned {
            places: request.places.clone(),
            bytes: request.body.len(),
            hash: source::hash(&request.body),
        }
    }
}
