//! What each use case can refuse, as a problem: one exhaustive match for each, so that a new outcome
//! does not compile before it has an answer.

use super::problem::{Members, Named, Problem};
use super::problem_from_catalog::{list_of, resource_taken, unavailable, undefined};
use super::{problem_code::ProblemCode, refusal_log, sentences};
use chrono::TimeDelta;
use invite_domain::{
    model::{
        DisplayName, Forbidden, GrantRefused, IllegalTransition, LinkRefusal, NoChannel, Operation,
        PlacementRefused, ResetRefusal, Status,
    },
    ports::{HashError, StoreError},
    service::{
        AcceptError, AccountError, AuditError, ChangePasswordError, CreateInvitationError,
        DeadLink, DeclineError, EditInvitationError, FindError, InsightError, PeopleError,
        PreviewError, RenewError, ResetPasswordError, RevokeError, SendInvitationError,
        SignInError, TooManyAttempts,
    },
};
use invite_i18n::Texts;
use std::error::Error;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        log_fault(&error);
        Self::of(if error.is_transient() {
            ProblemCode::Unavailable
        } else {
            ProblemCode::InternalError
        })
    }
}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::of(ProblemCode::Busy),
            HashError::Failed(_) => {
                log_fault(&error);
                Self::of(ProblemCode::InternalError)
            }
        }
    }
}

