//! Who may call the sandbox: whoever has a token signed with its own secret, or with the one
//! that it was given.

use axum::http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::answer::Refusal;
use crate::secret::ClientSecret;
use crate::store::{Store, StoreError};

/// The header that carries the token.
pub const AUTH: &str = "auth";

/// Where the store keeps the sandbox's own secret.
const SECRET: &str = "secret";

/// What a token says.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Claims {
    #[serde(rename = "appId", skip_serializing_if = "Option::is_none")]
    app_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
}

/// Verifies tokens, and signs them where the secret is the sandbox's own.
pub struct Authority {
    /// None where the secret was given: it may be one of the real platform, and a token signed
    /// with it must not stand on a screen or in a browser's history.
    signing: Option<EncodingKey>,
    verifying: DecodingKey,
    validation: Validation,
}

impl Authority {
    /// Takes the given secret, or else the one in the store, where the first start has put it: a
    /// link printed before a restart is good after it.
    pub async fn of(store: &Store, given: Option<ClientSecret>) -> Result<Authority, StoreError> {
        let (secret, is_own) = match given {
            Some(secret) => (secret.as_bytes().to_owned(), false),
            None => (own(store).await?, true),
        };
        // The platform asks for neither an expiry nor an audience; an expiry that is there holds.
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        validation.validate_aud = false;
        Ok(Authority {
            signing: is_own.then(|| EncodingKey::from_secret(&secret)),
            verifying: DecodingKey::from_secret(&secret),
            validation,
        })
    }

    /// A token that this sandbox takes, where it signs any.
    pub fn token(&self) -> Option<jsonwebtoken::errors::Result<String>> {
        let claims =
            Claims { app_id: Some("cs-sandbox".to_owned()), sub: Some("sandbox".to_owned()) };
        let signing = self.signing.as_ref()?;
        Some(jsonwebtoken::encode(&Header::default(), &claims, signing))
    }

    /// Refuses a request without a good token. No sentence repeats the token.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        self.verify(headers).map_err(|message| Refusal::new(StatusCode::UNAUTHORIZED, message))
    }

    fn verify(&self, headers: &HeaderMap) -> Result<(), &'static str> {
        let Some(value) = headers.get(AUTH) else {
            return Err(self.missing(headers));
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
            .map_err(|error| self.reason(error.kind()))?
            .claims;
        match (claims.app_id, claims.sub) {
            (Some(_), Some(_)) => Ok(()),
            (None, _) => Err("the token lacks the claim `appId`"),
            (_, None) => Err("the token lacks the claim `sub`"),
        }
    }

    fn missing(&self, headers: &HeaderMap) -> &'static str {
        if headers.contains_key(AUTHORIZATION) {
            "the token must stand in the header `auth`, not in `authorization`"
        } else if self.signing.is_some() {
            "the header `auth` is missing: it takes the token from the link that \
             `notify-preflight serve` printed"
        } else {
            "the header `auth` is missing: it takes a token signed with the client secret, which \
             `notify-preflight token` makes"
        }
    }

    fn reason(&self, kind: &ErrorKind) -> &'static str {
        match kind {
            ErrorKind::InvalidSignature if self.signing.is_some() => {
                "the token is not signed by this sandbox: take the one from the link that \
                 `notify-preflight serve` printed"
            }
            ErrorKind::InvalidSignature => {
                "the token is not signed with the client secret that the sandbox was given"
            }
            ErrorKind::InvalidAlgorithm => "the token must be signed with HS256",
            ErrorKind::ExpiredSignature => "the token has expired",
            ErrorKind::ImmatureSignature => "the token is not valid yet",
            _ => NOT_A_JWT,
        }
    }
}

const NOT_A_JWT: &str = "the header `auth` does not hold a JWT: three parts with dots between them";

/// The sandbox's own secret.
async fn own(store: &Store) -> Result<Vec<u8>, StoreError> {
    if let Some(secret) = store.meta(SECRET).await? {
        return Ok(secret);
    }
    let mut secret = vec![0; 32];
    getrandom::fill(&mut secret)?;
    store.set_meta(SECRET, secret.clone()).await?;
    Ok(secret)
}
