//! Guide 004: "Cara Menambah/Menghapus Pengguna" (hosting billing, Indonesian).

use super::{PASSWORD, mail_to, subject, token_to};
use crate::harness::{Database, Person, Site, on_both_databases, text_of};
use invite_testkit::smtp_sink::Script;
use serde_json::{Value, json};

on_both_databases! {
    an_owner_invites_an_address_with_chosen_permissions
    someone_with_an_account_joins_with_their_own_credentials
    an_expired_invitation_is_sent_again
    a_user_is_removed_after_a_confirmation
}

const BILLING: &str = "/accounts/exa-billing";
const OWNER: &str = "pemilik@billing.example";

fn billing(database: Database) -> Site {
    Site::new(database, Script::new()).with_account(
        "Exa Billing",
        "exa-billing",
        "Pak Pemilik",
        OWNER,
    )
}

/// Signs the owner in; the account speaks Indonesian and offers the thirteen permissions.
async fn owner(service: &crate::harness::Service) -> Person {
    let mut owner = Person::signed_in(service, OWNER, PASSWORD).await;
    let settings = json!({ "settings": {
        "default_locale": "id",
        "mail_subject": "{account} telah mengundang Anda ke akun mereka",
    } });
    assert_eq!(owner.patch(BILLING, settings).await.status, 200);
    owner
        .makes(&format!("{BILLING}/catalogs/hosting"), json!({}))
        .await;
    owner
}

fn find<'a>(permissions: &'a Value, key: &str) -> &'a Value {
    let items = permissions["items"].as_array().unwrap();
    items.iter().find(|item| item["key"] == key).unwrap()
}

async fn an_owner_invites_an_address_with_chosen_permissions(database: Database) {
    let site = billing(database);
    let service = site.start();
    let mut owner = owner(&service).await;

    // Langkah 4: the thirteen permissions by their names, and the warning of the first.
    let permissions = owner.sees(&format!("{BILLING}/permissions")).await;
    assert_eq!(
        permissions["items"].as_array().unwrap().len(),
        13,
        "{permissions}"
    );
    let first = find(&permissions, "manage_master_profile");
    assert_eq!(
        first["texts"]["id"]["name"], "Ubah Profil Akun Master",
        "{first}"
    );
    let warning = first["texts"]["id"]["warning"].as_str().unwrap();
    assert!(warning.contains("Mohon berpikir dua kali"), "{warning}");
    let invoices = find(&permissions, "view_pay_invoices");
    assert_eq!(invoices["texts"]["id"]["name"], "Lihat & Bayar Faktur");

    // Langkah 2-4: invite an address with the chosen ones.
    let chosen = json!(["view_pay_invoices", "view_products"]);
    let invite = json!({ "email": "budi@example.org", "permissions": chosen, "send": true });
    let made = owner.makes(&format!("{BILLING}/invitations"), invite).await;
    let invitation = format!("{BILLING}/invitations/{}", made["id"].as_str().unwrap());

    // 3. The subject names the account, in Indonesian; the link works once and for seven days.
    let mail = mail_to(&site, "budi@example.org", 1);
    assert_eq!(
        subject(&mail),
        "Exa Billing telah mengundang Anda ke akun mereka"
    );
    assert!(text_of(&mail).contains("7 hari"), "{}", text_of(&mail));
    let seen = owner
        .waits(&invitation, |seen| seen["status"] == "invited")
        .await;
    assert!(seen["expires_at"].is_string(), "{seen}");

    // 4. The link makes them a user of the account.
    let token = token_to(&site, "budi@example.org", 1);
    let mut budi = Person::at(&service);
    let accept = json!({ "token": token, "password": PASSWORD });
    budi.makes("/invitations/accept", accept).await;
    assert_eq!(
        budi.sign_in("email", "budi@example.org", PASSWORD)
            .await
            .status,
        201
    );
    let mut thief = Person::at(&service);
    let again = json!({ "token": token, "password": "another password 1" });
    assert_eq!(
        thief.makes("/invitations/accept", again).await["already_member"],
        true
    );
    let theirs = thief
        .sign_in("email", "budi@example.org", "another password 1")
        .await;
    assert_eq!(theirs.status, 401, "a second use sets no password");

    // 6. The owner edits the permissions later, and it counts from the next request on.
    let members = owner.sees(&format!("{BILLING}/members?q=budi")).await;
    let member = &members["items"][0];
    assert_eq!(member["permissions"], chosen, "{member}");
    assert_eq!(
        budi.get(&format!("{BILLING}/invitations")).await.status,
        403
    );
    let place = format!("{BILLING}/members/{}", member["id"].as_str().unwrap());
    owner
        .makes(
            &format!("{BILLING}/permissions"),
            json!({ "key": "invite_people" }),
        )
        .await;
    let edited = owner
        .patch(
            &place,
            json!({ "permissions": ["invite_people", "view_products"] }),
        )
        .await;
    assert_eq!(edited.status, 200, "{edited:?}");
    assert_eq!(
        budi.get(&format!("{BILLING}/invitations")).await.status,
        200
    );
    // They pass on what they hold, and no more.
    let beyond = json!({ "email": "x@example.org", "permissions": ["view_pay_invoices"] });
    let refused = budi.post(&format!("{BILLING}/invitations"), beyond).await;
    assert_eq!(
        (refused.status, refused.code()),
        (403, "grant_exceeds_rights"),
        "{refused:?}"
    );
    let within = json!({ "email": "x@example.org", "permissions": ["view_products"] });
    assert_eq!(
        budi.post(&format!("{BILLING}/invitations"), within)
            .await
            .status,
        201
    );
}

