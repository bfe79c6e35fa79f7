//! One thing for many people: so many at a time, and one for whom it cannot be done harms no other.

use invite_domain::{
    model::{BulkAction, GrantKind, InvitationId, NotDone, PersonStatus, Status},
    ports::{PeopleFilter, PersonId},
    service::PeopleSelection,
};
use invite_testkit::{Scenario, an_account, request, values};

async fn drafts(s: &Scenario, n: usize) -> Vec<InvitationId> {
    let mut ids = Vec::new();
    for n in 0..n {
        let mut command = request(&format!("p{n}@example.org"));
        command.send = false;
        ids.push(s.create(command).await.unwrap().id);
    }
    ids
}

fn everyone() -> PeopleFilter {
    PeopleFilter::default()
}

#[tokio::test]
async fn everyone_who_matches_is_worked_through_so_many_at_a_time() {
    let s = Scenario::new().await;
    let ids = drafts(&s, 7).await;
    let (mut after, mut steps, mut done) = (None, 0, 0);
    loop {
        let selection = PeopleSelection::Matching(everyone(), after);
        let plan = s.people.plan(&s.ana, &BulkAction::Send, &selection, 2, 100);
        let plan = plan.await.unwrap();
        assert_eq!(plan.ready, 7 - done, "whoever is left");
        let report = s.people.act(&s.ana, &BulkAction::Send, &selection, 3).await;
        let report = report.unwrap();
        assert!(report.done <= 3 && report.not.is_empty());
        done += report.done;
        steps += 1;
        after = report.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((steps, done), (3, 7));
    for id in ids {
        assert_eq!(s.status(id).await, Status::Queued);
    }
    let again = PeopleSelection::Matching(everyone(), None);
    let report = s.people.act(&s.ana, &BulkAction::Send, &again, 3).await;
    assert_eq!(report.unwrap().done, 0, "nobody twice");
}

#[tokio::test]
async fn a_plan_says_for_whom_it_cannot_be_done_and_why() {
    let s = Scenario::new().await;
    let ids = drafts(&s, 2).await;
    let (invited, _) = s.invited("siti@example.org").await;
    let (declined, token) = s.invited("no@example.org").await;
    let no = invite_domain::service::DeclineInvitation {
        token,
        reason: None,
        via: invite_domain::model::Via::Page,
    };
    s.invitations.decline(no).await.unwrap();
    let all = PeopleSelection::Matching(everyone(), None);
    let plan = s.people.plan(&s.ana, &BulkAction::Send, &all, 1, 100).await;
    let plan = plan.unwrap();
    assert_eq!((plan.ready, plan.some.len()), (2, 1));
    let expected = [
        (NotDone::AlreadyIn, 1),
        (NotDone::LinkStillGood, 1),
        (NotDone::SaidNo, 1),
    ];
    assert_eq!(plan.not, expected.into());

    // Looking at just those who said no is deliberate, and so is a check mark.
    let only = PeopleFilter {
        standing: [PersonStatus::Declined].into(),
        ..everyone()
    };
    let chosen: Vec<PersonId> = vec![declined.into(), invited.into(), ids[0].into()];
    for (selection, ready) in [
        (PeopleSelection::Matching(only, None), 1),
        (PeopleSelection::Chosen(chosen), 2),
    ] {
        let plan = s.people.plan(&s.ana, &BulkAction::Send, &selection, 8, 100);
        assert_eq!(plan.await.unwrap().ready, ready);
    }
}

#[tokio::test]
async fn those_who_are_gone_or_stand_elsewhere_are_counted_and_harm_nobody() {
    let s = Scenario::new().await;
    let ids = drafts(&s, 2).await;
    s.invitations.revoke(&s.ana, ids[0]).await.unwrap();
    let nobody = PersonId(uuid::Uuid::from_u128(9));
    let chosen = vec![ids[0].into(), ids[1].into(), ids[1].into(), nobody];
    let chosen = PeopleSelection::Chosen(chosen);
    let report = s
        .people
        .act(&s.ana, &BulkAction::Revoke, &chosen, 100)
        .await;
    let report = report.unwrap();
    assert_eq!(report.done, 1);
    let expected = [(NotDone::Withdrawn, 1), (NotDone::Changed, 1)];
    assert_eq!(report.not, expected.into());
}

#[tokio::test]
async fn nobody_gives_many_what_they_do_not_hold() {
    let s = Scenario::with(an_account().defining(GrantKind::Role, "Sales")).await;
    let id = drafts(&s, 1).await[0];
    let mut key = s.ana.clone();
    key.authority = invite_testkit::a_caller()
        .of(s.account())
        .standard(&invite_domain::model::Grant::default())
        .build()
        .authority;
    let role = BulkAction::AddRole(values::key("Sales"));
    let chosen = PeopleSelection::Chosen(vec![id.into()]);
    assert!(s.people.act(&key, &role, &chosen, 10).await.is_err());
    let report = s.people.act(&s.ana, &role, &chosen, 10).await.unwrap();
    assert_eq!(report.done, 1);
    assert!(s.find(id).await.grant.roles.contains(&values::key("Sales")));
}
