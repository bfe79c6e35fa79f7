//! Many at once, over several processes: one winner, and outcomes as if they had come one by one.

use crate::harness::{
    Answer, Api, Database, LONG, Person, SLUG, Site, on_both_databases, token_of,
};
use invite_domain::{
    model::INVITE_PEOPLE,
    ports::NoPasswords,
    service::{InvitationPorts, InvitationService},
};
use invite_testkit::{SteppedClock, fixed_key_ring, smtp_sink::Script};
use reqwest::Method;
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc};

on_both_databases! {
    one_address_invited_fifty_times_at_once_is_one_live_invitation
    one_token_accepted_a_thousand_times_at_once_is_one_member
    accepting_against_revoking_ends_as_one_of_them
    accepting_against_sending_again_ends_as_one_of_them
    accepting_against_changing_the_address_ends_as_one_of_them
    accepting_against_changing_what_it_gives_leaves_no_other_rights
    accepting_against_switching_the_inviter_off_ends_as_one_of_them
    accepting_against_expiry_ends_as_one_of_them
}

const PASSWORD: &str = "a quiet harbor in spring";

/// Sends all requests at once and returns the answers.
async fn at_once<F>(requests: impl IntoIterator<Item = F>) -> Vec<Answer>
where
    F: Future<Output = Answer> + Send + 'static,
{
    let sent: Vec<_> = requests.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for answer in sent {
        answers.push(answer.await.unwrap());
    }
    answers
}

/// Invites people and returns id and token of each, once they are invited.
async fn invited(site: &Site, api: &Api, people: usize) -> Vec<(String, String)> {
    let emails = (0..people).map(|n| format!("p{n}@example.org"));
    let ids = api.invite_many(emails).await;
    for id in &ids {
        api.until(id, "invited").await;
    }
    let mails = site.sink.wait_for(people, LONG).unwrap();
    let tokens: BTreeMap<_, _> = mails
        .iter()
        .map(|mail| (mail.recipients[0].clone(), token_of(mail)))
        .collect();
    let token = |n: usize| tokens[&format!("p{n}@example.org")].clone();
    ids.into_iter()
        .enumerate()
        .map(|(n, id)| (id, token(n)))
        .collect()
}

async fn one_address_invited_fifty_times_at_once_is_one_live_invitation(database: Database) {
    let site = Site::new(database, Script::new());
    let (one, two) = (site.start(), site.start());
    let apis = [site.api(&one), site.api(&two)];
    let answers = at_once((0..50).map(|n| {
        let api = apis[n % 2].clone();
        // However it is spelled.
        let email = if n % 3 == 0 {
            "Ann@Example.ORG"
        } else {
            "ann@example.org"
        };
        async move { api.try_invite(email).await }
    }))
    .await;
    let made: Vec<_> = answers.iter().filter(|a| a.status == 201).collect();
    assert_eq!(made.len(), 1);
    for refused in answers.iter().filter(|a| a.status != 201) {
        assert_eq!((refused.status, refused.code()), (409, "already_invited"));
    }
    let id = made[0].body["id"].as_str().unwrap();
    apis[0].until(id, "invited").await;
    assert_eq!(apis[0].counts().await["total"], 1);
    assert_eq!(site.sink.count(), 1);
}