async fn someone_with_an_account_joins_with_their_own_credentials(database: Database) {
    let site = billing(database);
    let service = site.start();
    let mut owner = owner(&service).await;
    let mut siti = Person::signed_in(
        &service,
        crate::harness::ADMIN_EMAIL,
        crate::harness::ADMIN_PASSWORD,
    )
    .await;

    let invite =
        json!({ "email": crate::harness::ADMIN_EMAIL, "name": "Another Name", "send": true });
    owner.makes(&format!("{BILLING}/invitations"), invite).await;
    let token = token_to(&site, crate::harness::ADMIN_EMAIL, 1);
    let mut visitor = Person::at(&service);
    let form = visitor
        .makes("/invitations/preview", json!({ "token": token }))
        .await;
    assert_eq!(form["credentials"], "sign_in");

    // A password in the body does not become theirs.
    let accept = json!({ "token": token, "password": "taken over by a link" });
    let refused = visitor.post("/invitations/accept", accept).await;
    assert_eq!(
        (refused.status, refused.code()),
        (401, "sign_in_required"),
        "{refused:?}"
    );
    // Whoever is signed in as another person is told both addresses, and may switch.
    let mut other = Person::signed_in(&service, OWNER, PASSWORD).await;
    let refused = other
        .post("/invitations/accept", json!({ "token": token }))
        .await;
    assert_eq!(refused.code(), "signed_in_as_someone_else", "{refused:?}");
    let told = refused.body.to_string();
    assert!(
        told.contains(OWNER) && told.contains(crate::harness::ADMIN_EMAIL),
        "{told}"
    );

    // Signed in as themselves, they join; name and password stay theirs.
    siti.makes("/invitations/accept", json!({ "token": token }))
        .await;
    let session = siti.sees("/sessions/current").await;
    assert_eq!(session["user"]["name"], "Siti Nurhaliza");
    assert_eq!(session["accounts"].as_array().unwrap().len(), 2);
    let mut again = Person::at(&service);
    let session = again.sign_in(
        "email",
        crate::harness::ADMIN_EMAIL,
        crate::harness::ADMIN_PASSWORD,
    );
    assert_eq!(session.await.status, 201);
}

