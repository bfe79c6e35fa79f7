//! What stands in the way of wording mails, as a problem.

use super::problem::Problem;
use super::problem_code::ProblemCode;
use invite_domain::service::MailTextError;

impl From<MailTextError> for Problem {
    fn from(error: MailTextError) -> Self {
        match error {
            MailTextError::Forbidden(forbidden) => forbidden.into(),
            MailTextError::Render(error) => {
                tracing::error!(%error, "a mail could not be rendered");
                Self::of(ProblemCode::InternalError)
            }
            MailTextError::Store(error) => error.into(),
        }
    }
}
