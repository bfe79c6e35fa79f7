//! Entries of the log as sentences. What has no sentence yet is shown by its code.

use super::Text;
use crate::web::wording;
use invite_domain::{
    model::{AccessType, Actor, FailureReason, GrantKind, LinkFailure, LinkUse, Subject, Via},
    ports::AuditRecord,
};
use invite_i18n::Texts;
use std::borrow::Cow;

/// Stands in a sentence where the name is to be, so that the name can be a link.
const NAME: &str = "\u{1}";

/// One line of the log.
pub(super) struct Row {
    pub(super) at: String,
    pub(super) at_machine: String,
    /// What stands before the name, the name, and what stands behind it.
    pub(super) before: String,
    pub(super) subject: Option<String>,
    pub(super) subject_place: Option<String>,
    pub(super) after: String,
    pub(super) detail: Option<String>,
    pub(super) actor: String,
    pub(super) actor_place: Option<String>,
    pub(super) via: Text,
}

impl Row {
    /// Words an entry.
    pub(super) fn of(entry: &AuditRecord, texts: Texts, slug: &str) -> Self {
        let (kind, key) = named(entry);
        let sentence = sentence(texts, &entry.action, kind);
        let (before, after, has_name) = match sentence.split_once(NAME) {
            Some((before, after)) => (before.to_owned(), after.to_owned(), true),
            None => (sentence, String::new(), false),
        };
        let subject = has_name.then(|| {
            let name = key
                .map(str::to_owned)
                .or_else(|| entry.subject_name.clone());
            name.unwrap_or_else(|| texts.get("audit-someone").into_owned())
        });
        let (actor, actor_place) = actor(entry, texts, slug);
        Self {
            at: texts.date_time(entry.at),
            at_machine: entry.at.to_rfc3339(),
            before,
            subject,
            subject_place: subject_place(entry.subject, slug),
            after,
            detail: detail(texts, entry),
            actor,
            actor_place,
            via: via(texts, entry.doer.via),
        }
    }
}

fn sentence(texts: Texts, action: &str, kind: &str) -> String {
    let key = match action {
        "invitation.created" => "audit-invitation-created",
        "invitation.edited" => "audit-invitation-edited",
        "invitation.queued" => "audit-invitation-queued",
        "invitation.invited" => "audit-invitation-invited",
        "invitation.failed" => "audit-invitation-failed",
        "invitation.bounced" => "audit-invitation-bounced",
        "invitation.code_asked" => "audit-invitation-code-asked",
        "invitation.accepted" => "audit-invitation-accepted",
        "invitation.declined" => "audit-invitation-declined",
        "invitation.expired" => "audit-invitation-expired",
        "invitation.revoked" => "audit-invitation-revoked",
        "member.added" => "audit-member-added",
        "member.edited" => "audit-member-edited",
        "member.switched_off" => "audit-member-switched-off",
        "member.switched_on" => "audit-member-switched-on",
        "member.approved" => "audit-member-approved",
        "member.removed" => "audit-member-removed",
        "account.created" => return texts.get("audit-account-created").into_owned(),
        "account.edited" => return texts.get("audit-account-edited").into_owned(),
        "account.moved" => return texts.get("audit-account-moved").into_owned(),
        "account.suspended" => return texts.get("audit-account-suspended").into_owned(),
        "account.resumed" => return texts.get("audit-account-resumed").into_owned(),
        "refusal.grant" => return texts.get("audit-refusal-grant").into_owned(),
        "refusal.acceptance" => "audit-refusal-acceptance",
        "refusal.code" => "audit-refusal-code",
        "refusal.declining" => "audit-refusal-declining",
        "refusal.renewal" => "audit-refusal-renewal",
        "refusal.operation" => return texts.get("audit-refusal-operation").into_owned(),
        "api_key.created" => "audit-api-key-created",
        "api_key.revoked" => "audit-api-key-revoked",
        "grantable.defined" | "grantable.edited" | "grantable.removed" => {
            let kind = kind_name(texts, kind);
            let values = [("kind", kind.as_ref().into()), ("name", NAME.into())];
            return match action {
                "grantable.defined" => texts.with("audit-grantable-defined", &values),
                "grantable.edited" => texts.with("audit-grantable-edited", &values),
                _ => texts.with("audit-grantable-removed", &values),
            };
        }
        other => return other.to_owned(),
    };
    texts.with(key, &[("name", NAME.into())])
}

/// Returns the kind and the key that the detail of an entry about the catalog begins with.
fn named(entry: &AuditRecord) -> (&str, Option<&str>) {
    if !entry.action.starts_with("grantable.") {
        return ("", None);
    }
    let (kind, rest) = entry.detail.split_once(": ").unwrap_or_default();
    // What was edited stands behind the last colon; a key may hold others.
    let key = if entry.action == "grantable.edited" {
        rest.rsplit_once(": ").map_or(rest, |(key, _)| key)
    } else {
        rest
    };
    (kind, Some(key))
}

