//! Who may call the sandbox: whoever has a token that it has signed itself.

use axum::http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::answer::Refusal;
use crate::store::{Store, StoreError};

/// The header that carries the token.
pub const AUTH: &str = "auth";

/// What a token says.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Claims {
    #[serde(rename = "appId", skip_serializing_if = "Option::is_none")]
    app_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
}

/// Signs and verifies tokens with the sandbox's secret.
pub struct Authority {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
}

impl Authority {
    /// Takes the secret from the store, where the first start has put it: a link printed before
    /// a restart is good after it.
    pub fn of(store: &Store) -> Result<Authority, StoreError> {
        let secret = store.meta("secret", || {
            let mut secret = vec![0; 32];
            getrandom::fill(&mut secret)?;
            Ok(secret)
        })?;
        // The platform asks for neither an expiry nor an audience; an expiry that is there holds.
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        validation.validate_aud = false;
        Ok(Authority {
            signing: EncodingKey::from_secret(&secret),
            verifying: DecodingKey::from_secret(&secret),
            validation,
        })
    }

    /// A token that this sandbox takes.
    pub fn token(&self) -> jsonwebtoken::errors::Result<String> {
        let claims =
            Claims { app_id: Some("cs-sandbox".to_owned()), sub: Some("sandbox".to_owned()) };
        jsonwebtoken::encode(&Header::default(), &claims, &self.signing)
    }

    /// Refuses a request without a good token. No sentence repeats the token.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        self.verify(headers).map_err(|message| Refusal::new(StatusCode::UNAUTHORIZED, message))
    }

    fn verify(&self, headers: &HeaderMap) -> Result<(), &'static str> {
        let Some(value) = headers.get(AUTH) else {
            return Err(missing(headers));
        };
        let token = value.to_str().map_err(|_| NOT_A_JWT)?.trim();
        let scheme = token.split_whitespace().next().unwrap_or_default();
        if token.is_empty() {
            return Err("the header `auth` is empty: it takes the token");
        }
        if scheme.eq_ignore_ascii_case("bearer") {
            return Err("the header `auth` takes the token alone, without `Bearer` before it");
        }
        let claims = jsonwebtoken::decode::<Claims>(token, &self.verifying, &self.validation)
            .map_err(|error| reason(error.kind()))?
            .claims;
        match (claims.app_id, claims.sub) {
            (Some(_), Some(_)) => Ok(()),
            (None, _) => Err("the token lacks the claim `appId`"),
            (_, None) => Err("the token lacks the claim `sub`"),
        }
    }
}

const NOT_A_JWT: &str = "the header `auth` does not hold a JWT: three parts with dots between them";

fn missing(headers: &HeaderMap) -> &'static str {
    if headers.contains_key(AUTHORIZATION) {
        "the token must stand in the header `auth`, not in `authorization`"
    } else {
        "the header `auth` is missing: it takes the token from the link that \
         `notify-preflight serve` printed"
    }
}

fn reason(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidSignature => {
            "the token is not signed by this sandbox: take the one from the link that \
             `notify-preflight serve` printed"
        }
        ErrorKind::InvalidAlgorithm => "the token must be signed with HS256",
        ErrorKind::ExpiredSignature => "the token has expired",
        ErrorKind::ImmatureSignature => "the token is not valid yet",
        _ => NOT_A_JWT,
    }
}
