//! The relay: what goes out, what comes back, and what it says where nothing does.

use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use serde_json::json;

use crate::platform::{Platform, http, receive};
use crate::support::{Server, answer, client, command, payload, sentence};

#[tokio::test]
async fn a_job_is_sent_and_followed_through_the_relay() {
    let platform = Server::sandbox();
    let mut relay = Server::relay(&format!("http://{}", platform.address));
    relay.token = platform.token.clone();
    let id = relay.job(&payload(["a@example.com", "fail@example.com"])).await;
    let report = relay.finished(&id).await;
    assert_eq!(report["status"], "PARTIAL_SUCCESS");
    assert_eq!(report, answer(platform.ask("st-1", &id)).await.1);

    // What the platform refuses is passed back as it is.
    relay.token = "another".to_owned();
    let said = sentence(401, &answer(relay.ask("st-1", &id)).await);
    assert!(said.contains("does not hold a JWT"), "{said}");
}

#[tokio::test]
async fn two_headers_and_the_very_body_go_out() {
    let platform = Platform::answering(http("200 OK", "x-secret: 1\r\nset-cookie: a=b\r\n", "{}"));
    let relay = platform.relay();
    // Neither valid nor UTF-8: the platform decides.
    let body = b"{ \"channel\" : \"\xff\" }\n".to_vec();
    let found = client()
        .post(relay.url("/api/public/bot/st-1/notifyV2?a=b"))
        .header("auth", "the.token.itself")
        .header("content-type", "application/json; charset=utf-8")
        .header("authorization", "Bearer secret")
        .header("cookie", "session=secret")
        .header("origin", relay.url(""))
        .header("referer", relay.url("/secret"))
        .header("x-forwarded-for", "10.0.0.1")
        .header("user-agent", "secret")
        .body(body.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(found.status(), 200);
    assert_eq!(found.headers()["content-type"], "application/json");
    assert!(!found.headers().contains_key("x-secret"));
    assert!(!found.headers().contains_key("set-cookie"));

    let received = platform.request.join().unwrap();
    assert_eq!(received.body, body);
    assert_eq!(received.head[0], "POST /api/public/bot/st-1/notifyV2 HTTP/1.1");
    let mut headers = received.head[1..].to_vec();
    headers.sort();
    let expected = [
        "accept: */*".to_owned(),
        "auth: the.token.itself".to_owned(),
        format!("content-length: {}", body.len()),
        "content-type: application/json; charset=utf-8".to_owned(),
        format!("host: {}", platform.address),
    ];
    assert_eq!(headers, expected);
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_said_to_be_none() {
    let platform = Platform::answering(http(
        "503 Service Unavailable",
        "content-type: text/html\r\n",
        "<script>alert(1)</script>",
    ));
    let relay = platform.relay();
    let said = sentence(503, &answer(relay.ask("st-1", "ds-1")).await);
    assert!(said.contains("something other than JSON (`text/html`)"), "{said}");
    assert!(!said.contains("<script>"), "{said}");
}

#[tokio::test]
async fn a_success_that_is_no_answer_of_the_api_leaves_the_outcome_open() {
    let platform = Platform::answering(http("200 OK", "content-type: text/html\r\n", "<p>log in"));
    let relay = platform.relay();
    let answer = answer(relay.ask("st-1", "ds-1")).await;
    sentence(502, &answer);
    assert_eq!(answer.1["mayHaveReached"], true);
}

#[tokio::test]
async fn the_wait_that_the_platform_asks_for_is_passed_on_in_seconds() {
    // What reads it has no clock to tell how far away a time is.
    let clocks =
        "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:51:37 GMT\r\n";
    for (headers, body, wait) in [
        ("retry-after: 7\r\n", "{}", Some("7")),
        ("retry-after: 7\r\n", "<h1>Down for maintenance</h1>", Some("7")),
        (clocks, "{}", Some("120")),
        ("retry-after: the.token.itself\r\n", "{}", None),
        ("", "{}", None),
    ] {
        let platform = Platform::answering(http("503 Service Unavailable", headers, body));
        let found = platform.relay().ask("st-1", "ds-1").send().await.unwrap();
        let passed = found.headers().get("retry-after").map(|wait| wait.to_str().unwrap());
        assert_eq!((found.status().as_u16(), passed), (503, wait), "{headers}{body}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let platform = Platform::answering(http(
        "307 Temporary Redirect",
        "location: http://127.0.0.1:9/\r\n",
        "",
    ));
    let relay = platform.relay();
    let said = sentence(307, &answer(relay.ask("st-1", "ds-1")).await);
    assert!(said.contains("the relay does not follow"), "{said}");
}

#[tokio::test]
async fn a_platform_that_is_down_was_not_reached() {
    // Bound and let go, so that nobody listens there.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let relay = Server::relay(&format!("http://{address}"));
    let found = answer(relay.send("st-1", "{}")).await;
    let said = sentence(502, &found);
    assert!(said.contains("has not reached it"), "{said}");
    assert_eq!(found.1["mayHaveReached"], json!(false));
}

#[tokio::test]
async fn a_platform_that_hangs_up_may_have_been_reached() {
    for cut in ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"] {
        let platform = Platform::answering(cut);
        let relay = platform.relay();
        let found = answer(relay.send("st-1", "{}")).await;
        let said = sentence(502, &found);
        assert!(said.contains("may have reached it"), "{said}");
        assert_eq!(found.1["mayHaveReached"], json!(true));
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let mut endless = b"HTTP/1.1 200 OK\r\n\r\n\"".to_vec();
    endless.resize(40 * 1024 * 1024, b'x');
    let platform = Platform::answering(endless);
    let relay = platform.relay();
    let found = answer(relay.send("st-1", "{}")).await;
    let said = sentence(502, &found);
    assert!(said.contains("more than 32 MiB"), "{said}");
    assert_eq!(found.1["mayHaveReached"], json!(true));
}

#[tokio::test]
async fn an_answer_as_large_as_may_be_is_passed_on() {
    let largest = 32 * 1024 * 1024;
    let platform =
        Platform::answering(http("200 OK", "", &format!("\"{}\"", "x".repeat(largest - 2))));
    let relay = platform.relay();
    let found = relay.ask("st-1", "ds-1").send().await.unwrap();
    assert_eq!((found.status().as_u16(), found.bytes().await.unwrap().len()), (200, largest));
}

#[tokio::test]
async fn what_is_no_request_of_the_api_does_not_go_out() {
    // Nobody there: what goes out would be answered with 502.
    let relay = Server::relay("http://127.0.0.1:9");
    sentence(404, &answer(relay.send("a.b", "{}")).await);
    sentence(404, &answer(relay.ask("st-1", "a%2fb")).await);
    sentence(404, &answer(client().get(relay.url("/api/public/other"))).await);
    sentence(405, &answer(client().put(relay.url("/api/public/bot/st-1/notifyV2"))).await);
    sentence(413, &answer(relay.send("st-1", vec![b' '; 32 * 1024 * 1024 + 1])).await);
    let form = client()
        .post(relay.url("/api/public/bot/st-1/notifyV2"))
        .header("content-type", "text/plain")
        .body("{}");
    sentence(415, &answer(form).await);
}

#[tokio::test]
async fn no_proxy_of_the_environment_is_asked() {
    let platform = Platform::answering(http("200 OK", "", "{\"direct\":true}"));
    let origin = platform.origin();
    let serve = ["serve", "--port", "0", "--allow-private", "--upstream", &origin];
    let mut command = command();
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(name, "http://127.0.0.1:9");
    }
    let relay = Server::spawn(command.args(serve));
    let (status, found) = answer(relay.ask("st-1", "ds-1")).await;
    assert_eq!((status.as_u16(), found), (200, json!({ "direct": true })));
}

/// A platform behind TLS, with a certificate of its own making.
struct Encrypted {
    address: SocketAddr,
    certificate: tempfile::NamedTempFile,
}

impl Encrypted {
    fn start() -> Encrypted {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let mut certificate = tempfile::NamedTempFile::new().unwrap();
        certificate.write_all(made.cert.pem().as_bytes()).unwrap();
        let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let settings = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.unwrap())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || serve_encrypted(&listener, &Arc::new(settings)));
        Encrypted { address, certificate }
    }

    fn origin(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }
}

