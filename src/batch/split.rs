//! One payload as several with fewer recipients each.

use std::iter::FusedIterator;
use std::ops::Range;

use crate::diagnostic::{count, quote};
use crate::recipients::{Recipients, UnreadablePayload};

/// Why a payload cannot be split.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SplitError {
    /// The payload has no list of recipients.
    #[error(transparent)]
    Payload(#[from] UnreadablePayload),
    /// Parts without recipients lead nowhere.
    #[error("a part must have room for at least 1 recipient, found 0")]
    NoRecipients,
    /// Even without recipients a part would be too large.
    #[error("the payload has {} besides its recipients, at most {most} are allowed", count(*bytes, "byte"))]
    PayloadTooLarge {
        /// Bytes of the payload besides its recipients.
        bytes: usize,
        /// The most that a part may have.
        most: usize,
    },
    /// A single recipient makes a part too large.
    #[error(
        "the recipient {} at `/identities/{index}` alone makes a payload of {}, at most {most} are allowed",
        quote(identity), count(*bytes, "byte")
    )]
    RecipientTooLarge {
        /// The place in `identities`, from 0.
        index: usize,
        /// Who it is; empty where the recipient has no identity.
        identity: String,
        /// Bytes of a part with this recipient alone.
        bytes: usize,
        /// The most that a part may have.
        most: usize,
    },
}

/// The parts of a payload, made one by one: all of them together may be much longer
/// than the payload, as each repeats the message.
///
/// ```
/// use notify_preflight::batch;
///
/// let parts = batch::parts(r#"{"identities": [1, 2, 3]}"#, 2, None)?;
/// assert_eq!((parts.len(), parts.total_bytes()), (2, 41));
/// assert_eq!(parts.recipients().collect::<Vec<_>>(), [0..2, 2..3]);
/// assert_eq!(parts.last().as_deref(), Some(r#"{"identities": [3]}"#));
/// # Ok::<(), batch::SplitError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    recipients: Recipients<'a>,
    /// Of the parts to come.
    runs: std::vec::IntoIter<Range<usize>>,
}

impl Parts<'_> {
    /// Which recipients each part to come has, as places in `identities`.
    pub fn recipients(&self) -> impl ExactSizeIterator<Item = Range<usize>> {
        self.runs.as_slice().iter().cloned()
    }

    /// How many bytes all parts to come have together.
    #[must_use]
    pub fn total_bytes(&self) -> usize {
        let lengths = self.recipients().map(|run| self.recipients.length_with(run));
        lengths.fold(0, usize::saturating_add)
    }

    /// The payload with some of its recipients only, by their places in `identities`,
    /// rising: a part again that has been made before, or one of recipients from several.
    ///
    /// ```
    /// use notify_preflight::batch;
    ///
    /// let parts = batch::parts(r#"{"identities": [1, 2, 3]}"#, 2, None)?;
    /// assert_eq!(parts.restricted_to([0, 2]), r#"{"identities": [1, 3]}"#);
    /// # Ok::<(), batch::SplitError>(())
    /// ```
    #[must_use]
    pub fn restricted_to(&self, recipients: impl IntoIterator<Item = usize>) -> String {
        self.recipients.restricted_to(recipients)
    }
}

impl Iterator for Parts<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let run = self.runs.next()?;
        Some(self.recipients.restricted_to(run))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.runs.size_hint()
    }
}

impl ExactSizeIterator for Parts<'_> {}
impl FusedIterator for Parts<'_> {}

/// Splits a payload into parts of at most `max_identities` recipients and, where it is
/// given, `max_bytes` bytes (UTF-8) each.
///
/// Nobody is lost, nobody comes twice, and the order stays. Each part is the payload's
/// text with fewer recipients; a payload that has none is its own only part.
///
/// # Errors
///
/// A payload that is no JSON or has no array `identities`; no room for any recipient; a
/// recipient who alone makes a part longer than `max_bytes`.
///
/// ```
/// use notify_preflight::{batch, limits};
///
/// let payload = r#"{"identities": [{"email": "ada@example.com"}]}"#;
/// assert_eq!(batch::split(payload, limits::IDENTITIES, None)?, [payload]);
/// let error = batch::split(payload, 1000, Some(40)).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the recipient `ada@example.com` at `/identities/0` alone makes a payload of 46 bytes, \
///      at most 40 are allowed"
/// );
/// # Ok::<(), batch::SplitError>(())
/// ```
pub fn split(
    payload: &str,
    max_identities: usize,
    max_bytes: Option<usize>,
) -> Result<Vec<String>, SplitError> {
    Ok(parts(payload, max_identities, max_bytes)?.collect())
}

