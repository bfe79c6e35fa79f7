//! The story of a person, line by line: what was done, by whom, through what, and what was answered.

use crate::web::{fault::Fault, visit::Visit, wording};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        Actor, Caller, Channel, Delivery, DeliveryOutcome, Doer, FailureReason, Invitation,
        LinkFailure, LinkUse, MemberId, Operation, UserId, Via,
    },
    ports::{AuditFilter, AuditRecord, HistoryEntry, HistoryFact},
    service::AuditError,
};
use invite_i18n::{Arg, Texts};
use std::{borrow::Cow, collections::HashMap};

/// How many lines of the log are looked at.
const MOST: u32 = 500;

/// One line of the story.
pub(super) struct Line {
    pub(super) at: String,
    pub(super) at_machine: String,
    pub(super) text: String,
    pub(super) who: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) mood: &'static str,
    moment: DateTime<Utc>,
}

/// Tells the story of an invitation.
pub(super) async fn of_invitation(
    visit: &Visit,
    caller: &Caller,
    invitation: &Invitation,
) -> Result<Vec<Line>, Fault> {
    let history = visit.services.invitations.history(caller, invitation.id);
    let history = history.await?;
    let filter = AuditFilter {
        invitation: Some(invitation.id),
        ..AuditFilter::default()
    };
    let teller = Teller::new(visit, &log(visit, caller, &filter).await?, Some(invitation));
    Ok(history.iter().map(|entry| teller.history(entry)).collect())
}

/// Tells the story of a member: the invitation that they accepted, and whatever came after.
pub(super) async fn of_member(
    visit: &Visit,
    caller: &Caller,
    member: MemberId,
    invitation: Option<&Invitation>,
) -> Result<Vec<Line>, Fault> {
    let mut lines = match invitation {
        Some(invitation) => of_invitation(visit, caller, invitation).await?,
        None => Vec::new(),
    };
    let filter = AuditFilter {
        member: Some(member),
        ..AuditFilter::default()
    };
    let records = log(visit, caller, &filter).await?;
    let teller = Teller::new(visit, &records, invitation);
    let is_told = |record: &&AuditRecord| invitation.is_some() && record.action == ACCEPTED;
    let later = records.iter().filter(|record| !is_told(record));
    lines.extend(
        later.map(|record| teller.action(record.at, &record.action, &record.detail, &record.doer)),
    );
    lines.sort_by_key(|line| line.moment);
    Ok(lines)
}

/// Returns the entries that the reader may read, which are none for most.
async fn log(
    visit: &Visit,
    caller: &Caller,
    filter: &AuditFilter,
) -> Result<Vec<AuditRecord>, Fault> {
    if caller.may(Operation::ReadAudit).is_err() {
        return Ok(Vec::new());
    }
    match visit.services.audit.list(caller, filter, MOST, None).await {
        Ok(page) => Ok(page.items),
        Err(AuditError::Forbidden(_)) => Ok(Vec::new()),
        Err(AuditError::Store(error)) => Err(error.into()),
    }
}

const ACCEPTED: &str = "invitation.accepted";

/// Knows the names, and words each line.
struct Teller {
    texts: Texts,
    reader: Option<UserId>,
    names: HashMap<Actor, String>,
}

impl Teller {
    fn new(visit: &Visit, records: &[AuditRecord], invitation: Option<&Invitation>) -> Self {
        let mut names = HashMap::new();
        if let Some(inviter) = invitation.map(|invitation| &invitation.inviter) {
            names.insert(inviter.actor.clone(), inviter.name.as_str().to_owned());
        }
        let named = records.iter().filter_map(|record| {
            let name = record.actor_name.as_ref()?;
            Some((record.doer.actor.clone(), name.as_str().to_owned()))
        });
        names.extend(named);
        Self {
            texts: visit.texts(),
            reader: visit.user_id(),
            names,
        }
    }

