//! Every kind of problem: its code, status, title, meaning and what to do. The codes never change.

use poem::http::StatusCode;

/// What there is to say about one kind of problem.
struct Entry {
    code: &'static str,
    status: StatusCode,
    title: &'static str,
    meaning: &'static str,
    advice: &'static str,
}

macro_rules! problem_codes {
    ($($name:ident: $status:ident $code:literal, $title:literal, $meaning:literal, $advice:literal;)+) => {
        /// A kind of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum ProblemCode {
            $(#[doc = $meaning] $name,)+
        }

        impl ProblemCode {
            /// Every kind, in the order of the catalog.
            pub(crate) const ALL: &[Self] = &[$(Self::$name),+];

            const fn entry(self) -> Entry {
                match self {
                    $(Self::$name => Entry {
                        code: $code,
                        status: StatusCode::$status,
                        title: $title,
                        meaning: $meaning,
                        advice: $advice,
                    },)+
                }
            }
        }
    };
}

problem_codes! {
    MalformedJson: BAD_REQUEST "malformed_json", "The body is not JSON",
        "The body cannot be read as one JSON document.",
        "Send one JSON document in UTF-8, and nothing behind it.";
    InvalidParameter: BAD_REQUEST "invalid_parameter", "A parameter is wrong",
        "A parameter of the address or a header is wrong; `errors` names it.",
        "Mend the named parameter. Take cursors only from `next_cursor`.";
    BadRequest: BAD_REQUEST "bad_request", "The request cannot be read",
        "The request is not one that this service understands.",
        "Compare the request with `/api/docs`.";
    Unauthenticated: UNAUTHORIZED "unauthenticated", "Nobody is signed in",
        "There is no API key or session with the request, or it is no longer good.",
        "Send `Authorization: Bearer` with an API key, or sign in with `POST /api/v1/sessions`.";
    WrongCredentials: UNAUTHORIZED "wrong_credentials", "The address or the password is wrong",
        "Nobody signs in with this address or login and this password.",
        "Check both. Which of the two is wrong is not told.";
    SignInRequired: UNAUTHORIZED "sign_in_required", "Sign in to join",
        "The invited person has credentials already and joins with them.",
        "Sign in with `POST /api/v1/sessions`, then accept again with the session's cookie.";
    CrossSiteRequest: FORBIDDEN "cross_site_request", "The request comes from another site",
        "A change by session cookie is accepted only from this service's own pages.",
        "Programs use an API key. Browsers send `Sec-Fetch-Site` or `Origin` by themselves.";
    Forbidden: FORBIDDEN "forbidden", "This needs administrator access",
        "The caller may see the account, and not change this in it.",
        "Ask an administrator of the account, or use a key with the scope `administer`.";
    MayNotInvite: FORBIDDEN "may_not_invite", "The caller may not invite",
        "Inviting people needs administrator access, the permission `invite_people` or an API key that may invite.",
        "Ask an administrator, or use a key with the scope `invite`.";
    GrantExceedsRights: FORBIDDEN "grant_exceeds_rights", "The grant goes beyond the caller's own rights",
        "Nobody grants more than they hold; `errors` names what goes beyond.",
        "Leave it out, or ask an administrator to invite this person.";
    AccountSuspended: FORBIDDEN "account_suspended", "The account is suspended",
        "Nobody acts in a suspended account or comes into it.",
        "Have an administrator of the account above it, or whoever runs the service, resume it; tell the person who invited you.";
    MembershipSwitchedOff: FORBIDDEN "membership_switched_off", "The person is switched off",
        "The person has a place in the account, and an administrator has switched it off.",
        "Ask an administrator of the account to switch it on again.";
    ApprovalPending: FORBIDDEN "approval_pending", "An administrator has to approve first",
        "The person accepted and has a place in the account, which opens nothing until an administrator of it approves. No session began.",
        "Ask an administrator of the account to approve; accepting or inviting again changes nothing.";
    SignedInAsSomeoneElse: FORBIDDEN "signed_in_as_someone_else", "Someone else is signed in",
        "The session belongs to another person (`signed_in_as`) than the one who is invited (`invited_as`).",
        "Sign out with `DELETE /api/v1/sessions/current`, then accept again.";
    CodeRequired: FORBIDDEN "code_required", "A code is needed",
        "The account asks new people for a code that is sent to the address or number on record, and the request has none, or none was asked for with this link.",
        "Ask for one with `POST /api/v1/invitations/code`, then accept with `token` and `code`.";
    CodeWrong: FORBIDDEN "code_wrong", "The code is wrong",
        "The code is not the latest one of this link; `tries_left` says how many more tries there are.",
        "Use the code in the latest message.";
    InviterNotEntitled: FORBIDDEN "inviter_not_entitled", "The inviter may no longer grant this",
        "Whoever sent the invitation (`inviter`) has lost the right to grant what it gives.",
        "Tell them or an administrator of the account (`account`), who can send it again.";
    PasswordChangeRequired: FORBIDDEN "password_change_required", "Set a password of your own first",
        "The password is the temporary one of an invitation. It begins no session; `token` opens the invitation.",
        "Ask for a new password, then `POST /api/v1/invitations/accept` with `token` and `password`.";
    NoRoles: FORBIDDEN "no_roles", "The person has no assigned roles",
        "The password is right, and no account lets the person in: each of theirs works with roles, and they have none. No session began.",
        "Ask an administrator of the account to assign a role.";
    WrongPassword: FORBIDDEN "wrong_password", "The current password is wrong",
        "The password was not changed, because the current one is wrong.",
        "Check the current password.";
    RouteNotFound: NOT_FOUND "not_found", "There is nothing here",
        "No route has this address.",
        "Compare the address with `/api/docs`.";
    AccountNotFound: NOT_FOUND "account_not_found", "There is no such account",
        "There is no such account, or the caller has no place in it.",
        "Check the id or slug, and whose key or session it is.";
    InvitationNotFound: NOT_FOUND "invitation_not_found", "There is no such invitation",
        "The account has no such invitation.",
        "Check the id, and that it is asked for in its own account.";
    MemberNotFound: NOT_FOUND "member_not_found", "There is no such member",
        "The account has no such member.",
        "Check the id, and that it is asked for in its own account.";
    ApiKeyNotFound: NOT_FOUND "api_key_not_found", "There is no such API key",
        "The account has no such API key, or it was revoked.",
        "Check the id with `GET /api/v1/accounts/{account}/api-keys`.";
    SessionNotFound: NOT_FOUND "session_not_found", "There is no such session",
        "The person has no such session, or it is over.",
        "Take the id from `GET /api/v1/sessions`.";
    GrantableNotFound: NOT_FOUND "grantable_not_found", "The account has not defined this",
        "The account has no role, group, permission or resource with this key.",
        "Check the key; in a path it is percent-encoded.";
    CatalogNotFound: NOT_FOUND "catalog_not_found", "There is no such ready-made catalog",
        "No ready-made catalog has this name.",
        "Take a name from `GET …/catalogs`.";
    MailTextNotFound: NOT_FOUND "mail_text_not_found", "There is no such mail text",
        "No message has this name, or there is no such language.",
        "Take both from `GET …/mail-texts`.";
    UnknownLink: NOT_FOUND "unknown_link", "The link is not one of ours",
        "The token is not one that this service has made for this.",
        "Take the whole token from the latest message, without a dot or bracket behind it.";
    MethodNotAllowed: METHOD_NOT_ALLOWED "method_not_allowed", "The route has no such method",
        "The address exists, but not with this method; `Allow` names those that it has.",
        "Use one of the methods in the `Allow` header.";
    Conflict: CONFLICT "conflict", "It was changed at the same moment",
        "Someone else changed the same thing at the same moment; nothing was written.",
        "Read it again and repeat the request.";
    SlugTaken: CONFLICT "slug_taken", "The slug is taken",
        "The slug belongs to another account.",
        "Choose another slug.";
    AlreadyDefined: CONFLICT "already_defined", "It is defined already",
        "The account has a role, group, permission or resource with this key.",
        "Use the one that is there.";
    InUse: CONFLICT "in_use", "It is in use",
        "Members hold it, live invitations would give it, or it is a default group.",
        "Take it from them first: edit the members, edit or revoke the invitations, or change the setting.";
    HeldBySeveral: CONFLICT "held_by_several", "Several members hold it",
        "A resource that several members hold stays shared.",
        "Take it from all but one of them first.";
    ResourceTaken: CONFLICT "resource_taken", "The resource belongs to someone else",
        "A resource that is not shared has one holder, and a member holds it; `errors` names it.",
        "Give another one, take it from its holder first, or mark it as shared.";
    ResourcePromised: CONFLICT "resource_promised", "The resource is promised to someone else",
        "A resource that is not shared has one holder, and a live invitation would give it; `errors` names it.",
        "Give another one, edit or revoke that invitation first, or mark it as shared.";
    FirstAccountExists: CONFLICT "first_account_exists", "The first account was made already",
        "The service is set up already.",
        "Sign in, or ask the operator for an account.";
    UserExists: CONFLICT "user_exists", "Someone with this address exists",
        "The address belongs to a person who has credentials.",
        "Invite the person instead.";
    AlreadyInvited: CONFLICT "already_invited", "The person is on the roster already",
        "A live invitation of the account holds this person's place; `invitation_id` names it.",
        "Change or resend that invitation instead.";
    AlreadyMember: CONFLICT "already_member", "The person is a member already",
        "The person has a place in the account; `member_id` names it.",
        "There is nothing left to do, unless they are switched off: switch them on again.";
    LoginTaken: CONFLICT "login_taken", "The login is taken",
        "The login belongs to someone else.",
        "Choose another login for the invitation.";
    NotEditable: CONFLICT "not_editable", "The invitation is history",
        "An accepted or revoked invitation cannot be changed; `invitation_status` says which it is.",
        "Invite the person anew, or send a revoked invitation again first.";
    IllegalTransition: CONFLICT "illegal_transition", "The invitation does not allow this now",
        "The invitation stands where this is not possible; `invitation_status` says where.",
        "Read the lifecycle in the documentation, and the invitation's status.";
    AlreadyAccepted: CONFLICT "already_accepted", "The invitation was accepted",
        "The person is in, and cannot decline anymore.",
        "An administrator can remove the member.";
    NoSeat: CONFLICT "no_seat", "Every seat is taken",
        "The account has as many members as it may have.",
        "Ask an administrator to free a seat, then accept again with the same link.";
    LastAdministrator: CONFLICT "last_administrator", "The account needs an active administrator",
        "The member is the last active administrator, who cannot be removed, demoted or switched off.",
        "Make someone else an administrator first.";
    ConfirmationRequired: CONFLICT "confirmation_required", "The removal is to be confirmed",
        "Nothing has happened yet; `member` says who would be removed and what they hold.",
        "Repeat the request with `confirm=true`, and with `If-Match` to remove only what was seen.";
    LinkStillGood: CONFLICT "link_still_good", "The link is still good",
        "The link opens the invitation, so no new one is sent.",
        "Accept or decline with this link.";
    CodeNotNeeded: CONFLICT "code_not_needed", "No code is needed",
        "The account asks for no code here, or the person has credentials and joins with them.",
        "Look at the invitation with `POST /api/v1/invitations/preview`, and do what `next` says.";
    NotSendable: CONFLICT "not_sendable", "The invitation cannot be sent as it stands",
        "What the invitation gives, or how it is sent, has become impossible since.",
        "Tell the inviter (`inviter`) or an administrator of the account (`account`), who can change it.";
    LinkExpired: GONE "link_expired", "The link has expired",
        "The link is genuine, and its time is over.",
        "Ask for a new one with `POST /api/v1/invitations/renew`, or ask the inviter.";
    LinkSuperseded: GONE "link_superseded", "A newer link was sent",
        "The link is genuine, and a newer message took its place.",
        "Use the link in the latest message; ask for another with `POST /api/v1/invitations/renew`.";
    ResetLinkExpired: GONE "reset_link_expired", "The link has expired",
        "The link is genuine; it was good for one hour.",
        "Ask for a new one with `POST /api/v1/password/reset-requests`.";
    ResetLinkUsed: GONE "reset_link_used", "The link was used",
        "The link is genuine; it was used, or the password was changed since it was sent.",
        "Sign in, or ask for a new link with `POST /api/v1/password/reset-requests`.";
    CodeExpired: GONE "code_expired", "The code has expired",
        "A code is good for ten minutes.",
        "Ask for a new one with `POST /api/v1/invitations/code`.";
    TooManyTries: GONE "too_many_tries", "Too many wrong codes were tried",
        "Five wrong tries end a code; not even the right one is good anymore.",
        "Ask for a new one with `POST /api/v1/invitations/code`.";
    InvitationRevoked: GONE "invitation_revoked", "The invitation was withdrawn",
        "The link is genuine, and the account withdrew the invitation.",
        "Ask the inviter.";
    InvitationDeclined: GONE "invitation_declined", "The invitation was declined",
        "The link is genuine, and the person said no with it.",
        "Ask the inviter to send the invitation again.";
    MembershipEnded: GONE "membership_ended", "The person is not in anymore",
        "The link is genuine and was accepted, and the person was removed from the account since.",
        "Ask an administrator of the account for a new invitation, and use the link in it.";
    VersionMismatch: PRECONDITION_FAILED "version_mismatch", "It was changed meanwhile",
        "The invitation or member is no longer at the version in `If-Match`; nothing was written.",
        "Read it again, look at what changed, and repeat the request with the new `ETag`.";
    PayloadTooLarge: PAYLOAD_TOO_LARGE "payload_too_large", "The body is too large",
        "A body has at most 1 MiB.",
        "Send less at once.";
    UnsupportedMediaType: UNSUPPORTED_MEDIA_TYPE "unsupported_media_type", "The body is not announced as JSON",
        "The body's `Content-Type` is not `application/json`.",
        "Send `Content-Type: application/json`.";
    InvalidInput: UNPROCESSABLE_ENTITY "invalid_input", "Some fields are wrong",
        "The body is JSON, and some of its fields are wrong; `errors` names each one.",
        "Mend the named fields. Nothing was written.";
    ParentLoop: UNPROCESSABLE_ENTITY "parent_loop", "The account would be above itself",
        "The account named in `parent_id` is the account itself, or below it.",
        "Choose an account that is not below this one.";
    TooManyLevels: UNPROCESSABLE_ENTITY "too_many_levels", "The accounts would be too deep",
        "Accounts are at most 8 levels deep, one above the other.",
        "Choose an account further up.";
    NoChannel: UNPROCESSABLE_ENTITY "no_channel", "No message can reach the person",
        "There is no address or number that the account's settings allow to use; `errors` says what is missing.",
        "Add an e-mail address or a phone number, or let the account send SMS.";
    TooManyAttempts: TOO_MANY_REQUESTS "too_many_attempts", "Too many attempts failed",
        "Too many passwords were wrong. This one was not told from a wrong one, right or not.",
        "Try again after the seconds in `Retry-After`. Nobody is locked out for good.";
    RenewedRecently: TOO_MANY_REQUESTS "renewed_recently", "A new link was sent already",
        "A message with a newer link is on its way or left a short while ago, or five were asked for today.",
        "Look for the latest message; ask again after the seconds in `Retry-After`.";
    CodeSentRecently: TOO_MANY_REQUESTS "code_sent_recently", "A code was sent already",
        "A code was sent less than a minute ago, or five were today.",
        "Look for the latest message; ask again after the seconds in `Retry-After`.";
    InternalError: INTERNAL_SERVER_ERROR "internal_error", "Something went wrong on our side",
        "The request failed for a reason that is not the caller's.",
        "Try again later; tell the operator the `X-Request-Id` of the answer.";
    Busy: SERVICE_UNAVAILABLE "busy", "Too many people sign in at this moment",
        "So many passwords wait to be checked that this one would wait too long; nothing was done.",
        "Try again after the seconds in `Retry-After`.";
    Unavailable: SERVICE_UNAVAILABLE "unavailable", "The service cannot answer now",
        "Something that the service needs is not reachable for the moment.",
        "Try again after the seconds in `Retry-After`; a create may be repeated safely.";
}

