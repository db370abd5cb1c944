//! Payloads on their way: parts that make up the whole, and retries that leave the
//! others out.

use notify_preflight::batch::{SplitError, parts, retry_failures, split};
use serde_json::{Value, json};

use super::json::Json;

/// Holds for any text.
pub fn hold(text: &str) {
    let json = Json::read(text);
    let identities = json.as_ref().and_then(|json| json.get("identities")).and_then(Json::as_array);
    // How many fit a part: some small number, the same for the same text.
    let most = 1 + text.len() % 4;
    let made = split(text, most, None);
    let (Some(json), Some(identities)) = (&json, identities) else {
        assert!(matches!(made, Err(SplitError::Payload(_))), "{text}");
        assert!(retry_failures(text, "{}").is_err());
        return;
    };
    let made = made.expect("nothing is too large");
    assert_eq!(made.len(), identities.len().div_ceil(most).max(1));
    whole(&made, most, json, identities);
    by_bytes(text, most, json, identities);
    retries(text, json, identities);
}

/// Nobody is lost, nobody comes twice, and nothing else changes.
fn whole(made: &[String], most: usize, json: &Json, identities: &[Json]) {
    let mut joined = Vec::new();
    for part in made {
        let part = Json::read(part).expect("a part is JSON");
        assert!(others(&part).eq(others(json)));
        let part = part.get("identities").and_then(Json::as_array).expect("recipients");
        assert!(part.len() <= most);
        joined.extend_from_slice(part);
    }
    assert_eq!(joined, identities);
}

/// All members but the recipients that count.
fn others(json: &Json) -> impl Iterator<Item = (usize, &(String, Json))> {
    let members = json.members();
    let counts = members.iter().rposition(|(key, _)| key == "identities");
    members.iter().enumerate().filter(move |(place, _)| Some(*place) != counts)
}

/// Parts are as long as is allowed, and say so beforehand.
fn by_bytes(text: &str, most: usize, json: &Json, identities: &[Json]) {
    let bytes = text.len() * 2 / 3;
    let made = match parts(text, most, Some(bytes)) {
        Ok(made) => made,
        Err(SplitError::PayloadTooLarge { bytes: found, .. }) => return assert!(found > bytes),
        Err(SplitError::RecipientTooLarge { bytes: found, index, .. }) => {
            return assert!(found > bytes && index < identities.len());
        }
        Err(error) => panic!("{error}"),
    };
    let (number, total) = (made.len(), made.total_bytes());
    let made: Vec<String> = made.collect();
    assert_eq!((number, total), (made.len(), made.iter().map(String::len).sum()));
    assert!(made.iter().all(|part| part.len() <= bytes), "{text}");
    whole(&made, most, json, identities);
}

/// Every other one failed, as far as names tell.
fn retries(text: &str, json: &Json, identities: &[Json]) {
    let log = |(index, identity): (usize, &Json)| {
        let names = ["email", "spaceId", "phoneNumber"].into_iter();
        let name = names.filter_map(|field| identity.get(field)?.as_str()).next()?;
        let status = if index % 2 == 0 { "FAILURE" } else { "SUCCESS" };
        Some(json!({ "originalId": name, "status": status }))
    };
    let logs: Vec<Value> = identities.iter().enumerate().filter_map(log).collect();
    let report = json!({ "statusLogs": logs }).to_string();
    let retry = retry_failures(text, &report).expect("both can be read");
    assert!(retry.recipients.is_sorted_by(|one, next| one < next));
    let ambiguous = || retry.ambiguous.iter().flat_map(|found| &found.recipients);
    assert!(ambiguous().all(|index| !retry.recipients.contains(index)));
    assert!(retry.recipients.iter().chain(ambiguous()).all(|index| *index < identities.len()));
    match retry.payload {
        None => assert!(retry.recipients.is_empty()),
        Some(payload) => {
            let payload = Json::read(&payload).expect("a retry is JSON");
            assert!(others(&payload).eq(others(json)));
            let kept = payload.get("identities").and_then(Json::as_array).expect("recipients");
            let expected = retry.recipients.iter().map(|index| &identities[*index]);
            assert!(kept.iter().eq(expected), "{text}");
        }
    }
}
