//! Everyone in an account in one table: found, sorted, walked through, exported.

use crate::harness::{Browser, an_administrator};
use invite_domain::model::{GrantKind, InvitationId};
use invite_testkit::{Scenario, a_member, a_person, an_account, request, values};

async fn budi(scenario: &Scenario) -> Browser {
    an_administrator(scenario, "budi@example.org").await;
    let mut browser = Browser::on(scenario);
    browser.sign_in("budi@example.org").await;
    browser
}

/// Puts someone on the roster whom nobody told yet.
async fn draft(scenario: &Scenario, address: &str, name: &str) -> InvitationId {
    let mut command = request(address);
    command.send = false;
    command.invitee.name = Some(values::name(name));
    scenario.create(command).await.unwrap().id
}

/// Returns whom the table shows, in its order.
fn shown(body: &str) -> Vec<String> {
    let rows = body.split("<th scope=\"row\">").skip(1);
    rows.map(|row| {
        let name = row.split('>').nth(1).unwrap();
        name.split('<').next().unwrap().to_owned()
    })
    .collect()
}

/// Returns where a link with this text leads.
fn link(body: &str, text: &str) -> Option<String> {
    let before = body.split(&format!(">{text}</a>")).next()?;
    if before.len() == body.len() {
        return None;
    }
    let tag = before.rsplit("<a ").next()?;
    let address = tag.split("href=\"").nth(1)?.split('"').next()?;
    Some(address.replace("&#38;", "&"))
}

#[tokio::test]
async fn everyone_stands_in_one_table_and_nobody_twice() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let (_, token) = scenario.invited("siti@example.org").await;
    scenario.accept(&token).await.unwrap();
    draft(&scenario, "draft@example.org", "Draft").await;
    let off = a_member().who(a_person().named("Off").email("off@example.org"));
    let off = off.inactive().put_into(&scenario.store, scenario.account());
    off.await.unwrap();

    let page = browser.open("/a/maju").await;
    page.shows(
        200,
        &["Not invited", "Accepted", "Switched off", "5 people"],
    );
    let mut names = shown(&page.body);
    names.sort();
    // Ana came in without an invitation; Siti's is accepted and shows as the member.
    assert_eq!(names, ["Ana", "Draft", "Off", "budi", "siti"]);
    page.shows(
        200,
        &[
            "href=\"/a/maju/invite\"",
            "href=\"/a/maju/invite/several\"",
            "href=\"/a/maju/members/",
        ],
    );
}

#[tokio::test]
async fn filters_have_their_counts_and_the_address_holds_the_view() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    scenario.invited("siti@example.org").await;
    draft(&scenario, "anna@example.org", "Anna").await;
    draft(&scenario, "boris@example.org", "Boris").await;
    let page = browser.open("/a/maju?status=not_invited&sort=name").await;
    assert_eq!(shown(&page.body), ["Anna", "Boris"]);
    page.shows(
        200,
        &[
            "aria-current=\"page\">Not invited <span class=\"count\" data-count=\"not_invited\">2</span>",
            ">Waiting <span class=\"count\" data-count=\"queued\">0</span>",
            "aria-sort=\"ascending\"",
        ],
    );
    page.hides(&[">Declined <", ">Withdrawn <", ">Switched off <"]);
    let page = browser.open("/a/maju?status=not_invited&q=BORIS").await;
    assert_eq!(shown(&page.body), ["Boris"]);
    page.shows(
        200,
        &["value=\"BORIS\"", "status=invited&#38;q=BORIS", "1 person"],
    );
    let page = browser.open("/a/maju?access=administrator&sort=name").await;
    assert_eq!(shown(&page.body), ["Ana", "budi"]);
    // An address from anywhere shows what it can.
    let odd = "/a/maju?status=x&sort=x&after=x&holds=x.y&access=x&unknown=1";
    browser.open(odd).await.shows(200, &["5 people"]);
}

#[tokio::test]
async fn what_people_hold_or_would_get_is_shown_and_found() {
    let mut account = an_account();
    for role in ["Sales", "Support", "Purchase"] {
        account = account.defining(GrantKind::Role, role);
    }
    let scenario = Scenario::with(account).await;
    let mut browser = budi(&scenario).await;
    let mut command = request("siti@example.org");
    command.grant.roles = ["Sales", "Support", "Purchase"].map(values::key).into();
    scenario.create(command).await.unwrap();
    let page = browser.open("/a/maju").await;
    page.shows(
        200,
        &["Purchase, Sales, +1", "<option value=\"role.Sales\">"],
    );
    let page = browser.open("/a/maju?holds=role.Sales").await;
    assert_eq!(shown(&page.body), ["siti@example.org"]);
    page.shows(200, &["<option value=\"role.Sales\" selected>Sales"]);
    let page = browser.open("/a/maju?holds=role.Gone").await;
    page.shows(200, &["Nobody matches", "Show everyone", "Gone</option>"]);
}

#[tokio::test]
async fn a_long_table_comes_in_pages_in_each_order() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    for n in 0..45 {
        draft(&scenario, &format!("person{n:02}@example.org"), "Same").await;
    }
    for sort in ["newest", "oldest", "name"] {
        let mut seen = 0;
        let mut next = Some(format!("/a/maju?status=not_invited&sort={sort}"));
        let mut pages = 0;
        while let Some(address) = next {
            let page = browser.open(&address).await;
            page.shows(200, &["45 people"]);
            seen += shown(&page.body).len();
            assert_eq!(link(&page.body, "First page").is_some(), pages > 0);
            next = link(&page.body, "Next page");
            pages += 1;
        }
        assert_eq!((seen, pages), (45, 3), "{sort}");
    }
}

#[tokio::test]
async fn a_search_that_finds_nobody_says_so_and_keeps_its_words() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let page = browser.open("/a/maju?q=%3Cb%3E%22nobody%22").await;
    page.shows(
        200,
        &["value=\"&#60;b&#62;&#34;nobody&#34;\"", "Nobody matches"],
    );
    page.hides(&["budi@example.org", "<b>\"nobody\""]);
}

#[tokio::test]
async fn a_table_for_a_spreadsheet_holds_the_view_and_no_formula() {
    let scenario = Scenario::new().await;
    let mut browser = budi(&scenario).await;
    let anna = draft(&scenario, "anna@example.org", "=1+1").await;
    for n in 0..250 {
        draft(&scenario, &format!("p{n}@example.org"), "Name, with comma").await;
    }
    let table = browser.open("/a/maju/people.csv?status=not_invited").await;
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(table.body.lines().count(), 252);
    table.shows(
        200,
        &[
            "'=1+1,anna@example.org",
            "\"Name, with comma\",p249@example.org",
        ],
    );
    table.hides(&["budi@example.org"]);
    let chosen = format!("/a/maju/people.csv?id={anna}&id=nonsense");
    let table = browser.open(&chosen).await;
    assert_eq!(table.body.lines().count(), 2);
}

#[tokio::test]
async fn people_are_for_administrators() {
    let scenario = Scenario::new().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    scenario.accept(&token).await.unwrap();
    let mut browser = Browser::on(&scenario);
    let places = ["", "/selected", "/people.csv", "/live"].map(|path| format!("/a/maju{path}"));
    for place in &places {
        browser.open(place).await.shows(200, &["Continue"]);
    }
    browser.sign_in("siti@example.org").await;
    for place in &places {
        browser
            .open(place)
            .await
            .shows(403, &["for administrators"]);
    }
    browser.open("/a/other").await.shows(404, &[]);
}
