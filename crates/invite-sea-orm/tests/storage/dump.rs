//! The same history leaves the same rows behind on both databases.

use crate::fresh::Fresh;
use invite_domain::{
    model::{
        About, Actor, ApiKeyId, Channel, CodeClaim, DeviceName, Locale, MailMessage, MailPart,
        MailWording, Network, OutboxId, OutboxMessage, PasswordReset, PasswordResetId, Scope,
        SessionId, SessionLimits, TryKeys,
    },
    ports::{ApiKey, IdentityStore, Store as _},
};
use invite_sea_orm::{SeaStore, dump};
use invite_testkit::{
    SteppedClock, a_member, a_person, an_account, an_invitation,
    contract::{StoreHarness, history::scripted_history, run},
    values,
};
use std::collections::BTreeSet;

on_both_databases! {
    every_column_of_every_table_is_in_the_dump
}

#[test]
fn the_same_history_leaves_the_same_rows_on_both_databases() {
    run(async {
        let (sqlite, postgres) = (Fresh::sqlite(), Fresh::postgres().await);
        let on_sqlite = dump_after_history(&sqlite).await;
        let on_postgres = dump_after_history(&postgres).await;
        for (left, right) in on_sqlite.lines().zip(on_postgres.lines()) {
            assert_eq!(left, right);
        }
        assert_eq!(on_sqlite, on_postgres);
    });
}

async fn dump_after_history(fresh: &Fresh) -> String {
    let store = fresh.migrated().await;
    scripted_history(&StoreHarness::of(store.clone())).await;
    sign_in(&store).await;
    dump(&store).await.unwrap()
}

/// What the history leaves out: someone who awaits approval, a session, a key, asking for a new password or a code, a
/// wording and the mail server.
async fn sign_in(store: &SeaStore) {
    let account = an_account()
        .named("Signed in")
        .put_into(store)
        .await
        .unwrap();
    let person = a_person().email("signed.in@example.org");
    let member = a_member()
        .who(person)
        .put_into(store, &account)
        .await
        .unwrap();
    let waits = a_person().email("waits@example.org");
    let waits = a_member().who(waits).awaiting_approval();
    waits.put_into(store, &account).await.unwrap();
    let now = SteppedClock::default().get();
    let mut unit = store.begin_identity().await.unwrap();
    let id = SessionId::new(member.id.uuid());
    let device = DeviceName::parse("Firefox on Linux").ok();
    let session = SessionLimits::default().begin(id, member.user_id, [0xa5; 32], device, now);
    unit.insert_session(&session).await.unwrap();
    let keys = TryKeys::of("signed.in@example.org", Network::UNKNOWN);
    let tries = unit.tries().lock(&keys).await.unwrap();
    let (_, failed) = tries.judge(false, now);
    let (_, succeeded) = failed.judge(true, now);
    unit.tries().record(&keys, &succeeded).await.unwrap();
    let key = ApiKey {
        id: ApiKeyId::new(member.id.uuid()),
        account_id: account.id,
        name: values::name("Robot"),
        scope: Scope::Invite,
        digest: [0x5a; 32],
        created_at: now,
        created_by: Actor::System,
        expires_at: None,
    };
    unit.insert_api_key(&key).await.unwrap();
    let reset = PasswordReset::new(PasswordResetId::new(member.id.uuid()), member.user_id, now);
    let message = OutboxMessage {
        id: OutboxId::new(member.id.uuid()),
        account_id: OutboxMessage::OF_NO_ACCOUNT,
        about: About::PasswordReset(reset.id),
        channel: Channel::Email,
        queued_at: now,
        due_at: now,
        attempts: 0,
    };
    let added = unit.request_password_reset(&reset, &message, now, 1).await;
    assert!(added.unwrap());
    let mut wording = MailWording::default();
    wording
        .set(MailPart::Subject, "Welcome to {account}")
        .unwrap();
    let (invitation, english) = (MailMessage::Invitation, Locale::En);
    let wordings = unit.mail_wordings();
    let written = wordings.put(account.id, invitation, english, &wording);
    written.await.unwrap();
    unit.commit().await.unwrap();
    let invitation = an_invitation()
        .of(&account)
        .to("asked@example.org")
        .invited()
        .build();
    let mut unit = store.begin().await.unwrap();
    unit.invitations().insert(&invitation).await.unwrap();
    let code = CodeClaim {
        invitation: invitation.id,
        generation: invitation.generation,
        asked_at: now,
    };
    assert!(unit.invitations().add_code(&code).await.unwrap());
    assert!(unit.invitations().count_wrong_code(&code).await.unwrap());
    unit.commit().await.unwrap();
    store.choose_mail_server(Some(vec![7; 40])).await.unwrap();
}

async fn every_column_of_every_table_is_in_the_dump(fresh: Fresh) {
    let text = dump_after_history(&fresh).await;
    let mut dumped = BTreeSet::new();
    let mut table = String::new();
    for line in text.lines() {
        match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line) {
            Ok(row) => dumped.extend(row.keys().map(|column| format!("{table}.{column}"))),
            Err(_) => line.clone_into(&mut table),
        }
    }
    let stored: BTreeSet<String> = fresh
        .columns()
        .await
        .into_iter()
        .filter(|column| !column.starts_with("invite_migrations."))
        .collect();
    assert_eq!(dumped, stored, "each table has a row after the history");
}
