//! Whatever goes in comes back, to the last field and millisecond.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, an_account, an_invitation, values};
use chrono::TimeDelta;
use invite_domain::{
    model::{
        AcceptanceProof, Account, AccountSettings, Action, Actor, ApiKeyId, ApprovalPolicy,
        AuditEntry, Channel, ChannelPolicy, ChannelPreference, CredentialsPolicy, Delivery,
        DeliveryOutcome, Doer, Event, Failure, FailureReason, GrantKind, HttpUrl, Invitation,
        Locale, MemberId, OutboxId, PasswordPolicy, ResendPolicy, SubjectTemplate, SupersededLink,
        Ttl, UserId, UserType, Via,
    },
    ports::{AccountRef, HistoryFact, IdSource},
};

/// An invitation in which no field is at its default.
fn full_invitation(f: &Fixture) -> Invitation {
    let at = |millis| f.now + TimeDelta::milliseconds(millis);
    let mut full = an_invitation()
        .id(f.invitation_id())
        .to("Anna+Team@Bücher.EXAMPLE")
        .phone("+79051111111")
        .named("Жанна Ё.")
        .login("zhanna.yo")
        .locale(Locale::Ru)
        .as_administrator()
        .granting(GrantKind::Role, "Salesperson")
        .granting(GrantKind::Role, "Бухгалтер, \"старший\"")
        .granting(GrantKind::Group, "Everybody")
        .granting(GrantKind::Permission, "View & pay invoices")
        .granting(GrantKind::Resource, "+62 21 555-0100")
        .by(Actor::User(UserId::new(f.ids.next_id())), "Ana O'Neil 👋")
        .through(ChannelPreference::Sms)
        .ttl(values::hours(36))
        .message("Selamat datang!\n\nЖдём вас — приходите.\n\t<b>не HTML</b> % _ \\ ' \"")
        .created_at(at(123))
        .build();
    full.grant.user_type = UserType::External;
    full.trail.queued_at = Some(at(1_001));
    full.trail.invited_at = Some(at(22_022));
    full.trail.expires_at = Some(at(333_033));
    full.superseded = vec![
        SupersededLink {
            generation: 1,
            good_until: at(444_444),
        },
        SupersededLink {
            generation: 3,
            good_until: at(555_555),
        },
    ];
    full.generation = 4;
    full.version = 17;
    full
}

/// Stores it, reads it back through every port that can, and compares.
async fn assert_comes_back(f: &Fixture, invitation: &Invitation) {
    f.put(invitation).await;
    let found = f.find(invitation.id).await.unwrap();
    assert_eq!(&found, invitation);
    // Equal addresses may be spelled differently; the spelling must come back too.
    let spelling = |i: &Invitation| i.invitee.email.as_ref().map(|e| e.original().to_owned());
    assert_eq!(spelling(&found), spelling(invitation));
    let mut unit = f.begin().await;
    let locked = unit.invitations().lock(invitation.id).await.unwrap();
    unit.rollback().await.unwrap();
    assert_eq!(locked.as_ref(), Some(invitation));
}

pub async fn every_field_of_an_invitation_comes_back(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let full = full_invitation(&f);
    assert_comes_back(&f, &full).await;
    assert_comes_back(&f, &an_invitation().build()).await;
    assert_comes_back(&f, &an_invitation().to_phone("+62215550100").build()).await;
    // And over an update, in both directions between full and empty.
    let mut emptied = an_invitation()
        .to("emptied@example.org")
        .id(full.id)
        .build();
    emptied.version = full.version + 1;
    let mut filled = full_invitation(&f);
    filled.id = full.id;
    filled.created_at = emptied.created_at;
    filled.version = emptied.version + 1;
    for next in [emptied, filled] {
        let mut unit = f.begin().await;
        unit.invitations().update(&next).await.unwrap();
        unit.commit().await.unwrap();
        let mut found = f.find(full.id).await.unwrap();
        // When it was put on the roster never changes, so storage need not write it again.
        found.created_at = next.created_at;
        assert_eq!(found, next);
    }
}

pub async fn every_state_comes_back(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut states = super::invitations::every_state(&f);
    let at = f.now + TimeDelta::milliseconds(7);
    states.extend(FailureReason::ALL.map(|reason| {
        let failure = Failure::new(reason, &format!("said: {} ё", reason.as_str()));
        invite_domain::model::State::Error { at, failure }
    }));
    for (n, state) in states.into_iter().enumerate() {
        let address = super::fixture::numbered(n);
        let invitation = an_invitation().to(&address).standing(state);
        assert_comes_back(&f, &invitation.build()).await;
    }
}

async fn stored(f: &Fixture, account: &Account) -> Account {
    let mut unit = f.begin().await;
    let lent = unit.accounts().find(account.id).await.unwrap().unwrap();
    unit.rollback().await.unwrap();
    let found = f
        .harness
        .identity
        .account(&AccountRef::Id(account.id))
        .await;
    assert_eq!(found.unwrap().as_ref(), Some(&lent));
    lent
}