/// Writes a fault with its whole chain to the log: here, once, and nowhere else.
fn log_fault(error: &dyn Error) {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push_str(": ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!(error = chain, "the request failed on our side");
}

impl From<Forbidden> for Problem {
    fn from(forbidden: Forbidden) -> Self {
        refusal_log::refused(forbidden);
        match forbidden.0 {
            Operation::Invite => Self::of(ProblemCode::MayNotInvite),
            _ => Self::of(ProblemCode::Forbidden).with_detail(forbidden.to_string()),
        }
    }
}

impl From<GrantRefused> for Problem {
    fn from(refused: GrantRefused) -> Self {
        refusal_log::refused(&refused);
        let detail = refused.to_string();
        match refused {
            GrantRefused::MayNotInvite(_) => Self::of(ProblemCode::MayNotInvite),
            GrantRefused::AccessType => Self::of(ProblemCode::GrantExceedsRights).with_field(
                "access_type",
                "not_held",
                &detail,
            ),
            GrantRefused::NotHeld(item) => Self::of(ProblemCode::GrantExceedsRights).with_field(
                item.kind.plural(),
                "not_held",
                &detail,
            ),
        }
    }
}

impl From<NoChannel> for Problem {
    fn from(reason: NoChannel) -> Self {
        let (field, code) = match reason {
            NoChannel::NoContact => ("email", "contact_required"),
            NoChannel::NoEmail => ("email", "email_required"),
            NoChannel::NoPhone => ("phone", "phone_required"),
            NoChannel::SmsNotAllowed => ("channel", "sms_not_allowed"),
        };
        Self::of(ProblemCode::NoChannel).with_field(field, code, &reason.to_string())
    }
}

impl From<IllegalTransition> for Problem {
    fn from(illegal: IllegalTransition) -> Self {
        let code = ProblemCode::IllegalTransition;
        standing(code, illegal.from).with_detail(illegal.to_string())
    }
}

fn standing(code: ProblemCode, status: Status) -> Problem {
    Problem {
        members: Box::new(Members {
            invitation_status: Some(status.as_str()),
            ..Members::default()
        }),
        ..Problem::of(code)
    }
}

fn already_invited(id: Option<String>) -> Problem {
    Problem {
        members: Box::new(Members {
            invitation_id: id,
            ..Members::default()
        }),
        ..Problem::of(ProblemCode::AlreadyInvited)
    }
}

fn login_taken() -> Problem {
    Problem::of(ProblemCode::LoginTaken).with_field(
        "login",
        "login_taken",
        "the login belongs to someone else",
    )
}

impl From<CreateInvitationError> for Problem {
    fn from(error: CreateInvitationError) -> Self {
        match error {
            CreateInvitationError::Forbidden(refused) => refused.into(),
            CreateInvitationError::AccountSuspended => Self::of(ProblemCode::AccountSuspended),
            CreateInvitationError::Invalid(invalid) => Self::invalid_field("email", &invalid),
            CreateInvitationError::NoChannel(reason) => reason.into(),
            CreateInvitationError::Undefined(items) => undefined(&items, list_of),
            CreateInvitationError::Unavailable(items) => unavailable(&items, list_of),
            CreateInvitationError::LoginTaken => login_taken(),
            CreateInvitationError::AlreadyInvited(id) => already_invited(Some(id.to_string())),
            CreateInvitationError::AlreadyMember(id) => Self {
                members: Box::new(Members {
                    member_id: Some(id.to_string()),
                    ..Members::default()
                }),
                ..Self::of(ProblemCode::AlreadyMember)
            },
            CreateInvitationError::Store(error) => error.into(),
        }
    }
}

impl From<EditInvitationError> for Problem {
    fn from(error: EditInvitationError) -> Self {
        match error {
            EditInvitationError::NotFound => Self::of(ProblemCode::InvitationNotFound),
            EditInvitationError::Forbidden(refused) => refused.into(),
            EditInvitationError::NotEditable(status) => standing(ProblemCode::NotEditable, status),
            EditInvitationError::Invalid(invalid) => Self::invalid_field("email", &invalid),
            EditInvitationError::NoChannel(reason) => reason.into(),
            EditInvitationError::Undefined(items) => undefined(&items, list_of),
            EditInvitationError::Unavailable(items) => unavailable(&items, list_of),
            EditInvitationError::LoginTaken => login_taken(),
            EditInvitationError::AlreadyInvited => already_invited(None),
            EditInvitationError::Conflict => Self::of(ProblemCode::Conflict),
            EditInvitationError::Store(error) => error.into(),
        }
    }
}

impl From<SendInvitationError> for Problem {
    fn from(error: SendInvitationError) -> Self {
        match error {
            SendInvitationError::NotFound => Self::of(ProblemCode::InvitationNotFound),
            SendInvitationError::Forbidden(refused) => refused.into(),
            SendInvitationError::AccountSuspended => Self::of(ProblemCode::AccountSuspended),
            SendInvitationError::Illegal(illegal) => illegal.into(),
            SendInvitationError::NoChannel(reason) => reason.into(),
            SendInvitationError::Undefined(items) => undefined(&items, list_of),
            SendInvitationError::Unavailable(items) => unavailable(&items, list_of),
            SendInvitationError::AlreadyInvited => already_invited(None),
            SendInvitationError::Conflict => Self::of(ProblemCode::Conflict),
            SendInvitationError::Store(error) => error.into(),
        }
    }
}

impl From<RevokeError> for Problem {
    fn from(error: RevokeError) -> Self {
        match error {
            RevokeError::NotFound => Self::of(ProblemCode::InvitationNotFound),
            RevokeError::Forbidden(refused) => refused.into(),
            RevokeError::Illegal(illegal) => illegal.into(),
            RevokeError::Conflict => Self::of(ProblemCode::Conflict),
            RevokeError::Store(error) => error.into(),
        }
    }
}

impl From<FindError> for Problem {
    fn from(error: FindError) -> Self {
        match error {
            FindError::NotFound => Self::of(ProblemCode::InvitationNotFound),
            FindError::Forbidden(forbidden) => forbidden.into(),
            FindError::Store(error) => error.into(),
        }
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Forbidden(forbidden) => forbidden.into(),
            PeopleError::Store(error) => error.into(),
        }
    }
}

impl From<DeadLink> for Problem {
    fn from(dead: DeadLink) -> Self {
        let code = match dead.refusal {
            LinkRefusal::Unknown => return Self::of(ProblemCode::UnknownLink),
            LinkRefusal::Superseded => ProblemCode::LinkSuperseded,
            LinkRefusal::Expired { .. } => ProblemCode::LinkExpired,
            LinkRefusal::Revoked => ProblemCode::InvitationRevoked,
            LinkRefusal::Declined => ProblemCode::InvitationDeclined,
            LinkRefusal::AlreadyAccepted => ProblemCode::AlreadyAccepted,
            LinkRefusal::MembershipEnded => ProblemCode::MembershipEnded,
            LinkRefusal::MembershipSwitchedOff => ProblemCode::MembershipSwitchedOff,
            LinkRefusal::ApprovalPending => ProblemCode::ApprovalPending,
        };
        Self {
            members: sponsors(&dead.account_name, &dead.inviter_name),
            ..Self::of(code)
        }
    }
}