/// Until the test ends, whose process takes this thread along.
fn serve_encrypted(listener: &TcpListener, settings: &Arc<rustls::ServerConfig>) {
    for stream in listener.incoming() {
        let connection = rustls::ServerConnection::new(Arc::clone(settings)).unwrap();
        let mut stream = rustls::StreamOwned::new(connection, stream.unwrap());
        // A caller that does not trust the certificate hangs up.
        if stream.conn.complete_io(&mut stream.sock).is_ok() {
            receive(&mut BufReader::new(&mut stream));
            stream.write_all(http("200 OK", "", "{\"encrypted\":true}").as_bytes()).unwrap();
        }
    }
}

#[tokio::test]
async fn a_platform_behind_tls_is_trusted_by_its_certificate() {
    let upstream = Encrypted::start();
    let origin = upstream.origin();
    let serve = ["serve", "--port", "0", "--allow-private", "--upstream", &origin];

    let relay =
        Server::spawn(command().args(serve).env("SSL_CERT_FILE", upstream.certificate.path()));
    let (status, found) = answer(relay.send("st-1", "{}")).await;
    assert_eq!((status.as_u16(), found), (200, json!({ "encrypted": true })));

    // Signed by nobody that this machine knows: nothing was sent.
    let relay = Server::spawn(command().args(serve).env_remove("SSL_CERT_FILE"));
    let found = answer(relay.send("st-1", "{}")).await;
    let said = sentence(502, &found);
    assert!(said.contains("certificate"), "{said}");
    assert_eq!(found.1["mayHaveReached"], json!(false));
}
