//! Failures once more: the recipients whose message failed, as requests of a new generation.

use notify_preflight::batch;

use super::ledger::{Ledger, LedgerError};
use super::places::Places;
use super::plan::Planned;
use super::source::{Request, Size, Source, SourceError};
use super::{report, work::Halt};

/// What goes out once more.
#[derive(Debug, Default)]
pub struct Failures {
    /// The requests whose failures these are, and how many each has.
    pub of: Vec<(i64, usize)>,
    /// Those to whom it goes, in the order of the input.
    pub places: Vec<usize>,
    /// How many may or may not have failed: an identity that stands twice in a request.
    pub ambiguous: usize,
}

/// Finds who failed for certain, in all requests whose jobs have ended, and has not been sent to
/// again since.
pub fn failures(ledger: &mut dyn Ledger, source: &Source<'_>) -> Result<Failures, Halt> {
    let mut candidates = Vec::new();
    report::each(ledger, |batch| {
        if batch.state.is_finished() && batch.retried == 0 && batch.report.is_some() {
            candidates.push((batch.number, batch.generation));
        }
    })?;
    let mut failures = Failures::default();
    for (number, generation) in candidates {
        let batches = ledger.after(generation, number - 1)?;
        let Some(batch) = batches.first().filter(|batch| batch.number == number) else { continue };
        let places = &batch.planned.places;
        let report = batch.report.as_deref().unwrap_or("{}");
        let retry = batch::retry_failures(&source.body(places)?, report)
            .map_err(|_| LedgerError::Damaged)?;
        failures.ambiguous +=
            retry.ambiguous.iter().map(|found| found.recipients.len()).sum::<usize>();
        if retry.recipients.is_empty() {
            continue;
        }
        failures.of.push((number, retry.recipients.len()));
        // Both rise.
        let mut failed = retry.recipients.into_iter().peekable();
        let places = places.iter().enumerate();
        failures.places.extend(
            places.filter(|(index, _)| failed.next_if_eq(index).is_some()).map(|(_, place)| place),
        );
    }
    failures.places.sort_unstable();
    Ok(failures)
}

/// The requests to those recipients.
pub fn requests(
    source: &Source<'_>,
    places: &[usize],
    size: Size,
) -> Result<Vec<Planned>, SourceError> {
    let mut requests = Vec::new();
    for places in places.chunks(size.recipients) {
        let places: Places = places.iter().copied().collect();
        let body = source.body(&places)?;
        let parts = batch::parts(&body, size.recipients, size.bytes)?;
        let runs: Vec<_> = parts.recipients().collect();
        for (run, body) in runs.into_iter().zip(parts) {
            requests.push(Planned::of(&Request { places: places.part(run.start, run.end), body }));
        }
    }
    Ok(requests)
}
