//! A relay to several upstreams: a request says which, in the very words of the command line.

use reqwest::RequestBuilder;

use crate::platform::{Platform, http};
use crate::support::{Server, answer, sentence};

const UPSTREAM: &str = "x-notify-upstream";

fn relay<'a>(upstreams: impl IntoIterator<Item = &'a str>) -> Server {
    let named = upstreams.into_iter().flat_map(|origin| ["--upstream", origin]);
    Server::start(&["--allow-private"].into_iter().chain(named).collect::<Vec<_>>())
}

/// Which platform answered.
async fn by(request: RequestBuilder) -> u64 {
    let (status, found) = answer(request).await;
    assert_eq!(status, 200, "{found}");
    found["by"].as_u64().unwrap()
}

#[tokio::test]
async fn a_request_goes_to_the_upstream_that_it_names() {
    let [one, two] = [1, 2]
        .map(|number| Platform::answering(http("200 OK", "", &format!("{{\"by\":{number}}}"))));
    let relay = relay([one.origin().as_str(), two.origin().as_str()]);
    assert_eq!(by(relay.ask("st-1", "ds-1").header(UPSTREAM, two.origin())).await, 2);
    assert_eq!(by(relay.send("st-1", "{}").header(UPSTREAM, one.origin())).await, 1);
    // It is between the caller and the relay.
    for platform in [one, two] {
        let head = platform.request.join().unwrap().head;
        assert!(!head.iter().any(|line| line.starts_with(UPSTREAM)), "{head:?}");
    }
}

#[tokio::test]
async fn the_only_upstream_need_not_be_named_but_no_other_may_be() {
    let platform = Platform::answering(http("200 OK", "", "{\"by\":1}"));
    let relay = platform.relay();
    let other = relay.ask("st-1", "ds-1").header(UPSTREAM, "https://other.example");
    sentence(400, &answer(other).await);
    assert_eq!(by(relay.ask("st-1", "ds-1")).await, 1);
}

#[tokio::test]
async fn what_is_not_on_the_list_is_refused() {
    // Nobody is there: what goes out would be answered with 502.
    let (one, two) = ("http://127.0.0.1:9", "https://localhost:9");
    let relay = relay([one, two]);
    let named = |origin: &str| relay.send("st-1", "{}").header(UPSTREAM, origin);
    for origin in [
        "",
        "https://evil.example",
        "http://127.0.0.1",
        "https://127.0.0.1:9",
        "http://127.0.0.1:9/",
        "http://127.0.0.1:9/path",
        "http://127.0.0.1:9@evil.example",
        "http://evil.example@127.0.0.1:9",
        "http://127.0.0.1:9.evil.example",
        "http://127.0.0.1.:9",
        "http://2130706433:9",
        "http://0x7f.1:9",
        "http://[::ffff:127.0.0.1]:9",
        "127.0.0.1:9",
        "https://LOCALHOST:9",
        "http://127.0.0.1:9, https://localhost:9",
    ] {
        let found = answer(named(origin)).await;
        let said = sentence(400, &found);
        assert!(said.contains(&format!("`{one}`, `{two}`")), "{origin}: {said}");
        assert_eq!(found.1["mayHaveReached"], false, "{origin}");
    }
    for request in
        [relay.send("st-1", "{}"), relay.ask("st-1", "ds-1"), named(one).header(UPSTREAM, two)]
    {
        sentence(400, &answer(request).await);
    }
    sentence(502, &answer(named(one)).await);
    sentence(502, &answer(named(two)).await);
}
