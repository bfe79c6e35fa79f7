//! The settings of an account: shown, changed one by one, refused at their fields.

use crate::harness::{Browser, Page, an_administrator};
use invite_domain::{
    model::{
        Account, AccountSettings, ApprovalPolicy, ChannelPolicy, CredentialsPolicy, GrantKind,
        Locale, ResendPolicy,
    },
    ports::AccountRef,
};
use invite_testkit::{AccountBuilder, Scenario, an_account, values};

const PLACE: &str = "/a/maju/settings";

async fn budi(account: AccountBuilder) -> (Scenario, Browser) {
    let scenario = Scenario::with(account.named("Maju").slug("maju")).await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    (scenario, browser)
}

async fn stored(scenario: &Scenario) -> Account {
    let id = AccountRef::Id(scenario.account().id);
    let caller = scenario.accounts.operator(&id).await.unwrap();
    caller.unwrap().account
}

/// What a browser would send back: the hidden fields, and each field as it is filled in.
fn filled_in(page: &Page) -> Vec<(String, String)> {
    let within = page.body.split("<form class=\"settings\"").nth(1).unwrap();
    let within = within.split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(rest.split('"').next().unwrap().to_owned())
    };
    let mut fields = Vec::new();
    for tag in within.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        if tag.starts_with("input") {
            let is_off = tag.contains("checkbox") && !tag.contains(" checked");
            if !is_off {
                fields.push((
                    attribute(tag, "name").unwrap(),
                    attribute(tag, "value").unwrap(),
                ));
            }
        } else if tag.starts_with("select") {
            fields.push((attribute(tag, "name").unwrap(), String::new()));
        } else if tag.starts_with("option") && tag.contains(" selected") {
            fields.last_mut().unwrap().1 = attribute(tag, "value").unwrap();
        }
    }
    fields
}

/// Changes these in the form and sends it.
async fn save(browser: &mut Browser, form: &Page, changes: &[(&str, &str)]) -> Page {
    let mut fields = filled_in(form);
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
    browser.submit(PLACE, &fields).await
}

