//! The main job from end to end over HTTP, each step with what really came back.

use super::{Seeded, accounts::ERP, seed};
use crate::running::Running;
use anyhow::{Context as _, bail, ensure};
use invite_domain::{
    model::{DisplayName, Scope},
    service::CreateApiKey,
};
use invite_lettre::CapturedMail;
use reqwest::{Client, Method, StatusCode, redirect};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::time::{sleep, timeout};

/// How long any step may take.
const PATIENCE: Duration = Duration::from_secs(20);
const INVITEE: &str = "anna@newcomer.example";

/// Goes through the job.
///
/// # Errors
/// The first step that did not come out as it should.
pub(super) async fn take(running: &Running, seeded: &Seeded) -> anyhow::Result<()> {
    let url = running.public_url().as_str();
    let api = Api::new(running, url).await?;
    let accounts = seeded.administrators.len();
    println!("{accounts} accounts are there; the server listens on {url}\n");

    let id = invite(&api).await?;
    let link = read_mail(&api, &id, running, url).await?;
    open_link(&api, &id, &link).await?;
    let token = link.rsplit('/').next().unwrap_or_default();
    let password = accept(&api, &id, token).await?;
    sign_in(&api, &password).await?;
    read_history(&api, &id).await?;
    println!("\nEverything came out as it should.");
    Ok(())
}

async fn invite(api: &Api) -> anyhow::Result<String> {
    println!("1. Invite {INVITEE} to {} as a Salesperson", ERP.name);
    let path = format!("/accounts/{}/invitations", ERP.slug);
    let body = json!({
        "email": INVITEE, "name": "Anna Schmidt", "login": "anna",
        "roles": ["Salesperson"], "send": true,
    });
    let invitation = api
        .expect(StatusCode::CREATED, Method::POST, &path, Some(body))
        .await?;
    println!("   status: {}", text(&invitation, "/status")?);
    Ok(text(&invitation, "/id")?.to_owned())
}

async fn read_mail(api: &Api, id: &str, running: &Running, url: &str) -> anyhow::Result<String> {
    println!("2. Read the mail in the built-in inbox");
    let mail = mail(running).await?;
    println!("   to: {}", mail.to);
    println!("   subject: {}", mail.subject);
    api.stands(id, "invited").await?;
    link(&mail, url)
}

async fn open_link(api: &Api, id: &str, link: &str) -> anyhow::Result<()> {
    println!("3. Open the link three times, as mail scanners do: nothing changes");
    for _ in 0..3 {
        let status = api.client.get(link).send().await?.status();
        let fine = status.is_redirection() || status.is_success();
        ensure!(fine, "the link answers {status}");
    }
    api.stands(id, "invited").await
}

async fn accept(api: &Api, id: &str, token: &str) -> anyhow::Result<String> {
    println!("4. See what the invitee sees");
    let body = json!({ "token": token });
    let path = "/invitations/preview";
    let preview = api
        .expect(StatusCode::OK, Method::POST, path, Some(body))
        .await?;
    println!("   account: {}", text(&preview, "/account/name")?);
    println!("   to do: {}", text(&preview, "/credentials")?);

    println!("5. Set a password and accept, twice: whoever is in is told so");
    let password = seed::password();
    let body = json!({ "token": token, "password": password });
    let path = "/invitations/accept";
    for already in [false, true] {
        let accepted = api
            .expect(StatusCode::OK, Method::POST, path, Some(body.clone()))
            .await?;
        let said = accepted.get("already_member").and_then(Value::as_bool);
        println!("   in; already before: {already}");
        ensure!(
            said == Some(already),
            "the answer should say so: {accepted}"
        );
    }
    api.stands(id, "accepted").await?;
    Ok(password)
}

async fn sign_in(api: &Api, password: &str) -> anyhow::Result<()> {
    println!("6. Sign in as the new member");
    let body = json!({ "email": INVITEE, "password": password });
    let session = api
        .expect(StatusCode::CREATED, Method::POST, "/sessions", Some(body))
        .await?;
    println!("   member of: {}", text(&session, "/accounts/0/name")?);
    Ok(())
}

async fn read_history(api: &Api, id: &str) -> anyhow::Result<()> {
    println!("7. Read what happened");
    let path = format!("/accounts/{}/invitations/{id}/history", ERP.slug);
    let history = api.expect(StatusCode::OK, Method::GET, &path, None).await?;
    let items = history.get("items").and_then(Value::as_array);
    for item in items.context("a history has items")? {
        let (at, event) = (text(item, "/at")?, text(item, "/event")?);
        let detail = text(item, "/detail").unwrap_or_default();
        println!("   {at} {event} {detail}");
    }
    Ok(())
}

/// Returns the text at this place of an answer.
fn text<'a>(answer: &'a Value, place: &str) -> anyhow::Result<&'a str> {
    let found = answer.pointer(place).and_then(Value::as_str);
    found.with_context(|| format!("there should be a text at {place}: {answer}"))
}

/// Waits for the invitee's mail.
async fn mail(running: &Running) -> anyhow::Result<Arc<CapturedMail>> {
    let inbox = running.inbox().context("there is no built-in inbox")?;
    let arrived = async {
        loop {
            if let Some(mail) = inbox.all().into_iter().find(|mail| mail.to == INVITEE) {
                return mail;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, arrived).await.context("no mail arrived")
}

fn link(mail: &CapturedMail, url: &str) -> anyhow::Result<String> {
    let begin = format!("{url}/i/");
    mail.text
        .split_whitespace()
        .find(|word| word.starts_with(&begin))
        .map(str::to_owned)
        .context("the mail has no link")
}

/// The REST API, as a program sees it.
struct Api {
    client: Client,
    base: String,
    key: String,
}

impl Api {
    /// Makes a key and a client that follows no redirects.
    async fn new(running: &Running, url: &str) -> anyhow::Result<Self> {
        let key = CreateApiKey {
            name: DisplayName::parse("Demo")?,
            scope: Scope::Administer,
            expires_at: None,
        };
        let core = running.core();
        let operator = seed::operator(core, ERP.slug).await?;
        let key = core.accounts.create_api_key(&operator, key).await?;
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(PATIENCE);
        Ok(Self {
            client: client.build()?,
            base: format!("{url}/api/v1"),
            key: key.key.expose().to_owned(),
        })
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> anyhow::Result<reqwest::Response> {
        let request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.key);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        Ok(request.send().await?)
    }

    async fn expect(
        &self,
        status: StatusCode,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> anyhow::Result<Value> {
        let answer = self.call(method, path, body).await?;
        let found = answer.status();
        let text = answer.text().await?;
        if found != status {
            bail!("{path} should answer {status} and answered {found}: {text}");
        }
        Ok(serde_json::from_str(&text)?)
    }

    /// Checks where the invitation stands, once its message's outcome is recorded.
    async fn stands(&self, id: &str, wanted: &str) -> anyhow::Result<()> {
        let path = format!("/accounts/{}/invitations/{id}", ERP.slug);
        let settled = async {
            loop {
                let found = self
                    .expect(StatusCode::OK, Method::GET, &path, None)
                    .await?;
                match text(&found, "/status")? {
                    "queued" => sleep(Duration::from_millis(20)).await,
                    status => return anyhow::Ok(status.to_owned()),
                }
            }
        };
        let status = timeout(PATIENCE, settled).await;
        let status = status.context("the message stays queued")??;
        println!("   status: {status}");
        ensure!(status == wanted, "the invitation should be {wanted}");
        Ok(())
    }
}
