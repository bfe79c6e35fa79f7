//! Guide 001: "How to invite a user to a WEB instance" (ERP).

use crate::{
    browser::{Page, Setup},
    guides::{mail_to, sender, subject},
    harness::{Database, PASSWORD, Person, Site, link_of},
};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

const INSTANCE: &str = "/accounts/demo-my-erp-net";
const ADMINISTRATOR: &str = "administrator@erp.example";
const JOHN: &str = "john.smith@example.org";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_saves_a_user_gives_roles_and_sends() {
    let site = Site::new(Database::Sqlite, Script::new())
        .set("INVITE_MAIL_FROM", "notification@erpnet.info")
        .with_account(
            "demo.my.erp.net",
            "demo-my-erp-net",
            "Ada Administrator",
            ADMINISTRATOR,
        );
    let service = site.start();
    let mut ada = Person::signed_in(&service, ADMINISTRATOR, PASSWORD).await;
    let settings = json!({ "settings": {
        "mail_subject": "Invitation to join {account}",
        "password_min_length": 8,
    } });
    assert_eq!(ada.patch(INSTANCE, settings).await.status, 200);
    for role in ["Salesperson", "Manager", "Worker"] {
        let role = json!({ "key": role });
        ada.makes(&format!("{INSTANCE}/roles"), role).await;
    }

    // 1-3, 5. The form behind the plus button; Save.
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.sign_in_as(ADMINISTRATOR, PASSWORD).await;
    page.says("Ada Administrator").await;
    page.go("/a/demo-my-erp-net").await;
    page.press("Invite someone").await;
    page.says("Invitation Internal (No login)").await;
    page.fill("login", "jsmith").await;
    page.fill("name", "John Smith").await;
    page.fill("email", JOHN).await;
    page.press("Save").await;
    page.says("Nothing was sent yet").await;
    assert_eq!(site.sink.count(), 0);

    // 4. Roles at a later stage, several of them.
    page.press("Edit").await;
    page.choose("roles", "Salesperson").await;
    page.choose("roles", "Worker").await;
    page.press("Save").await;
    let seen = page.says("Salesperson").await;
    assert!(seen.contains("Worker"), "{seen}");

    // 6-7. Send invitation mail.
    page.press("Send the invitation").await;
    page.says("on its way").await;

    // 8. From, subject.
    let mail = mail_to(&site, JOHN, 1);
    assert_eq!(sender(&mail).0, "notification@erpnet.info");
    assert_eq!(subject(&mail), "Invitation to join demo.my.erp.net");

    // 9. Login and name are filled in and cannot be changed; the password, twice.
    let john = Page::open(&site, &service, &Setup::default()).await;
    john.go(&link_of(&mail)).await;
    for (name, value) in [("login", "jsmith"), ("name", "John Smith")] {
        let field = john.find(&format!("input[name='{name}'][readonly]")).await;
        let filled_in = field.prop("value").await.unwrap();
        assert_eq!(filled_in.as_deref(), Some(value));
    }
    john.fill("password", "s4lt").await;
    john.says("4 of 8 characters").await;
    john.fill("password", "s4lt&pep").await;
    john.says("8 of 8 characters").await;
    john.press("Show the password").await;
    let shown = john.find("input[name='password'][type='text']").await;
    let typed = shown.prop("value").await.unwrap();
    assert_eq!(typed.as_deref(), Some("s4lt&pep"));
    john.fill("repeated", "s4lt&pep").await;
    john.submit().await;
    john.says("You are in").await;

    // 11. They log in with the login and the new password.
    john.sign_in_as("jsmith", "s4lt&pep").await;
    john.says("demo.my.erp.net").await;

    // 12. The type is Internal, the group Everybody was added.
    page.go("/a/demo-my-erp-net?q=jsmith&status=accepted").await;
    let row = page.says("Everybody").await;
    assert!(row.contains("Internal"), "{row}");
    assert!(!row.contains("No login"), "{row}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_without_a_role_is_told_so_by_name() {
    let site = Site::new(Database::Sqlite, Script::new()).with_account(
        "demo.my.erp.net",
        "demo-my-erp-net",
        "Ada Administrator",
        ADMINISTRATOR,
    );
    let service = site.start();
    let mut ada = Person::signed_in(&service, ADMINISTRATOR, PASSWORD).await;
    let role = json!({ "key": "Worker" });
    ada.makes(&format!("{INSTANCE}/roles"), role).await;
    let invite = json!({ "email": JOHN, "name": "John Smith", "send": true });
    ada.makes(&format!("{INSTANCE}/invitations"), invite).await;
    let john = Page::open(&site, &service, &Setup::default()).await;
    john.go(&link_of(&mail_to(&site, JOHN, 1))).await;
    john.fill("password", PASSWORD).await;
    john.fill("repeated", PASSWORD).await;
    john.submit().await;
    john.says("You are in").await;
    john.sign_in_as(JOHN, PASSWORD).await;
    let told = john.says("has no assigned roles").await;
    assert_eq!(told.matches("John Smith").count(), 2, "{told}");
}
