//! Why there is no page: the few answers that are not a page of their own.

use invite_domain::{
    model::Forbidden,
    ports::{HashError, StoreError},
    service::{AuditError, FindError, InsightError, PeopleError},
};
use poem::{Response, error::ResponseError, http::StatusCode};
use std::error::Error;

/// Why a handler has no page to give. The guard turns it into one in the reader's language.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// Nobody is signed in, and the page is for someone who is.
    #[error("nobody is signed in")]
    SignInFirst,
    /// There is no such page, or not for this reader: the two look alike.
    #[error("there is no such page")]
    NotFound,
    /// The reader may not do this.
    #[error(transparent)]
    Forbidden(Forbidden),
    /// Another site makes the browser send this.
    #[error("the request comes from another site")]
    ForeignPost,
    /// Storage cannot be reached, or too many wait; it may work again soon.
    #[error("storage cannot be reached")]
    Unavailable,
    /// Something broke that the reader can do nothing about.
    #[error("something broke")]
    Broken,
}

impl Fault {
    /// Logs what broke, once, and keeps it from the reader.
    pub(super) fn broken(error: &(dyn Error + 'static)) -> Self {
        let mut chain = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            chain = format!("{chain}: {inner}");
            cause = inner.source();
        }
        tracing::error!(error = %chain, "a page could not be made");
        Self::Broken
    }
}

impl ResponseError for Fault {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignInFirst => StatusCode::SEE_OTHER,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden(_) | Self::ForeignPost => StatusCode::FORBIDDEN,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn as_response(&self) -> Response {
        Response::builder().status(self.status()).finish()
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let transient = error.is_transient();
        let fault = Self::broken(&error);
        if transient { Self::Unavailable } else { fault }
    }
}

impl From<HashError> for Fault {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Unavailable,
            HashError::Failed(_) => Self::broken(&error),
        }
    }
}

impl From<FindError> for Fault {
    fn from(error: FindError) -> Self {
        match error {
            FindError::NotFound => Self::NotFound,
            FindError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            FindError::Store(error) => error.into(),
        }
    }
}

impl From<PeopleError> for Fault {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            PeopleError::Store(error) => error.into(),
        }
    }
}

impl From<InsightError> for Fault {
    fn from(error: InsightError) -> Self {
        match error {
            InsightError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            InsightError::Store(error) => error.into(),
        }
    }
}

impl From<AuditError> for Fault {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            AuditError::Store(error) => error.into(),
        }
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Self {
        Self::broken(&error)
    }
}
