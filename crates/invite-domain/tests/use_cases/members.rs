//! The people who are in: who sees them, what may be changed of them, and what stays when they go.

use invite_domain::{
    model::{
        AccessType, ApiKeyId, Caller, Forbidden, GrantKind, Member, MemberChanges, MemberId,
        Operation, Password, Scope, UserType, Via,
    },
    ports::{AccountRef, IdSource, MemberEntry, MemberFilter, MemberPageRequest},
    service::{
        Credential, EditMember, EditMemberError, FindMemberError, ListMembersError, RemoveMember,
        RemoveMemberError,
    },
};
use invite_testkit::{
    MemberBuilder, PASSWORD, Scenario, a_caller, a_member, a_person, an_account, values,
};

const PAGE: MemberPageRequest = MemberPageRequest {
    limit: 50,
    after: None,
};

/// Puts someone into the account.
pub(crate) async fn put(s: &Scenario, address: &str, member: MemberBuilder) -> Member {
    let member = member.who(a_person().email(address));
    member.put_into(&s.store, s.account()).await.unwrap()
}

/// Returns someone as they may act in the account at this moment.
pub(crate) fn acting(s: &Scenario, member: &Member) -> Caller {
    a_caller().of(s.account()).member(member).build()
}

pub(crate) async fn change(
    s: &Scenario,
    caller: &Caller,
    id: MemberId,
    changes: MemberChanges,
) -> Result<MemberEntry, EditMemberError> {
    let command = EditMember {
        id,
        changes,
        expected_version: None,
    };
    s.members.edit(caller, command).await
}

pub(crate) async fn remove(
    s: &Scenario,
    caller: &Caller,
    id: MemberId,
) -> Result<(), RemoveMemberError> {
    let command = RemoveMember {
        id,
        confirmed: true,
        expected_version: None,
    };
    s.members.remove(caller, command).await
}

pub(crate) fn access(access_type: AccessType) -> MemberChanges {
    MemberChanges {
        access_type: Some(access_type),
        ..MemberChanges::default()
    }
}

pub(crate) fn switch(active: bool) -> MemberChanges {
    MemberChanges {
        active: Some(active),
        ..MemberChanges::default()
    }
}

pub(crate) fn roles(keys: &[&str]) -> MemberChanges {
    let keys = keys.iter().map(|key| values::key(key)).collect();
    MemberChanges {
        keys: [(GrantKind::Role, keys)].into(),
        ..MemberChanges::default()
    }
}

pub(crate) async fn defining(role: &[&str]) -> Scenario {
    let account = role.iter().fold(an_account(), |account, key| {
        account.defining(GrantKind::Role, key)
    });
    Scenario::with(account).await
}

#[tokio::test]
async fn whoever_may_not_manage_members_is_refused_before_anything_is_looked_up() {
    let s = Scenario::new().await;
    let standard = acting(&s, &put(&s, "siti@example.org", a_member()).await);
    let reads = a_caller()
        .of(s.account())
        .api_key(ApiKeyId::new(s.ids.next_id()), Scope::Read)
        .build();
    let nobody = MemberId::new(s.ids.next_id());
    for id in [s.ana_member.id, nobody] {
        for caller in [&standard, &reads] {
            let refused = change(&s, caller, id, switch(false)).await;
            let manage = Forbidden(Operation::ManageMembers);
            assert!(matches!(refused, Err(EditMemberError::Forbidden(f)) if f == manage));
            let refused = remove(&s, caller, id).await;
            assert!(matches!(refused, Err(RemoveMemberError::Forbidden(f)) if f == manage));
        }
        let refused = s.members.find(&standard, id).await;
        assert!(matches!(refused, Err(FindMemberError::Forbidden(_))));
    }
    let all = MemberFilter::default();
    let refused = s.members.list(&standard, &all, PAGE).await;
    assert!(matches!(refused, Err(ListMembersError::Forbidden(_))));
    assert_eq!(
        s.members
            .list(&reads, &all, PAGE)
            .await
            .unwrap()
            .items
            .len(),
        2
    );
}

