//! Holds every statement to using an index, however many rows there are.

use crate::{SeaStore, StoreOptions, sql::SEEN};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        About, AccessType, Account, AccountId, Actor, ApiKeyId, Channel, GrantKind, InvitationId,
        MemberChanges, MemberId, Network, OutboxId, OutboxMessage, PasswordReset, PasswordResetId,
        PersonStatus, SessionId, SessionLimits, Status, TryKeys, UserId, UserType, Via,
    },
    ports::{
        AccountFilter, AccountPageRequest, AccountReader, AccountRef, ApiKeyReader, AuditFilter,
        AuditReader, IdentityStore, InsightReader, InvitationFilter, InvitationReader,
        MemberFilter, MemberPageRequest, MemberStore, MessageQueue, PageRequest, PeopleFilter,
        PeoplePageRequest, PeopleReader, PeopleSort, PersonId,
    },
};
use invite_testkit::{
    SteppedClock, a_member, a_person, an_account,
    contract::{StoreHarness, history::scripted_history, run},
    values,
};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use uuid::Uuid;

/// Those that may look at a whole table: one row is all they want, or a migration needs every row.
const ALLOWED: [&str; 2] = [
    "SELECT id FROM accounts LIMIT 1",
    "SELECT id, name, slug FROM accounts",
];

