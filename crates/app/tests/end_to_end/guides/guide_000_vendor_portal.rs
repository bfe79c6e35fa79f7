//! Guide 000: "Mengundang User" (company vendor portal, Indonesian): a mail with a temporary password,
//! sign-in, and a new password that must be set.

use super::{PASSWORD, mail_to, must_set_a_password, subject};
use crate::harness::{Database, Person, Site, on_both_databases, temporary_password, text_of};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

on_both_databases! {
    a_super_admin_invites_a_user_who_changes_the_temporary_password
}

const COMPANY: &str = "/accounts/pt-sumber-makmur";
const SUPER_ADMIN: &str = "super.admin@sumbermakmur.example";
const INVITED: &str = "user.baru@sumbermakmur.example";

async fn a_super_admin_invites_a_user_who_changes_the_temporary_password(database: Database) {
    let site = Site::new(database, Script::new()).with_account(
        "PT Sumber Makmur",
        "pt-sumber-makmur",
        "Super Admin",
        SUPER_ADMIN,
    );
    let service = site.start();
    let mut admin = Person::signed_in(&service, SUPER_ADMIN, PASSWORD).await;
    let settings = json!({ "settings": {
        "credentials": "temporary_password",
        "default_locale": "id",
        "login_url": format!("{}/sign-in", service.url),
    } });
    assert_eq!(admin.patch(COMPANY, settings).await.status, 200);
    admin
        .makes(
            &format!("{COMPANY}/groups"),
            json!({ "key": "Administrator" }),
        )
        .await;

    // Super Admin: Administrasi -> User -> Create New; Email, Nama, Tipe Internal, Grup Administrator.
    let create = json!({
        "email": INVITED,
        "name": "User Baru",
        "user_type": "internal",
        "groups": ["Administrator"],
        "send": true,
    });
    let made = admin.makes(&format!("{COMPANY}/invitations"), create).await;
    assert_eq!(made["user_type"], "invitation_internal");

    // 1-2. The mail: the company invites; a temporary password; a Login button.
    let mail = mail_to(&site, INVITED, 1);
    assert!(
        subject(&mail).contains("PT Sumber Makmur"),
        "{}",
        subject(&mail)
    );
    let letter = text_of(&mail);
    assert!(letter.contains("PT Sumber Makmur"), "{letter}");
    assert!(
        letter.contains(&format!("{}/sign-in", service.url)),
        "{letter}"
    );
    assert!(
        !letter.contains("invt_"),
        "no link that opens the invitation: {letter}"
    );
    let temporary = temporary_password(&letter);

    // 3-5. Sign in with the address and the temporary password: nothing but a new password follows.
    let mut user = Person::at(&service);
    let wrong = user.sign_in("email", INVITED, "not the one").await;
    assert_eq!((wrong.status, wrong.code()), (401, "wrong_credentials"));
    let next = user.sign_in("email", INVITED, &temporary).await;
    let token = must_set_a_password(&next);
    assert_eq!(
        user.get("/sessions/current").await.status,
        401,
        "no session yet"
    );
    assert_eq!(
        user.get(COMPANY).await.status,
        401,
        "and no way into the account"
    );
    let page = user
        .makes("/invitations/preview", json!({ "token": token }))
        .await;
    assert_eq!(page["name"], "User Baru");

    // 6. The new password; the temporary one cannot be it.
    let accept = |password: &str| json!({ "token": token, "password": password });
    let short = user.post("/invitations/accept", accept("pendek")).await;
    assert_eq!(short.status, 422, "{short:?}");
    user.makes("/invitations/accept", accept(PASSWORD)).await;

    // 7. Done: the invited user signs in with the new password, and with no other.
    assert_eq!(user.sign_in("email", INVITED, PASSWORD).await.status, 201);
    let dead = Person::at(&service)
        .sign_in("email", INVITED, &temporary)
        .await;
    assert_eq!(dead.status, 401, "{dead:?}");
    let members = admin.sees(&format!("{COMPANY}/members?q=user.baru")).await;
    let member = &members["items"][0];
    assert_eq!(member["user_type"], "internal");
    assert_eq!(member["groups"], json!(["Administrator", "Everybody"]));
}
