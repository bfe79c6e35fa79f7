//! What asking for a code and accepting with one can refuse, as a problem.

use super::{
    problem::{Members, Problem},
    problem_code::ProblemCode,
    problem_from::seconds_until,
};
use invite_domain::{model::CodeRefusal, service::AskCodeError};

impl From<CodeRefusal> for Problem {
    fn from(refusal: CodeRefusal) -> Self {
        match refusal {
            CodeRefusal::Required => Self::of(ProblemCode::CodeRequired),
            CodeRefusal::Wrong { tries_left } => Self {
                members: Box::new(Members {
                    tries_left: Some(tries_left),
                    ..Members::default()
                }),
                ..Self::of(ProblemCode::CodeWrong)
            },
            CodeRefusal::Expired => Self::of(ProblemCode::CodeExpired),
            CodeRefusal::TooManyTries => Self::of(ProblemCode::TooManyTries),
        }
    }
}

impl From<AskCodeError> for Problem {
    fn from(error: AskCodeError) -> Self {
        match error {
            AskCodeError::UnknownLink => Self::of(ProblemCode::UnknownLink),
            AskCodeError::DeadLink(dead) => (*dead).into(),
            AskCodeError::NotNeeded => Self::of(ProblemCode::CodeNotNeeded),
            AskCodeError::AccountSuspended => Self::of(ProblemCode::AccountSuspended),
            AskCodeError::TooSoon { again_at, now } => Self {
                members: Box::new(Members {
                    retry_after: Some(seconds_until(again_at - now)),
                    ..Members::default()
                }),
                ..Self::of(ProblemCode::CodeSentRecently)
            },
            AskCodeError::Store(error) => error.into(),
        }
    }
}