#[tokio::test]
async fn another_accounts_member_does_not_exist() {
    let s = Scenario::new().await;
    let other = an_account()
        .named("Other")
        .put_into(&s.store)
        .await
        .unwrap();
    let theirs = a_member().who(a_person().email("siti@example.org"));
    let theirs = theirs.put_into(&s.store, &other).await.unwrap();
    for id in [theirs.id, MemberId::new(s.ids.next_id())] {
        let found = s.members.find(&s.ana, id).await;
        assert!(matches!(found, Err(FindMemberError::NotFound)));
        let changed = change(&s, &s.ana, id, switch(false)).await;
        assert!(matches!(changed, Err(EditMemberError::NotFound)));
        let removed = remove(&s, &s.ana, id).await;
        assert!(matches!(removed, Err(RemoveMemberError::NotFound)));
    }
    let operator = a_caller().of(&other).build();
    let untouched = s.members.find(&operator, theirs.id).await.unwrap();
    assert_eq!(untouched.member, theirs);
}

#[tokio::test]
async fn changed_rights_count_from_the_next_request_on() {
    let s = Scenario::new().await;
    let (_, token) = s.invited("siti@example.org").await;
    let id = s.accept(&token).await.unwrap().member;
    let password = Password::new(PASSWORD);
    let session = s
        .sign_in
        .sign_in("siti@example.org", &password, Via::Api)
        .await
        .unwrap();
    let credential = Credential::Session(session.token);
    let account = AccountRef::Id(s.account().id);
    let caller = async || {
        let via = Via::Api;
        s.sign_in.caller(&credential, &account, via).await.unwrap()
    };
    let may_manage = async || {
        let caller = caller().await;
        caller.map(|caller| caller.may(Operation::ManageMembers).is_ok())
    };
    assert_eq!(may_manage().await, Some(false));
    let promoted = change(&s, &s.ana, id, access(AccessType::Administrator)).await;
    assert_eq!(promoted.unwrap().member.version, 2);
    assert_eq!(may_manage().await, Some(true), "promoted");
    let demoted = change(&s, &s.ana, id, access(AccessType::Standard)).await;
    demoted.unwrap();
    assert_eq!(may_manage().await, Some(false), "demoted");
    change(&s, &s.ana, id, switch(false)).await.unwrap();
    assert_eq!(may_manage().await, None, "switched off");
    change(&s, &s.ana, id, switch(true)).await.unwrap();
    assert_eq!(may_manage().await, Some(false), "switched on");
    remove(&s, &s.ana, id).await.unwrap();
    assert_eq!(may_manage().await, None, "removed");
}

#[tokio::test]
async fn a_caller_who_was_demoted_amid_the_request_changes_nothing() {
    let s = Scenario::new().await;
    let budi = put(&s, "budi@example.org", a_member().administrator()).await;
    // The request of Budi was let in before Ana demoted him.
    let as_he_was = acting(&s, &budi);
    change(&s, &s.ana, budi.id, access(AccessType::Standard))
        .await
        .unwrap();
    let refused = change(&s, &as_he_was, budi.id, access(AccessType::Administrator)).await;
    assert!(
        matches!(refused, Err(EditMemberError::Forbidden(_))),
        "{refused:?}"
    );
    let refused = remove(&s, &as_he_was, s.ana_member.id).await;
    assert!(matches!(refused, Err(RemoveMemberError::Forbidden(_))));
    remove(&s, &s.ana, budi.id).await.unwrap();
    let refused = change(&s, &as_he_was, s.ana_member.id, switch(false)).await;
    assert!(matches!(refused, Err(EditMemberError::Forbidden(_))));
}

#[tokio::test]
async fn the_last_active_administrator_stays() {
    let s = Scenario::new().await;
    let (ana, operator) = (s.ana_member.id, a_caller().of(s.account()).build());
    put(&s, "siti@example.org", a_member()).await;
    let off = a_member().administrator().inactive();
    let off = put(&s, "off@example.org", off).await;
    for caller in [&s.ana, &operator] {
        for changes in [access(AccessType::Standard), switch(false)] {
            let refused = change(&s, caller, ana, changes).await;
            assert!(
                matches!(refused, Err(EditMemberError::LastAdministrator)),
                "{refused:?}"
            );
        }
        for confirmed in [false, true] {
            let command = RemoveMember {
                id: ana,
                confirmed,
                expected_version: None,
            };
            let refused = s.members.remove(caller, command).await;
            assert!(matches!(refused, Err(RemoveMemberError::LastAdministrator)));
        }
    }
    // What does not take the last administrator away is fine, and a further one sets them free.
    let renamed = MemberChanges {
        user_type: Some(UserType::External),
        ..MemberChanges::default()
    };
    change(&s, &s.ana, ana, renamed).await.unwrap();
    change(&s, &s.ana, off.id, switch(true)).await.unwrap();
    change(&s, &s.ana, ana, access(AccessType::Standard))
        .await
        .unwrap();
    let refused = remove(&s, &operator, off.id).await;
    assert!(matches!(refused, Err(RemoveMemberError::LastAdministrator)));
}