pub async fn every_field_of_an_account_comes_back(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let account = an_account()
        .named("ООО «Вперёд» & Sons")
        .slug("vpered")
        .below(&f.account)
        .created_at(f.now + TimeDelta::milliseconds(17))
        .suspended_at(f.now + TimeDelta::milliseconds(18))
        .settings(|settings| *settings = full_settings(ResendPolicy::UntilExpiry));
    let account = account.put_into(f.harness.identity.as_ref()).await.unwrap();
    assert_eq!(stored(&f, &account).await, account);
    let mut open = account.clone();
    open.suspended_at = None;
    open.parent_id = None;
    open.settings = AccountSettings::default();
    open.version += 1;
    let mut unit = f.harness.identity.begin_identity().await.unwrap();
    unit.update_account(&open).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(stored(&f, &open).await, open);
}

/// Settings in which nothing is at its default.
fn full_settings(resend_policy: ResendPolicy) -> AccountSettings {
    AccountSettings {
        invitation_ttl: values::hours(3),
        credentials: CredentialsPolicy::TemporaryPassword,
        channels: ChannelPolicy::EmailOrSms,
        resend_policy,
        acceptance_proof: AcceptanceProof::Code,
        approval: ApprovalPolicy::Required,
        default_locale: Locale::Id,
        default_groups: ["Everybody", "Отдел, \"1\""].map(values::key).into(),
        after_accept_url: HttpUrl::parse("https://app.example.org/welcome").ok(),
        login_url: HttpUrl::parse("https://portal.example.org/masuk?a=1&b=2#x").ok(),
        mail_subject: SubjectTemplate::parse("{inviter} → {account}").ok(),
        sender_name: Some(values::name("Tim Maju")),
        password: PasswordPolicy::with_min_length(64).unwrap(),
        seats: Some(u32::MAX >> 1),
    }
}

pub async fn every_setting_comes_back(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut empty = AccountSettings::default();
    empty.default_groups.clear();
    empty.seats = Some(0);
    empty.invitation_ttl = Ttl::MAX;
    let all = [
        AccountSettings::default(),
        empty,
        full_settings(ResendPolicy::Immediately),
        full_settings(ResendPolicy::UntilExpiry),
        full_settings(ResendPolicy::Grace(Ttl::MIN)),
        full_settings(ResendPolicy::Grace(Ttl::MAX)),
    ];
    let mut account = f.account.clone();
    for settings in all {
        account.settings = settings;
        account.version += 1;
        let mut unit = f.harness.identity.begin_identity().await.unwrap();
        unit.update_account(&account).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(stored(&f, &account).await, account);
    }
}

pub async fn every_field_of_a_person_and_member_comes_back(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let person = a_person()
        .email("Zhanna@Bücher.example")
        .named("Жанна Ё.")
        .login("zhanna")
        .locale(Locale::Ru);
    let mut joining = a_member()
        .who(person)
        .administrator()
        .inactive()
        .holding(GrantKind::Role, "Salesperson")
        .holding(GrantKind::Group, "Everybody")
        .holding(GrantKind::Permission, "View & pay invoices")
        .holding(GrantKind::Resource, "+62 21 555-0100")
        .joining(&f.account);
    joining.member.grant.user_type = UserType::External;
    joining.member.joined_at = f.now + TimeDelta::milliseconds(321);
    let mut new = joining.new_user.clone().unwrap();
    new.user.phone = Some(values::phone("+79051111111"));
    new.user.created_at = f.now + TimeDelta::milliseconds(123);
    joining.new_user = Some(new.clone());
    let mut unit = f.begin().await;
    unit.members().join(&joining).await.unwrap();
    unit.commit().await.unwrap();

    let found = f
        .harness
        .identity
        .credentials("zhanna")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.user, new.user);
    let spelling = found.user.email.map(|e| e.original().to_owned());
    assert_eq!(spelling.as_deref(), Some("Zhanna@Bücher.example"));
    assert_eq!(found.password, new.password);
    let mut unit = f.begin().await;
    let member = unit
        .members()
        .find(f.account.id, new.user.id)
        .await
        .unwrap();
    unit.rollback().await.unwrap();
    assert_eq!(member, Some(joining.member));
}