/// [`split`], with the parts made one by one.
///
/// # Errors
///
/// As [`split`], before any part is made.
pub fn parts(
    payload: &str,
    max_identities: usize,
    max_bytes: Option<usize>,
) -> Result<Parts<'_>, SplitError> {
    let recipients = Recipients::read(payload)?;
    let runs = runs(&recipients, max_identities, max_bytes.unwrap_or(usize::MAX))?;
    Ok(Parts { recipients, runs: runs.into_iter() })
}

fn runs(
    recipients: &Recipients<'_>,
    max_identities: usize,
    most: usize,
) -> Result<Vec<Range<usize>>, SplitError> {
    if max_identities == 0 {
        return Err(SplitError::NoRecipients);
    }
    let bytes = recipients.length_with(0..0);
    if bytes > most {
        return Err(SplitError::PayloadTooLarge { bytes, most });
    }
    let mut runs = Vec::new();
    let mut run = 0..0;
    for index in 0..recipients.items().len() {
        let longer = run.start..index + 1;
        if longer.len() <= max_identities && recipients.length_with(longer.clone()) <= most {
            run = longer;
            continue;
        }
        let alone = index..index + 1;
        let bytes = recipients.length_with(alone.clone());
        if bytes > most {
            let identity = recipients.identities().nth(index).flatten().unwrap_or_default();
            let identity = identity.to_owned();
            return Err(SplitError::RecipientTooLarge { index, identity, bytes, most });
        }
        runs.push(run);
        run = alone;
    }
    runs.push(run);
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_order() {
        let payload = r#"{"identities": ["aaaa", "b", "c", "d", "eeee"]}"#;
        let sizes = |most, bytes| {
            let parts = parts(payload, most, bytes).unwrap();
            parts.recipients().map(|run| run.len()).collect::<Vec<_>>()
        };
        assert_eq!(sizes(5, None), [5]);
        assert_eq!(sizes(2, None), [2, 2, 1]);
        assert_eq!(sizes(usize::MAX, Some(payload.len())), [5]);
        // `{"identities": [` and `]}` are 18 bytes, `"aaaa", "b"` and `"d", "eeee"` 11.
        assert_eq!(sizes(5, Some(28)), [1, 2, 1, 1]);
        assert_eq!(sizes(5, Some(29)), [2, 2, 1]);
        assert_eq!(sizes(1, Some(24)), [1, 1, 1, 1, 1]);
    }

    #[test]
    fn how_many_parts_are_to_come_is_known() {
        let mut parts = parts(r#"{"identities": [1, 2, 3]}"#, 1, None).unwrap();
        assert_eq!((parts.len(), parts.size_hint()), (3, (3, Some(3))));
        drop(parts.next());
        assert_eq!((parts.len(), parts.size_hint()), (2, (2, Some(2))));
        assert_eq!(parts.count(), 2);
    }

    #[test]
    fn a_payload_of_nobody_is_its_own_part_where_it_has_room() {
        let payload = r#"{"identities": []}"#;
        assert_eq!(split(payload, 1, Some(payload.len())).unwrap(), [payload]);
        assert!(split(payload, 1, Some(payload.len() - 1)).is_err());
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let error = |payload, most, bytes| split(payload, most, bytes).unwrap_err().to_string();
        let payload = r#"{"identities": ["b", {"email": "long@example.com"}]}"#;
        assert_eq!(
            error(payload, 5, Some(30)),
            "the recipient `long@example.com` at `/identities/1` alone makes a payload of 47 \
             bytes, at most 30 are allowed"
        );
        assert_eq!(
            error(payload, 5, Some(3)),
            "the payload has 18 bytes besides its recipients, at most 3 are allowed"
        );
        assert_eq!(
            error(payload, 0, None),
            "a part must have room for at least 1 recipient, found 0"
        );
        assert_eq!(error("{", 5, None).split(':').next(), Some("the payload is no JSON"));
    }

    #[test]
    fn a_payload_without_recipients_is_its_own_part() {
        for payload in [r#"{"identities": [ ]}"#, r#"{"identities": [1], "identities": []}"#] {
            assert_eq!(split(payload, 1, None).unwrap(), [payload]);
            assert!(split(payload, 1, Some(payload.len() - 1)).is_err());
        }
    }

    #[test]
    fn of_a_repeated_list_the_last_is_split() {
        let payload = r#"{"identities": [1, 2], "identities": [3, 4]}"#;
        let expected = [
            r#"{"identities": [1, 2], "identities": [3]}"#,
            r#"{"identities": [1, 2], "identities": [4]}"#,
        ];
        assert_eq!(split(payload, 1, None).unwrap(), expected);
    }
}
