//! What administrators do: the roster, sending, editing, revoking, reading.

use chrono::TimeDelta;
use invite_domain::{
    model::{
        AccessType, AccountId, Actor, ApiKeyId, Changes, Grant, GrantKind, GrantRefused, Invitee,
        NoChannel, Scope, Status, Ttl,
    },
    ports::{InvitationFilter, PageRequest},
    service::{
        CreateInvitation, CreateInvitationError, EditInvitation, EditInvitationError, FindError,
        RevokeError, SendInvitationError,
    },
};
use invite_testkit::{Scenario, a_caller, an_account, request, values};
use uuid::Uuid;

fn draft(address: &str) -> CreateInvitation {
    CreateInvitation {
        send: false,
        ..request(address)
    }
}

#[tokio::test]
async fn a_person_is_written_down_first_and_sent_to_later() {
    let s = Scenario::new().await;
    let invitation = s.create(draft("siti@example.org")).await.unwrap();
    assert_eq!(s.status(invitation.id).await, Status::NotInvited);
    assert_eq!(
        s.deliver().await.handed_over,
        0,
        "nothing leaves before it is sent"
    );
    s.invitations.send(&s.ana, invitation.id).await.unwrap();
    assert_eq!(s.status(invitation.id).await, Status::Queued);
    assert_eq!(s.deliver().await.handed_over, 1);
    assert_eq!(s.status(invitation.id).await, Status::Invited);
}

#[tokio::test]
async fn one_person_has_one_place_on_the_roster() {
    let s = Scenario::new().await;
    let first = s.invite("Siti@Example.org").await;
    let again = s.create(request("siti@example.ORG")).await;
    let Err(CreateInvitationError::AlreadyInvited(id)) = again else {
        panic!("{again:?}");
    };
    assert_eq!(id, first.id);

    s.invitations.revoke(&s.ana, first.id).await.unwrap();
    let second = s.invite("siti@example.org").await;
    let revived = s.invitations.send(&s.ana, first.id).await;
    assert!(
        matches!(revived, Err(SendInvitationError::AlreadyInvited)),
        "{revived:?}"
    );
    assert_ne!(second.id, first.id);
}

