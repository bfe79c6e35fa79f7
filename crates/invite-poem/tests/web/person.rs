//! The page of one person: their story, and everything that can be done now and nothing that cannot.

use crate::harness::{Browser, an_administrator};
use invite_domain::model::{AccessType, GrantKind, INVITE_PEOPLE, MemberId, Status, UserId};
use invite_testkit::{Scenario, an_account, request, values};

async fn budi(scenario: &Scenario) -> Browser {
    an_administrator(scenario, "budi@example.org").await;
    let mut browser = Browser::on(scenario);
    browser.sign_in("budi@example.org").await;
    browser
}

async fn siti(scenario: &Scenario) -> MemberId {
    let (_, token) = scenario.invited("siti@example.org").await;
    scenario.accept(&token).await.unwrap().member
}

async fn active(scenario: &Scenario, address: &str) -> Option<bool> {
    let user: UserId = scenario.user(address).await.unwrap();
    scenario.member(user).await.map(|member| member.active)
}

fn version(body: &str) -> String {
    let rest = body.split("name=\"version\" value=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn sending_again_asks_where_a_link_still_works() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let (id, _) = scenario.invited("siti@example.org").await;
    let place = format!("/a/maju/invitations/{id}");
    let send = format!("href=\"{place}/send\"");
    let page = browser.open(&place).await;
    page.shows(
        200,
        &[&send, "expires in 7 days", "Answer: ", "What they get"],
    );
    page.hides(&["opened"]);
    let page = browser.open(&format!("{place}/send")).await;
    page.shows(200, &["siti@example.org", "stops working at once"]);
    assert_eq!(scenario.mailer.sent().len(), 2, "reading sends nothing");
    browser.submit(&format!("{place}/send"), &[]).await;
    let page = browser.open(&format!("{place}/send")).await;
    page.shows(200, &["Waiting"]);
}

#[tokio::test]
async fn a_mistyped_address_is_corrected_and_the_mail_leaves_anew() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let (id, old) = scenario.invited("stii@example.org").await;
    let place = format!("/a/maju/invitations/{id}");
    let edit = format!("{place}/edit");
    let page = browser.open(&edit).await;
    page.shows(200, &["stii@example.org", "A message was sent already"]);
    let version = version(&page.body);
    let filled = |email, version| {
        vec![
            ("email", email),
            ("name", "Siti"),
            ("locale", "id"),
            ("channel", "auto"),
            ("ttl", "14"),
            ("version", version),
        ]
    };
    let page = browser.submit(&edit, &filled("nobody", &version)).await;
    page.shows(422, &["id=\"email-error\"", "value=\"Siti\""]);
    let page = browser.submit(&edit, &filled("", &version)).await;
    page.shows(422, &["Enter an e-mail address or a phone number"]);

    let good = filled("siti@example.org", &version);
    let page = browser.submit(&edit, &good).await;
    page.shows(
        200,
        &[
            "a new message is on its way",
            "14 days",
            "Changed · you · on a page",
        ],
    );
    scenario.deliver().await;
    let mail = scenario.mailer.sent().pop().unwrap();
    assert_eq!(mail.to, values::email("siti@example.org"));
    browser.click(&old).await;
    browser.open("/invitation").await.shows(410, &[]);

    let late = filled("other@example.org", &version);
    let page = browser.submit(&edit, &late).await;
    page.shows(422, &["Someone else changed this", "other@example.org"]);
    assert_eq!(scenario.mailer.sent().len(), 3);
}

#[tokio::test]
async fn whoever_accepted_is_edited_on_the_page_of_the_member() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let member = scenario.accept(&token).await.unwrap().member;
    let invitation = format!("/a/maju/invitations/{id}");
    let place = format!("/a/maju/members/{member}");
    let page = browser.open(&invitation).await;
    page.shows(200, &[&place, "Accepted · the invited person"]);
    page.hides(&["/edit", "/send\"", "/revoke\""]);
    browser
        .open(&format!("{invitation}/edit"))
        .await
        .hides(&["name=\"version\""]);

    let page = browser.open(&format!("{place}/edit")).await;
    let version = version(&page.body);
    let promote = [("access_type", "administrator"), ("version", &*version)];
    let page = browser.submit(&format!("{place}/edit"), &promote).await;
    page.shows(
        200,
        &[
            "Saved.",
            "Administrator",
            "What they have was changed · you · on a page",
            "Put on the list · Ana",
            &invitation,
        ],
    );
    let page = browser.submit(&format!("{place}/edit"), &promote).await;
    page.shows(422, &["Someone else changed this"]);
    let unknown = [("roles", "Nonsense")];
    let page = browser.submit(&format!("{place}/edit"), &unknown).await;
    page.shows(422, &["This account has no", "Nonsense"]);
}

