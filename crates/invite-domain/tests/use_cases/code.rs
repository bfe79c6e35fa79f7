//! The code that a new person accepts with, where the account asks for one.

use chrono::TimeDelta;
use invite_domain::{
    model::{
        AcceptanceCode, AcceptanceProof, AccessType, Changes, CodeRefusal, InvitationToken,
        Invitee, ResendPolicy, Status, Via,
    },
    service::{AcceptError, AcceptInvitation, AskCode, AskCodeError, CodeSent, EditInvitation},
};
use invite_testkit::{Scenario, accepting, an_account, request, values};

const SITI: &str = "siti@example.org";

/// An account that asks everyone who is new for a code.
async fn careful() -> Scenario {
    Scenario::with(an_account().settings(|s| s.acceptance_proof = AcceptanceProof::Code)).await
}

async fn ask(s: &Scenario, token: &InvitationToken) -> Result<CodeSent, AskCodeError> {
    let (token, via) = (token.clone(), Via::Page);
    s.invitations.ask_code(AskCode { token, via }).await
}

/// Tries a code; says why it is refused, if it is.
async fn try_code(
    s: &Scenario,
    token: &InvitationToken,
    code: Option<&AcceptanceCode>,
) -> Result<(), CodeRefusal> {
    let command = AcceptInvitation {
        code: code.cloned(),
        ..accepting(token)
    };
    match s.invitations.accept(command).await {
        Ok(_) => Ok(()),
        Err(AcceptError::Code(refusal)) => Err(refusal),
        Err(other) => panic!("{other:?}"),
    }
}

fn another(than: &AcceptanceCode) -> AcceptanceCode {
    let number: u64 = than.shown().replace(' ', "").parse().unwrap();
    AcceptanceCode::of_number(number + 1)
}

