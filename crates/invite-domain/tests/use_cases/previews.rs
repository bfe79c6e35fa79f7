//! Looking at a message before it leaves, and who of a list is known already.

use invite_domain::{
    model::{Authority, Caller, ChannelPreference, CredentialsPolicy, Grant, Locale, NoChannel},
    service::{Known, MessagePreview, MessagePreviewError},
};
use invite_testkit::{Scenario, an_account, request, values};

#[tokio::test]
async fn a_preview_is_the_mail_without_anything_that_opens() {
    let scenario = Scenario::new().await;
    let mut draft = request("siti@example.org");
    draft.invitee.name = Some(values::name("Siti"));
    draft.invitee.locale = Some(Locale::Ru);
    draft.message = Some(values::message("Selamat datang"));
    let preview = scenario
        .previews
        .of_draft(&scenario.ana, draft.clone())
        .await;
    let MessagePreview::Mail { to, mail: preview } = preview.unwrap() else {
        panic!("a mail was asked for");
    };
    scenario.create(draft).await.unwrap();
    scenario.deliver().await;
    let sent = scenario.mailer.sent().remove(0);
    let token = scenario.token("siti@example.org");
    assert_eq!(to, sent.to);
    assert!(preview.text.contains("Selamat datang"));
    assert!(preview.subject.contains("(ru)"));
    assert!(
        preview
            .text
            .contains("https://invite.example.org/i/preview")
    );
    assert!(!preview.text.contains(token.expose()));
    assert_eq!(
        scenario.mailer.attempts().len(),
        1,
        "a preview sends nothing"
    );
}

#[tokio::test]
async fn the_temporary_password_of_a_preview_is_nobodys() {
    let account = an_account().settings(|settings| {
        settings.credentials = CredentialsPolicy::TemporaryPassword;
    });
    let scenario = Scenario::with(account).await;
    let preview = scenario
        .previews
        .of_draft(&scenario.ana, request("siti@example.org"))
        .await;
    let MessagePreview::Mail { mail: preview, .. } = preview.unwrap() else {
        panic!("a mail was asked for");
    };
    assert!(
        preview
            .text
            .contains("siti@example.org 0000-0000-0000-0000")
    );
}

#[tokio::test]
async fn a_preview_says_why_nothing_can_leave() {
    let scenario = Scenario::new().await;
    let mut draft = request("siti@example.org");
    draft.channel = ChannelPreference::Sms;
    let preview = scenario
        .previews
        .of_draft(&scenario.ana, draft.clone())
        .await;
    assert!(matches!(
        preview,
        Err(MessagePreviewError::NoChannel(NoChannel::NoPhone))
    ));
    let standard = Caller {
        authority: Authority::of_member(&Grant::default()),
        ..scenario.ana.clone()
    };
    let preview = scenario.previews.of_draft(&standard, draft).await;
    assert!(matches!(preview, Err(MessagePreviewError::Forbidden(_))));
}

#[tokio::test]
async fn who_is_invited_or_in_is_told_for_each_of_a_list() {
    let scenario = Scenario::new().await;
    let (id, token) = scenario.invited("in@example.org").await;
    scenario.accept(&token).await.unwrap();
    let invited = scenario.invite("Invited@example.org").await.id;
    scenario.known_person("elsewhere@example.org").await;
    let people: Vec<_> = [
        "in@example.org",
        "new@example.org",
        "invited@example.org",
        "elsewhere@example.org",
    ]
    .map(|address| request(address).invitee)
    .into();
    let known = scenario
        .invitations
        .known(&scenario.ana, &people)
        .await
        .unwrap();
    let user = scenario.user("in@example.org").await.unwrap();
    let member = scenario.member(user).await.unwrap().id;
    assert_eq!(
        known,
        [
            Some(Known::Member(member)),
            None,
            Some(Known::Invited(invited)),
            None
        ]
    );
    assert_ne!(id, invited);

    let standard = Caller {
        authority: Authority::of_member(&Grant::default()),
        ..scenario.ana.clone()
    };
    let refused = scenario.invitations.known(&standard, &people).await;
    assert!(refused.is_err());
}