fn kind_name(texts: Texts, kind: &str) -> Text {
    match kind {
        "role" => texts.get("audit-kind-role"),
        "group" => texts.get("audit-kind-group"),
        "permission" => texts.get("audit-kind-permission"),
        "resource" => texts.get("audit-kind-resource"),
        other => Cow::Owned(other.to_owned()),
    }
}

/// Returns what there is to say beyond the sentence; ids say nothing to people.
fn detail(texts: Texts, entry: &AuditRecord) -> Option<String> {
    let detail = entry.detail.as_str();
    let shown = match entry.action.as_str() {
        "invitation.accepted"
        | "member.removed"
        | "account.moved"
        | "grantable.defined"
        | "grantable.removed"
        | "api_key.created"
        | "api_key.revoked" => String::new(),
        "invitation.failed" | "invitation.bounced" => failure(texts, detail),
        "refusal.operation" => operation(texts, detail).into_owned(),
        "refusal.grant" => grant(texts, detail).into_owned(),
        name if LinkUse::of_refusal(name).is_some() => LinkFailure::parse(detail).map_or_else(
            || detail.to_owned(),
            |reason| wording::link_failure(texts, reason).into_owned(),
        ),
        "grantable.edited" => detail
            .rsplit_once(": ")
            .map_or_else(String::new, |(_, fields)| fields.to_owned()),
        _ => detail.to_owned(),
    };
    Some(shown).filter(|text| !text.is_empty())
}

/// Names what someone tried to do.
fn operation(texts: Texts, name: &str) -> Text {
    match name {
        "invite" => texts.get("audit-refused-invite"),
        "manage_members" => texts.get("audit-refused-manage-members"),
        "manage_catalog" => texts.get("audit-refused-manage-catalog"),
        "edit_account" => texts.get("audit-refused-edit-account"),
        "manage_accounts" => texts.get("audit-refused-manage-accounts"),
        "manage_api_keys" => texts.get("audit-refused-manage-api-keys"),
        other => Cow::Owned(other.to_owned()),
    }
}

/// Names what someone tried to give.
fn grant(texts: Texts, what: &str) -> Text {
    if what == "access_type" {
        return wording::access(texts, AccessType::Administrator);
    }
    let kinds = GrantKind::ALL.into_iter();
    let kind = kinds.into_iter().find(|kind| kind.plural() == what);
    kind.map_or_else(
        || Cow::Owned(what.to_owned()),
        |kind| wording::grant_kind(texts, kind),
    )
}

/// Says why, and what the other side said.
fn failure(texts: Texts, detail: &str) -> String {
    let (code, said) = detail.split_once(": ").unwrap_or((detail, ""));
    let reason = FailureReason::ALL
        .into_iter()
        .find(|reason| reason.as_str() == code);
    let Some(reason) = reason else {
        return detail.to_owned();
    };
    let reason = wording::failure(texts, reason);
    if said.trim().is_empty() {
        return reason.into_owned();
    }
    format!("{reason} ({said})")
}

fn subject_place(subject: Subject, slug: &str) -> Option<String> {
    match subject {
        Subject::Invitation(id) => Some(format!("/a/{slug}/invitations/{id}")),
        Subject::Member(id) => Some(format!("/a/{slug}/audit?member={id}")),
        Subject::Account | Subject::User(_) | Subject::ApiKey(_) | Subject::Catalog => None,
    }
}

fn actor(entry: &AuditRecord, texts: Texts, slug: &str) -> (String, Option<String>) {
    let known = entry.actor_name.as_ref().map(ToString::to_string);
    let someone = || texts.get("audit-someone").into_owned();
    let place = |id: uuid::Uuid| Some(format!("/a/{slug}/audit?actor={id}"));
    match &entry.doer.actor {
        Actor::User(id) => (known.unwrap_or_else(someone), place(id.uuid())),
        Actor::ApiKey(id) => {
            let name = known.unwrap_or_else(someone);
            let text = texts.with("audit-actor-key", &[("name", (&name).into())]);
            (text, place(id.uuid()))
        }
        // Who it was is not known: the invited person, or anyone whom the link has come to.
        Actor::Invitee if LinkUse::of_refusal(&entry.action).is_some() => {
            (texts.get("page-actor-holder").into_owned(), None)
        }
        Actor::Invitee => (texts.get("audit-actor-invitee").into_owned(), None),
        Actor::System => (texts.get("audit-actor-system").into_owned(), None),
    }
}

/// Names through what something was done.
pub(super) fn via(texts: Texts, via: Via) -> Text {
    match via {
        Via::Page => texts.get("audit-via-page"),
        Via::Api => texts.get("audit-via-api"),
        Via::CommandLine => texts.get("audit-via-command-line"),
        Via::Worker => texts.get("audit-via-worker"),
    }
}
