//! RFC 9457 problem documents: everything that a client is ever told about something going wrong.

use super::problem_code::ProblemCode;
use invite_domain::model::{InvalidValue, InvitationToken};
use poem::{Body, IntoResponse, Response, http::header};
use poem_openapi::{
    ApiResponse, Object,
    registry::{MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::{ToJSON, Type},
};
use std::borrow::Cow;

/// The media type of problem documents.
pub(crate) const CONTENT_TYPE: &str = "application/problem+json";

/// What is refused, in words written for the client. It carries no inside text.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// Which one.
    pub(crate) code: ProblemCode,
    /// What is wrong just here; the code's own meaning when `None`.
    pub(crate) detail: Option<Cow<'static, str>>,
    /// The fields that are wrong.
    pub(crate) errors: Vec<FieldProblem>,
    /// What helps a program on.
    pub(crate) members: Box<Members>,
}

/// Extension members of a problem (RFC 9457 §3.2).
#[derive(Debug, Clone, Default)]
pub(crate) struct Members {
    /// Into which account the link led.
    pub(crate) account: Option<Named>,
    /// Who asked the invitee.
    pub(crate) inviter: Option<Named>,
    /// The invitation that is in the way.
    pub(crate) invitation_id: Option<String>,
    /// The member that is in the way.
    pub(crate) member_id: Option<String>,
    /// Where the invitation stands.
    pub(crate) invitation_status: Option<&'static str>,
    /// What lets the person set a password: shown to whoever typed the temporary one.
    pub(crate) token: Option<InvitationToken>,
    /// Who would be removed.
    pub(crate) member: Option<Removal>,
    /// The address or number that is invited.
    pub(crate) invited_as: Option<String>,
    /// Who is signed in instead.
    pub(crate) signed_in_as: Option<String>,
    /// How many more codes can be tried.
    pub(crate) tries_left: Option<u32>,
    /// After how many seconds to come back, where it is not always the same.
    pub(crate) retry_after: Option<i64>,
    /// The methods that a route has, for the `Allow` header.
    pub(crate) allow: Option<String>,
}

/// Something with a name for people.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub(crate) struct Named {
    /// The name.
    pub(crate) name: String,
}

/// Who would be removed, and what they hold.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub(crate) struct Removal {
    /// The member.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) login: Option<String>,
    /// `internal` or `external`.
    pub(crate) user_type: String,
    /// `administrator` or `standard`.
    pub(crate) access_type: String,
    pub(crate) roles: Vec<String>,
    pub(crate) groups: Vec<String>,
    pub(crate) permissions: Vec<String>,
    pub(crate) resources: Vec<String>,
    /// The version, for `If-Match`.
    pub(crate) version: u32,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub(crate) struct FieldProblem {
    /// The field, as a path: `email`, `roles[2]`, `settings.login_url`.
    pub(crate) field: String,
    /// A stable code, for example `too_long`.
    pub(crate) code: String,
    /// What is wrong and how to mend it.
    pub(crate) detail: String,
}

impl FieldProblem {
    /// Names the field of a value that was refused.
    pub(crate) fn new(field: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            code: code.to_owned(),
            detail: detail.into(),
        }
    }

    /// Names the field of a value that the domain refused.
    pub(crate) fn of(field: impl Into<String>, invalid: &InvalidValue) -> Self {
        Self::new(field, invalid.code(), invalid.detail())
    }
}

impl Problem {
    /// A problem without more to say than its code does.
    pub(crate) fn of(code: ProblemCode) -> Self {
        Self {
            code,
            detail: None,
            errors: Vec::new(),
            members: Box::default(),
        }
    }

    /// A body with wrong fields.
    pub(crate) fn invalid(errors: Vec<FieldProblem>) -> Self {
        Self {
            errors,
            ..Self::of(ProblemCode::InvalidInput)
        }
    }

    /// A body with one wrong field.
    pub(crate) fn invalid_field(field: &str, invalid: &InvalidValue) -> Self {
        Self::invalid(vec![FieldProblem::of(field, invalid)])
    }

    /// A wrong parameter in the address.
    pub(crate) fn parameter(name: &str, code: &str, detail: &str) -> Self {
        Self {
            errors: vec![FieldProblem::new(name, code, detail)],
            ..Self::of(ProblemCode::InvalidParameter)
        }
    }

    /// Says what is wrong just here.
    pub(crate) fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Names a field besides.
    pub(crate) fn with_field(mut self, field: &str, code: &str, detail: &str) -> Self {
        self.errors.push(FieldProblem::new(field, code, detail));
        self
    }

    /// Returns the document.
    pub(crate) fn document(&self) -> ProblemDocument {
        let members = (*self.members).clone();
        ProblemDocument {
            problem_type: self.code.type_uri(),
            title: self.code.title().to_owned(),
            status: self.code.status().as_u16(),
            detail: match &self.detail {
                Some(detail) => detail.clone().into_owned(),
                None => self.code.meaning().to_owned(),
            },
            code: self.code.as_str().to_owned(),
            errors: self.errors.clone(),
            account: members.account,
            inviter: members.inviter,
            invitation_id: members.invitation_id,
            member_id: members.member_id,
            invitation_status: members.invitation_status.map(str::to_owned),
            token: members.token.map(|token| token.expose().to_owned()),
            member: members.member,
            tries_left: members.tries_left,
            invited_as: members.invited_as,
            signed_in_as: members.signed_in_as,
        }
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Clone, Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none)]
pub(crate) struct ProblemDocument {
    /// An address that tells more about this kind of problem.
    #[oai(rename = "type")]
    problem_type: String,
    /// The kind of problem in a few words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong just here.
    detail: String,
    /// The kind of problem, for programs: it never changes.
    code: String,
    /// What is wrong with which field.
    #[oai(skip_serializing_if_is_empty, default)]
    errors: Vec<FieldProblem>,
    /// Into which account the link led.
    account: Option<Named>,
    /// Who asked the invitee.
    inviter: Option<Named>,
    /// The invitation that is in the way.
    invitation_id: Option<String>,
    /// The member that is in the way.
    member_id: Option<String>,
    /// Where the invitation stands.
    invitation_status: Option<String>,
    /// With `password_change_required` only: the token to accept with, and a password of one's own.
    token: Option<String>,
    /// Who would be removed, and what they hold.
    member: Option<Removal>,
    /// How many more codes can be tried.
    tries_left: Option<u32>,
    /// The address or number that is invited.
    invited_as: Option<String>,
    /// The address, number or login of who is signed in instead.
    signed_in_as: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::builder()
            .status(self.code.status())
            .content_type(CONTENT_TYPE);
        if self.code.status().as_u16() == 401 {
            // RFC 9110 §15.5.2 asks for a challenge with every 401.
            response = response.header(header::WWW_AUTHENTICATE, "Bearer");
        }
        let retry_after = self.members.retry_after;
        if let Some(seconds) = retry_after.or(self.code.retry_after()) {
            response = response.header(header::RETRY_AFTER, seconds);
        }
        if let Some(allow) = &self.members.allow {
            response = response.header(header::ALLOW, allow);
        }
        response.body(Body::from_string(self.document().to_json_string()))
    }
}

impl From<Problem> for poem::Error {
    fn from(problem: Problem) -> Self {
        Self::from_response(problem.into_response())
    }
}

/// Lets every operation that returns `Result<_, Problem>` say so in the specification.
impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "A problem. Its `code` never changes; `/api/problems/{code}` tells more.",
                status: None,
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: CONTENT_TYPE,
                    schema: ProblemDocument::schema_ref(),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(registry: &mut Registry) {
        ProblemDocument::register(registry);
    }
}
