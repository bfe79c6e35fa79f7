//! An account at a glance: where people stand, how the last weeks went, and what needs attention.

mod chart;

use super::{
    layout::Layout,
    navigation::Section,
    plot::percent,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use chart::{Bars, Counted, Days};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{EmailAddress, FailureReason, Invitation, Operation, PhoneNumber, Status},
    ports::{Attention, Overview},
};
use invite_i18n::{Arg, Texts};
use poem::{Route, get, handler, http::StatusCode, web::Path};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// Adds the page.
pub(super) fn routes(route: Route) -> Route {
    route.at("/a/:account/overview", get(show))
}

#[derive(Template)]
#[template(path = "overview/overview.html")]
struct Page {
    page: Layout,
    account: String,
    slug: String,
    is_empty: bool,
    states: Bars,
    funnel: Bars,
    median: Text,
    days: Days,
    errors_text: String,
    errors: Vec<ErrorLine>,
    expiring_text: String,
    expiring: Vec<Ending>,
    waiting_text: Option<String>,
    approvals_text: Option<String>,
}

/// What keeps messages from arriving, how often, and what to do about it.
struct ErrorLine {
    count: u64,
    reason: Text,
    advice: Text,
}

/// Someone whose link ends soon.
struct Ending {
    place: String,
    who: String,
    left: String,
}

#[handler]
async fn show(visit: Visit, Path(account): Path<String>) -> Answer {
    let operation = Operation::ReadInvitations;
    let caller = visit.caller_who_may(&account, operation).await?;
    let (overview, now) = visit.services.insight.overview(&caller).await?;
    let texts = visit.texts();
    let slug = caller.account.slug.as_str().to_owned();
    let attention = &overview.attention;
    let failed: u64 = attention.failures.iter().map(|(_, number)| number).sum();
    let layout = Layout::new(
        texts,
        texts.get("overview-heading"),
        format!("/a/{slug}/overview"),
    );
    let view = Page {
        page: layout.of(&visit).section(&caller, Section::Overview),
        account: caller.account.name.as_str().to_owned(),
        is_empty: overview.counts.total() == 0,
        states: Bars::new(states(texts, &slug, &overview)),
        funnel: Bars::new(funnel(texts, &overview)),
        median: median(texts, overview.median_to_accept),
        days: Days::new(texts, &overview.days),
        errors_text: counted(texts, "overview-errors", failed),
        errors: errors(texts, &attention.failures),
        expiring_text: counted(texts, "overview-expiring", attention.expiring),
        expiring: expiring(texts, &slug, attention, now),
        waiting_text: (attention.waiting > 0)
            .then(|| counted(texts, "overview-waiting", attention.waiting)),
        approvals_text: (attention.approvals > 0)
            .then(|| counted(texts, "overview-approvals", attention.approvals)),
        slug,
    };
    page(StatusCode::OK, &view)
}

impl Page {
    fn needs_attention(&self) -> bool {
        !self.errors.is_empty()
            || !self.expiring.is_empty()
            || self.waiting_text.is_some()
            || self.approvals_text.is_some()
    }
}

fn counted(texts: Texts, key: &str, number: u64) -> String {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    texts.with(key, &[("n", Arg::Number(number))])
}

fn states(texts: Texts, slug: &str, overview: &Overview) -> Vec<Counted> {
    let state = |status: Status| {
        let count = overview.counts.get(status);
        Counted {
            label: wording::status(texts, status),
            count,
            shown: count.to_string(),
            place: Some(format!("/a/{slug}?status={}", status.as_str())),
        }
    };
    Status::ALL.into_iter().map(state).collect()
}

fn funnel(texts: Texts, overview: &Overview) -> Vec<Counted> {
    let funnel = overview.funnel;
    [
        (texts.get("overview-step-added"), funnel.added),
        (texts.get("overview-step-sent"), funnel.sent),
        (texts.get("overview-step-accepted"), funnel.accepted),
    ]
    .into_iter()
    .map(|(label, count)| {
        let shown = match percent(count, funnel.added) {
            Some(percent) => {
                let share = texts.with("overview-share", &[("percent", Arg::Number(percent))]);
                format!("{count} · {share}")
            }
            None => count.to_string(),
        };
        Counted {
            label,
            count,
            shown,
            place: None,
        }
    })
    .collect()
}

fn median(texts: Texts, span: Option<TimeDelta>) -> Text {
    match span {
        None => texts.get("overview-median-none"),
        Some(span) if span < TimeDelta::minutes(1) => texts.get("overview-median-minute"),
        Some(span) => {
            let span = texts.span(span);
            Cow::Owned(texts.with("overview-median", &[("span", (&span).into())]))
        }
    }
}

fn errors(texts: Texts, failures: &[(FailureReason, u64)]) -> Vec<ErrorLine> {
    let line = |(reason, count): &(FailureReason, u64)| ErrorLine {
        count: *count,
        reason: wording::failure(texts, *reason),
        advice: wording::advice(texts, *reason),
    };
    failures.iter().map(line).collect()
}

fn expiring(texts: Texts, slug: &str, attention: &Attention, now: DateTime<Utc>) -> Vec<Ending> {
    let ending = |invitation: &Invitation| {
        let end = invitation.trail.expires_at.unwrap_or(now);
        Ending {
            place: format!("/a/{slug}/invitations/{}", invitation.id),
            who: who(invitation),
            left: wording::expires_in(texts, end - now),
        }
    };
    attention.expiring_first.iter().map(ending).collect()
}

/// Returns the name, else the address, else the number.
fn who(invitation: &Invitation) -> String {
    let invitee = &invitation.invitee;
    let name = invitee
        .name
        .as_ref()
        .map(invite_domain::model::DisplayName::as_str);
    let email = invitee.email.as_ref().map(EmailAddress::original);
    let phone = invitee.phone.as_ref().map(PhoneNumber::as_str);
    name.or(email).or(phone).unwrap_or_default().to_owned()
}