async fn one_token_accepted_a_thousand_times_at_once_is_one_member(database: Database) {
    let site = Site::new(database, Script::new());
    let (one, two) = (site.start(), site.start());
    let apis = [site.api(&one), site.api(&two)];
    let (id, token) = invited(&site, &apis[0], 1).await.remove(0);
    let answers = at_once((0..1_000).map(|n| {
        let (api, token) = (apis[n % 2].clone(), token.clone());
        async move { api.accept(&token, PASSWORD).await }
    }))
    .await;
    for answer in &answers {
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let newly = answers.iter().filter(|a| a.body["already_member"] == false);
    assert_eq!(newly.count(), 1);
    let members: std::collections::BTreeSet<_> = answers
        .iter()
        .map(|a| a.body["member_id"].as_str().unwrap())
        .collect();
    assert_eq!(members.len(), 1);
    let events = apis[1].events(&id).await;
    let accepted = events.iter().filter(|e| *e == "invitation.accepted");
    assert_eq!(accepted.count(), 1);
}

/// Accepts each of several invitations on one replica while something else happens to it on the
/// other, and returns for each its id and both answers.
async fn against<F>(
    database: Database,
    other: impl Fn(Api, String, usize) -> F,
) -> (
    Api,
    Vec<(String, Answer, Answer)>,
    [crate::harness::Service; 2],
    Site,
)
where
    F: Future<Output = Answer> + Send + 'static,
{
    const PEOPLE: usize = 12;
    let site = Site::new(database, Script::new());
    let services = [site.start(), site.start()];
    let (here, there) = (site.api(&services[0]), site.api(&services[1]));
    let people = invited(&site, &here, PEOPLE).await;
    let mut outcomes = Vec::new();
    for (n, (id, token)) in people.into_iter().enumerate() {
        let accepting = {
            let api = here.clone();
            tokio::spawn(async move { api.accept(&token, PASSWORD).await })
        };
        let other = tokio::spawn(other(there.clone(), id.clone(), n));
        outcomes.push((id, accepting.await.unwrap(), other.await.unwrap()));
    }
    (here, outcomes, services, site)
}

async fn accepting_against_revoking_ends_as_one_of_them(database: Database) {
    let revoke = |api: Api, id: String, _| async move {
        api.post(&format!("{}/revoke", Api::place(&id)), json!({}))
            .await
    };
    let (api, outcomes, _services, _site) = against(database, revoke).await;
    for (id, accepted, revoked) in outcomes {
        let status = api.status(&id).await;
        match (accepted.status, revoked.status) {
            (200, 409) => assert_eq!(status, "accepted"),
            (410 | 409, 200) => assert_eq!(status, "revoked"),
            _ => panic!("{accepted:?} and {revoked:?} make {status}"),
        }
    }
}

async fn accepting_against_sending_again_ends_as_one_of_them(database: Database) {
    let resend = |api: Api, id: String, _| async move {
        api.post(&format!("{}/resend", Api::place(&id)), json!({}))
            .await
    };
    let (api, outcomes, _services, site) = against(database, resend).await;
    let mut sent_again = 0;
    for (id, accepted, resent) in outcomes {
        match (accepted.status, resent.status) {
            (200, 409) => assert_eq!(api.status(&id).await, "accepted"),
            // The old link died with the new message.
            (410 | 409, 200..=299) => {
                api.until(&id, "invited").await;
                sent_again += 1;
            }
            _ => panic!("{accepted:?} and {resent:?}"),
        }
    }
    assert_eq!(site.sink.count(), 12 + sent_again);
}

async fn accepting_against_changing_the_address_ends_as_one_of_them(database: Database) {
    let change = |api: Api, id: String, n| async move {
        let body = json!({ "email": format!("new{n}@example.org") });
        api.call(Method::PATCH, &Api::place(&id), Some(body)).await
    };
    let (api, outcomes, _services, _site) = against(database, change).await;
    for (n, (id, accepted, changed)) in outcomes.into_iter().enumerate() {
        let email = api.invitation(&id).await["email"].clone();
        match (accepted.status, changed.status) {
            (200, 409) => {
                assert_eq!(email, format!("p{n}@example.org"));
                assert_eq!(api.status(&id).await, "accepted");
            }
            (410 | 409, 200) => {
                assert_eq!(email, format!("new{n}@example.org"));
                api.until(&id, "invited").await;
            }
            _ => panic!("{accepted:?} and {changed:?}"),
        }
    }
}

async fn accepting_against_changing_what_it_gives_leaves_no_other_rights(database: Database) {
    let change = |api: Api, id: String, _| async move {
        let body = json!({ "access_type": "administrator" });
        api.call(Method::PATCH, &Api::place(&id), Some(body)).await
    };
    let (api, outcomes, _services, _site) = against(database, change).await;
    for (n, (id, accepted, changed)) in outcomes.into_iter().enumerate() {
        let found = api.members(&format!("p{n}@example.org")).await;
        let access: Vec<_> = found.iter().map(|member| &member["access_type"]).collect();
        match (accepted.status, changed.status) {
            // Who accepted first has what was asked for then; nothing changes an invitation after that.
            (200, 409) => assert_eq!(access, ["standard"]),
            // Who came second is to be an administrator, and so needs a code.
            (403, 200) => {
                assert_eq!(accepted.code(), "code_required");
                assert_eq!(api.status(&id).await, "invited");
                assert_eq!(access, [] as [&str; 0]);
            }
            _ => panic!("{accepted:?} and {changed:?}"),
        }
    }
}

async fn accepting_against_switching_the_inviter_off_ends_as_one_of_them(database: Database) {
    const PEOPLE: usize = 12;
    let site = Site::new(database, Script::new());
    let services = [site.start(), site.start()];
    let (here, there) = (site.api(&services[0]), site.api(&services[1]));
    let account = format!("/api/v1/accounts/{SLUG}");
    let inviter =
        json!({ "email": "budi@example.org", "permissions": [INVITE_PEOPLE], "send": true });
    for (what, body) in [
        ("permissions", json!({ "key": INVITE_PEOPLE })),
        ("invitations", inviter),
    ] {
        let made = here.post(&format!("{account}/{what}"), body).await;
        assert_eq!(made.status, 201, "{made:?}");
    }
    let token = token_of(&site.sink.wait_for(1, LONG).unwrap()[0]);
    let place = here.accept(&token, PASSWORD).await.body["member_id"].clone();
    let place = format!(
        "/api/v1/accounts/{SLUG}/members/{}",
        place.as_str().unwrap()
    );
    let mut budi = Person::signed_in(&services[0], "budi@example.org", PASSWORD).await;
    let mut ids = Vec::new();
    for n in 0..PEOPLE {
        let body = json!({ "email": format!("p{n}@example.org"), "send": true });
        let made = budi
            .makes(&format!("/accounts/{SLUG}/invitations"), body)
            .await;
        ids.push(made["id"].as_str().unwrap().to_owned());
        here.until(&ids[n], "invited").await;
    }
    let mails = site.sink.wait_for(1 + PEOPLE, LONG).unwrap();
    for (n, id) in ids.iter().enumerate() {
        let address = format!("p{n}@example.org");
        let mail = mails.iter().find(|mail| mail.recipients[0] == address);
        let token = token_of(mail.unwrap());
        let switch = async |active: bool| {
            let body = json!({ "active": active });
            there.call(Method::PATCH, &place, Some(body)).await
        };
        let (accepted, off) = tokio::join!(here.accept(&token, PASSWORD), switch(false));
        assert_eq!(off.status, 200, "{off:?}");
        let found = here.members(&address).await.len();
        match accepted.status {
            200 => assert_eq!((here.status(id).await.as_str(), found), ("accepted", 1)),
            403 => {
                assert_eq!(accepted.code(), "inviter_not_entitled");
                assert_eq!((here.status(id).await.as_str(), found), ("invited", 0));
            }
            _ => panic!("{accepted:?}"),
        }
        // Once they are off, nobody comes in on their word; once they are on again, it holds.
        let later = here.accept(&token, PASSWORD).await;
        assert_eq!(later.status, accepted.status, "{later:?}");
        assert_eq!(switch(true).await.status, 200);
        assert_eq!(here.accept(&token, PASSWORD).await.status, 200);
    }
}

async fn accepting_against_expiry_ends_as_one_of_them(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let people = invited(&site, &api, 12).await;
    // A sweeper whose clock runs ahead.
    let store = Arc::new(site.store().await);
    let later = chrono::TimeDelta::days(8);
    let now = invite_domain::ports::Clock::now(&app::ambient::SystemClock);
    let sweeper = InvitationService::new(InvitationPorts {
        store: store.clone(),
        reader: store,
        clock: Arc::new(SteppedClock::at(now + later)),
        ids: Arc::new(app::ambient::TimeOrderedIds),
        tokens: Arc::new(fixed_key_ring()),
        passwords: Arc::new(NoPasswords),
    });
    for (id, token) in people {
        let accepting = {
            let api = api.clone();
            tokio::spawn(async move { api.accept(&token, PASSWORD).await })
        };
        let sweeping = {
            let sweeper = sweeper.clone();
            tokio::spawn(async move { sweeper.expire_due(1).await.unwrap() })
        };
        let (accepted, _) = (accepting.await.unwrap(), sweeping.await.unwrap());
        let status = api.status(&id).await;
        match accepted.status {
            200 => assert_eq!(status, "accepted"),
            410 => assert_eq!(status, "expired"),
            _ => panic!("{accepted:?} makes {status}"),
        }
    }
}
