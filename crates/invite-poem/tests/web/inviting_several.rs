//! Several people in three steps: who, what each gets, a look at it all.

use crate::harness::{Browser, an_administrator};
use invite_domain::model::{AccessType, GrantKind};
use invite_testkit::{Scenario, an_account, values};

const SEVERAL: &str = "/a/maju/invite/several";

const LIST: &str = "test@testa1.com, \"Garcia, Santiago\" <test@testa2.com>";

async fn santiago() -> (Scenario, Browser) {
    let account = an_account()
        .slug("maju")
        .defining(GrantKind::Role, "Support")
        .defining(GrantKind::Resource, "+12025550101")
        .defining(GrantKind::Resource, "+12025550102");
    let scenario = Scenario::with(account).await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    (scenario, browser)
}

#[tokio::test]
async fn each_gets_what_was_chosen_for_them() {
    let (scenario, mut browser) = santiago().await;
    browser
        .open(SEVERAL)
        .await
        .shows(200, &["aria-current=\"step\">Addresses"]);
    let page = browser
        .submit(SEVERAL, &[("people", LIST), ("to", "give")])
        .await;
    page.shows(
        200,
        &[
            "test@testa1.com",
            "Garcia, Santiago",
            "access:test@testa2.com",
        ],
    );
    let looking = [
        ("people", LIST),
        ("access:test@testa1.com", "administrator"),
        ("search:test@testa2.com", "(202) 555-0101"),
        ("to", "find"),
    ];
    let page = browser.submit(SEVERAL, &looking).await;
    page.shows(200, &["value=\"+12025550101\"", "administrator\" selected"]);
    page.hides(&["value=\"+12025550102\""]);
    let chosen = [
        ("people", LIST),
        ("access:test@testa1.com", "administrator"),
        ("number:test@testa2.com", "+12025550101"),
        ("roles", "Support"),
        ("locale", "ru"),
    ];
    let with = |to| [&chosen[..], &[("to", to)]].concat();
    let page = browser.submit(SEVERAL, &with("summary")).await;
    page.shows(200, &["Invite 2 people", "+12025550101", "Administrator"]);
    let back = browser.submit(SEVERAL, &with("list")).await;
    back.shows(
        200,
        &["name=\"number:test@testa2.com\" value=\"+12025550101\""],
    );
    scenario.deliver().await;
    assert_eq!(
        scenario.mailer.sent().len(),
        1,
        "nothing leaves before the end"
    );

    let page = browser.submit(SEVERAL, &with("send")).await;
    page.shows(200, &["Garcia, Santiago", "test@testa1.com", "Waiting"]);
    scenario.deliver().await;
    for (address, access, numbers) in [
        ("test@testa1.com", AccessType::Administrator, 0),
        ("test@testa2.com", AccessType::Standard, 1),
    ] {
        let accepted = scenario.accept(&scenario.token(address)).await.unwrap();
        let user = scenario.user(address).await.unwrap();
        let grant = scenario.member(user).await.unwrap().grant;
        assert_eq!(
            (grant.access_type, grant.resources.len()),
            (access, numbers)
        );
        assert!(
            grant.roles.contains(&values::key("Support")),
            "{accepted:?}"
        );
    }
}

#[tokio::test]
async fn mistakes_stand_at_their_line_and_the_others_can_go_on() {
    let (scenario, mut browser) = santiago().await;
    scenario.invite("known@example.org").await;
    let list = "good@example.org\nnonsense\ngood@example.org\nknown@example.org\nbudi@example.org";
    let page = browser
        .submit(SEVERAL, &[("people", list), ("to", "give")])
        .await;
    page.shows(
        422,
        &[
            "Line 2:",
            "Line 3:",
            "stands on line 1 already",
            "Line 4:",
            "/a/maju/invitations/",
            "Line 5:",
            "nonsense\n",
        ],
    );
    let skipping = [("people", list), ("skip", "1"), ("to", "give")];
    let page = browser.submit(SEVERAL, &skipping).await;
    page.shows(200, &["access:good@example.org"]);
    page.hides(&["access:known@example.org"]);
    let empty = browser
        .submit(SEVERAL, &[("people", " "), ("to", "give")])
        .await;
    empty.shows(422, &["Enter at least one address."]);
}

#[tokio::test]
async fn one_that_cannot_be_invited_harms_no_other_and_sending_twice_is_harmless() {
    let (_scenario, mut browser) = santiago().await;
    let list = "first@example.org\nb@example.org";
    let send = [
        ("people", list),
        ("number:first@example.org", "+19999999999"),
        ("to", "send"),
    ];
    let page = browser.submit(SEVERAL, &send).await;
    page.shows(
        200,
        &[
            "1 person was not invited",
            "first@example.org",
            "+19999999999",
        ],
    );
    let again = browser.submit(SEVERAL, &send).await;
    again.shows(422, &["b@example.org", "already"]);
    let people = browser.open("/a/maju").await;
    people.shows(200, &["b@example.org"]);
    people.hides(&["first@example.org"]);
}

#[tokio::test]
async fn a_pass_has_a_limit_that_is_told() {
    let (_scenario, mut browser) = santiago().await;
    let list: Vec<String> = (0..501).map(|n| format!("p{n}@example.org")).collect();
    let list = list.join("\n");
    let page = browser
        .submit(SEVERAL, &[("people", &list), ("to", "give")])
        .await;
    page.shows(422, &["At most 500 people"]);
}

#[tokio::test]
async fn a_look_alike_domain_is_told_with_its_person_before_anything_is_sent() {
    let (_scenario, mut browser) = santiago().await;
    let list = "test@testa1.com, test@xn--pple-43d.com";
    for step in ["give", "summary"] {
        let page = browser
            .submit(SEVERAL, &[("people", list), ("to", step)])
            .await;
        page.shows(200, &["true name is xn--pple-43d.com"]);
        assert_eq!(page.body.matches("true name").count(), 1, "{step}");
    }
}
