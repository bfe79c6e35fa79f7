//! What can be granted: listing, adding one or many, wording, sharing, removing.

use crate::harness::{Browser, Page, an_administrator};
use invite_domain::{
    model::{AccountId, GrantKind, INVITE_PEOPLE},
    ports::{CatalogFilter, CatalogPageRequest},
};
use invite_testkit::{AccountBuilder, Scenario, a_member, a_person, an_account, request, values};

async fn budi(account: AccountBuilder) -> (Scenario, Browser) {
    let scenario = Scenario::with(account.named("Maju").slug("maju")).await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    (scenario, browser)
}

/// Brings someone in who is no administrator, and signs them in: the account defines
/// the role `Sales`.
async fn standard_user(scenario: &Scenario, address: &str, permissions: &[&str]) -> Browser {
    let mut command = request(address);
    command.grant.roles.insert(values::key("Sales"));
    for permission in permissions {
        command.grant.permissions.insert(values::key(permission));
    }
    scenario.create(command).await.unwrap();
    scenario.deliver().await;
    scenario.accept(&scenario.token(address)).await.unwrap();
    let mut browser = Browser::on(scenario);
    browser.sign_in(address).await;
    browser
}

async fn keys(scenario: &Scenario, kind: GrantKind) -> Vec<String> {
    let filter = CatalogFilter {
        kind,
        search: None,
        available: None,
    };
    let page = CatalogPageRequest {
        limit: 200,
        after: None,
    };
    let found = scenario.catalog.list(&scenario.ana, &filter, &page);
    let items = found.await.unwrap().items.into_iter();
    items.map(|e| e.grantable.item.key.to_string()).collect()
}

fn at(page: &Page, before: &str, after: &str) {
    let (first, second) = (page.body.find(before), page.body.find(after));
    assert!(first.is_some() && first < second, "{before} {after}");
}

#[tokio::test]
async fn the_four_kinds_stand_beside_each_other_and_say_what_to_do_when_empty() {
    let (_, mut browser) = budi(an_account()).await;
    for (kind, says) in [
        ("roles", "There are no roles yet"),
        ("permissions", "There are no permissions yet"),
        ("resources", "paste a whole list of numbers"),
    ] {
        let page = browser.open(&format!("/a/maju/{kind}")).await;
        let current = format!("<a href=\"/a/maju/{kind}\" aria-current=\"page\">");
        page.shows(200, &[says, &current, "/a/maju/groups"]);
    }
    let groups = browser.open("/a/maju/groups").await;
    groups.shows(200, &["Everybody", "1 person holds it"]);
}

