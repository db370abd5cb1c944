//! The page, as `www` was built when this program was: every file stands in the binary.

use std::borrow::Cow;
use std::fmt::Write;

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../www/dist"]
#[allow_missing = true]
struct Files;

/// Vite puts what has a hash in its name in this folder.
const HASHED: &str = "assets/";

/// What stands at the root, and at `/inbox`.
const INDEX: &str = "index.html";
const INBOX: &str = "inbox.html";

const NOT_BUILT: &str = "this notify-preflight was built without its page\n\n\
    `cargo xtask serve`, in the repository, builds the page and starts the server with it.\n\
    The API is served all the same.\n";

/// Answers with the file that the path names.
pub fn serve(method: &Method, path: &str, headers: &HeaderMap) -> Response {
    if !matches!(*method, Method::GET | Method::HEAD) {
        let refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET is served here\n");
        return ([(ALLOW, "GET, HEAD")], refusal).into_response();
    }
    let name = name(path);
    match Files::get(name) {
        Some(file) => respond(name, file, headers),
        None if is_page(name) => plain(StatusCode::OK, NOT_BUILT),
        None => plain(StatusCode::NOT_FOUND, "there is no such page\n"),
    }
}

/// Whether the path names a file of the page, the same for everybody and without any data.
pub fn has(path: &str) -> bool {
    let name = name(path);
    is_page(name) || Files::get(name).is_some()
}

/// Whether it is a page, there even where none was built.
fn is_page(name: &str) -> bool {
    name == INDEX || name == INBOX
}

fn name(path: &str) -> &str {
    match path.trim_start_matches('/') {
        "" => INDEX,
        "inbox" => INBOX,
        name => name,
    }
}

fn respond(name: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = tag(&file.metadata.sha256_hash());
    let caching =
        if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(IF_NONE_MATCH).is_some_and(|seen| *seen == *tag);
    let caching = [(CACHE_CONTROL, caching), (ETAG, tag.as_str())];
    if known {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    let content = match file.data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let kind = match file.metadata.mimetype() {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    (caching, [(CONTENT_TYPE, kind)], content).into_response()
}

fn tag(hash: &[u8]) -> String {
    let mut tag = String::from('"');
    for byte in hash.iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(CACHE_CONTROL, "no-cache")], text).into_response()
}