pub async fn every_actor_and_action_comes_back(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().build();
    f.put(&invitation).await;
    let failure = Failure::new(FailureReason::UnknownDomain, "нет такого домена");
    let actors = [
        Actor::User(UserId::new(f.ids.next_id())),
        Actor::ApiKey(ApiKeyId::new(f.ids.next_id())),
        Actor::Invitee,
        Actor::System,
    ];
    let events = [
        Event::Created,
        Event::Edited {
            fields: vec!["email", "grant"],
        },
        Event::Queued,
        Event::HandedOver,
        Event::Failed(failure.clone()),
        Event::Bounced(failure),
        Event::CodeAsked,
        Event::Accepted(MemberId::new(f.ids.next_id())),
        Event::Declined,
        Event::Expired,
        Event::Revoked,
    ];
    let entries: Vec<_> = events
        .into_iter()
        .zip(actors.iter().cycle())
        .zip(1..)
        .zip(Via::ALL.into_iter().cycle())
        .map(|(((event, actor), millis), via)| AuditEntry {
            id: f.audit_id(),
            account_id: Some(f.account.id),
            doer: Doer {
                actor: actor.clone(),
                via,
            },
            action: Action::Invitation {
                id: invitation.id,
                event,
            },
            at: f.now + TimeDelta::milliseconds(millis),
        })
        .collect();
    let unrelated = [
        (Some(f.account.id), Action::AccountCreated),
        (None, Action::SignedIn),
    ];
    let unrelated = unrelated.map(|(account_id, action)| AuditEntry {
        id: f.audit_id(),
        account_id,
        doer: Doer::OPERATOR,
        action,
        at: f.now,
    });
    let mut unit = f.begin().await;
    unit.audit().append(&entries).await.unwrap();
    unit.audit().append(&unrelated).await.unwrap();
    unit.audit().append(&[]).await.unwrap();
    unit.commit().await.unwrap();

    let history = f
        .harness
        .reader
        .history(f.account.id, invitation.id)
        .await
        .unwrap();
    let found: Vec<_> = history.into_iter().map(|h| (h.at, h.fact)).collect();
    let expected: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let fact = HistoryFact::Action {
                name: entry.action.name().to_owned(),
                detail: entry.action.detail(),
                doer: entry.doer,
            };
            (entry.at, fact)
        })
        .collect();
    assert_eq!(found, expected);
}

pub async fn every_outcome_of_a_delivery_comes_back(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().build();
    f.put(&invitation).await;
    let retry_at = f.now + TimeDelta::milliseconds(999);
    let said = |text: &str| text.to_owned();
    let mut outcomes = vec![
        DeliveryOutcome::HandedOver {
            reply: said("250 2.0.0 принято 'x'"),
        },
        DeliveryOutcome::Deferred {
            detail: said("451 later"),
            retry_at,
        },
        DeliveryOutcome::Unknown {
            detail: said(""),
            retry_at,
        },
    ];
    for reason in FailureReason::ALL {
        let failure = Failure::new(reason, "550 5.1.1 no such user");
        outcomes.push(DeliveryOutcome::Failed(failure.clone()));
        outcomes.push(DeliveryOutcome::Bounced(failure));
    }
    let channels = [Channel::Email, Channel::Sms];
    let deliveries: Vec<_> = outcomes
        .into_iter()
        .zip(channels.iter().cycle())
        .zip(1..)
        .map(|((outcome, channel), attempt)| Delivery {
            id: f.delivery_id(),
            account_id: f.account.id,
            invitation_id: invitation.id,
            message_id: OutboxId::new(f.ids.next_id()),
            channel: *channel,
            attempt,
            outcome,
            at: f.now + TimeDelta::milliseconds(i64::from(attempt)),
        })
        .collect();
    let mut unit = f.begin().await;
    unit.outbox().record(&deliveries).await.unwrap();
    unit.outbox().record(&[]).await.unwrap();
    unit.commit().await.unwrap();
    let history = f
        .harness
        .reader
        .history(f.account.id, invitation.id)
        .await
        .unwrap();
    let found: Vec<_> = history
        .into_iter()
        .filter_map(|entry| match entry.fact {
            HistoryFact::Delivery(delivery) => Some(delivery),
            HistoryFact::Action { .. } => None,
        })
        .collect();
    assert_eq!(found, deliveries);
}

pub async fn times_keep_their_milliseconds(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    for (n, text) in [
        "1970-01-01T00:00:00.000Z",
        "2026-01-05T09:00:00.001Z",
        "2026-03-29T02:30:00.999Z",
        "2026-12-31T23:59:59.999Z",
        "2099-02-28T12:00:00.100Z",
    ]
    .into_iter()
    .enumerate()
    {
        let at = values::time(text);
        let address = super::fixture::numbered(n);
        let mut invitation = an_invitation()
            .to(&address)
            .created_at(at)
            .invited()
            .build();
        invitation.trail.expires_at = Some(at);
        f.put(&invitation).await;
        let mut message = f.message(&invitation);
        message.queued_at = at;
        message.due_at = at;
        f.enqueue(std::slice::from_ref(&message)).await;
        assert_eq!(f.find(invitation.id).await, Some(invitation), "{text}");
        assert_eq!(
            f.harness.queue.next_due().await.unwrap(),
            Some(at),
            "{text}"
        );
        let claimed = f.claim_at(at, 1).await;
        assert_eq!(claimed[0].message, message, "{text}");
        let sent =
            super::fixture::settlement(&claimed[0].claim, invite_domain::model::Verdict::Sent);
        f.settle(&[sent]).await;
    }
}