#[tokio::test]
async fn a_role_is_added_worded_and_removed() {
    let (scenario, mut browser) = budi(an_account()).await;
    browser
        .open("/a/maju/roles/new")
        .await
        .shows(200, &["Add a role", "<legend>Bahasa Indonesia</legend>"]);
    let fields = [
        ("key", "SALES"),
        ("name_en", "Sales"),
        ("description_en", "Sells\r\nthings"),
        ("name_ru", "Продажи"),
    ];
    let page = browser.submit("/a/maju/roles/new", &fields).await;
    page.shows(200, &["It was added", "<h1>Sales</h1>", "Sells things"]);
    page.shows(200, &["Nobody holds it", "Продажи"]);
    let page = browser.submit("/a/maju/roles/new", &fields).await;
    page.shows(422, &["There is a role with this key already", "Продажи"]);

    let entry = "/a/maju/roles/entry?key=SALES";
    let changed = [("name_en", "Selling"), ("warning_en", "Think twice")];
    let page = browser.submit(entry, &changed).await;
    page.shows(200, &["Your changes are saved", "Selling", "Think twice"]);
    page.hides(&["Продажи", "Sells things"]);
    let list = browser.open("/a/maju/roles").await;
    list.shows(200, &["Selling", "<code>SALES</code>", ">Warning<"]);

    let remove = "/a/maju/roles/entry/remove?key=SALES";
    let asks = browser.open(remove).await;
    asks.shows(200, &["Remove Selling?", "Nobody holds this role"]);
    assert_eq!(keys(&scenario, GrantKind::Role).await, ["SALES"]);
    let page = browser.submit(remove, &[]).await;
    page.shows(200, &["It was removed.", "There are no roles yet"]);
    let again = browser.submit(remove, &[]).await;
    again.shows(200, &["is not there any more"]);
    assert!(keys(&scenario, GrantKind::Role).await.is_empty());
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_what_was_typed_stays() {
    let (scenario, mut browser) = budi(an_account()).await;
    let long = "x".repeat(501);
    let fields = [
        ("key", " "),
        ("name_id", "Penjualan"),
        ("description_id", &*long),
    ];
    let page = browser.submit("/a/maju/roles/new", &fields).await;
    page.shows(
        422,
        &[
            "id=\"key-error\"",
            "id=\"description_id-error\"",
            "value=\"Penjualan\"",
            &long,
            "Error:",
        ],
    );
    assert!(keys(&scenario, GrantKind::Role).await.is_empty());
}

#[tokio::test]
async fn a_list_is_searched_and_walked_page_by_page() {
    let account = (0..120).fold(an_account(), |account, n| {
        account.defining(
            GrantKind::Role,
            &format!("Role {n:03} of a rather long name"),
        )
    });
    let (_, mut browser) = budi(account).await;
    let page = browser.open("/a/maju/roles").await;
    page.shows(200, &["Role 049", "Next page"]);
    page.hides(&["Role 050"]);
    at(&page, "Role 000", "Role 001");
    let next = "/a/maju/roles?after=Role%20049%20of%20a%20rather%20long%20name";
    page.shows(200, &[next]);
    let page = browser.open(next).await;
    page.shows(
        200,
        &["Role 050", "Role 099", "Show all from the beginning"],
    );
    page.hides(&["Role 049 of a rather long name</a>", "Role 100"]);
    let page = browser.open("/a/maju/roles?q=role+11").await;
    page.shows(200, &["Role 110", "Role 119", "value=\"role 11\""]);
    page.hides(&["Role 109", "Next page"]);
    let page = browser.open("/a/maju/roles?q=nothing").await;
    page.shows(200, &["Nothing fits this search"]);
}

#[tokio::test]
async fn a_key_may_be_any_text() {
    let (scenario, mut browser) = budi(an_account()).await;
    for key in ["..", "a/b?c=d&e#f", "100 %", "Ёлка; «да»", "<b>"] {
        let page = browser
            .submit("/a/maju/roles/new", &[("key", key), ("name_en", "Odd one")])
            .await;
        page.shows(200, &["It was added", "<h1>Odd one</h1>"]);
        let list = browser.open("/a/maju/roles").await;
        let link = list
            .body
            .split("class=\"what\">\n<a href=\"")
            .nth(1)
            .unwrap();
        let entry = link.split('"').next().unwrap().to_owned();
        browser
            .submit(&entry, &[("name_en", "Renamed")])
            .await
            .shows(200, &["<h1>Renamed</h1>"]);
        let remove = entry.replace("/entry?", "/entry/remove?");
        browser.submit(&remove, &[]).await.shows(200, &["removed"]);
        assert!(keys(&scenario, GrantKind::Role).await.is_empty(), "{key}");
    }
}

#[tokio::test]
async fn the_ready_made_permissions_are_adopted_once() {
    let (scenario, mut browser) = budi(an_account()).await;
    browser.language = "id";
    let page = browser.open("/a/maju/permissions").await;
    page.shows(200, &["Menambahkan 13 izin", "Lihat &#38; Bayar Faktur"]);
    let page = browser.submit("/a/maju/permissions/adopt", &[]).await;
    page.shows(200, &["Izin siap pakai sudah ditambahkan", "Peringatan"]);
    page.hides(&["Menambahkan"]);
    assert_eq!(keys(&scenario, GrantKind::Permission).await.len(), 13);
    let remove = "/a/maju/permissions/entry/remove?key=manage%5Fdomains";
    browser.submit(remove, &[]).await.shows(200, &["dihapus"]);
    let page = browser.open("/a/maju/permissions").await;
    page.shows(200, &["Menambahkan 1 izin"]);
}

#[tokio::test]
async fn many_numbers_are_pasted_and_each_line_has_its_own_outcome() {
    let account = an_account().defining(GrantKind::Resource, "+62 21 555 0100");
    let (scenario, mut browser) = budi(account).await;
    let ask = browser.open("/a/maju/resources/several").await;
    ask.shows(200, &["One per line", "name=\"lines\""]);
    let long = "9".repeat(101);
    let lines = format!(
        "+62 21 555 0101; Front desk\r\n\r\n+62 21 555 0102\tWarehouse\r\n\
         +62 21 555 0100\r\n+62 21 555 0101\r\n{long}\r\n"
    );
    let fields = [("lines", &*lines), ("shared", "no")];
    let page = browser.submit("/a/maju/resources/several", &fields).await;
    page.shows(
        200,
        &[
            "2 were added",
            "Line 4</span><span class=\"what\">+62 21 555 0100</span><span class=\"badge \">Was there",
            "Stands further up already",
            "Line 6",
            "This is too long",
            "Correct the lines that were not taken",
            &format!("\n{long}</textarea>"),
        ],
    );
    assert_eq!(
        keys(&scenario, GrantKind::Resource).await,
        ["+62 21 555 0100", "+62 21 555 0101", "+62 21 555 0102"]
    );
    let list = browser.open("/a/maju/resources").await;
    list.shows(200, &["Front desk", "Warehouse", ">Free<"]);
    // The same once more does no harm.
    let page = browser.submit("/a/maju/resources/several", &fields).await;
    page.shows(200, &["Nothing was added"]);
    let page = browser
        .submit("/a/maju/resources/several", &[("lines", " \r\n")])
        .await;
    page.shows(422, &["Enter at least one line"]);
    let line = |n| format!("+7 495 {n:07}; Склад номер {n}, улица Ёлочная, дом двенадцать");
    let thousand: Vec<String> = (0..1000).map(line).collect();
    let fields = [("lines", &*thousand.join("\r\n"))];
    let page = browser.submit("/a/maju/resources/several", &fields).await;
    page.shows(200, &["1000 were added"]);
    let many = "1\r\n".repeat(1001);
    let page = browser
        .submit("/a/maju/resources/several", &[("lines", &many)])
        .await;
    page.shows(422, &["more than 1,000 lines"]);
}

#[tokio::test]
async fn a_number_names_its_holder_and_stays_while_it_is_held_or_promised() {
    let account = an_account()
        .defining(GrantKind::Resource, "+1 415")
        .sharing("license");
    let (scenario, mut browser) = budi(account).await;
    let with = |who: &str, address: &str| {
        let person = a_person().named(who).email(address);
        a_member()
            .who(person)
            .holding(GrantKind::Resource, "license")
    };
    let siti = with("Siti", "siti@example.org").holding(GrantKind::Resource, "+1 415");
    siti.put_into(&scenario.store, scenario.account())
        .await
        .unwrap();
    let dewi = with("Dewi", "dewi@example.org");
    dewi.put_into(&scenario.store, scenario.account())
        .await
        .unwrap();
    let mut promised = request("rudi@example.org");
    promised.grant.resources.insert(values::key("license"));
    scenario.create(promised).await.unwrap();

    let list = browser.open("/a/maju/resources").await;
    list.shows(200, &["Held by Siti", "and 1 more person", ">Shared<"]);
    let entry = browser.open("/a/maju/resources/entry?key=license").await;
    entry.shows(200, &["2 people hold it", "<li>Siti</li>", "<li>Dewi</li>"]);

    let alone = [("shared", "no")];
    let page = browser
        .submit("/a/maju/resources/entry?key=license", &alone)
        .await;
    page.shows(422, &["Several people hold it now", "id=\"shared-error\""]);
    let shared = [("shared", "yes")];
    let page = browser
        .submit("/a/maju/resources/entry?key=%2B1%20415", &shared)
        .await;
    page.shows(200, &["Your changes are saved"]);

    let remove = "/a/maju/resources/entry/remove?key=license";
    let says = [
        "license cannot be removed yet",
        "2 people hold it.",
        "1 invitation that is not accepted yet would give it.",
    ];
    let asks = browser.open(remove).await;
    asks.shows(200, &says);
    asks.hides(&["Remove it"]);
    browser.submit(remove, &[]).await.shows(409, &says);
    assert_eq!(keys(&scenario, GrantKind::Resource).await.len(), 2);
    let default = browser
        .open("/a/maju/groups/entry/remove?key=Everybody")
        .await;
    default.shows(200, &["as the settings say", "/a/maju/settings"]);
}

#[tokio::test]
async fn whoever_may_invite_without_administering_finds_the_way_from_every_page() {
    let account = an_account()
        .defining(GrantKind::Role, "Sales")
        .defining(GrantKind::Permission, INVITE_PEOPLE);
    let (scenario, _) = budi(account).await;
    let people = "href=\"/a/maju\"";
    let mut rina = standard_user(&scenario, "rina@example.org", &[INVITE_PEOPLE]).await;
    let mut tono = standard_user(&scenario, "tono@example.org", &[]).await;
    for address in ["/", "/profile"] {
        rina.open(address).await.shows(200, &[people]);
        tono.open(address).await.hides(&[people]);
    }
    let list = rina.open("/a/maju").await;
    list.shows(200, &["/a/maju/invite", "/a/maju/overview"]);
    list.hides(&["/a/maju/settings", "/a/maju/audit"]);
    tono.open("/a/maju").await.shows(403, &[]);
}

#[tokio::test]
async fn whoever_may_only_read_sees_lists_without_forms() {
    let account = an_account()
        .defining(GrantKind::Role, "Sales")
        .defining(GrantKind::Permission, INVITE_PEOPLE);
    let (scenario, _) = budi(account).await;
    let mut browser = standard_user(&scenario, "rina@example.org", &[INVITE_PEOPLE]).await;
    let list = browser.open("/a/maju/roles").await;
    list.shows(200, &["Sales", "1 person holds it"]);
    list.hides(&[
        "/roles/new",
        "/roles/several",
        "method=\"post\" action=\"/a/",
    ]);
    let entry = browser.open("/a/maju/roles/entry?key=Sales").await;
    entry.shows(200, &["<h1>Sales</h1>"]);
    entry.hides(&["/entry/remove", "name=\"name_en\"", "action=\"/a/"]);
    for address in ["roles/new", "roles/several", "roles/entry/remove?key=Sales"] {
        let address = format!("/a/maju/{address}");
        browser.open(&address).await.shows(403, &[]);
        browser
            .submit(&address, &[("key", "x")])
            .await
            .shows(403, &[]);
    }
    let adopt = browser.submit("/a/maju/permissions/adopt", &[]).await;
    adopt.shows(403, &[]);
    assert_eq!(keys(&scenario, GrantKind::Role).await, ["Sales"]);
}

#[tokio::test]
async fn foreign_and_missing_entries_look_alike_and_standard_users_see_none() {
    let account = an_account().defining(GrantKind::Role, "Sales");
    let (scenario, mut browser) = budi(account).await;
    let elsewhere = an_account()
        .id(AccountId::new(uuid::Uuid::from_u128(77)))
        .slug("elsewhere")
        .defining(GrantKind::Role, "Boss");
    elsewhere.put_into(&scenario.store).await.unwrap();
    let mut bodies = Vec::new();
    for address in [
        "/a/elsewhere/roles",
        "/a/nowhere/roles",
        "/a/elsewhere/roles/entry?key=Boss",
        "/a/maju/roles/entry?key=Boss",
        "/a/maju/roles/entry",
        "/a/maju/roles/entry/remove?key=Boss",
    ] {
        let page = browser.open(address).await;
        page.shows(404, &[]);
        bodies.push(page.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    let mut browser = standard_user(&scenario, "plain@example.org", &[]).await;
    browser.open("/a/maju/roles").await.shows(403, &[]);
}
