//! The published contract, served: an OpenAPI document, and the schemas that it refers to. In
//! `schema/` they refer to each other by file and by name; here, by the addresses where they are.

use axum::Router;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use notify_preflight::REQUEST_SCHEMA;

use super::answer::{self, Refusal};
use crate::contract;

/// The schemas by name.
const SCHEMAS: [(&str, &str); 3] = [
    ("notify-request", REQUEST_SCHEMA),
    ("job", contract::JOB),
    ("status-report", contract::STATUS_REPORT),
];

/// The routes.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/openapi.yaml", openapi())
        .route("/schema/{file}", get(schema).fallback(answer::wrong_method))
}

/// The route of the OpenAPI document, wherever it is.
pub fn openapi<S: Clone + Send + Sync + 'static>() -> MethodRouter<S> {
    get(document).fallback(answer::wrong_method)
}

async fn document() -> Response {
    let document = contract::OPENAPI.replace("$ref: ./", "$ref: /schema/");
    ([(CONTENT_TYPE, "application/yaml")], document).into_response()
}

async fn schema(file: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let file = file.map_or_else(|_| String::new(), |Path(file)| file);
    let name = file.strip_suffix(".schema.json");
    let schema = SCHEMAS.into_iter().find(|(known, _)| name == Some(known));
    let Some((_, schema)) = schema else {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "there is no such schema"));
    };
    let schema = SCHEMAS.into_iter().fold(schema.to_owned(), |schema, (name, _)| {
        let urn = format!("urn:notify-preflight:schema:{name}");
        schema.replace(&urn, &format!("/schema/{name}.schema.json"))
    });
    Ok(([(CONTENT_TYPE, "application/schema+json")], schema).into_response())
}
