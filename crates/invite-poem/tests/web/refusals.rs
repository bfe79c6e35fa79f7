//! What the pages refuse is in the account's log, once an hour for the same try.

use crate::harness::{Browser, an_administrator, form};
use invite_domain::{
    model::{AccessType, GrantKind, INVITE_PEOPLE},
    ports::AuditFilter,
};
use invite_testkit::{PASSWORD, Scenario, an_account, request, values};

const BOSS: &[(&str, &str)] = &[
    ("email", "friend@example.org"),
    ("user_type", "internal"),
    ("access_type", "administrator"),
];

/// An account with an administrator and with Ina, who may invite and holds nothing else.
async fn ina() -> (Scenario, Browser) {
    let account = an_account().defining(GrantKind::Permission, INVITE_PEOPLE);
    let scenario = Scenario::with(account).await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut ina = request("ina@example.org");
    ina.grant.permissions = [values::key(INVITE_PEOPLE)].into();
    scenario.create(ina).await.unwrap();
    scenario.deliver().await;
    let token = scenario.token("ina@example.org");
    scenario.accept(&token).await.unwrap();
    let mut browser = Browser::on(&scenario);
    browser.sign_in("ina@example.org").await;
    (scenario, browser)
}

async fn told(scenario: &Scenario) -> Vec<String> {
    let filter = AuditFilter {
        action: Some("refusal".to_owned()),
        ..AuditFilter::default()
    };
    let log = scenario.audit.list(&scenario.ana, &filter, 50, None).await;
    let mut told: Vec<String> = log
        .unwrap()
        .items
        .into_iter()
        .map(|entry| {
            let via = entry.doer.via.as_str();
            format!("{} {} {via}", entry.action, entry.detail)
        })
        .collect();
    told.sort();
    told
}

#[tokio::test]
async fn what_may_not_be_done_is_told_when_it_is_tried_and_not_when_it_is_looked_at() {
    let (scenario, mut ina) = ina().await;
    ina.open("/a/maju/settings").await.shows(403, &[]);
    assert_eq!(told(&scenario).await, [] as [String; 0]);
    for _ in 0..3 {
        ina.submit("/a/maju/settings", &[("name", "Mine")])
            .await
            .shows(403, &[]);
    }
    assert_eq!(
        told(&scenario).await,
        ["refusal.operation edit_account page"]
    );

    // Another site's form is not what Ina tried; nor does a stranger's try concern the account.
    let foreign = form("/a/maju/api-keys", &[("name", "Mine")]);
    let mut foreign = foreign;
    let headers = foreign.headers_mut();
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    ina.send(foreign).await.shows(403, &[]);
    ina.forget();
    ina.submit("/a/maju/api-keys", &[("name", "Mine")]).await;
    assert_eq!(told(&scenario).await.len(), 1);
}

#[tokio::test]
async fn giving_more_than_one_holds_is_told_from_whichever_page() {
    let pages: [(&str, &[(&str, &str)]); 6] = [
        ("/a/maju/invite", &[("do", "save")]),
        ("/a/maju/invite", &[("do", "send")]),
        ("/a/maju/invite/confirmed", &[("do", "send")]),
        (
            "/a/maju/invite/several",
            &[
                ("people", "friend@example.org"),
                ("access:friend@example.org", "administrator"),
                ("to", "send"),
            ],
        ),
        ("/a/maju/invitations/ID/send", &[]),
        ("/a/maju/invitations/ID/revoke", &[]),
    ];
    for (address, fields) in pages {
        let (scenario, mut ina) = ina().await;
        let mut boss = request("boss@example.org");
        boss.grant.access_type = AccessType::Administrator;
        let id = scenario.create(boss).await.unwrap().id.to_string();
        let fields = [BOSS, fields].concat();
        for _ in 0..2 {
            ina.submit(&address.replace("ID", &id), &fields).await;
        }
        let once = ["refusal.grant access_type page"];
        assert_eq!(told(&scenario).await, once, "{address}");
    }
}

#[tokio::test]
async fn of_many_selected_at_once_what_is_refused_is_told() {
    let (scenario, mut ina) = ina().await;
    let mut boss = request("boss@example.org");
    boss.grant.access_type = AccessType::Administrator;
    let id = scenario.create(boss).await.unwrap().id.to_string();
    let fields = [("action", "revoke"), ("id", id.as_str())];
    ina.submit("/a/maju/selected/confirmed", &fields).await;
    assert_eq!(told(&scenario).await, ["refusal.grant access_type page"]);
}

#[tokio::test]
async fn refusals_are_sentences_in_the_readers_language() {
    let (scenario, mut ina) = ina().await;
    ina.submit("/a/maju/settings", &[("name", "Mine")]).await;
    let saving = [BOSS, &[("do", "save")]].concat();
    ina.submit("/a/maju/invite", &saving).await;
    scenario.create(request("siti@example.org")).await.unwrap();
    scenario.deliver().await;
    let token = scenario.token("siti@example.org");
    ina.click(&token).await;
    let joining = [("password", PASSWORD), ("repeated", PASSWORD)];
    ina.submit("/invitation/accept", &joining).await;

    let mut budi = Browser::on(&scenario);
    budi.sign_in("budi@example.org").await;
    for (language, texts) in [
        (
            "en",
            [
                "Refused: not allowed",
                "changing the settings",
                "Refused: giving more than they have",
                "let nobody in",
                "someone else was signed in",
                "whoever held the link",
            ],
        ),
        (
            "id",
            [
                "Ditolak: tidak diizinkan",
                "mengubah pengaturan",
                "Ditolak: memberikan lebih",
                "tidak membukakan jalan",
                "orang lain sedang masuk",
                "pemegang tautan",
            ],
        ),
        (
            "ru",
            [
                "Отказано: нет права",
                "изменение настроек",
                "Отказано: попытка дать",
                "по ссылке никто не вошёл",
                "под другим именем",
                "тот, у кого была ссылка",
            ],
        ),
    ] {
        budi.language = language;
        let page = budi.open("/a/maju/audit?action=refusal").await;
        page.shows(200, &texts);
        page.hides(&["refusal.", "edit_account", "signed_in_as"]);
    }
}
