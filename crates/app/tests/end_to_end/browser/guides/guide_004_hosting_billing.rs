//! Guide 004: "Cara Menambah/Menghapus Pengguna" (hosting company's billing), in Indonesian.

use crate::{
    browser::{Page, Setup},
    guides::{mail_to, subject},
    harness::{Database, PASSWORD, Person, Site, link_of},
};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

const OWNER: &str = "pemilik@toko.example";
const AGUS: &str = "agus@mitra.example";
const TOKO: &str = "/accounts/toko-agus";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_invites_with_permissions_edits_them_and_removes_the_user() {
    let site = Site::new(Database::Sqlite, Script::new())
        .with_account("Toko Agus", "toko-agus", "Pemilik Toko", OWNER)
        .with_account("Mitra", "mitra", "Agus Wijaya", AGUS);
    let service = site.start();
    let mut owner = Person::signed_in(&service, OWNER, PASSWORD).await;
    let settings = json!({ "settings": {
        "default_locale": "id",
        "mail_subject": "{account} telah mengundang Anda ke akun mereka",
    } });
    assert_eq!(owner.patch(TOKO, settings).await.status, 200);
    owner
        .makes(&format!("{TOKO}/catalogs/hosting"), json!({}))
        .await;

    // Undang pengguna baru: the address, chosen ones of the thirteen permissions.
    let setup = Setup {
        language: "id",
        ..Setup::default()
    };
    let page = Page::open(&site, &service, &setup).await;
    page.sign_in_as(OWNER, PASSWORD).await;
    page.says("Pemilik Toko").await;
    page.go("/a/toko-agus").await;
    page.speak("id").await;
    page.press("Undang seseorang").await;
    page.fill("email", AGUS).await;
    let form = page.says("Ubah Profil Akun Master").await;
    assert!(
        form.contains("Mohon berpikir dua kali"),
        "the warning stands beside it: {form}"
    );
    page.choose("permissions", "view_pay_invoices").await;
    page.press("Simpan dan kirim").await;
    page.says("Kirim undangan ini?").await;
    page.press("Kirim undangan").await;

    // 3-4. The subject; the existing user joins with their own credentials.
    let mail = mail_to(&site, AGUS, 1);
    assert_eq!(
        subject(&mail),
        "Toko Agus telah mengundang Anda ke akun mereka"
    );
    let agus = Page::open(&site, &service, &setup).await;
    agus.go(&link_of(&mail)).await;
    agus.fill("password", PASSWORD).await;
    agus.press("Masuk dan bergabung").await;
    agus.says("Anda sudah bergabung").await;

    // 5-6. The owner sees the status, and edits the permissions.
    page.go("/a/toko-agus?status=accepted&q=agus").await;
    page.press("Agus Wijaya").await;
    page.click("main .title a.button").await;
    page.click("a[href$='/edit']").await;
    page.choose("permissions", "view_domains").await;
    page.submit().await;
    let seen = page.says("Lihat Domain").await;
    assert!(seen.contains("Lihat & Bayar Faktur"), "{seen}");

    // Hapus: the bin, then Konfirmasi.
    page.click("a[href$='/remove']").await;
    page.says("Agus Wijaya").await;
    page.click("main .button.danger").await;
    page.find("form.search, [role=search]").await;
    agus.go("/").await;
    let home = agus.says("Mitra").await;
    assert!(!home.contains("Toko Agus"), "{home}");
}