#[tokio::test]
async fn switching_off_asks_and_switching_on_does_not() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let place = format!("/a/maju/members/{}", siti(&scenario).await);
    let page = browser.open(&place).await;
    page.shows(
        200,
        &["Switched on", "role=\"switch\" aria-checked=\"true\""],
    );
    let question = browser.open(&format!("{place}/switch-off")).await;
    question.shows(200, &["Switch this person off?", "siti@example.org"]);
    assert_eq!(active(&scenario, "siti@example.org").await, Some(true));
    let version = version(&question.body);
    let answer = [("version", &*version)];
    let page = browser
        .submit(&format!("{place}/switch-off"), &answer)
        .await;
    page.shows(
        200,
        &["cannot act in this account", "aria-checked=\"false\""],
    );
    assert_eq!(active(&scenario, "siti@example.org").await, Some(false));
    let page = browser
        .submit(&format!("{place}/switch-off"), &answer)
        .await;
    page.shows(200, &["Something changed at the same moment"]);
    let page = browser.submit(&format!("{place}/switch-on"), &[]).await;
    page.shows(
        200,
        &["can act in this account again", "Switched off · you"],
    );
    assert_eq!(active(&scenario, "siti@example.org").await, Some(true));
}

#[tokio::test]
async fn removing_names_the_person_and_what_ends() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let place = format!("/a/maju/members/{}", siti(&scenario).await);
    let question = browser.open(&format!("{place}/remove")).await;
    question.shows(200, &["Remove this person?", "siti@example.org", "Maju"]);
    assert!(active(&scenario, "siti@example.org").await.is_some());
    let version = version(&question.body);
    let answer = [("version", &*version)];
    let page = browser.submit(&format!("{place}/remove"), &answer).await;
    page.shows(200, &["The person was removed"]);
    assert_eq!(active(&scenario, "siti@example.org").await, None);
    browser.open(&place).await.shows(404, &[]);
}

#[tokio::test]
async fn nobody_ends_themselves_or_the_last_administrator_here() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let user = scenario.user("budi@example.org").await.unwrap();
    let own = scenario.member(user).await.unwrap().id;
    let own = format!("/a/maju/members/{own}");
    let page = browser.open(&own).await;
    page.shows(200, &["This is you.", "/edit"]);
    page.hides(&["/remove\"", "role=\"switch\""]);

    let ana = format!("/a/maju/members/{}", scenario.ana_member.id);
    browser.submit(&format!("{ana}/remove"), &[]).await;
    let page = browser.open(&own).await;
    page.shows(200, &["This is the only active administrator"]);
    let page = browser.open(&format!("{own}/remove")).await;
    page.hides(&["Remove this person?"]);
    for address in ["remove", "switch-off"] {
        let page = browser.submit(&format!("{own}/{address}"), &[]).await;
        page.shows(200, &["This is the only active administrator"]);
    }
    let demote = [("access_type", "standard")];
    let page = browser.submit(&format!("{own}/edit"), &demote).await;
    page.shows(422, &["This is the only active administrator"]);
}

#[tokio::test]
async fn whoever_only_invites_sees_members_and_changes_none() {
    let account = an_account().defining(GrantKind::Permission, INVITE_PEOPLE);
    let scenario = Scenario::with(account).await;
    let member = siti(&scenario).await;
    let mut clerk = request("clerk@example.org");
    clerk.grant.permissions = [values::key(INVITE_PEOPLE)].into();
    assert_eq!(clerk.grant.access_type, AccessType::Standard);
    scenario.create(clerk).await.unwrap();
    scenario.deliver().await;
    let token = scenario.token("clerk@example.org");
    scenario.accept(&token).await.unwrap();
    let (open, _) = scenario.invited("open@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("clerk@example.org").await;
    let place = format!("/a/maju/members/{member}");
    let page = browser.open(&place).await;
    page.shows(200, &["Only administrators can change members", "Ana"]);
    page.hides(&["/edit\"", "role=\"switch\"", "/remove\""]);
    for address in ["edit", "remove", "switch-off", "switch-on"] {
        let page = browser.post(&format!("{place}/{address}"), &[]).await;
        page.shows(403, &[]);
    }
    assert_eq!(active(&scenario, "siti@example.org").await, Some(true));
    assert_eq!(scenario.status(open).await, Status::Invited);
}

#[tokio::test]
async fn leaving_tells_which_invitations_die_with_it() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    for n in 0..7 {
        scenario.invited(&format!("guest{n}@example.org")).await;
    }
    let ana = format!("/a/maju/members/{}", scenario.ana_member.id);
    for question in ["remove", "switch-off"] {
        let page = browser.open(&format!("{ana}/{question}")).await;
        page.shows(
            200,
            &[
                "7 invitations that this person sent are open",
                "guest6@example.org",
                "/a/maju/invitations/",
                "and 2 more",
            ],
        );
    }
    let member = siti(&scenario).await;
    let page = browser
        .open(&format!("/a/maju/members/{member}/remove"))
        .await;
    page.hides(&["that this person sent"]);
}
