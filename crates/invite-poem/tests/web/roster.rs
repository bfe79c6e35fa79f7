//! An administrator: knowing where each one stands.

use crate::harness::{Browser, an_administrator};
use invite_domain::{
    model::{InvitationId, Status, Via},
    service::DeclineInvitation,
};
use invite_testkit::{Scenario, a_member, a_person, an_account, answer, values};

async fn budi(scenario: &Scenario) -> Browser {
    an_administrator(scenario, "budi@example.org").await;
    let mut browser = Browser::on(scenario);
    browser.sign_in("budi@example.org").await;
    browser
}

fn place(id: InvitationId) -> String {
    format!("/a/maju/invitations/{id}")
}

const SITI: &[(&str, &str)] = &[
    ("email", "siti@example.org"),
    ("name", "Siti Nurhaliza"),
    ("access_type", "standard"),
    ("locale", "id"),
    ("message", "Selamat datang"),
];

#[tokio::test]
async fn each_one_stands_where_the_table_says() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let nobody = values::email("nobody@example.org");
    scenario
        .mailer
        .answer_to(nobody, answer::no_such_recipient());
    scenario.invite("nobody@example.org").await;
    scenario.invited("siti@example.org").await;

    let page = browser.open("/a/maju").await;
    page.shows(
        200,
        &[
            "There is no such mailbox",
            "siti@example.org",
            "?status=error",
            "?status=invited",
        ],
    );
    page.hides(&["?status=declined"]);
    let page = browser.open("/a/maju?status=error").await;
    page.shows(200, &["nobody@example.org", "aria-current=\"page\">Error"]);
    page.hides(&["siti@example.org"]);
    let page = browser.open("/a/maju?status=nonsense&after=nonsense").await;
    page.shows(200, &["siti@example.org"]);
}

#[tokio::test]
async fn one_invitation_tells_its_whole_story() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let reason = Some(values::message("On leave <b>until</b> summer"));
    let no = DeclineInvitation {
        token,
        reason,
        via: Via::Page,
    };
    scenario.invitations.decline(no).await.unwrap();
    let page = browser.open(&place(id)).await;
    page.shows(
        200,
        &[
            "Put on the list · Ana",
            "Attempt 1 (e-mail): taken",
            "Declined · the invited person",
            "On leave &#60;b&#62;until&#60;/b&#62; summer",
            "Send again",
        ],
    );
}

#[tokio::test]
async fn sending_again_and_withdrawing_are_posts() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let page = browser.submit(&format!("{}/send", place(id)), &[]).await;
    page.shows(200, &["The invitation is on its way", "Waiting"]);
    let page = browser.submit(&format!("{}/send", place(id)), &[]).await;
    page.shows(200, &["This cannot be done as the invitation stands now"]);
    scenario.deliver().await;
    browser.click(&token).await;
    let page = browser.open("/invitation").await;
    page.shows(410, &["There is a newer invitation"]);

    let revoke = format!("{}/revoke", place(id));
    let page = browser.open(&revoke).await;
    page.shows(200, &["Withdraw this invitation?", "siti@example.org"]);
    assert_eq!(scenario.status(id).await, Status::Invited);
    let page = browser.submit(&revoke, &[]).await;
    page.shows(200, &["The invitation was withdrawn", "Withdrawn"]);
    assert_eq!(scenario.status(id).await, Status::Revoked);
}

#[tokio::test]
async fn foreign_and_missing_look_alike() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let elsewhere = an_account().named("Elsewhere").slug("elsewhere");
    let elsewhere = elsewhere.put_into(&scenario.store).await.unwrap();
    let foreign = invite_testkit::an_invitation().of(&elsewhere);
    let foreign = foreign.put_into(&scenario.store).await.unwrap().id;
    let missing = InvitationId::new(uuid::Uuid::from_u128(9));
    let mut bodies = Vec::new();
    for address in [
        "/a/elsewhere".to_owned(),
        "/a/nowhere".to_owned(),
        "/a/elsewhere/api-keys".to_owned(),
        format!("/a/elsewhere/invitations/{foreign}"),
        place(foreign),
        place(missing),
        "/a/maju/invitations/x".to_owned(),
        format!("{}/revoke", place(foreign)),
    ] {
        let page = browser.open(&address).await;
        page.shows(404, &[]);
        bodies.push(page.body);
    }
    for address in [
        "/a/elsewhere/invite/confirmed".to_owned(),
        format!("{}/send", place(foreign)),
        format!("{}/revoke", place(foreign)),
    ] {
        let page = browser.submit(&address, SITI).await;
        page.shows(404, &[]);
        bodies.push(page.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

#[tokio::test]
async fn the_pages_are_for_administrators_who_are_signed_in() {
    let scenario = Scenario::new().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    scenario.accept(&token).await.unwrap();
    let mut browser = Browser::on(&scenario);
    browser.open("/a/maju").await.shows(200, &["Continue"]);
    let page = browser.submit("/a/maju/invite/confirmed", SITI).await;
    page.shows(200, &["Continue"]);
    browser
        .sign_in("siti@example.org")
        .await
        .hides(&["/a/maju"]);
    browser
        .open("/a/maju")
        .await
        .shows(403, &["for administrators"]);
    let page = browser
        .submit(
            "/a/maju/api-keys",
            &[("name", "x"), ("scope", "administer")],
        )
        .await;
    page.shows(403, &[]);
    assert_eq!(scenario.mailer.sent().len(), 1);
}

#[tokio::test]
async fn an_administrator_above_acts_below() {
    let scenario = Scenario::new().await;
    let child = an_account()
        .named("Child")
        .slug("child")
        .below(scenario.account());
    let child = child.put_into(&scenario.store).await.unwrap();
    a_member()
        .who(a_person().named("Cici").email("cici@example.org"))
        .put_into(&scenario.store, &child)
        .await
        .unwrap();
    let mut browser = budi(&scenario).await;
    let page = browser.submit("/a/child/invite/confirmed", SITI).await;
    page.shows(200, &["Child", "<h1>Siti Nurhaliza</h1>"]);
}

#[tokio::test]
async fn an_api_key_is_shown_once() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    browser
        .open("/a/maju/api-keys")
        .await
        .shows(200, &["Read and invite"]);
    let page = browser
        .submit("/a/maju/api-keys", &[("name", ""), ("scope", "invite")])
        .await;
    page.shows(422, &["id=\"name-error\""]);
    let page = browser
        .submit("/a/maju/api-keys", &[("name", "CRM"), ("scope", "invite")])
        .await;
    page.shows(
        200,
        &[
            "invk_",
            "curl https://invite.example.org/api/v1/accounts/maju/invitations",
        ],
    );
    for address in ["/a/maju/api-keys", "/a/maju", "/"] {
        browser.open(address).await.hides(&["invk_"]);
    }
}
