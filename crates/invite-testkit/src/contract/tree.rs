//! `AccountTree`: what stands above what, and moving it one at a time.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, an_account, values};
use invite_domain::{
    model::{Account, AccountId, Actor, Authority, check_placement},
    ports::{AccountRef, IdSource, IdentityUnitOfWork},
};

async fn begin(f: &Fixture) -> Box<dyn IdentityUnitOfWork> {
    f.harness.identity.begin_identity().await.unwrap()
}

/// Makes a line of accounts, each below the one before.
async fn line(f: &Fixture, length: usize) -> Vec<Account> {
    let mut line = vec![f.account.clone()];
    while line.len() < length {
        let account = an_account().named(&format!("Level {}", line.len()));
        let account = account.below(line.last().unwrap());
        let account = account.put_into(f.harness.identity.as_ref()).await;
        line.push(account.unwrap());
    }
    line
}

pub async fn a_lineage_goes_up_and_levels_go_down(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let line = line(&f, 4).await;
    // A shorter branch beside the line does not count.
    f.child("Branch").await;
    let mut unit = begin(&f).await;
    let tree = unit.tree();
    for (depth, account) in line.iter().enumerate() {
        let lineage = tree.lineage(account.id).await.unwrap();
        let expected: Vec<_> = line[..=depth].iter().rev().map(|a| a.id).collect();
        assert_eq!(lineage, expected);
        let levels = u32::try_from(line.len() - depth).unwrap();
        assert_eq!(tree.levels(account.id).await.unwrap(), levels);
    }
    let nothing = AccountId::new(f.ids.next_id());
    assert_eq!(tree.lineage(nothing).await.unwrap(), []);
    assert_eq!(tree.levels(nothing).await.unwrap(), 0);
    unit.rollback().await.unwrap();
}

pub async fn the_tree_finds_accounts_and_what_one_may_do_there(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let child = f.child("Anak").await;
    let identity = f.harness.identity.as_ref();
    let boss = a_member().administrator().put_into(identity, &f.account);
    let boss = Actor::User(boss.await.unwrap().user_id);
    let mut unit = begin(&f).await;
    let tree = unit.tree();
    for account in [
        AccountRef::Id(child.id),
        AccountRef::Slug(child.slug.clone()),
    ] {
        assert_eq!(tree.find(&account).await.unwrap().as_ref(), Some(&child));
    }
    let nobody = AccountRef::Slug(values::slug("nobody"));
    assert_eq!(tree.find(&nobody).await.unwrap(), None);
    for account in [&f.account, &child] {
        let authority = tree.authority(account.id, &boss, f.now).await.unwrap();
        assert_eq!(authority, Some(Authority::administrator()));
    }
    unit.rollback().await.unwrap();
}

/// Two accounts that are put below each other at the same moment: one of the two moves is refused,
/// however often it is tried, since the second sees what the first has done.
pub async fn moves_at_once_never_make_a_circle(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let accounts = [
        f.account("One").await,
        f.account("Two").await,
        f.account("Three").await,
    ];
    let mut tasks = Vec::new();
    for n in 0..3 {
        let identity = f.harness.identity.clone();
        let account = accounts[n].clone();
        let parent = accounts[(n + 1) % 3].id;
        tasks.push(tokio::spawn(async move {
            let mut unit = identity.begin_identity().await.unwrap();
            let tree = unit.tree();
            tree.lock().await.unwrap();
            let lineage = tree.lineage(parent).await.unwrap();
            let levels = tree.levels(account.id).await.unwrap();
            if check_placement(account.id, &lineage, levels).is_err() {
                unit.rollback().await.unwrap();
                return false;
            }
            let moved = Account {
                parent_id: Some(parent),
                version: account.version + 1,
                ..account
            };
            unit.update_account(&moved).await.unwrap();
            unit.commit().await.unwrap();
            true
        }));
    }
    let mut moved = 0;
    for task in tasks {
        moved += usize::from(task.await.unwrap());
    }
    assert_eq!(moved, 2, "the third would have closed the circle");
    let mut unit = begin(&f).await;
    let mut lengths = Vec::new();
    for account in &accounts {
        lengths.push(unit.tree().lineage(account.id).await.unwrap().len());
    }
    unit.rollback().await.unwrap();
    lengths.sort_unstable();
    assert_eq!(lengths, [1, 2, 3]);
}