impl ProblemCode {
    /// Returns the code on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        self.entry().code
    }

    /// Returns the HTTP status.
    pub(crate) const fn status(self) -> StatusCode {
        self.entry().status
    }

    /// Returns the kind of problem in a few words.
    pub(crate) const fn title(self) -> &'static str {
        self.entry().title
    }

    /// Returns what it means.
    pub(crate) const fn meaning(self) -> &'static str {
        self.entry().meaning
    }

    /// Returns what to do about it.
    pub(crate) const fn advice(self) -> &'static str {
        self.entry().advice
    }

    /// Returns the address of the page that tells more.
    pub(crate) fn type_uri(self) -> String {
        format!("/api/problems/{}", self.as_str())
    }

    /// Returns after how many seconds trying again is worth it.
    pub(crate) fn retry_after(self) -> Option<i64> {
        matches!(self, Self::Busy | Self::Unavailable).then_some(2)
    }

    /// Finds a kind by its code.
    pub(crate) fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::ProblemCode;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_distinct_and_read_back() {
        let codes: BTreeSet<&str> = ProblemCode::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(codes.len(), ProblemCode::ALL.len());
        for code in ProblemCode::ALL {
            assert_eq!(ProblemCode::parse(code.as_str()), Some(*code));
            assert!(code.status().is_client_error() || code.status().is_server_error());
        }
    }
}