#[tokio::test]
async fn every_setting_is_changed_and_the_notice_names_them() {
    let account_before = an_account().defining(GrantKind::Group, "North");
    let (scenario, mut browser) = budi(account_before).await;
    let form = browser.open(PLACE).await;
    form.shows(
        200,
        &[
            "value=\"Maju\"",
            "<option value=\"days\" selected>",
            "value=\"7\"",
            "value=\"Everybody\" checked",
            "value=\"North\">",
            "aria-current=\"page\">General",
            "2 are in now",
        ],
    );
    let changes = [
        ("name", "Maju Jaya"),
        ("default_locale", "id"),
        ("ttl", "36"),
        ("ttl_unit", "hours"),
        ("credentials", "temporary_password"),
        ("approval", "required"),
        ("channels", "email_or_sms"),
        ("resend", "grace"),
        ("grace", "2"),
        ("grace_unit", "hours"),
        ("group", "North"),
        ("mail_subject", "Join {account}"),
        ("sender_name", "Maju HR"),
        ("login_url", "https://app.example.org/login"),
        ("after_accept_url", " https://app.example.org/hello "),
        ("password_min_length", "12"),
        ("seats", "40"),
    ];
    let page = save(&mut browser, &form, &changes).await;
    page.shows(
        200,
        &[
            "Saved: Name; How long invitations are good;",
            "Groups for everyone who accepts",
            "Seats.",
            "value=\"36\"",
            "value=\"Maju Jaya\"",
        ],
    );
    let account = stored(&scenario).await;
    assert_eq!(account.name, values::name("Maju Jaya"));
    let settings = &account.settings;
    assert_eq!(settings.default_locale, Locale::Id);
    assert_eq!(settings.invitation_ttl, values::hours(36));
    assert_eq!(settings.credentials, CredentialsPolicy::TemporaryPassword);
    assert_eq!(settings.approval, ApprovalPolicy::Required);
    assert_eq!(settings.channels, ChannelPolicy::EmailOrSms);
    assert_eq!(
        settings.resend_policy,
        ResendPolicy::Grace(values::hours(2))
    );
    assert_eq!(settings.default_groups, [values::key("North")].into());
    assert_eq!(
        settings.mail_subject.as_ref().unwrap().as_str(),
        "Join {account}"
    );
    assert_eq!(settings.sender_name, Some(values::name("Maju HR")));
    assert_eq!(settings.password.min_length(), 12);
    assert_eq!(settings.seats, Some(40));
    let url = settings.after_accept_url.as_ref().unwrap();
    assert_eq!(url.as_str(), "https://app.example.org/hello");

    let emptied = [
        ("mail_subject", ""),
        ("sender_name", " "),
        ("login_url", ""),
        ("after_accept_url", ""),
        ("seats", ""),
        ("resend", "until_expiry"),
    ];
    save(&mut browser, &page, &emptied)
        .await
        .shows(200, &["Saved: "]);
    let settings = stored(&scenario).await.settings;
    assert_eq!(settings.resend_policy, ResendPolicy::UntilExpiry);
    let optional = (
        settings.mail_subject,
        settings.sender_name,
        settings.login_url,
    );
    assert_eq!(optional, (None, None, None));
    assert_eq!((settings.after_accept_url, settings.seats), (None, None));
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_nothing_is_saved() {
    let (scenario, mut browser) = budi(an_account()).await;
    let other = an_account().named("Other").slug("other");
    other.put_into(&scenario.store).await.unwrap();
    let form = browser.open(PLACE).await;
    let wrong = [
        ("name", " "),
        ("slug", "no spaces"),
        ("ttl", "366"),
        ("resend", "grace"),
        ("grace", "soon"),
        ("mail_subject", "Hi {you}"),
        ("sender_name", "a\u{202e}b"),
        ("login_url", "javascript:alert(1)"),
        ("after_accept_url", "ftp://example.org"),
        ("password_min_length", "7"),
        ("seats", "0"),
    ];
    let page = save(&mut browser, &form, &wrong).await;
    for (name, _) in wrong.iter().filter(|(name, _)| *name != "resend") {
        page.shows(422, &[&format!("id=\"{name}-error\"")]);
    }
    page.shows(
        422,
        &[
            "value=\"no spaces\"",
            "value=\"soon\"",
            "Choose between 1 hour and 365 days",
            "Enter a whole number.",
            "name=\"before_name\" value=\"Maju\"",
        ],
    );
    let taken = save(&mut browser, &form, &[("slug", "other")]).await;
    taken.shows(422, &["Another account has this name", "id=\"slug-error\""]);
    let account = stored(&scenario).await;
    assert_eq!(account.version, 1, "nothing was written");
    assert_eq!(account.settings, AccountSettings::default());
}

#[tokio::test]
async fn two_who_have_the_form_open_do_not_undo_each_other() {
    let (scenario, mut browser) = budi(an_account()).await;
    let opened_first = browser.open(PLACE).await;
    let opened_too = browser.open(PLACE).await;
    save(&mut browser, &opened_first, &[("name", "New name")]).await;
    let page = save(&mut browser, &opened_too, &[("seats", "5")]).await;
    page.shows(200, &["Saved: Seats.", "value=\"New name\""]);
    let account = stored(&scenario).await;
    assert_eq!(account.name, values::name("New name"));
    assert_eq!(account.settings.seats, Some(5));
    let same = save(&mut browser, &page, &[]).await;
    same.shows(200, &["Nothing was changed."]);
    assert_eq!(stored(&scenario).await.version, account.version);
}

#[tokio::test]
async fn a_new_name_in_addresses_leads_on_to_the_new_address() {
    let (_, mut browser) = budi(an_account()).await;
    let form = browser.open(PLACE).await;
    let page = save(&mut browser, &form, &[("slug", "Maju-2")]).await;
    page.shows(
        200,
        &["Saved: Name in addresses.", "action=\"/a/maju-2/settings\""],
    );
    browser.open(PLACE).await.shows(404, &[]);
}

#[tokio::test]
async fn all_groups_can_be_taken_out_and_hundreds_do_not_get_lost() {
    let many = (0..450).fold(an_account(), |account, n| {
        account.defining(GrantKind::Group, &format!("Group {n:03}"))
    });
    let (scenario, mut browser) = budi(many).await;
    let form = browser.open(PLACE).await;
    form.shows(200, &["value=\"Group 449\"", "class=\"options many\""]);
    let mut fields = filled_in(&form);
    fields.retain(|(name, _)| name != "group");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
    browser
        .submit(PLACE, &fields)
        .await
        .shows(200, &["Saved: Groups"]);
    let settings = stored(&scenario).await.settings;
    assert!(settings.default_groups.is_empty());
}

#[tokio::test]
async fn a_span_of_odd_seconds_survives_other_changes() {
    let odd = an_account().settings(|settings| {
        settings.invitation_ttl = invite_domain::model::Ttl::from_seconds(3_661).unwrap();
    });
    let (scenario, mut browser) = budi(odd).await;
    let form = browser.open(PLACE).await;
    form.shows(
        200,
        &["value=\"3661\"", "<option value=\"seconds\" selected>"],
    );
    save(&mut browser, &form, &[("seats", "9")]).await;
    let settings = stored(&scenario).await.settings;
    assert_eq!(settings.invitation_ttl.seconds(), 3_661);
}
