//! `UnitOfWork`: all or nothing.

use super::{
    StoreHarness,
    fixture::{Fixture, next_version, numbered},
};
use crate::{an_account, an_invitation};
use invite_domain::{
    model::{Action, AuditEntry, Doer, Event, Invitation},
    ports::{InsertError, UnitOfWork, UpdateError},
};

/// Writes into every repository of a unit of work.
async fn write_everything(f: &Fixture, unit: &mut dyn UnitOfWork, invitation: &Invitation) {
    unit.invitations().insert(invitation).await.unwrap();
    unit.outbox().enqueue(&f.message(invitation)).await.unwrap();
    let entry = AuditEntry {
        id: f.audit_id(),
        account_id: Some(f.account.id),
        doer: Doer::WORKER,
        action: Action::Invitation {
            id: invitation.id,
            event: Event::Created,
        },
        at: f.now,
    };
    unit.audit().append(&[entry]).await.unwrap();
    let joining = crate::a_member().joining(&f.account);
    unit.members().join(&joining).await.unwrap();
}

/// Whether anything of it can be seen, and whether all of it.
async fn seen(f: &Fixture, invitation: &Invitation) -> (bool, bool) {
    let (account, reader) = (f.account.id, &f.harness.reader);
    let person = crate::a_person().build().user.id;
    let parts = [
        f.find(invitation.id).await.is_some(),
        reader.counts(account, f.now).await.unwrap().total() == 1,
        reader.history(account, invitation.id).await.unwrap().len() == 1,
        f.harness.queue.next_due().await.unwrap().is_some(),
        !f.harness
            .identity
            .memberships(person)
            .await
            .unwrap()
            .is_empty(),
    ];
    (parts.contains(&true), !parts.contains(&false))
}

pub async fn nothing_is_visible_before_the_commit_and_everything_after_it(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().queued().build();
    let mut unit = f.begin().await;
    write_everything(&f, unit.as_mut(), &invitation).await;
    assert_eq!(seen(&f, &invitation).await, (false, false), "before");
    unit.commit().await.unwrap();
    assert_eq!(seen(&f, &invitation).await, (true, true), "after");
}

pub async fn a_rollback_leaves_nothing(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().queued().build();
    let mut unit = f.begin().await;
    write_everything(&f, unit.as_mut(), &invitation).await;
    unit.rollback().await.unwrap();
    assert_eq!(seen(&f, &invitation).await, (false, false));
}

pub async fn a_dropped_unit_of_work_leaves_nothing(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().queued().build();
    let mut unit = f.begin().await;
    write_everything(&f, unit.as_mut(), &invitation).await;
    drop(unit);
    // A unit of work can be begun and committed, so the dropped one holds no lock.
    let other = an_invitation().to("other@example.org").build();
    f.put(&other).await;
    assert_eq!(f.find(invitation.id).await, None);
    assert_eq!(f.find(other.id).await, Some(other));
    assert_eq!(f.harness.queue.next_due().await.unwrap(), None);
}

pub async fn what_was_written_can_be_read_back_within(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().queued().build();
    let changed = next_version(&invitation);
    let identity = invitation.live_identity().unwrap();
    let person = crate::a_person().build().user;
    let mut unit = f.begin().await;
    write_everything(&f, unit.as_mut(), &invitation).await;
    let found = unit.invitations().lock(invitation.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&invitation));
    unit.invitations().update(&changed).await.unwrap();
    let live = unit.invitations().find_live(f.account.id, &identity).await;
    assert_eq!(live.unwrap(), Some(changed));
    let user = unit.members().find_user(person.email.as_ref(), None).await;
    assert_eq!(user.unwrap(), Some(person.id));
    let place = unit.members().find(f.account.id, person.id).await.unwrap();
    assert_eq!(place.map(|member| member.user_id), Some(person.id));
    let account = unit.accounts().find(f.account.id).await.unwrap();
    assert_eq!(account.as_ref(), Some(&f.account));
    unit.rollback().await.unwrap();
}

pub async fn a_taken_place_leaves_the_unit_of_work_usable(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let first = an_invitation().build();
    let second = an_invitation().id(f.invitation_id()).build();
    let third = an_invitation().to("third@example.org").build();
    f.put(&first).await;

    let mut unit = f.begin().await;
    let taken = unit.invitations().insert(&second).await;
    assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
    unit.invitations().insert(&third).await.unwrap();
    let mut moved = next_version(&third);
    moved.invitee = first.invitee.clone();
    let taken = unit.invitations().update(&moved).await;
    assert!(matches!(taken, Err(UpdateError::Taken)), "{taken:?}");
    unit.invitations()
        .update(&next_version(&first))
        .await
        .unwrap();
    unit.commit().await.unwrap();

    assert_eq!(f.find(first.id).await, Some(next_version(&first)));
    assert_eq!(f.find(second.id).await, None);
    assert_eq!(f.find(third.id).await, Some(third));
}

pub async fn a_stale_update_leaves_the_unit_of_work_usable(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let first = an_invitation().build();
    let second = an_invitation().to("second@example.org").build();
    f.put(&first).await;

    let mut unit = f.begin().await;
    let stale = unit.invitations().update(&first).await;
    assert!(matches!(stale, Err(UpdateError::Stale)), "{stale:?}");
    unit.invitations().insert(&second).await.unwrap();
    unit.commit().await.unwrap();

    assert_eq!(f.find(first.id).await, Some(first));
    assert_eq!(f.find(second.id).await, Some(second));
}

pub async fn units_of_work_of_many_tasks_all_happen(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut tasks = Vec::new();
    for n in 0..40 {
        let store = f.harness.store.clone();
        tasks.push(tokio::spawn(async move {
            let account = an_account().build();
            let invitation = an_invitation().of(&account).to(&numbered(n)).build();
            let mut unit = store.begin().await.unwrap();
            unit.invitations().insert(&invitation).await.unwrap();
            unit.commit().await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let counts = f.harness.reader.counts(f.account.id, f.now).await.unwrap();
    assert_eq!(counts.total(), 40);
}
