//! Pictures of the main pages, taken of the demo's people: `docs/pages.md` shows them.
//!
//! They are left in the build's folder; with `INVITE_TEST_PICTURES=docs` they take the place of those in
//! the docs.

use super::{Page, Setup};
use crate::harness::{Folder, Service};
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

/// An administrator of the demo.
pub(super) const EMMA: &str = "emma@northwind.example";
const ERP: &str = "/a/northwind-erp";
const INVITED: &str = "siti@newcomer.example";

/// What is photographed at a desk: the picture's name, and where in the account.
const WIDE: [(&str, &str); 5] = [
    ("people", ""),
    ("overview", "/overview"),
    ("invite", "/invite"),
    ("mail-text", "/templates/invitation/en"),
    ("audit", "/audit"),
];

/// What else is photographed.
const OTHERS: [&str; 5] = [
    "person",
    "people-at-night",
    "mail",
    "accept-on-a-phone",
    "people-on-a-phone",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_main_pages_are_photographed() {
    let folder = Folder::new();
    let demo = Service::demo(folder.path());
    let open = async |setup: Setup| Page::at(folder.path(), &demo, &setup).await;
    let password = password_of(&demo.said, EMMA);

    let page = open(Setup::default()).await;
    page.sign_in_as(EMMA, &password).await;
    page.find("form[action='/sign-out']").await;
    for (name, address) in WIDE {
        page.go(&format!("{ERP}{address}")).await;
        keep(&page, name).await;
    }
    page.go(&format!("{ERP}?status=error&sort=name")).await;
    page.click("tbody tr a").await;
    page.find("ol.history").await;
    keep(&page, "person").await;

    // Someone is invited in Indonesian, and reads the mail.
    page.go(&format!("{ERP}/invite")).await;
    page.fill("email", INVITED).await;
    page.fill("name", "Siti Nurhaliza").await;
    page.fill("login", "siti").await;
    page.choose("locale", "id").await;
    page.press("Save and send").await;
    page.press("Send the invitation").await;
    page.says("on its way").await;
    page.go("/inbox").await;
    page.click("ul.mails a").await;
    page.find("iframe").await;
    keep(&page, "mail").await;
    let link = page.find("pre a[href*='/i/']").await;
    let link = link.attr("href").await.unwrap().unwrap();

    let phone = open(Setup {
        language: "id",
        size: (390, 844),
        ..Setup::default()
    })
    .await;
    phone.go(&link).await;
    phone.find("input[name='password']").await;
    keep(&phone, "accept-on-a-phone").await;
    phone.sign_in_as(EMMA, &password).await;
    phone.find("form[action='/sign-out']").await;
    phone.go(ERP).await;
    phone.speak("en").await;
    keep(&phone, "people-on-a-phone").await;

    let night = open(Setup {
        dark: true,
        ..Setup::default()
    })
    .await;
    night.sign_in_as(EMMA, &password).await;
    night.find("form[action='/sign-out']").await;
    night.go(&format!("{ERP}?status=invited")).await;
    keep(&night, "people-at-night").await;
}

#[test]
fn the_docs_show_each_picture_and_no_other() {
    let expected: BTreeSet<String> = WIDE
        .map(|(name, _)| name)
        .into_iter()
        .chain(OTHERS)
        .map(|name| format!("{name}.png"))
        .collect();
    let there: BTreeSet<String> = fs::read_dir(docs().join("pictures"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, expected);
    let text = fs::read_to_string(docs().join("pages.md")).unwrap();
    for name in expected {
        let shown = [
            format!("](pictures/{name})"),
            format!("src=\"pictures/{name}\""),
        ];
        assert!(shown.iter().any(|way| text.contains(way)), "{name}");
    }
}

/// Keeps what the window shows under a name.
async fn keep(page: &Page, name: &str) {
    let picture = page.driver().screenshot_as_png().await.unwrap();
    assert!(picture.len() > 5_000, "{name} is empty");
    let folder = match env::var_os("INVITE_TEST_PICTURES") {
        Some(_) => docs().join("pictures"),
        None => Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures"),
    };
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.png")), picture).unwrap();
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

/// Finds the password that the demo printed behind an address.
pub(super) fn password_of(said: &str, email: &str) -> String {
    let mut words = said.split_whitespace();
    let found = words.find(|word| *word == email).and_then(|_| words.next());
    found.unwrap().to_owned()
}