#[test]
fn no_statement_reads_through_a_whole_table_on_sqlite() {
    run(async {
        let directory = std::env::temp_dir().join(format!("invite_plans_{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let url = format!("sqlite://{}", directory.join("invite.db").display());
        let store = SeaStore::connect(&url, &StoreOptions::default())
            .await
            .unwrap();
        store.migrate().await.unwrap();
        scripted_history(&StoreHarness::of(store.clone())).await;
        ask_everything(&store).await;
        store.close().await.unwrap();

        let seen = SEEN.lock().unwrap().clone();
        assert!(seen.len() > 50, "{} statements", seen.len());
        let connection = Database::connect(&url).await.unwrap();
        for text in seen.iter().filter(|text| !ALLOWED.contains(&text.as_str())) {
            for step in plan(&connection, text).await {
                assert!(!reads_everything(&step), "{step}\n{text}");
                assert!(!sorts_members(&step, text), "{step}\n{text}");
            }
            assert!(!is_planned_anew(text), "{text}");
        }
        connection.close().await.unwrap();
        std::fs::remove_dir_all(directory).unwrap();
    });
}

/// Asks what the history does not.
async fn ask_everything(store: &SeaStore) {
    let account = an_account().named("Asked").put_into(store).await.unwrap();
    let now = SteppedClock::default().get();
    for by in [
        AccountRef::Id(account.id),
        AccountRef::Slug(account.slug.clone()),
    ] {
        store
            .caller_by_session(&[0; 32], &by, Via::Api, now)
            .await
            .unwrap();
        store
            .caller_by_api_key(&[0; 32], &by, Via::Api, now)
            .await
            .unwrap();
        store.account(&by).await.unwrap();
        store
            .overseer_by_session(&[0; 32], &by, Via::Api, now)
            .await
            .unwrap();
        store
            .overseer_by_api_key(&[0; 32], &by, Via::Api, now)
            .await
            .unwrap();
        ask_for_accounts(store, Some(by), now).await;
    }
    ask_for_accounts(store, None, now).await;
    ask_for_audit(store, &account).await;
    store.overview(account.id, now).await.unwrap();
    store.api_keys(account.id, 50, None).await.unwrap();
    store
        .note_api_key_use(ApiKeyId::new(Uuid::nil()), now, now)
        .await
        .unwrap();
    move_around(store, &account).await;
    store.signed_in(&[0; 32], now).await.unwrap();
    store.credentials("nobody").await.unwrap();
    store.sent_temporary_passwords("nobody").await.unwrap();
    ask_for_members(store, &account).await;
    ask_for_people(store, &account, now).await;
    sign_in(store).await;
    ask_for_a_new_password(store, account.id).await;
    let grants = Some(values::item(GrantKind::Role, "Sales"));
    let page = PageRequest {
        limit: 50,
        after: None,
    };
    for status in Status::ALL.into_iter().map(Some).chain([None]) {
        for grants in [None, grants.clone()] {
            for search in [None, Some("siti".to_owned())] {
                let filter = InvitationFilter {
                    status,
                    search,
                    grants: grants.clone(),
                    inviter: None,
                };
                store.list(account.id, &filter, page, now).await.unwrap();
                let sent = InvitationFilter {
                    inviter: Some(UserId::new(account.id.uuid())),
                    ..filter
                };
                store.list(account.id, &sent, page, now).await.unwrap();
            }
        }
    }
}

/// Asks for members in every way.
async fn ask_for_members(store: &SeaStore, account: &Account) {
    let member = a_member().who(a_person().email("asked@example.org"));
    let member = member.put_into(store, account).await.unwrap();
    let account = account.id;
    store.find_member(account, member.id).await.unwrap();
    let role = values::item(GrantKind::Role, "Sales");
    let group = values::item(GrantKind::Group, "Everybody");
    let page = MemberPageRequest {
        limit: 50,
        after: None,
    };
    let narrow = MemberFilter {
        search: Some("siti".to_owned()),
        access_type: Some(AccessType::Standard),
        user_type: Some(UserType::Internal),
        active: Some(true),
        holds: Vec::new(),
    };
    let asked = [role.clone(), group.clone()];
    // By its whole name: with the trait in reach, other calls would not know which `list` is meant.
    invite_domain::ports::CatalogReader::holder_counts(store, account, &asked)
        .await
        .unwrap();
    for holds in [vec![], vec![role.clone()], vec![role, group]] {
        for conditions in [MemberFilter::default(), narrow.clone()] {
            let filter = MemberFilter {
                holds: holds.clone(),
                ..conditions
            };
            store.list_members(account, &filter, page).await.unwrap();
            store.count_members(account).await.unwrap();
        }
    }
    let mut unit = store.begin_members().await.unwrap();
    let places = unit.places();
    places.lock(account, member.id).await.unwrap();
    let others = places.other_administrators(account, member.id).await;
    assert_eq!(others.unwrap(), 0);
    let changes = MemberChanges {
        keys: [(GrantKind::Role, [values::key("Sales")].into())].into(),
        ..MemberChanges::default()
    };
    let member = member.edit(changes).member;
    places.update(&member).await.unwrap();
    places.remove(&member).await.unwrap();
    unit.commit().await.unwrap();
}

/// Asks for everyone in every way.
async fn ask_for_people(store: &SeaStore, account: &Account, now: DateTime<Utc>) {
    let account = account.id;
    let role = Some(values::item(GrantKind::Role, "Sales"));
    let narrow = PeopleFilter {
        search: Some("siti".to_owned()),
        access_type: Some(AccessType::Administrator),
        user_type: Some(UserType::Internal),
        ..PeopleFilter::default()
    };
    let only = |one: PersonStatus| [one].into();
    let standings = PersonStatus::ALL.into_iter().map(only);
    for standing in standings.chain([std::collections::BTreeSet::new()]) {
        for holds in [None, role.clone()] {
            for conditions in [PeopleFilter::default(), narrow.clone()] {
                let filter = PeopleFilter {
                    standing: standing.clone(),
                    holds: holds.clone(),
                    ..conditions
                };
                for sort in PeopleSort::ALL {
                    let page = PeoplePageRequest {
                        limit: 50,
                        sort,
                        after: None,
                    };
                    store.people(account, &filter, &page, now).await.unwrap();
                }
                let counted = store.count_people(account, &filter, 10, now).await;
                counted.unwrap();
            }
        }
    }
    let nobody = PersonId(Uuid::nil());
    store.people_by_id(account, &[nobody]).await.unwrap();
    store.people_counts(account, now).await.unwrap();
    store.sending(account, now).await.unwrap();
}

async fn ask_for_accounts(store: &SeaStore, parent: Option<AccountRef>, now: DateTime<Utc>) {
    let page = AccountPageRequest {
        limit: 50,
        after: None,
    };
    let nobody = Uuid::nil();
    for actor in [
        Actor::User(UserId::new(nobody)),
        Actor::ApiKey(ApiKeyId::new(nobody)),
        Actor::System,
    ] {
        for search in [None, Some("maju".to_owned())] {
            let filter = AccountFilter {
                search,
                parent: parent.clone(),
            };
            store.accounts(&actor, &filter, &page, now).await.unwrap();
        }
    }
}

async fn ask_for_audit(store: &SeaStore, account: &Account) {
    let now = SteppedClock::default().get();
    let every = AuditFilter::default();
    let filters = [
        every.clone(),
        AuditFilter {
            action: Some("invitation".to_owned()),
            actor: Some(Uuid::nil()),
            via: Some(Via::Api),
            from: Some(now),
            to: Some(now),
            ..every.clone()
        },
        AuditFilter {
            invitation: Some(InvitationId::new(Uuid::nil())),
            ..every.clone()
        },
        AuditFilter {
            member: Some(MemberId::new(Uuid::nil())),
            ..every
        },
    ];
    for filter in filters {
        store.entries(account.id, &filter, 50, None).await.unwrap();
    }
}

async fn move_around(store: &SeaStore, account: &Account) {
    let mut unit = store.begin_identity().await.unwrap();
    let tree = unit.tree();
    tree.lock().await.unwrap();
    let by_slug = AccountRef::Slug(account.slug.clone());
    assert!(tree.find(&by_slug).await.unwrap().is_some());
    assert_eq!(tree.lineage(account.id).await.unwrap(), [account.id]);
    assert_eq!(tree.levels(account.id).await.unwrap(), 1);
    let key = ApiKeyId::new(Uuid::nil());
    let now = SteppedClock::default().get();
    unit.revoke_api_key(account.id, key, now).await.unwrap();
    unit.rollback().await.unwrap();
}

/// Asks what belongs to signing in.
async fn sign_in(store: &SeaStore) {
    let (now, user) = (
        SteppedClock::default().get(),
        UserId::new(uuid::Uuid::nil()),
    );
    let keys = TryKeys::of("nobody", Network::UNKNOWN);
    store.tries(&keys).await.unwrap();
    store.sessions(user, now, 10).await.unwrap();
    store.memberships(user).await.unwrap();
    store.awaited_approvals(user).await.unwrap();
    let mut unit = store.begin_identity().await.unwrap();
    let tries = unit.tries().lock(&keys).await.unwrap();
    unit.tries().record(&keys, &tries).await.unwrap();
    unit.tries().forget(now, 10).await.unwrap();
    let session = SessionId::new(user.uuid());
    unit.end_session(user, session).await.unwrap();
    unit.end_other_sessions(user, Some(session)).await.unwrap();
    unit.end_other_sessions(user, None).await.unwrap();
    let seen = SessionLimits::default().seen([0; 32], now);
    unit.note_seen(&[seen]).await.unwrap();
    unit.sweep_sessions(now, 10).await.unwrap();
    unit.commit().await.unwrap();
}

/// Walks the way of a new password, from the asking to the claims of its messages.
async fn ask_for_a_new_password(store: &SeaStore, id: AccountId) {
    let found = store.account(&AccountRef::Id(id)).await.unwrap();
    let person = a_person().named("Asking").email("asking@example.org");
    let member = a_member().who(person);
    let member = member.put_into(store, &found.unwrap()).await.unwrap();
    let (user, now) = (member.user_id, SteppedClock::default().get());
    let reset = PasswordReset::new(PasswordResetId::new(member.id.uuid()), user, now);
    let message = |id, about| OutboxMessage {
        id: OutboxId::new(id),
        account_id: OutboxMessage::OF_NO_ACCOUNT,
        about,
        channel: Channel::Email,
        queued_at: now,
        due_at: now,
        attempts: 0,
    };
    let asked = message(member.id.uuid(), About::PasswordReset(reset.id));
    let told = message(user.uuid(), About::PasswordChanged(user));
    let mut unit = store.begin_identity().await.unwrap();
    let added = unit.request_password_reset(&reset, &asked, now, 3).await;
    assert!(added.unwrap());
    unit.outbox().enqueue(&told).await.unwrap();
    unit.commit().await.unwrap();
    store.password_reset(reset.id).await.unwrap();
    let lease = chrono::TimeDelta::seconds(30);
    let claimed = store.claim("worker", now, lease, 100).await.unwrap();
    assert!(
        claimed
            .iter()
            .filter(|due| due.password().is_some())
            .count()
            == 2
    );
    let mut unit = store.begin_identity().await.unwrap();
    assert!(unit.use_password_reset(reset.id, now).await.unwrap());
    unit.end_password_resets(user, now).await.unwrap();
    unit.commit().await.unwrap();
}

async fn plan(connection: &impl ConnectionTrait, text: &str) -> Vec<String> {
    let explain = format!("EXPLAIN QUERY PLAN {text}");
    let rows = connection
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, explain))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "detail").unwrap())
        .collect()
}

/// Whether binding a limit makes SQLite plan the statement anew: see [`crate::sql::limit`].
fn is_planned_anew(text: &str) -> bool {
    text.split("LIMIT $").skip(1).any(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        !rest.starts_with(" + 0")
    })
}

/// Whether a list of members is sorted rather than walked through in the order of an index.
fn sorts_members(step: &str, text: &str) -> bool {
    let is_list = ["ORDER BY m.id", "ORDER BY g.member_id"]
        .iter()
        .any(|order| text.contains(order));
    is_list && step.contains("TEMP B-TREE")
}

/// Whether a step of a plan goes through a table of ours rather than what the statement brought along.
fn reads_everything(step: &str) -> bool {
    let brought = [
        "places",
        "below",
        "reach",
        "ways",
        "lineage",
        "levels",
        "l",
        "turn",
        "above",
        "b",
        "r",
        "written",
        "overdue",
        "late",
        "found",
        "ranked",
        "(",
        "(subquery",
        "CONSTANT",
        "3",
    ];
    step.strip_prefix("SCAN ").is_some_and(|scanned| {
        let name = scanned.split([' ', '-']).next().unwrap_or_default();
        !scanned.contains(" VIRTUAL TABLE ") && !brought.contains(&name)
    })
}