async fn an_expired_invitation_is_sent_again(database: Database) {
    let site = billing(database);
    let service = site.start();
    let mut owner = owner(&service).await;
    let invite = json!({ "email": "budi@example.org", "send": true });
    let made = owner.makes(&format!("{BILLING}/invitations"), invite).await;
    let id = made["id"].as_str().unwrap();
    let invitation = format!("{BILLING}/invitations/{id}");
    owner
        .waits(&invitation, |seen| seen["status"] == "invited")
        .await;
    let old = token_to(&site, "budi@example.org", 1);

    // Seven days go by.
    site.let_expire(id).await;
    assert_eq!(owner.sees(&invitation).await["status"], "expired");
    let mut budi = Person::at(&service);
    let late = json!({ "token": old, "password": PASSWORD });
    let refused = budi.post("/invitations/accept", late.clone()).await;
    assert_eq!(
        (refused.status, refused.code()),
        (410, "link_expired"),
        "{refused:?}"
    );

    owner
        .makes(&format!("{invitation}/resend"), json!({}))
        .await;
    let new = token_to(&site, "budi@example.org", 2);
    assert_ne!(old, new);
    let refused = budi.post("/invitations/accept", late).await;
    assert_eq!(
        (refused.status, refused.code()),
        (410, "link_superseded"),
        "{refused:?}"
    );
    budi.makes(
        "/invitations/accept",
        json!({ "token": new, "password": PASSWORD }),
    )
    .await;
    assert_eq!(owner.sees(&invitation).await["status"], "accepted");
}

async fn a_user_is_removed_after_a_confirmation(database: Database) {
    let site = billing(database);
    let service = site.start();
    let mut owner = owner(&service).await;
    let invite =
        json!({ "email": "budi@example.org", "permissions": ["view_emails"], "send": true });
    owner.makes(&format!("{BILLING}/invitations"), invite).await;
    let token = token_to(&site, "budi@example.org", 1);
    let mut budi = Person::at(&service);
    budi.makes(
        "/invitations/accept",
        json!({ "token": token, "password": PASSWORD }),
    )
    .await;
    assert_eq!(
        budi.sign_in("email", "budi@example.org", PASSWORD)
            .await
            .status,
        201
    );
    assert_eq!(budi.get(BILLING).await.status, 200);

    let members = owner.sees(&format!("{BILLING}/members?q=budi")).await;
    let place = format!(
        "{BILLING}/members/{}",
        members["items"][0]["id"].as_str().unwrap()
    );
    // 1. The bin asks first, and names whom it would remove.
    let asked = owner.delete(&place).await;
    assert_eq!(
        (asked.status, asked.code()),
        (409, "confirmation_required"),
        "{asked:?}"
    );
    assert!(
        asked.body.to_string().contains("budi@example.org"),
        "{asked:?}"
    );
    assert_eq!(budi.get(BILLING).await.status, 200, "nothing happened yet");
    // 2. Confirmed.
    assert_eq!(
        owner.delete(&format!("{place}?confirm=true")).await.status,
        204
    );
    assert_eq!(budi.get(BILLING).await.status, 404);
    let back = json!({ "token": token, "password": PASSWORD });
    let refused = Person::at(&service).post("/invitations/accept", back).await;
    assert_eq!(
        (refused.status, refused.code()),
        (410, "membership_ended"),
        "{refused:?}"
    );

    // Invited again they hold what the new invitation gives, and nothing of before.
    let again =
        json!({ "email": "budi@example.org", "permissions": ["view_domains"], "send": true });
    owner.makes(&format!("{BILLING}/invitations"), again).await;
    let token = token_to(&site, "budi@example.org", 2);
    budi.makes("/invitations/accept", json!({ "token": token }))
        .await;
    let members = owner.sees(&format!("{BILLING}/members?q=budi")).await;
    assert_eq!(members["items"][0]["permissions"], json!(["view_domains"]));

    // The last administrator stays.
    let members = owner
        .sees(&format!("{BILLING}/members?access_type=administrator"))
        .await;
    let own = format!(
        "{BILLING}/members/{}",
        members["items"][0]["id"].as_str().unwrap()
    );
    let refused = owner.delete(&format!("{own}?confirm=true")).await;
    assert_eq!(
        (refused.status, refused.code()),
        (409, "last_administrator"),
        "{refused:?}"
    );
}
