//! `token`: signed as the sandbox and the platform verify it, from a secret that stays one.

use std::fs;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

use crate::support::{Server, answer, client, command, payload, run, text};

const SECRET: &str = "sécret of the tests";
const CLAIMS: [&str; 5] = ["token", "--app-id", "cs-1", "--sub", "ada"];

/// The claims, where the signature is right.
fn claims(token: &[u8]) -> Value {
    let token = text(token).strip_suffix('\n').unwrap();
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::decode::<Value>(token, &key, &validation).unwrap().claims
}

#[test]
fn the_secret_comes_from_a_file_or_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    for content in [SECRET.to_owned(), format!("{SECRET}\n"), format!("{SECRET}\r\n")] {
        fs::write(&file, content).unwrap();
        let output = command().args(CLAIMS).arg("--secret-file").arg(&file).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let claims = claims(&output.stdout);
        assert_eq!((&claims["appId"], &claims["sub"]), (&"cs-1".into(), &"ada".into()));
    }
    let output = command().args(CLAIMS).env("NOTIFY_CLIENT_SECRET", SECRET).output().unwrap();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(claims(&output.stdout)["appId"], "cs-1");

    // A file that is named goes first.
    fs::write(&file, SECRET).unwrap();
    let mut command = command();
    command.args(CLAIMS).arg("--secret-file").arg(&file).env("NOTIFY_CLIENT_SECRET", "another");
    assert_eq!(claims(&command.output().unwrap().stdout)["sub"], "ada");

    let output = run(&[&CLAIMS[..], &["--secret-file", "-"]].concat(), SECRET.as_bytes());
    assert_eq!(claims(&output.stdout)["sub"], "ada");
}

#[test]
fn a_token_ends_when_it_is_told_to() {
    let end = |expiry: &[&str]| {
        let output = command()
            .args(CLAIMS)
            .args(expiry)
            .env("NOTIFY_CLIENT_SECRET", SECRET)
            .output()
            .unwrap();
        claims(&output.stdout)["exp"].as_u64()
    };
    assert_eq!(end(&["--expires-in", "never"]), None);
    let hour = end(&[]).unwrap();
    let day = end(&["--expires-in", "1day"]).unwrap();
    // Asked for one after the other, however slowly.
    assert!(day >= hour + 23 * 3600, "{hour} {day}");
}

#[test]
fn no_sentence_repeats_the_secret() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(&file, "\n").unwrap();
    let path = file.path().to_str().unwrap();
    let output = command().args(CLAIMS).args(["--secret-file", path]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        format!("error: `{path}` is empty: it takes the client secret\n")
    );

    for arguments in
        [&["--secret=hushhush"][..], &["--secret", "hushhush"], &["--client-secret=hushhush"]]
    {
        let output = command().args(CLAIMS).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(!text(&output.stderr).contains("hushhush"), "{}", text(&output.stderr));
    }
}

#[cfg(unix)]
#[test]
fn a_secret_that_others_can_read_is_warned_about() {
    use std::os::unix::fs::PermissionsExt;

    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(&file, SECRET).unwrap();
    for (mode, warned) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let output = command().args(CLAIMS).arg("--secret-file").arg(file.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let errors = text(&output.stderr);
        assert_eq!(errors.contains("can be read by others"), warned, "{mode:o}: {errors}");
        assert_eq!(claims(&output.stdout)["sub"], "ada", "a warning is no error");
    }
}

#[tokio::test]
async fn a_sandbox_takes_the_tokens_of_its_secret_and_no_others() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(&file, SECRET).unwrap();
    let path = file.path().to_str().unwrap();
    let server = Server::start(&["--data", ":memory:", "--client-secret-file", path]);
    for (secret, expected) in [(SECRET, 200), ("another", 401)] {
        let output = command().args(CLAIMS).env("NOTIFY_CLIENT_SECRET", secret).output().unwrap();
        let (status, body) = answer(
            client()
                .post(server.url("/api/public/bot/st-1/notifyV2"))
                .header("auth", text(&output.stdout).trim_end())
                .header("content-type", "application/json")
                .body(payload(["ada@example.com"]).to_string()),
        )
        .await;
        assert_eq!(status, expected, "{body}");
    }
    assert!(!server.banner.contains("&token="), "{}", server.banner);
}
