//! Guide 002: "Inviting User (Whitelabel Administrator)" (reseller of phone numbers, English).

use super::{PASSWORD, mail_to, token_to};
use crate::harness::{Database, Person, Service, Site, code_of, on_both_databases};
use invite_testkit::smtp_sink::Script;
use serde_json::{Value, json};

on_both_databases! {
    a_reseller_invites_several_users_to_a_customers_account
    a_reseller_reaches_down_and_nobody_reaches_up_or_sideways
}

const RESELLER: &str = "santiago@reseller.example";
const CUSTOMER: &str = "/accounts/santiago-s-5";

fn reseller(database: Database) -> Site {
    Site::new(database, Script::new()).with_account(
        "White Label",
        "white-label",
        "Santiago Garcia",
        RESELLER,
    )
}

/// Signs the reseller in and makes a customer's account with its numbers.
async fn with_customer(service: &Service) -> Person {
    let mut santiago = Person::signed_in(service, RESELLER, PASSWORD).await;
    let customer =
        json!({ "name": "Santiago's 5", "slug": "santiago-s-5", "parent_id": "white-label" });
    santiago.makes("/accounts", customer).await;
    for number in [
        "+12025550101",
        "+12025550102",
        "+12025550199",
        "+13105550101",
    ] {
        santiago
            .makes(&format!("{CUSTOMER}/resources"), json!({ "key": number }))
            .await;
    }
    santiago
}

/// Follows the link in the mail, asks for a code, and accepts and signs in with what it brings.
async fn administrator(site: &Site, service: &Service, address: &str, how_many: usize) -> Person {
    let mut person = Person::at(service);
    let token = token_to(site, address, how_many);
    let body = json!({ "token": token });
    let preview = person.makes("/invitations/preview", body.clone()).await;
    assert_eq!(preview["code_required"], true, "{preview}");
    person.makes("/invitations/code", body).await;
    let code = code_of(&mail_to(site, address, how_many + 1));
    let accept = json!({ "token": token, "password": PASSWORD, "code": code });
    person.makes("/invitations/accept", accept).await;
    let session = person.sign_in("email", address, PASSWORD).await;
    assert_eq!(session.status, 201, "{session:?}");
    person
}

fn keys(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["key"].as_str().unwrap())
        .collect()
}

async fn a_reseller_invites_several_users_to_a_customers_account(database: Database) {
    let site = reseller(database);
    let service = site.start();
    let mut santiago = with_customer(&service).await;

    // Go to your customers, choose the account.
    let customers = santiago.sees("/accounts?parent=white-label").await;
    assert_eq!(customers["items"][0]["name"], "Santiago's 5");

    // Numbers are found by search.
    let found = santiago
        .sees(&format!("{CUSTOMER}/resources?q=202555010"))
        .await;
    assert_eq!(keys(&found), ["+12025550101", "+12025550102"]);

    // Several addresses, then for each an access type and a number, then submit.
    let rows = json!({ "invitations": [
        { "email": "test@testa1.com", "access_type": "administrator", "send": true },
        { "email": "test@testa2.com", "access_type": "standard", "resources": ["+12025550101"], "send": true },
        { "email": "not an address", "send": true },
        { "email": "test@testa3.com", "resources": ["+19999999999"], "send": true },
    ] });
    let answer = santiago
        .makes(&format!("{CUSTOMER}/invitations/batch"), rows)
        .await;
    let outcome = |index: usize| answer["results"][index]["outcome"].clone();
    assert_eq!(
        [outcome(0), outcome(1), outcome(2), outcome(3)],
        ["queued", "queued", "invalid", "invalid"]
    );
    let unknown = &answer["results"][3]["problem"]["errors"][0];
    assert_eq!(unknown["code"], "unknown_resource", "{unknown}");

    // They receive the invitation, and come in: the administrator with a code from their mailbox.
    let mut first = administrator(&site, &service, "test@testa1.com", 2).await;
    let mut second = Person::at(&service);
    let token = token_to(&site, "test@testa2.com", 2);
    let accept = json!({ "token": token, "password": PASSWORD });
    second.makes("/invitations/accept", accept).await;
    let session = second.sign_in("email", "test@testa2.com", PASSWORD).await;
    assert_eq!(session.status, 201);

    // The table of users: type, numbers, status switch, actions.
    let members = first.sees(&format!("{CUSTOMER}/members")).await;
    let rows = members["items"].as_array().unwrap();
    let of = |address: &str| rows.iter().find(|row| row["email"] == address).unwrap();
    assert_eq!(of("test@testa1.com")["access_type"], "administrator");
    let standard = of("test@testa2.com");
    assert_eq!(standard["access_type"], "standard");
    assert_eq!(standard["resources"], json!(["+12025550101"]));
    assert_eq!(standard["active"], true);

    // A number that is taken is not given to another.
    let taken = json!({ "email": "test@testa4.com", "resources": ["+12025550101"] });
    let refused = santiago
        .post(&format!("{CUSTOMER}/invitations"), taken)
        .await;
    assert_eq!(
        refused.body["errors"][0]["code"], "resource_taken",
        "{refused:?}"
    );

    // The switch: off, and the next request is refused; on, and it is not.
    let switch = format!("{CUSTOMER}/members/{}", standard["id"].as_str().unwrap());
    assert_eq!(second.get(CUSTOMER).await.status, 200);
    assert_eq!(
        first
            .patch(&switch, json!({ "active": false }))
            .await
            .status,
        200
    );
    assert_eq!(second.get(CUSTOMER).await.status, 404);
    assert_eq!(
        first.patch(&switch, json!({ "active": true })).await.status,
        200
    );
    assert_eq!(second.get(CUSTOMER).await.status, 200);
}

async fn a_reseller_reaches_down_and_nobody_reaches_up_or_sideways(database: Database) {
    let site = reseller(database);
    let service = site.start();
    let mut santiago = with_customer(&service).await;
    let other = json!({ "name": "Other", "slug": "other", "parent_id": "white-label" });
    santiago.makes("/accounts", other).await;

    let invite =
        json!({ "email": "test@testa1.com", "access_type": "administrator", "send": true });
    santiago
        .makes(&format!("{CUSTOMER}/invitations"), invite)
        .await;
    let mut customer = administrator(&site, &service, "test@testa1.com", 1).await;

    assert_eq!(customer.get(CUSTOMER).await.status, 200);
    let nowhere = customer.get("/accounts/nowhere").await;
    for account in ["/accounts/white-label", "/accounts/other"] {
        let refused = customer.get(account).await;
        assert_eq!(
            (refused.status, refused.body),
            (404, nowhere.body.clone()),
            "{account}"
        );
    }
    let invite = json!({ "email": "evil@example.org", "access_type": "administrator" });
    for account in ["/accounts/white-label", "/accounts/other"] {
        let refused = customer
            .post(&format!("{account}/invitations"), invite.clone())
            .await;
        assert_eq!(refused.status, 404, "{account}");
    }
}
