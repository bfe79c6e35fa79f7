//! Guide 000: "Mengundang User" (company vendor portal), in Indonesian.

use crate::{
    browser::{Page, Setup},
    guides::{mail_to, subject},
    harness::{Database, PASSWORD, Person, Site, temporary_password, text_of},
};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

const SUPER_ADMIN: &str = "super.admin@sumbermakmur.example";
const INVITED: &str = "user.baru@sumbermakmur.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_super_admin_invites_a_user_who_changes_the_temporary_password() {
    let site = Site::new(Database::Sqlite, Script::new()).with_account(
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
    let account = "/accounts/pt-sumber-makmur";
    assert_eq!(admin.patch(account, settings).await.status, 200);
    let group = json!({ "key": "Administrator" });
    admin.makes(&format!("{account}/groups"), group).await;

    // Super Admin: Create New; Email, Nama, Tipe Internal, Grup Administrator; Save.
    let setup = Setup {
        language: "id",
        ..Setup::default()
    };
    let page = Page::open(&site, &service, &setup).await;
    page.sign_in_as(SUPER_ADMIN, PASSWORD).await;
    page.says("Super Admin").await;
    page.go("/a/pt-sumber-makmur").await;
    page.speak("id").await;
    page.press("Undang seseorang").await;
    page.fill("email", INVITED).await;
    page.fill("name", "User Baru").await;
    page.choose("user_type", "internal").await;
    page.choose("groups", "Administrator").await;
    page.press("Simpan dan kirim").await;
    page.says("Kirim undangan ini?").await;
    page.press("Kirim undangan").await;
    page.says("User Baru").await;

    // 1-2. The mail names the company and carries a temporary password.
    let mail = mail_to(&site, INVITED, 1);
    assert!(subject(&mail).contains("PT Sumber Makmur"));
    let temporary = temporary_password(&text_of(&mail));

    // 3-5. Login: the address, Continue; the temporary password, Sign In.
    let user = Page::open(&site, &service, &setup).await;
    user.go("/sign-in").await;
    user.fill("identifier", INVITED).await;
    user.press("Lanjutkan").await;
    user.fill("password", &temporary).await;
    user.press("Masuk").await;

    // 6. A new password and its confirmation; two that differ are told apart.
    user.says("kata sandi sementara").await;
    user.fill("password", PASSWORD).await;
    user.fill("repeated", "something else entirely").await;
    user.submit().await;
    user.find(".problems").await;
    user.fill("password", PASSWORD).await;
    user.fill("repeated", PASSWORD).await;
    user.submit().await;

    // 7. Done.
    user.says("Anda sudah bergabung").await;
    user.sign_in_as(INVITED, PASSWORD).await;
    user.says("PT Sumber Makmur").await;
}