    fn history(&self, entry: &HistoryEntry) -> Line {
        match &entry.fact {
            HistoryFact::Action { name, detail, doer } => self.action(entry.at, name, detail, doer),
            HistoryFact::Delivery(delivery) => {
                let (detail, mood) = said(self.texts, delivery);
                Line {
                    text: attempt(self.texts, delivery),
                    detail,
                    mood,
                    ..self.line(entry.at)
                }
            }
        }
    }

    fn action(&self, at: DateTime<Utc>, name: &str, detail: &str, doer: &Doer) -> Line {
        Line {
            text: action(self.texts, name),
            who: self.who(name, doer),
            detail: detail_of(self.texts, name, detail),
            mood: mood(name),
            ..self.line(at)
        }
    }

    fn line(&self, at: DateTime<Utc>) -> Line {
        Line {
            at: self.texts.date_time(at),
            at_machine: at.to_rfc3339(),
            text: String::new(),
            who: None,
            detail: None,
            mood: "",
            moment: at,
        }
    }

    /// Names who did it, and through what; nobody where the service did it by itself.
    fn who(&self, action: &str, doer: &Doer) -> Option<String> {
        let texts = self.texts;
        let name = match &doer.actor {
            Actor::User(user) if Some(*user) == self.reader => {
                texts.get("page-actor-you").into_owned()
            }
            Actor::User(_) if action == ACCEPTED => texts.get("page-actor-invitee").into_owned(),
            actor @ (Actor::User(_) | Actor::ApiKey(_)) => match self.names.get(actor) {
                Some(name) => name.clone(),
                None if matches!(actor, Actor::User(_)) => {
                    texts.get("page-actor-person").into_owned()
                }
                None => texts.get("page-actor-api-key").into_owned(),
            },
            // Who it was is not known.
            Actor::Invitee if LinkUse::of_refusal(action).is_some() => {
                texts.get("page-actor-holder").into_owned()
            }
            Actor::Invitee => texts.get("page-actor-invitee").into_owned(),
            Actor::System if doer.via == Via::CommandLine => {
                texts.get("person-actor-operator").into_owned()
            }
            Actor::System => return None,
        };
        let through = match (&doer.actor, doer.via) {
            (Actor::ApiKey(_), _) => texts.get("person-via-api-key"),
            (_, Via::Page) => texts.get("person-via-page"),
            (_, Via::Api) => texts.get("person-via-api"),
            (_, Via::CommandLine) => texts.get("person-via-command-line"),
            (_, Via::Worker) => return Some(name),
        };
        Some(format!("{name} · {through}"))
    }
}

fn action(texts: Texts, name: &str) -> String {
    if let Some(wanted) = LinkUse::of_refusal(name) {
        return refusal(texts, wanted).into_owned();
    }
    let text = match name {
        "invitation.created" => texts.get("page-history-created"),
        "invitation.edited" => texts.get("page-history-edited"),
        "invitation.queued" => texts.get("page-history-queued"),
        "invitation.invited" => texts.get("page-history-invited"),
        "invitation.failed" => texts.get("page-history-failed"),
        "invitation.bounced" => texts.get("page-history-bounced"),
        "invitation.code_asked" => texts.get("page-history-code-asked"),
        ACCEPTED => texts.get("page-history-accepted"),
        "invitation.declined" => texts.get("page-history-declined"),
        "invitation.expired" => texts.get("page-history-expired"),
        "invitation.revoked" => texts.get("page-history-revoked"),
        "member.added" => texts.get("person-history-added"),
        "member.edited" => texts.get("person-history-edited"),
        "member.switched_off" => texts.get("person-history-switched-off"),
        "member.switched_on" => texts.get("person-history-switched-on"),
        "member.approved" => texts.get("person-history-approved"),
        // Whatever is new in the log is better shown by its name than left out.
        other => return other.to_owned(),
    };
    text.into_owned()
}

