//! Logs joined to the recipients of the payload: a log names an identity, not an index.

use std::borrow::Cow;

use serde::Serialize;

use super::{Log, counted_by_status};
use crate::hashed::Places;
use crate::lowercase::lower;
use crate::recipients::Recipients;
use crate::sorted::SortedMap;

/// What the logs say of each recipient. See [`progress_of`](super::progress_of) for an
/// example.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ByRecipient {
    /// Every recipient of the payload, in its order.
    pub recipients: Vec<RecipientStatus>,
    /// How many recipients have no log yet.
    pub waiting: usize,
    /// Identities whose logs cannot be told apart.
    pub ambiguous: Vec<Ambiguity>,
    /// Logs of nobody in the payload.
    pub unmatched: Vec<Log>,
}

/// What the logs say of one recipient. See [`progress_of`](super::progress_of) for an
/// example.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecipientStatus {
    /// The place in `identities`, from 0.
    pub index: usize,
    /// The identity as the payload writes it; empty where it has none.
    pub identity: String,
    /// The log's status. `None` where there is no log yet, and where `ambiguous` logs
    /// do not all say the same.
    pub status: Option<String>,
    /// The log's comment, on the same terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When the log was made, as the platform writes it, on the same terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_on: Option<String>,
    /// Whether it cannot be told which logs are this recipient's:
    /// [`ByRecipient::ambiguous`] says why.
    pub ambiguous: bool,
}

/// An identity whose logs cannot be told apart: it stands several times in the payload,
/// or its logs contradict each other. See [`retry_failures`](crate::batch::retry_failures)
/// for an example.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ambiguity {
    /// The identity as the first of the recipients writes it.
    pub identity: String,
    /// The recipients that may be meant, as places in `identities`.
    pub recipients: Vec<usize>,
    /// How many logs say what of them.
    pub by_status: SortedMap<String, usize>,
}

/// The recipients of one identity, and all logs about it.
pub(crate) struct Group<'a> {
    identity: &'a str,
    pub recipients: Vec<usize>,
    pub logs: Vec<&'a Log>,
}

/// Logs by identity: groups in the order of their first recipients, and the logs that
/// belong to none.
///
/// Mail addresses are compared without regard to case. A platform may lower-case them,
/// and where one request holds two spellings of an address, both are one mailbox: better
/// ambiguous than the wrong one sent to twice.
pub(crate) fn join<'a>(
    recipients: &'a Recipients<'_>,
    logs: &'a [Log],
) -> (Vec<Group<'a>>, Vec<&'a Log>) {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let (mut names, mut places): (Vec<Cow<'_, str>>, _) = (Vec::new(), Places::new());
    for (index, identity) in recipients.identities().enumerate() {
        let Some(identity) = identity else { continue };
        let name = folded(identity);
        let place = places.first(&name, names.len(), &|place| name_at(&names, place));
        match groups.get_mut(place) {
            Some(group) => group.recipients.push(index),
            None => {
                groups.push(Group { identity, recipients: vec![index], logs: Vec::new() });
                names.push(name);
            }
        }
    }
    let mut unmatched = Vec::new();
    for log in logs {
        let id = log.original_id.as_deref().map(folded);
        let place = id.and_then(|id| places.find(&id, &|place| name_at(&names, place)));
        match place.and_then(|place| groups.get_mut(place)) {
            Some(group) => group.logs.push(log),
            None => unmatched.push(log),
        }
    }
    (groups, unmatched)
}

fn name_at<'n>(names: &'n [Cow<'_, str>], place: usize) -> Option<&'n str> {
    names.get(place).map(AsRef::as_ref)
}

/// Of the identities, only mail addresses hold an `@`.
fn folded(identity: &str) -> Cow<'_, str> {
    let may_fold = |c: char| c.is_ascii_uppercase() || !c.is_ascii();
    if identity.contains('@') && identity.contains(may_fold) {
        // Letter by letter: whether a sigma ends a word is of no weight here.
        Cow::Owned(identity.chars().map(lower).collect())
    } else {
        Cow::Borrowed(identity)
    }
}

impl ByRecipient {
    pub(super) fn of(payload: &Recipients<'_>, logs: &[Log]) -> ByRecipient {
        let (groups, unmatched) = join(payload, logs);
        let identities = payload.identities().enumerate();
        let mut recipients: Vec<_> =
            identities.map(|(index, identity)| RecipientStatus::silent(index, identity)).collect();
        let mut waiting = recipients.len();
        let mut ambiguous = Vec::new();
        for group in &groups {
            waiting -= group.logs.len().min(group.recipients.len());
            group.tell(&mut recipients);
            if group.is_ambiguous() {
                ambiguous.push(group.ambiguity());
            }
        }
        ByRecipient {
            recipients,
            waiting,
            ambiguous,
            unmatched: unmatched.into_iter().cloned().collect(),
        }
    }
}

impl RecipientStatus {
    fn silent(index: usize, identity: Option<&str>) -> RecipientStatus {
        let identity = identity.unwrap_or_default().to_owned();
        RecipientStatus { index, identity, ..RecipientStatus::default() }
    }
}

impl<'a> Group<'a> {
    fn tell(&self, recipients: &mut [RecipientStatus]) {
        let status = self.agreed(|log| log.status.as_deref());
        let comment = self.agreed(|log| log.comments.as_deref());
        let created_on = self.agreed(|log| log.created_on.as_deref());
        let ambiguous = self.is_ambiguous();
        for index in &self.recipients {
            if let Some(recipient) = recipients.get_mut(*index) {
                recipient.status = status.map(str::to_owned);
                recipient.comment = comment.map(str::to_owned);
                recipient.created_on = created_on.map(str::to_owned);
                recipient.ambiguous = ambiguous;
            }
        }
    }

    /// What all logs say, where each recipient has one: whichever is whose, it holds.
    fn agreed(&self, said: impl Fn(&'a Log) -> Option<&'a str>) -> Option<&'a str> {
        let first = said(self.logs.first()?)?;
        let is_agreed = self.logs.len() >= self.recipients.len()
            && self.logs.iter().all(|log| said(log) == Some(first));
        is_agreed.then_some(first)
    }

    fn is_ambiguous(&self) -> bool {
        let mut statuses = self.logs.iter().map(|log| &log.status);
        let first = statuses.next();
        self.recipients.len() > 1 || statuses.any(|status| Some(status) != first)
    }

    pub fn ambiguity(&self) -> Ambiguity {
        Ambiguity {
            identity: self.identity.to_owned(),
            recipients: self.recipients.clone(),
            by_status: counted_by_status(&self.logs),
        }
    }
}