/// Does something several times at once.
async fn at_once<F>(times: usize, one: impl Fn() -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let tasks: Vec<_> = (0..times).map(|_| tokio::spawn(one())).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

#[tokio::test]
async fn a_new_person_accepts_with_the_code_from_their_mailbox() {
    let s = careful().await;
    let (id, token) = s.invited(SITI).await;
    let preview = s.invitations.preview(&token, None).await.unwrap();
    assert_eq!(preview.code.unwrap().asked_at, None);
    assert_eq!(try_code(&s, &token, None).await, Err(CodeRefusal::Required));

    let right = s.code(&token).await.unwrap();
    let mail = s.mailer.code_mails().pop().unwrap();
    assert_eq!(mail.to, values::email(SITI));
    assert_eq!(mail.date, s.clock.get());
    let preview = s.invitations.preview(&token, None).await.unwrap();
    assert_eq!(preview.code.unwrap().asked_at, Some(s.clock.get()));
    assert_eq!(try_code(&s, &token, Some(&right)).await, Ok(()));
    assert_eq!(s.status(id).await, Status::Accepted);
    // Said once more, as always; no code is needed for that.
    assert!(s.accept(&token).await.unwrap().already_in);
    let story = s.story(id).await;
    let asked = story.iter().filter(|name| *name == "invitation.code_asked");
    assert_eq!(asked.count(), 1);
}

#[tokio::test]
async fn five_wrong_tries_end_a_code_however_many_try_at_once() {
    let s = careful().await;
    let (id, token) = s.invited(SITI).await;
    let right = s.code(&token).await.unwrap();
    let wrong = another(&right);
    for tries_left in [4, 3, 2, 1] {
        let refused = try_code(&s, &token, Some(&wrong)).await;
        assert_eq!(refused, Err(CodeRefusal::Wrong { tries_left }));
    }
    let tries = at_once(8, || {
        let (s, token, wrong) = (s.clone(), token.clone(), wrong.clone());
        async move { try_code(&s, &token, Some(&wrong)).await }
    });
    for refused in tries.await {
        assert_eq!(refused, Err(CodeRefusal::TooManyTries));
    }
    let dead = try_code(&s, &token, Some(&right)).await;
    assert_eq!(
        dead,
        Err(CodeRefusal::TooManyTries),
        "not even the right one"
    );
    assert_eq!(s.status(id).await, Status::Invited);

    s.clock.advance(TimeDelta::minutes(1));
    let next = s.code(&token).await.unwrap();
    assert_eq!(try_code(&s, &token, Some(&next)).await, Ok(()));
}

#[tokio::test]
async fn a_code_dies_after_ten_minutes_and_when_another_is_asked_for() {
    let s = careful().await;
    let (_, token) = s.invited(SITI).await;
    let first = s.code(&token).await.unwrap();
    s.clock.advance(TimeDelta::minutes(10));
    let expired = try_code(&s, &token, Some(&first)).await;
    assert_eq!(expired, Err(CodeRefusal::Expired));
    let second = s.code(&token).await.unwrap();
    s.clock.advance(TimeDelta::minutes(1));
    let third = s.code(&token).await.unwrap();
    let former = try_code(&s, &token, Some(&second)).await;
    assert_eq!(former, Err(CodeRefusal::Wrong { tries_left: 4 }));
    assert_eq!(try_code(&s, &token, Some(&third)).await, Ok(()));
}

#[tokio::test]
async fn codes_leave_once_a_minute_and_five_times_a_day_however_many_ask() {
    let s = careful().await;
    let (_, token) = s.invited(SITI).await;
    for _ in 0..5 {
        let asked = at_once(4, || {
            let (s, token) = (s.clone(), token.clone());
            async move { ask(&s, &token).await.is_ok() }
        });
        assert_eq!(asked.await.into_iter().filter(|sent| *sent).count(), 1);
        s.clock.advance(TimeDelta::minutes(1));
    }
    s.deliver().await;
    assert_eq!(s.mailer.code_mails().len(), 5);
    match ask(&s, &token).await {
        Err(AskCodeError::TooSoon { again_at, now }) => {
            assert_eq!(again_at - now, TimeDelta::days(1) - TimeDelta::minutes(5));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_code_opens_its_own_invitation_and_link_alone() {
    let account = an_account().settings(|s| {
        s.acceptance_proof = AcceptanceProof::Code;
        s.resend_policy = ResendPolicy::UntilExpiry;
    });
    let s = Scenario::with(account).await;
    let (id, token) = s.invited(SITI).await;
    let (_, of_budi) = s.invited("budi@example.org").await;
    let (siti, budi) = (
        s.code(&token).await.unwrap(),
        s.code(&of_budi).await.unwrap(),
    );
    assert_ne!(siti, budi);
    let foreign = try_code(&s, &token, Some(&budi)).await;
    assert_eq!(foreign, Err(CodeRefusal::Wrong { tries_left: 4 }));

    // Both links are good, and the code was asked for with the older one.
    s.invitations.send(&s.ana, id).await.unwrap();
    s.deliver().await;
    let newer = s.token(SITI);
    assert_ne!(newer, token);
    let refused = try_code(&s, &newer, Some(&siti)).await;
    assert_eq!(refused, Err(CodeRefusal::Required));
    assert_eq!(try_code(&s, &token, Some(&siti)).await, Ok(()));
}

#[tokio::test]
async fn a_corrected_address_gets_its_own_code_and_the_former_one_opens_nothing() {
    let s = careful().await;
    let (id, token) = s.invited("sitti@example.org").await;
    let sent_astray = s.code(&token).await.unwrap();
    let invitee = Invitee {
        email: Some(values::email(SITI)),
        ..s.find(id).await.invitee
    };
    let changes = Changes {
        invitee: Some(invitee),
        ..Changes::default()
    };
    let command = EditInvitation {
        id,
        changes,
        expected_version: None,
    };
    s.invitations.edit(&s.ana, command).await.unwrap();
    s.deliver().await;
    let corrected = s.token(SITI);
    let refused = try_code(&s, &corrected, Some(&sent_astray)).await;
    assert_eq!(refused, Err(CodeRefusal::Required));
    s.clock.advance(TimeDelta::minutes(1));
    let right = s.code(&corrected).await.unwrap();
    assert_eq!(s.mailer.code_mails().pop().unwrap().to, values::email(SITI));
    assert_eq!(try_code(&s, &corrected, Some(&right)).await, Ok(()));
}

#[tokio::test]
async fn administrators_alone_need_a_code_unless_the_account_says_otherwise() {
    let s = Scenario::new().await;
    let (_, standard) = s.invited(SITI).await;
    assert!(matches!(
        ask(&s, &standard).await,
        Err(AskCodeError::NotNeeded)
    ));
    assert_eq!(try_code(&s, &standard, None).await, Ok(()));

    let mut command = request("budi@example.org");
    command.grant.access_type = AccessType::Administrator;
    s.create(command).await.unwrap();
    s.deliver().await;
    let token = s.token("budi@example.org");
    assert_eq!(try_code(&s, &token, None).await, Err(CodeRefusal::Required));
    let right = s.code(&token).await.unwrap();
    assert_eq!(try_code(&s, &token, Some(&right)).await, Ok(()));
}

#[tokio::test]
async fn whoever_is_signed_in_as_the_invited_person_needs_no_code() {
    let s = careful().await;
    let budi = s.known_person("budi@example.org").await;
    let (_, token) = s.invited("budi@example.org").await;
    let preview = s.invitations.preview(&token, None).await.unwrap();
    assert_eq!(preview.code, None, "they sign in first");
    assert!(matches!(
        ask(&s, &token).await,
        Err(AskCodeError::NotNeeded)
    ));
    assert!(s.accept_as(&token, budi).await.is_ok());
}

#[tokio::test]
async fn a_code_that_came_too_late_is_not_sent() {
    let s = careful().await;
    let (id, token) = s.invited(SITI).await;
    ask(&s, &token).await.unwrap();
    s.clock.advance(TimeDelta::minutes(10));
    assert_eq!(s.deliver().await.obsolete, 1);
    ask(&s, &token).await.unwrap();
    s.invitations.revoke(&s.ana, id).await.unwrap();
    s.deliver().await;
    assert!(s.mailer.code_mails().is_empty());
    assert!(matches!(
        ask(&s, &token).await,
        Err(AskCodeError::DeadLink(_))
    ));
}