fn refusal(texts: Texts, wanted: LinkUse) -> Cow<'static, str> {
    match wanted {
        LinkUse::Acceptance => texts.get("person-history-not-let-in"),
        LinkUse::Code => texts.get("person-history-no-code"),
        LinkUse::Declining => texts.get("person-history-not-declined"),
        LinkUse::Renewal => texts.get("person-history-no-new-link"),
    }
}

fn mood(name: &str) -> &'static str {
    match name {
        _ if LinkUse::of_refusal(name).is_some() => "bad",
        ACCEPTED | "member.added" | "member.switched_on" | "member.approved" => "good",
        "invitation.failed" | "invitation.bounced" | "member.switched_off" => "bad",
        _ => "",
    }
}

/// The log's detail in words; a member's id says nothing to people.
fn detail_of(texts: Texts, name: &str, detail: &str) -> Option<String> {
    match name {
        "invitation.failed" | "invitation.bounced" => {
            let (reason, said) = detail.split_once(": ").unwrap_or((detail, ""));
            let words = FailureReason::parse(reason)
                .map_or(reason.into(), |reason| wording::failure(texts, reason));
            Some(if said.is_empty() {
                words.into_owned()
            } else {
                format!("{words} ({said})")
            })
        }
        "invitation.edited" if !detail.is_empty() => {
            let fields: Vec<String> = detail.split(", ").map(|name| field(texts, name)).collect();
            Some(fields.join(", "))
        }
        _ if LinkUse::of_refusal(name).is_some() => LinkFailure::parse(detail)
            .map(|reason| wording::link_failure(texts, reason).into_owned()),
        "member.edited" if !detail.is_empty() => Some(detail.to_owned()),
        _ => None,
    }
}

/// Names a field as the form does.
fn field(texts: Texts, name: &str) -> String {
    let text = match name {
        "email" => texts.get("page-field-email"),
        "phone" => texts.get("page-field-phone"),
        "name" => texts.get("page-field-name"),
        "login" => texts.get("page-field-login"),
        "locale" => texts.get("page-field-language"),
        "grant" => texts.get("person-gets-heading"),
        "channel" => texts.get("person-field-channel"),
        "ttl_seconds" => texts.get("person-field-validity"),
        "message" => texts.get("page-field-message"),
        other => return other.to_owned(),
    };
    text.into_owned()
}

fn attempt(texts: Texts, delivery: &Delivery) -> String {
    let channel = match delivery.channel {
        Channel::Email => texts.get("page-channel-email"),
        Channel::Sms => texts.get("page-channel-sms"),
    };
    let args = [
        ("n", Arg::Number(delivery.attempt)),
        ("channel", Arg::Text(&channel)),
    ];
    match delivery.outcome {
        DeliveryOutcome::HandedOver { .. } => texts.with("page-attempt-handed-over", &args),
        DeliveryOutcome::Deferred { .. } => texts.with("page-attempt-deferred", &args),
        DeliveryOutcome::Unknown { .. } => texts.with("page-attempt-unknown", &args),
        DeliveryOutcome::Failed(_) => texts.with("page-attempt-failed", &args),
        DeliveryOutcome::Bounced(_) => texts.with("page-attempt-bounced", &args),
    }
}

/// What the other side said to an attempt.
fn said(texts: Texts, delivery: &Delivery) -> (Option<String>, &'static str) {
    let answer = |reply: &str| texts.with("person-answer", &[("reply", reply.into())]);
    match &delivery.outcome {
        DeliveryOutcome::HandedOver { reply } => {
            (Some(reply).filter(|r| !r.is_empty()).map(|r| answer(r)), "")
        }
        DeliveryOutcome::Deferred { detail, retry_at }
        | DeliveryOutcome::Unknown { detail, retry_at } => {
            let date = texts.date_time(*retry_at);
            let next = texts.with("page-attempt-next", &[("date", (&date).into())]);
            (Some(format!("{} · {next}", answer(detail))), "")
        }
        DeliveryOutcome::Failed(failure) | DeliveryOutcome::Bounced(failure) => {
            (Some(wording::failure_in_full(texts, failure)), "bad")
        }
    }
}
