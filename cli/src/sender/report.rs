//! What a campaign has come to, for people: answers as sentences, totals, and how to go on.

use std::fmt::Write;

use indicatif::{HumanBytes, HumanCount, HumanDuration};
use notify_preflight::request::Failure;
use notify_preflight::status::{Log, Progress, StatusReport};

use super::findings::Findings;
use super::ledger::{Asked, Batch, Count, Ended, Ledger, LedgerError, State};
use super::plan::Plan;
use crate::output::Verdict;
use crate::terminal::{count, printable};

/// How many requests that need the author are listed.
const LISTED: usize = 10;

/// A failure in one line: what happened, the server's own words, what to do.
pub fn sentence(failure: &Failure) -> String {
    let said = failure.said.as_ref().map_or(String::new(), |said| format!(": {said}"));
    let hint = if failure.hint.is_empty() { String::new() } else { format!("; {}", failure.hint) };
    printable(&format!("{}{said}{hint}", failure.message))
}

/// What a job has ended with, by its logs. Of those only what results show is kept.
pub fn ended(answer: &str, progress: &Progress) -> Asked {
    let mut report = StatusReport::parse(answer).unwrap_or_default();
    for log in &mut report.logs {
        let Log { original_id, status, comments, .. } = std::mem::take(log);
        *log = Log { original_id, status, comments, ..Log::default() };
    }
    let failed = report.logs.iter().filter(|log| log.is_failure()).count();
    let state = match (failed, progress.status.as_str()) {
        (0, "FAILURE") => State::Failed,
        (0, "PARTIAL_SUCCESS") => State::Partial,
        (0, _) => State::Done,
        _ if failed >= progress.total => State::Failed,
        _ => State::Partial,
    };
    // Texts and numbers, written to memory: nothing can fail.
    let report = serde_json::to_string(&report).unwrap_or_default();
    Asked::Ended(Ended { state, done: progress.done, failed, report })
}

/// The plan, for `--dry-run`.
pub fn plan(plan: &Plan) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:12} {value}");
    };
    line("requests", HumanCount(plan.requests.len() as u64).to_string());
    line("recipients", HumanCount(plan.recipients() as u64).to_string());
    line(
        "bytes",
        format!("{} ({})", HumanCount(plan.bytes() as u64), HumanBytes(plan.bytes() as u64)),
    );
    let calls = HumanCount(plan.calls() as u64);
    line("calls", format!("{calls} at least: each request, and its status once"));
    let least = plan.least_time();
    line(
        "least time",
        match least.as_secs() {
            0 => "none: the rate limits hold nothing back".to_owned(),
            _ => format!("{} under the rate limits", HumanDuration(least)),
        },
    );
    line("warnings", warnings(&plan.findings));
    text
}

fn warnings(findings: &Findings) -> String {
    let counts = findings.warnings();
    if counts.is_empty() {
        return "none".to_owned();
    }
    let all: usize = counts.values().sum();
    let codes: Vec<_> = counts
        .iter()
        .map(|(code, number)| format!("{} {code}", HumanCount(*number as u64)))
        .collect();
    format!("{}: {}", HumanCount(all as u64), codes.join(", "))
}

/// How many recipients a campaign has, how many of them were reached, and for how many the message
/// failed the last time.
fn recipients(counts: &[Count]) -> (usize, usize, usize) {
    let sum = |of: fn(&Count) -> usize| counts.iter().map(of).sum::<usize>();
    let (failed, retried) = (sum(|count| count.failed), sum(|count| count.retried));
    let all = sum(|count| count.recipients).saturating_sub(retried);
    (all, sum(|count| count.done).saturating_sub(failed), failed.saturating_sub(retried))
}

/// The totals of a campaign.
pub fn totals(counts: &[Count]) -> String {
    let mut states: Vec<_> = counts.iter().collect();
    states.sort_by_key(|count| count.state);
    let human = |number: usize| HumanCount(number as u64);
    let states = states.iter().map(|count| format!("{} {}", human(count.requests), count.state));
    let (all, reached, failed) = recipients(counts);
    let rest = match all.saturating_sub(reached + failed) {
        0 => String::new(),
        rest => format!(", {} open", human(rest)),
    };
    format!(
        "requests    {}\nrecipients  {}: {} reached, {} failed{rest}\n",
        states.collect::<Vec<_>>().join(", "),
        human(all),
        human(reached),
        human(failed),
    )
}

/// The verdict on a campaign: whether every message was delivered.
pub fn verdict(counts: &[Count]) -> Verdict {
    let any = |is: fn(State) -> bool| counts.iter().any(|count| is(count.state));
    if any(|state| matches!(state, State::Queued | State::Sending | State::Accepted)) {
        return Verdict::CouldNotRun;
    }
    let is_settled = !any(|state| matches!(state, State::Refused | State::Unknown));
    let (all, reached, _) = recipients(counts);
    Verdict::of(is_settled && reached == all)
}

/// The requests that the author has to settle, the first few of them.
pub fn open_questions(ledger: &mut dyn Ledger, noun: &str) -> Result<String, LedgerError> {
    let mut text = String::new();
    let mut found = 0;
    each(ledger, |batch| {
        let Some(reason) = &batch.reason else { return };
        found += 1;
        if found <= LISTED {
            let ends = batch.planned.places.ends();
            let (first, last) = ends.unwrap_or_default();
            let state = batch.state;
            let _ = writeln!(
                text,
                "request {} ({noun} {first} to {last}) is {state}: {}",
                batch.number,
                printable(reason)
            );
        }
    })?;
    if found > LISTED {
        let _ = writeln!(text, "… and {} more", count(found - LISTED, "request"));
    }
    Ok(text)
}

/// How to go on from here.
pub fn way_on(counts: &[Count], ledger: &str) -> String {
    let of = |state: State| {
        counts
            .iter()
            .filter(|count| count.state == state)
            .map(|count| count.requests)
            .sum::<usize>()
    };
    let (_, _, failed) = recipients(counts);
    let mut ways = Vec::new();
    let left = of(State::Queued) + of(State::Refused) + of(State::Accepted) + of(State::Sending);
    if left > 0 {
        ways.push(
            "to go on, run the same command again: nothing that was accepted is sent twice"
                .to_owned(),
        );
    }
    if of(State::Unknown) > 0 {
        ways.push(format!(
            "{} may have been accepted or not: look on the platform, and add --resend-unknown to send \
             to those recipients again",
            count(of(State::Unknown), "request")
        ));
    }
    if failed > 0 {
        ways.push(
            "to send once more to those whose message failed, add --retry-failures".to_owned(),
        );
    }
    if ways.is_empty() {
        ways.push(format!(
            "to send the same to everyone again, name another --ledger than {ledger}"
        ));
    }
    ways.into_iter().map(|way| way + "\n").collect()
}

/// Every request of every generation, in order.
pub fn each(ledger: &mut dyn Ledger, mut look: impl FnMut(&Batch)) -> Result<(), LedgerError> {
    for generation in 1..=ledger.generations()? {
        let mut last = 0;
        loop {
            let batches = ledger.after(generation, last)?;
            let Some(batch) = batches.last() else { break };
            last = batch.number;
            batches.iter().for_each(&mut look);
        }
    }
    Ok(())
}
