//! What the holder of a link sends and sees.

use super::fields::Fields;
use crate::api::credentials::Viewer;
use crate::shared::{Problem, problem::Named};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AcceptanceCode, ApprovalPolicy, DisplayName, InvalidValue, InvitationToken, Password,
        PersonalMessage, UserId, Via,
    },
    service::{self, AcceptInvitation, DeclineInvitation, NextStep},
};
use poem_openapi::{Enum, Object};
use serde::Deserialize;

/// A link's token.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TokenBody {
    /// What stands behind the last slash of the link.
    token: String,
}

impl TokenBody {
    /// Takes the token.
    pub(in crate::api) fn token(self) -> InvitationToken {
        InvitationToken::new(self.token)
    }
}

/// A yes.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(rename = "Accept")]
pub(in crate::api) struct AcceptBody {
    /// What stands behind the last slash of the link.
    token: String,
    /// The password to be, where one is to be set.
    password: Option<String>,
    /// How the person wants to be called, where the inviter left it open.
    name: Option<String>,
    /// The eight digits from their mailbox, where `code_required` says so.
    code: Option<String>,
}

impl AcceptBody {
    /// Reads every field.
    ///
    /// # Errors
    /// `invalid_input`.
    pub(in crate::api) fn command(
        self,
        viewer: Option<UserId>,
    ) -> Result<AcceptInvitation, Problem> {
        let mut fields = Fields::default();
        let name = fields.optional("name", self.name.as_deref(), DisplayName::parse);
        let code = fields.optional("code", self.code.as_deref(), read_code);
        fields.finish()?;
        Ok(AcceptInvitation {
            token: InvitationToken::new(self.token),
            password: self.password.map(Password::new),
            code,
            name,
            viewer,
            via: Via::Api,
        })
    }
}

fn read_code(typed: &str) -> Result<AcceptanceCode, InvalidValue> {
    AcceptanceCode::read(typed)
        .ok_or_else(|| InvalidValue::new("code_malformed", "a code has eight digits"))
}

/// A no.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(rename = "Decline")]
pub(in crate::api) struct DeclineBody {
    /// What stands behind the last slash of the link.
    token: String,
    /// Why, up to 1,000 characters.
    reason: Option<String>,
}

impl DeclineBody {
    /// Reads every field.
    ///
    /// # Errors
    /// `invalid_input`.
    pub(in crate::api) fn command(self) -> Result<DeclineInvitation, Problem> {
        let mut fields = Fields::default();
        let reason = fields.optional("reason", self.reason.as_deref(), PersonalMessage::parse);
        fields.finish()?;
        Ok(DeclineInvitation {
            token: InvitationToken::new(self.token),
            reason,
            via: Via::Api,
        })
    }
}

/// What the person needs to get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "Credentials", rename_all = "snake_case")]
pub(in crate::api) enum CredentialsNeeded {
    /// Set a password.
    SetPassword,
    /// Use the credentials that they have.
    SignIn,
    /// Set a password in place of the temporary one that the message brought.
    TemporaryPassword,
}

/// What the person does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "NextStep", rename_all = "snake_case")]
pub(in crate::api) enum Next {
    /// Set a password: they are new.
    SetPassword,
    /// Sign in with the credentials that they have, and join.
    SignIn,
    /// Just say yes: they are signed in as the invited person.
    Join,
    /// Sign out first: they are signed in as someone else.
    SwitchUser,
    /// Nothing: they are in.
    AlreadyIn,
    /// Nothing: they accepted, and an administrator of the account has to approve.
    AwaitApproval,
}

/// What the holder of a good link sees.
#[derive(Debug, Object)]
pub(in crate::api) struct Preview {
    account: Named,
    inviter: Named,
    email: Option<String>,
    phone: Option<String>,
    login: Option<String>,
    name: Option<String>,
    /// What the inviter wants to say.
    message: Option<String>,
    credentials: CredentialsNeeded,
    next: Next,
    /// Whether accepting needs a code from `POST /invitations/code`, too.
    code_required: bool,
    /// Whether an administrator of the account has to approve once they accepted.
    approval_required: bool,
    /// Until when the link is good; null while the message is on its way.
    expires_at: Option<DateTime<Utc>>,
    locale: String,
    /// The shortest password, in characters.
    password_min_length: u8,
    /// Where the account's people sign in, if not at the built-in page.
    login_url: Option<String>,
    /// The address, number or login of who is signed in, where `next` is `switch_user`.
    signed_in_as: Option<String>,
}