#[tokio::test]
async fn fifty_at_once_make_one_invitation() {
    let s = Scenario::new().await;
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (service, ana) = (s.invitations.clone(), s.ana.clone());
            tokio::spawn(async move { service.create(&ana, request("siti@example.org")).await })
        })
        .collect();
    let mut made = 0;
    for tried in tries {
        match tried.await.unwrap() {
            Ok(_) => made += 1,
            Err(CreateInvitationError::AlreadyInvited(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(made, 1);
    assert_eq!(s.deliver().await.handed_over, 1);
}

#[tokio::test]
async fn a_member_is_not_invited_again() {
    let s = Scenario::new().await;
    let (_, token) = s.invited("siti@example.org").await;
    let accepted = s.accept(&token).await.unwrap();
    let again = s.create(request("siti@example.org")).await;
    let Err(CreateInvitationError::AlreadyMember(member)) = again else {
        panic!("{again:?}");
    };
    assert_eq!(member, accepted.member);
}

#[tokio::test]
async fn nobody_grants_more_than_they_hold() {
    let s = Scenario::with(an_account().defining(GrantKind::Role, "Sales")).await;
    let key = ApiKeyId::new(Uuid::from_u128(5));
    let inviting = a_caller()
        .of(s.account())
        .api_key(key, Scope::Invite)
        .build();
    let reading = a_caller().of(s.account()).api_key(key, Scope::Read).build();
    let administrator = || CreateInvitation {
        grant: Grant {
            access_type: AccessType::Administrator,
            ..Grant::default()
        },
        ..request("siti@example.org")
    };

    let refused = s.invitations.create(&inviting, administrator()).await;
    assert!(matches!(
        refused,
        Err(CreateInvitationError::Forbidden(GrantRefused::AccessType))
    ));
    let refused = s
        .invitations
        .create(&reading, request("siti@example.org"))
        .await;
    assert!(matches!(
        refused,
        Err(CreateInvitationError::Forbidden(
            GrantRefused::MayNotInvite(_)
        ))
    ));

    // What an administrator prepared, a lesser caller can neither send nor edit nor withdraw.
    let prepared = CreateInvitation {
        send: false,
        ..administrator()
    };
    let id = s.create(prepared).await.unwrap().id;
    let sent = s.invitations.send(&inviting, id).await;
    assert!(
        matches!(sent, Err(SendInvitationError::Forbidden(_))),
        "{sent:?}"
    );
    let command = EditInvitation {
        id,
        changes: Changes::default(),
        expected_version: None,
    };
    let edited = s.invitations.edit(&inviting, command).await;
    assert!(
        matches!(edited, Err(EditInvitationError::Forbidden(_))),
        "{edited:?}"
    );
    let revoked = s.invitations.revoke(&inviting, id).await;
    assert!(
        matches!(revoked, Err(RevokeError::Forbidden(_))),
        "{revoked:?}"
    );
    assert_eq!(s.status(id).await, Status::NotInvited);
}

#[tokio::test]
async fn an_edit_cannot_raise_the_grant_beyond_the_editor() {
    let s = Scenario::new().await;
    let id = s.create(draft("siti@example.org")).await.unwrap().id;
    let key = ApiKeyId::new(Uuid::from_u128(5));
    let inviting = a_caller()
        .of(s.account())
        .api_key(key, Scope::Invite)
        .build();
    let grant = Grant {
        access_type: AccessType::Administrator,
        ..Grant::default()
    };
    let changes = Changes {
        grant: Some(grant),
        ..Changes::default()
    };
    let command = EditInvitation {
        id,
        changes,
        expected_version: None,
    };
    let refused = s.invitations.edit(&inviting, command).await;
    assert!(matches!(
        refused,
        Err(EditInvitationError::Forbidden(GrantRefused::AccessType))
    ));
}

#[tokio::test]
async fn unknown_roles_are_named() {
    let s = Scenario::with(an_account().defining(GrantKind::Role, "Sales")).await;
    let mut command = request("siti@example.org");
    command.grant.roles = [values::key("Sales"), values::key("Boss")].into();
    let refused = s.create(command).await;
    let Err(CreateInvitationError::Undefined(items)) = refused else {
        panic!("{refused:?}");
    };
    let items: Vec<_> = items.into_iter().map(|told| told.item).collect();
    assert_eq!(items, [values::item(GrantKind::Role, "Boss")]);
    assert_eq!(s.deliver().await.handed_over, 0, "nothing is half-written");
}

#[tokio::test]
async fn sending_needs_a_contact_that_the_account_allows() {
    let s = Scenario::new().await;
    let by_phone = |send| CreateInvitation {
        invitee: Invitee {
            email: None,
            phone: Some(values::phone("+79051111111")),
            ..request("x@example.org").invitee
        },
        send,
        ..request("x@example.org")
    };
    let refused = s.create(by_phone(true)).await;
    assert!(matches!(
        refused,
        Err(CreateInvitationError::NoChannel(NoChannel::SmsNotAllowed))
    ));
    let id = s.create(by_phone(false)).await.unwrap().id;
    let sent = s.invitations.send(&s.ana, id).await;
    assert!(
        matches!(sent, Err(SendInvitationError::NoChannel(_))),
        "{sent:?}"
    );
    assert_eq!(s.status(id).await, Status::NotInvited);
}

#[tokio::test]
async fn another_accounts_invitation_does_not_exist() {
    let s = Scenario::new().await;
    let id = s.invite("siti@example.org").await.id;
    let other = an_account()
        .named("Other")
        .slug("other")
        .id(AccountId::new(Uuid::from_u128(55)))
        .put_into(&s.store)
        .await
        .unwrap();
    let stranger = a_caller().of(&other).build();
    assert_eq!(stranger.actor, Actor::System);

    assert!(matches!(
        s.invitations.find(&stranger, id).await,
        Err(FindError::NotFound)
    ));
    assert!(matches!(
        s.invitations.history(&stranger, id).await,
        Err(FindError::NotFound)
    ));
    let sent = s.invitations.send(&stranger, id).await;
    assert!(
        matches!(sent, Err(SendInvitationError::NotFound)),
        "{sent:?}"
    );
    let revoked = s.invitations.revoke(&stranger, id).await;
    assert!(matches!(revoked, Err(RevokeError::NotFound)), "{revoked:?}");
    let command = EditInvitation {
        id,
        changes: Changes::default(),
        expected_version: None,
    };
    let edited = s.invitations.edit(&stranger, command).await;
    assert!(
        matches!(edited, Err(EditInvitationError::NotFound)),
        "{edited:?}"
    );
    assert_eq!(s.invitations.counts(&stranger).await.unwrap().total(), 0);
}

#[tokio::test]
async fn a_stale_editor_is_told() {
    let s = Scenario::new().await;
    let invitation = s.create(draft("siti@example.org")).await.unwrap();
    let renamed = |version| EditInvitation {
        id: invitation.id,
        changes: Changes {
            invitee: Some(Invitee {
                name: Some(values::name("Siti Nurhaliza")),
                ..invitation.invitee.clone()
            }),
            ..Changes::default()
        },
        expected_version: version,
    };
    let version = Some(invitation.version);
    s.invitations.edit(&s.ana, renamed(version)).await.unwrap();
    let again = s.invitations.edit(&s.ana, renamed(version)).await;
    assert!(
        matches!(again, Err(EditInvitationError::Conflict)),
        "{again:?}"
    );
    assert_eq!(
        s.story(invitation.id).await,
        ["invitation.created", "invitation.edited"]
    );
}

#[tokio::test]
async fn a_changed_address_takes_the_waiting_message_along() {
    let s = Scenario::new().await;
    let id = s.invite("old@example.org").await.id;
    let changes = Changes {
        invitee: Some(request("new@example.org").invitee),
        ..Changes::default()
    };
    let command = EditInvitation {
        id,
        changes,
        expected_version: None,
    };
    s.invitations.edit(&s.ana, command).await.unwrap();
    assert_eq!(s.deliver().await.handed_over, 1);
    let to: Vec<_> = s
        .mailer
        .sent()
        .iter()
        .map(|m| m.to.canonical().to_owned())
        .collect();
    assert_eq!(to, ["new@example.org"], "nothing goes to the old address");
    assert!(s.accept(&s.token("new@example.org")).await.is_ok());
}

#[tokio::test]
async fn nothing_leaves_after_a_revocation() {
    let s = Scenario::new().await;
    let waiting = s.invite("a@example.org").await.id;
    s.invitations.revoke(&s.ana, waiting).await.unwrap();
    let twice = s.invitations.revoke(&s.ana, waiting).await.unwrap();
    assert_eq!(twice.status(s.clock.get()), Status::Revoked);
    assert_eq!(s.deliver().await.handed_over, 0);

    // A worker that holds the message already learns it when it renews, and cannot settle it.
    let claimed = s.invite("b@example.org").await.id;
    let lease = TimeDelta::seconds(30);
    let mut due = s.dispatch.claim("worker", lease, 10).await.unwrap();
    s.invitations.revoke(&s.ana, claimed).await.unwrap();
    let claims: Vec<_> = due.iter().map(|d| d.claim).collect();
    assert_eq!(s.dispatch.renew(&claims, lease).await.unwrap(), []);
    let attempt = s.dispatch.attempt(due.pop().unwrap()).await;
    assert_eq!(s.dispatch.record(vec![attempt]).await.unwrap().lost, 1);
    assert_eq!(s.status(claimed).await, Status::Revoked);
}

#[tokio::test]
async fn resending_works_after_expiry_and_error_and_decline() {
    let s = Scenario::new().await;
    let (id, old) = s.invited("siti@example.org").await;
    s.clock.advance(Ttl::default().span());
    assert_eq!(s.status(id).await, Status::Expired);
    s.invitations.send(&s.ana, id).await.unwrap();
    s.deliver().await;
    let fresh = s.token("siti@example.org");
    assert_ne!(fresh, old);
    assert!(s.accept(&old).await.is_err());
    assert!(s.accept(&fresh).await.is_ok());
}

#[tokio::test]
async fn sending_while_a_message_waits_is_refused_by_name() {
    let s = Scenario::new().await;
    let id = s.invite("siti@example.org").await.id;
    let again = s.invitations.send(&s.ana, id).await;
    let Err(SendInvitationError::Illegal(illegal)) = again else {
        panic!("{again:?}");
    };
    assert_eq!(illegal.from, Status::Queued);
    assert_eq!(
        s.deliver().await.handed_over,
        1,
        "a double click sends once"
    );
}

#[tokio::test]
async fn the_sweeper_writes_down_what_the_clock_decided() {
    let s = Scenario::new().await;
    for n in 0..5 {
        s.invited(&format!("p{n}@example.org")).await;
    }
    assert_eq!(s.invitations.expire_due(10).await.unwrap(), 0);
    s.clock.advance(Ttl::default().span());
    let (late, _) = s.invited("late@example.org").await;
    let counts = s.invitations.counts(&s.ana).await.unwrap();
    assert_eq!(
        (counts.get(Status::Expired), counts.get(Status::Invited)),
        (5, 1)
    );

    assert_eq!(s.invitations.expire_due(3).await.unwrap(), 3);
    assert_eq!(s.invitations.expire_due(3).await.unwrap(), 2);
    assert_eq!(s.invitations.expire_due(3).await.unwrap(), 0);
    assert_eq!(
        s.invitations.counts(&s.ana).await.unwrap(),
        counts,
        "nothing shows a difference"
    );
    assert_eq!(s.status(late).await, Status::Invited);
}

#[tokio::test]
async fn lists_are_filtered_by_where_people_stand() {
    let s = Scenario::new().await;
    s.create(draft("draft@example.org")).await.unwrap();
    s.invited("invited@example.org").await;
    let (_, token) = s.invited("member@example.org").await;
    s.accept(&token).await.unwrap();
    let page = PageRequest {
        limit: 10,
        after: None,
    };
    for (status, expected) in [
        (Status::NotInvited, "draft@example.org"),
        (Status::Invited, "invited@example.org"),
        (Status::Accepted, "member@example.org"),
    ] {
        let filter = InvitationFilter {
            status: Some(status),
            ..InvitationFilter::default()
        };
        let found = s.invitations.list(&s.ana, &filter, page).await.unwrap();
        let addresses: Vec<_> = found
            .items
            .iter()
            .filter_map(|i| i.invitee.email.as_ref())
            .map(invite_domain::model::EmailAddress::canonical)
            .collect();
        assert_eq!(addresses, [expected]);
    }
}