#[tokio::test]
async fn of_administrators_who_take_each_other_away_at_once_one_stays() {
    let s = Scenario::new().await;
    let mut administrators = vec![s.ana_member.clone()];
    for n in 0..7 {
        let address = format!("admin{n}@example.org");
        administrators.push(put(&s, &address, a_member().administrator()).await);
    }
    let mut tasks = Vec::new();
    for (n, victim) in administrators.iter().enumerate() {
        let caller = acting(&s, &administrators[(n + 1) % administrators.len()]);
        let (s, id) = (s.clone(), victim.id);
        tasks.push(tokio::spawn(async move {
            match n % 3 {
                0 => remove(&s, &caller, id).await.is_ok(),
                1 => change(&s, &caller, id, switch(false)).await.is_ok(),
                _ => change(&s, &caller, id, access(AccessType::Standard))
                    .await
                    .is_ok(),
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let operator = a_caller().of(s.account()).build();
    let left = MemberFilter {
        access_type: Some(AccessType::Administrator),
        active: Some(true),
        ..MemberFilter::default()
    };
    let left = s.members.list(&operator, &left, PAGE).await.unwrap().items;
    assert!(!left.is_empty());
}

#[tokio::test]
async fn only_what_the_account_defines_can_be_given_and_the_rest_is_named() {
    let s = defining(&["Boss"]).await;
    let siti = a_member().holding(GrantKind::Role, "Abolished");
    let siti = put(&s, "siti@example.org", siti).await;
    let refused = change(&s, &s.ana, siti.id, roles(&["Boss", "Nobody"])).await;
    let Err(EditMemberError::Undefined(items)) = refused else {
        panic!("{refused:?}");
    };
    let items: Vec<_> = items.into_iter().map(|told| told.item).collect();
    assert_eq!(items, [values::item(GrantKind::Role, "Nobody")]);
    let untouched = s.members.find(&s.ana, siti.id).await.unwrap();
    assert_eq!(untouched.member, siti);
    // What they held before it left the catalog stays theirs until it is taken away.
    let changed = change(&s, &s.ana, siti.id, roles(&["Boss", "Abolished"])).await;
    assert_eq!(changed.unwrap().member.grant.roles.len(), 2);
    change(&s, &s.ana, siti.id, roles(&["Boss"])).await.unwrap();
    let refused = change(&s, &s.ana, siti.id, roles(&["Boss", "Abolished"])).await;
    assert!(matches!(refused, Err(EditMemberError::Undefined(_))));
}

#[tokio::test]
async fn a_version_tells_of_everyone_elses_changes() {
    let s = defining(&["Boss"]).await;
    let siti = put(&s, "siti@example.org", a_member()).await;
    let edit = |version, changes| EditMember {
        id: siti.id,
        changes,
        expected_version: Some(version),
    };
    let nothing = s.members.edit(&s.ana, edit(1, roles(&[]))).await.unwrap();
    assert_eq!(nothing.member, siti, "nothing was asked");
    s.members
        .edit(&s.ana, edit(1, roles(&["Boss"])))
        .await
        .unwrap();
    let stale = s.members.edit(&s.ana, edit(1, switch(false))).await;
    assert!(matches!(stale, Err(EditMemberError::Conflict)));
    let removal = |version| RemoveMember {
        id: siti.id,
        confirmed: true,
        expected_version: Some(version),
    };
    let stale = s.members.remove(&s.ana, removal(1)).await;
    assert!(matches!(stale, Err(RemoveMemberError::Conflict)));
    s.members.remove(&s.ana, removal(2)).await.unwrap();
}

#[tokio::test]
async fn a_removal_that_is_not_confirmed_says_whom_and_changes_nothing() {
    let s = Scenario::new().await;
    let siti = put(&s, "siti@example.org", a_member()).await;
    let command = RemoveMember {
        id: siti.id,
        confirmed: false,
        expected_version: None,
    };
    let Err(RemoveMemberError::Unconfirmed(entry)) = s.members.remove(&s.ana, command).await else {
        panic!("it is to be confirmed");
    };
    assert_eq!(entry.member, siti);
    assert_eq!(entry.user.known_as(), "siti@example.org");
    assert_eq!(s.members.find(&s.ana, siti.id).await.unwrap(), *entry);
}