impl Preview {
    /// Shows it to whoever is signed in, if anyone is.
    pub(in crate::api) fn to(viewer: &Viewer, preview: &service::Preview) -> Self {
        let (credentials, next) = match preview.next {
            NextStep::SetPassword => (CredentialsNeeded::SetPassword, Next::SetPassword),
            NextStep::ReplaceTemporaryPassword => {
                (CredentialsNeeded::TemporaryPassword, Next::SetPassword)
            }
            NextStep::SignIn => (CredentialsNeeded::SignIn, Next::SignIn),
            NextStep::Join => (CredentialsNeeded::SignIn, Next::Join),
            NextStep::SwitchUser => (CredentialsNeeded::SignIn, Next::SwitchUser),
            NextStep::AlreadyIn => (CredentialsNeeded::SignIn, Next::AlreadyIn),
            NextStep::AwaitApproval => (CredentialsNeeded::SignIn, Next::AwaitApproval),
        };
        let named = |name: &DisplayName| Named {
            name: name.to_string(),
        };
        Self {
            account: named(&preview.account_name),
            inviter: named(&preview.inviter_name),
            email: preview.email.as_ref().map(|e| e.original().to_owned()),
            phone: preview.phone.as_ref().map(|p| p.as_str().to_owned()),
            login: preview.login.as_ref().map(ToString::to_string),
            name: preview.name.as_ref().map(ToString::to_string),
            message: preview.message.as_ref().map(ToString::to_string),
            credentials,
            next,
            code_required: preview.code.is_some(),
            approval_required: preview.approval == ApprovalPolicy::Required,
            expires_at: preview.expires_at,
            locale: preview.locale.code().to_owned(),
            password_min_length: preview.password.min_length(),
            login_url: preview.login_url.as_ref().map(|u| u.as_str().to_owned()),
            signed_in_as: viewer.known_as().filter(|_| next == Next::SwitchUser),
        }
    }
}

/// The person is in, or has a place that an administrator has to approve.
#[derive(Debug, Object)]
pub(in crate::api) struct Accepted {
    account: AccountName,
    member_id: String,
    invitation_id: String,
    /// Whether the person had the place before.
    already_member: bool,
    /// Whether an administrator of the account has to approve before it opens for the person.
    approval_pending: bool,
    /// Where the person goes next, if the account says so and they are in; it is a setting of the account.
    redirect_url: Option<String>,
    /// Where the account's people sign in, if not at the built-in page.
    login_url: Option<String>,
}

/// Which account.
#[derive(Debug, Object)]
pub(in crate::api) struct AccountName {
    id: String,
    name: String,
    slug: String,
}

impl From<&service::Accepted> for Accepted {
    fn from(accepted: &service::Accepted) -> Self {
        Self {
            account: AccountName {
                id: accepted.account.id.to_string(),
                name: accepted.account.name.to_string(),
                slug: accepted.account.slug.to_string(),
            },
            member_id: accepted.member.to_string(),
            invitation_id: accepted.invitation.id.to_string(),
            already_member: accepted.already_in,
            approval_pending: accepted.approval_pending,
            redirect_url: accepted.redirect_url().map(|url| url.as_str().to_owned()),
            login_url: accepted.login_url().map(|url| url.as_str().to_owned()),
        }
    }
}

/// The no is recorded.
#[derive(Debug, Object)]
pub(in crate::api) struct Declined {
    /// Always `declined`.
    pub(in crate::api) status: String,
}

/// A message with a new link is queued.
#[derive(Debug, Object)]
#[oai(rename = "Renewal")]
pub(in crate::api) struct Renewed {
    /// Always `queued`.
    status: String,
    /// Where the message goes, masked: `s***@example.org`.
    sent_to: Option<String>,
}

impl From<service::Renewed> for Renewed {
    fn from(renewed: service::Renewed) -> Self {
        Self {
            status: "queued".to_owned(),
            sent_to: renewed.sent_to,
        }
    }
}
