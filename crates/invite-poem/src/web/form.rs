//! Reading a posted form, within bounds.

use poem::{Body, FromRequest, Request, RequestBody, Result, http::StatusCode, web::Form};
use serde::de::DeserializeOwned;

/// More than most forms of ours hold: a message of 1,000 characters, each percent-encoded.
const MAX_OCTETS: usize = 64 * 1024;

/// Room for lists that people paste: a thousand lines in any script.
pub(super) const LONG: usize = 1024 * 1024;

/// The fields of a posted form, of at most so many octets. A page of ours sends them all; whatever else
/// comes is left out.
pub(super) struct Posted<T, const MAX: usize = MAX_OCTETS>(pub(super) T);

impl<'a, T: DeserializeOwned, const MAX: usize> FromRequest<'a> for Posted<T, MAX> {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let octets = body
            .take()?
            .into_bytes_limit(MAX)
            .await
            .map_err(|_| poem::Error::from_status(StatusCode::PAYLOAD_TOO_LARGE))?;
        let mut body = RequestBody::new(Body::from_bytes(octets));
        let Form(fields) = Form::<T>::from_request(request, &mut body).await?;
        Ok(Self(fields))
    }
}
