//! A client secret of one's own: tokens signed with it are taken, and none is printed.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::json;

use crate::support::{Server, answer, command, payload, sentence, text};

const SECRET: &str = "the client secret, öffne dich";
const VARIABLE: &str = "NOTIFY_CLIENT_SECRET";

fn signed(secret: &str, algorithm: Algorithm) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::new(algorithm), &json!({ "appId": "cs-1", "sub": "x" }), &key).unwrap()
}

async fn send(server: &Server, token: &str) -> (reqwest::StatusCode, serde_json::Value) {
    let request = server.send("st-1", payload(["ann@example.com"]).to_string());
    let (client, request) = request.build_split();
    let mut request = request.unwrap();
    request.headers_mut().insert("auth", token.parse().unwrap());
    answer(reqwest::RequestBuilder::from_parts(client, request)).await
}

async fn takes_tokens_of_the_secret_alone(server: &Server) {
    assert!(server.banner.ends_with("/#stream=st-sandbox\n"), "{}", server.banner);
    assert!(!server.banner.contains(SECRET));
    assert_eq!(send(server, &signed(SECRET, Algorithm::HS256)).await.0, 200);
    let said = sentence(401, &send(server, &signed("another", Algorithm::HS256)).await);
    assert!(said.contains("client secret that the sandbox was given"), "{said}");
    let said = sentence(401, &send(server, &signed(SECRET, Algorithm::HS512)).await);
    assert!(said.contains("HS256"), "{said}");
    let said = sentence(401, &send(server, "").await);
    assert!(said.contains("empty"), "{said}");
}

#[tokio::test]
async fn it_comes_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    let data = folder.path().join("jobs.sqlite");
    // A line break at the end is the editor's; one more is the secret's.
    for end in ["", "\n", "\r\n"] {
        std::fs::write(&file, format!("{SECRET}{end}")).unwrap();
        let arguments = ["serve", "--port", "0", "--client-secret-file"];
        let mut command = command();
        command.args(arguments).arg(&file).arg("--data").arg(&data).env(VARIABLE, "not this one");
        let server = Server::spawn(&mut command);
        takes_tokens_of_the_secret_alone(&server).await;
    }
    for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(&file).unwrap();
        let holds = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
        assert_eq!(holds, file.ends_with("secret"), "{}", file.display());
    }
}

#[tokio::test]
async fn it_comes_from_the_environment() {
    let mut command = command();
    command.args(["serve", "--port", "0", "--data", ":memory:"]).env(VARIABLE, SECRET);
    takes_tokens_of_the_secret_alone(&Server::spawn(&mut command)).await;
    // An empty one is none.
    let mut command = crate::support::command();
    command.args(["serve", "--port", "0", "--data", ":memory:"]).env(VARIABLE, "");
    assert!(!Server::spawn(&mut command).token.is_empty());
}

#[test]
fn a_file_without_one_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    std::fs::write(&empty, "\n").unwrap();
    for (file, says) in
        [(empty, "it takes the client secret"), (folder.path().join("none"), "cannot read `")]
    {
        let output = command()
            .args(["serve", "--port", "0", "--data", ":memory:", "--client-secret-file"])
            .arg(&file)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = text(&output.stderr);
        assert!(said.contains(says) && said.contains(file.to_str().unwrap()), "{said}");
    }
}
