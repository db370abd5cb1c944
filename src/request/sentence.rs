//! The sentences for calls that failed: what happened, and what to do.

/// The status, where there is one, is added to the message.
#[derive(Clone, Copy)]
pub(super) struct Sentence {
    pub message: &'static str,
    pub hint: &'static str,
}

const fn sentence(message: &'static str, hint: &'static str) -> Sentence {
    Sentence { message, hint }
}

/// No connection for a payload.
pub(super) const UNREACHED: Sentence = sentence(
    "no connection to the host came about",
    "nothing was sent; check the host and the network, and send again",
);

/// The relay found no connection for a payload.
pub(super) const BEHIND_RELAY: Sentence = sentence(
    "the relay has no connection to the platform",
    "nothing was sent; check the host that the relay passes on to, and send again",
);

/// A payload went out and no answer came.
pub(super) const LOST: Sentence = sentence(
    "no answer came, so it is unknown whether the payload was accepted",
    "it is not sent again by itself; look on the platform before you send it again",
);

/// No answer to a status call.
pub(super) const NOT_ANSWERED: Sentence = sentence(
    "no answer came to the status call",
    "the job goes on all the same; check the network, and ask again",
);

/// Why a payload was surely not accepted.
pub(super) const fn refused(status: u16) -> Sentence {
    match status {
        300..=399 => sentence(
            "the host redirects elsewhere, and redirects are not followed",
            "nothing was sent; write the host that it leads to",
        ),
        400 | 422 => sentence(
            "the platform refuses the payload",
            "nothing was sent; correct what the answer names, and send again",
        ),
        401 => sentence(
            "the platform does not accept the JWT",
            "nothing was sent; it may have expired or belong to another bot: get a new one",
        ),
        403 => sentence(
            "the JWT may not send notifications for this bot",
            "nothing was sent; ask for an app with the scope Proactive Messages",
        ),
        404 => sentence(
            "the host knows no such bot",
            "nothing was sent; check the host and the stream id",
        ),
        408 => sentence(
            "the request did not arrive in time",
            "nothing was sent; check the network, and send again",
        ),
        413 => sentence(
            "the payload is too large for the host",
            "nothing was sent; split it into payloads of fewer recipients",
        ),
        415 => sentence(
            "the host does not take the payload as JSON",
            "nothing was sent; check the host: something on the way changes the header \
             `content-type`",
        ),
        429 => sentence(
            "the bot makes too many calls",
            "nothing was sent; 600 calls a minute and 18,000 an hour are allowed: wait, and send \
             again",
        ),
        503 => sentence(
            "the platform is out of service for a while",
            "nothing was sent; it asks to come again later",
        ),
        _ => sentence(
            "the host refuses the request",
            "nothing was sent; check the host and the stream id",
        ),
    }
}

/// Why it is unknown whether a payload was accepted.
pub(super) const fn unknown(status: u16) -> Sentence {
    match status {
        200..=299 => sentence(
            "the answer names no job, so it is unknown whether the payload was accepted",
            "it is not sent again by itself; check the host, and look on the platform before you \
             send it again",
        ),
        500.. => sentence(
            "the server failed, so it is unknown whether the payload was accepted",
            "it is not sent again by itself; look on the platform before you send it again",
        ),
        _ => sentence(
            "the answer is none of this API, so it is unknown whether the payload was accepted",
            "it is not sent again by itself; check the host, and look on the platform before you \
             send it again",
        ),
    }
}

/// Why a status call brought no status.
pub(super) const fn not_asked(status: u16) -> Sentence {
    match status {
        200..=299 => sentence("the answer is no status report", "check the host, and ask again"),
        300..=399 => sentence(
            "the host redirects elsewhere, and redirects are not followed",
            "write the host that it leads to",
        ),
        401 => sentence(
            "the platform does not accept the JWT",
            "the job goes on all the same; get a new JWT, and ask again",
        ),
        403 => sentence(
            "the JWT may not ask for this bot's jobs",
            "the job goes on all the same; ask for an app with the scope Proactive Messages",
        ),
        404 | 410 => sentence(
            "the host knows no such job",
            "check the job id, and that the host and stream id are those it was sent with",
        ),
        429 => sentence(
            "the bot makes too many calls",
            "600 calls a minute and 18,000 an hour are allowed, status calls included: ask less \
             often",
        ),
        500.. => sentence("the server failed", "the job may go on all the same; ask again"),
        _ => sentence(
            "the host refuses the status call",
            "check the host, the stream id and the job id",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits;

    #[test]
    fn the_published_limits_are_said_as_they_are() {
        assert_eq!((limits::CALLS_PER_MINUTE, limits::CALLS_PER_HOUR), (600, 18_000));
        for said in [refused(429), not_asked(429)] {
            assert!(said.hint.contains("600 calls a minute and 18,000 an hour"), "{}", said.hint);
        }
    }

    #[test]
    fn each_kind_of_answer_has_its_own_sentence() {
        type Said = fn(u16) -> Sentence;
        let refusals = [301, 400, 401, 403, 404, 408, 413, 415, 429, 503, 418].as_slice();
        let doubts = [200, 500, 302].as_slice();
        let not_asked_for = [200, 302, 401, 403, 404, 429, 500, 400].as_slice();
        for (said, kinds) in
            [(refused as Said, refusals), (unknown as Said, doubts), (not_asked, not_asked_for)]
        {
            let of_kinds = kinds.iter().map(|status| (said(*status).message, said(*status).hint));
            assert_eq!(of_kinds.collect::<std::collections::HashSet<_>>().len(), kinds.len());
        }
        for (said, one, same) in [
            (refused as Said, 300, 399),
            (refused, 400, 422),
            (unknown, 200, 299),
            (unknown, 500, 999),
            (unknown, 0, 303),
            (not_asked, 200, 299),
            (not_asked, 300, 399),
            (not_asked, 404, 410),
            (not_asked, 500, 999),
        ] {
            assert_eq!(said(one).message, said(same).message, "{one} and {same}");
        }
    }

    #[test]
    fn who_hears_that_nothing_was_sent_hears_it_rightly() {
        for status in 0..=999 {
            assert!(refused(status).hint.starts_with("nothing was sent; "));
            assert!(unknown(status).message.contains("unknown whether"));
            assert!(!not_asked(status).hint.contains("nothing was sent"));
        }
    }
}