/// Names whom the invitee can turn to.
fn sponsors(account: &DisplayName, inviter: &DisplayName) -> Box<Members> {
    let named = |name: &DisplayName| {
        Some(Named {
            name: name.to_string(),
        })
    };
    Box::new(Members {
        account: named(account),
        inviter: named(inviter),
        ..Members::default()
    })
}

impl From<PreviewError> for Problem {
    fn from(error: PreviewError) -> Self {
        match error {
            PreviewError::UnknownLink => Self::of(ProblemCode::UnknownLink),
            PreviewError::DeadLink(dead) => (*dead).into(),
            PreviewError::Store(error) => error.into(),
        }
    }
}

impl From<DeclineError> for Problem {
    fn from(error: DeclineError) -> Self {
        match error {
            DeclineError::UnknownLink => Self::of(ProblemCode::UnknownLink),
            DeclineError::DeadLink(dead) => (*dead).into(),
            DeclineError::Illegal(illegal) => illegal.into(),
            DeclineError::Conflict => Self::of(ProblemCode::Conflict),
            DeclineError::Store(error) => error.into(),
        }
    }
}

impl From<RenewError> for Problem {
    fn from(error: RenewError) -> Self {
        match error {
            RenewError::UnknownLink => Self::of(ProblemCode::UnknownLink),
            RenewError::AlreadyIn(dead) | RenewError::DeadLink(dead) => (*dead).into(),
            RenewError::StillGood => Self::of(ProblemCode::LinkStillGood),
            RenewError::TooSoon {
                dead,
                again_at,
                now,
            } => {
                let mut members = sponsors(&dead.account_name, &dead.inviter_name);
                members.retry_after = Some(seconds_until(again_at - now));
                Self {
                    members,
                    ..Self::of(ProblemCode::RenewedRecently)
                }
            }
            RenewError::AccountSuspended(dead) => Self {
                members: sponsors(&dead.account_name, &dead.inviter_name),
                ..Self::of(ProblemCode::AccountSuspended)
            },
            RenewError::InviterNotEntitled { inviter, account } => Self {
                members: sponsors(&account, &inviter),
                ..Self::of(ProblemCode::InviterNotEntitled)
            },
            RenewError::NotSendable { inviter, account } => Self {
                members: sponsors(&account, &inviter),
                ..Self::of(ProblemCode::NotSendable)
            },
            RenewError::Conflict => Self::of(ProblemCode::Conflict),
            RenewError::Store(error) => error.into(),
        }
    }
}

/// Rounds up: whoever comes back after so long is looked at.
pub(super) fn seconds_until(wait: TimeDelta) -> i64 {
    ((wait.num_milliseconds() + 999) / 1000).max(1)
}

impl From<AcceptError> for Problem {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::UnknownLink => Self::of(ProblemCode::UnknownLink),
            AcceptError::DeadLink(dead) => (*dead).into(),
            AcceptError::SignInRequired => Self::of(ProblemCode::SignInRequired),
            AcceptError::SignedInAsSomeoneElse { invited } => Self {
                members: Box::new(Members {
                    invited_as: Some(invited),
                    ..Members::default()
                }),
                ..Self::of(ProblemCode::SignedInAsSomeoneElse)
            },
            AcceptError::PasswordRequired => Self::of(ProblemCode::InvalidInput).with_field(
                "password",
                "required",
                "the person is new and sets a password",
            ),
            AcceptError::PasswordRefused(invalid) => Self::invalid_field("password", &invalid),
            AcceptError::Code(refusal) => refusal.into(),
            AcceptError::InviterNotEntitled { inviter, account } => Self {
                members: sponsors(&account, &inviter),
                ..Self::of(ProblemCode::InviterNotEntitled)
            },
            AcceptError::AccountSuspended => Self::of(ProblemCode::AccountSuspended),
            AcceptError::NoSeat => Self::of(ProblemCode::NoSeat),
            AcceptError::ResourceTaken(keys) => resource_taken(&keys),
            AcceptError::LoginTaken => Self::of(ProblemCode::LoginTaken),
            AcceptError::Conflict => Self::of(ProblemCode::Conflict),
            AcceptError::Hash(error) => error.into(),
            AcceptError::Store(error) => error.into(),
        }
    }
}

