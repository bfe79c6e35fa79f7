//! Every route, asked by every kind of caller, about their own, a foreign and a non-existent object.
//!
//! The routes come from the router's own description and what they need from the policy; neither may
//! hold what the other does not. What each caller meets follows from the two.

pub(crate) mod samples;
mod world;

use crate::service::Answer;
use invite_domain::model::Operation;
use invite_poem::{Access, ROUTES, openapi_json};
use serde_json::Value;
use std::collections::BTreeSet;
use world::{Caller, FOREIGN, NOWHERE, OWN, Target, World};

#[test]
fn every_route_has_a_line_in_the_policy_and_every_line_a_route() {
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    let mut routes = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            routes.insert((method.to_uppercase(), path.clone()));
        }
    }
    let policy: BTreeSet<_> = ROUTES
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(routes, policy);
    assert_eq!(policy.len(), ROUTES.len(), "a route has two lines");
    for operation in Operation::ALL {
        let is_asked = |access: &Access| {
            *access == Access::Account(*operation) || *access == Access::AccountInBody(*operation)
        };
        assert!(
            ROUTES.iter().any(|(_, _, access)| is_asked(access)),
            "no route asks for {}",
            operation.as_str()
        );
    }
}

#[tokio::test]
async fn every_caller_meets_what_the_policy_says() {
    let world = World::new().await;
    let (mut asked, mut told) = (0, BTreeSet::new());
    for (method, path, access) in ROUTES {
        for caller in &world.callers {
            match access {
                Access::Anyone => {}
                Access::Person => asks_about_themselves(&world, caller, method, path).await,
                Access::Credential => asks_with_a_credential(&world, caller, method, path).await,
                Access::Account(operation) | Access::AccountInBody(operation) => {
                    let may = caller.may(*operation);
                    let needs = (*operation, may);
                    asks_in_an_account(&world, caller, method, path, needs, &mut told).await;
                }
                Access::AccountFromAbove(operation) => {
                    let may = caller.is_above() && caller.may(*operation);
                    let needs = (*operation, may);
                    asks_in_an_account(&world, caller, method, path, needs, &mut told).await;
                }
            }
            asked += 1;
        }
    }
    assert!(asked > 400, "{asked}");
}

async fn asks_with_a_credential(world: &World, caller: &Caller, method: &str, path: &str) {
    let no_object = World::no_object();
    let target = Target {
        account: OWN,
        id: &no_object,
    };
    let answer = world
        .ask(caller, method, path, target, world.number())
        .await;
    let what = format!("{} {method} {path}: {}", caller.name, answer.body);
    assert_eq!(
        answer.status.as_u16() == 401,
        !caller.is_someone(),
        "{what}"
    );
}

async fn asks_about_themselves(world: &World, caller: &Caller, method: &str, path: &str) {
    let no_object = World::no_object();
    let target = Target {
        account: OWN,
        id: &no_object,
    };
    let answer = world
        .ask(caller, method, path, target, world.number())
        .await;
    let what = format!("{} {method} {path}: {}", caller.name, answer.body);
    assert_eq!(
        answer.status.as_u16() == 401,
        !caller.is_signed_in(),
        "{what}"
    );
}

async fn asks_in_an_account(
    world: &World,
    caller: &Caller,
    method: &str,
    path: &str,
    (operation, may): (Operation, bool),
    told: &mut BTreeSet<(&'static str, Operation)>,
) {
    let what = format!("{} {method} {path}", caller.name);
    let (own, foreign) = (
        world.object(OWN, path).await,
        world.object(FOREIGN, path).await,
    );
    let (nothing, number) = (World::no_object(), world.number());
    let ask = async |account, id| {
        let target = Target { account, id };
        world.ask(caller, method, path, target, number).await
    };
    let (before, refusals) = (world.dump().await, world.refusals().await);

    // Another account's object in one's own account, and none at all: the same bytes.
    if path.contains("{id}") || path.contains("{key}") {
        let (theirs, none) = (ask(OWN, &foreign).await, ask(OWN, &nothing).await);
        assert_eq!(theirs, none, "{what}: a foreign object differs from none");
        let expected = match caller.reach {
            _ if !caller.is_someone() => 401,
            Some(_) if !may => 403,
            _ => 404,
        };
        assert_eq!(theirs.status.as_u16(), expected, "{what}: {theirs:?}");
    }

    // In another account, and in none at all: the same bytes, unless it is theirs.
    if !caller.is_of_the_foreign_account() {
        let (theirs, none) = (ask(FOREIGN, &foreign).await, ask(NOWHERE, &nothing).await);
        assert_eq!(theirs, none, "{what}: a foreign account differs from none");
        let expected = if caller.is_someone() { 404 } else { 401 };
        assert_eq!(theirs.status.as_u16(), expected, "{what}: {theirs:?}");
    }

    let mine = if may {
        None
    } else {
        Some(ask(OWN, &own).await)
    };
    assert_eq!(world.dump().await, before, "{what}: something changed");
    // A refusal of who has a place in the account is in its log, once in this hour; nothing else is.
    let mut written = world.refusals().await;
    written.retain(|entry| !refusals.contains(entry));
    let is_told = caller.reach.is_some() && !may && method != "GET";
    if is_told && told.insert((caller.name, operation)) {
        let [entry] = &written[..] else {
            panic!("{what}: one entry, not {written:?}");
        };
        let shown = (entry.action.as_str(), entry.detail.as_str());
        assert_eq!(shown, ("refusal.operation", operation.as_str()), "{what}");
        assert!(World::did(caller, entry), "{what}: {entry:?}");
    } else {
        assert!(written.is_empty(), "{what}: {written:?}");
    }
    match mine {
        Some(mine) => refused(&mine, caller, operation, &what),
        None => reached(&ask(OWN, &own).await, &what),
    }
    world.resume_own().await;
}

/// The policy let the request through: what it came to is its own business.
#[track_caller]
fn reached(answer: &Answer, what: &str) {
    let status = answer.status.as_u16();
    assert!(
        status < 500 && ![401, 403].contains(&status),
        "{what}: {answer:?}"
    );
    if status == 404 {
        assert_ne!(answer.json()["code"], "account_not_found", "{what}");
    }
}

#[track_caller]
fn refused(answer: &Answer, caller: &Caller, operation: Operation, what: &str) {
    let (status, codes): (_, &[&str]) = match caller.reach {
        _ if !caller.is_someone() => (401, &["unauthenticated"]),
        None => (404, &["account_not_found"]),
        Some(_) if operation == Operation::Invite => (403, &["may_not_invite", "forbidden"]),
        Some(_) => (403, &["forbidden"]),
    };
    assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.body);
    let problem = answer.json();
    let code = problem["code"].as_str().unwrap_or_default();
    assert!(codes.contains(&code), "{what}: {code}");
}