impl From<PlacementRefused> for Problem {
    fn from(refused: PlacementRefused) -> Self {
        let code = match refused {
            PlacementRefused::Loop => ProblemCode::ParentLoop,
            PlacementRefused::TooDeep => ProblemCode::TooManyLevels,
        };
        Self::of(code).with_field("parent_id", code.as_str(), code.meaning())
    }
}

impl From<AuditError> for Problem {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Forbidden(forbidden) => forbidden.into(),
            AuditError::Store(error) => error.into(),
        }
    }
}

impl From<InsightError> for Problem {
    fn from(error: InsightError) -> Self {
        match error {
            InsightError::Forbidden(forbidden) => forbidden.into(),
            InsightError::Store(error) => error.into(),
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Forbidden(forbidden) => forbidden.into(),
            AccountError::NoSeat => Self::of(ProblemCode::NoSeat),
            AccountError::SlugTaken => Self::of(ProblemCode::SlugTaken).with_field(
                "slug",
                "slug_taken",
                "the slug belongs to another account",
            ),
            AccountError::Placement(refused) => refused.into(),
            AccountError::ParentForbidden => {
                refusal_log::refused(Forbidden(Operation::ManageAccounts));
                let detail =
                    "this needs administrator access to the account above, before and after";
                Self::of(ProblemCode::Forbidden)
                    .with_detail(detail)
                    .with_field("parent_id", "forbidden", detail)
            }
            AccountError::UnknownApiKey => Self::of(ProblemCode::ApiKeyNotFound),
            AccountError::NotFirst => Self::of(ProblemCode::FirstAccountExists),
            AccountError::UserExists => Self::of(ProblemCode::UserExists),
            AccountError::Invalid { field, error } => Self::invalid_field(field, &error),
            AccountError::Conflict => Self::of(ProblemCode::Conflict),
            AccountError::Hash(error) => error.into(),
            AccountError::Store(error) => error.into(),
        }
    }
}

impl From<TooManyAttempts> for Problem {
    fn from(TooManyAttempts { wait }: TooManyAttempts) -> Self {
        Self {
            members: Box::new(Members {
                retry_after: Some(seconds_until(wait)),
                ..Members::default()
            }),
            ..Self::of(ProblemCode::TooManyAttempts)
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongCredentials => Self::of(ProblemCode::WrongCredentials),
            SignInError::TooManyAttempts(waits) => waits.into(),
            SignInError::NoRoles(user) => {
                // A detail is for people: this one has just told us who they are.
                let texts = Texts::of(user.locale.unwrap_or_default());
                Self::of(ProblemCode::NoRoles).with_detail(sentences::no_roles(texts, &user))
            }
            SignInError::ApprovalPending { user, accounts } => {
                let texts = Texts::of(user.locale.unwrap_or_default());
                Self::of(ProblemCode::ApprovalPending)
                    .with_detail(sentences::approval_pending(texts, &accounts))
            }
            SignInError::MustSetPassword(token) => Self {
                members: Box::new(Members {
                    token: Some(token),
                    ..Members::default()
                }),
                ..Self::of(ProblemCode::PasswordChangeRequired)
            },
            SignInError::Hash(error) => error.into(),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<ResetPasswordError> for Problem {
    fn from(error: ResetPasswordError) -> Self {
        match error {
            ResetPasswordError::UnknownLink => Self::of(ProblemCode::UnknownLink),
            ResetPasswordError::DeadLink(ResetRefusal::Expired) => {
                Self::of(ProblemCode::ResetLinkExpired)
            }
            ResetPasswordError::DeadLink(ResetRefusal::Used) => {
                Self::of(ProblemCode::ResetLinkUsed)
            }
            ResetPasswordError::Refused(invalid) => Self::invalid_field("password", &invalid),
            ResetPasswordError::Hash(error) => error.into(),
            ResetPasswordError::Store(error) => error.into(),
        }
    }
}

impl From<ChangePasswordError> for Problem {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::NotSignedIn => Self::of(ProblemCode::Unauthenticated),
            ChangePasswordError::WrongPassword => Self::of(ProblemCode::WrongPassword).with_field(
                "current",
                "wrong_password",
                "this is not the current password",
            ),
            ChangePasswordError::TooManyAttempts(waits) => waits.into(),
            ChangePasswordError::Refused(invalid) => Self::invalid_field("new", &invalid),
            ChangePasswordError::Hash(error) => error.into(),
            ChangePasswordError::Store(error) => error.into(),
        }
    }
}
