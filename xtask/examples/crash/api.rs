//! The service as its clients see it: the documented routes, and nothing else.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::facts::Shown;

/// No request takes longer, not even while the database is locked for a moment.
const PATIENCE: Duration = Duration::from_secs(15);

/// A client with an API key.
#[derive(Clone)]
pub(crate) struct Api {
    client: Client,
    base: String,
    account: String,
    key: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) enum Answer {
    /// It was done.
    Done(Value),
    /// It was refused for a reason that the client can act on.
    Refused(StatusCode, String),
    /// The connection broke; it may have been done or not.
    Broken,
    /// What nobody should ever get: a fault of the service, or no answer at all.
    Odd(String),
}

impl Api {
    /// Makes a client of one account.
    pub(crate) fn new(url: &str, account: &str, key: &str) -> Result<Self> {
        Ok(Self {
            client: Client::builder().timeout(PATIENCE).no_proxy().build()?,
            base: format!("{url}/api/v1"),
            account: account.to_owned(),
            key: key.to_owned(),
        })
    }

    /// Puts a person on the roster and sends.
    pub(crate) async fn create(&self, email: &str, name: &str) -> Answer {
        let body = json!({ "email": email, "name": name, "send": true });
        self.ask(self.client.post(self.roster("")).json(&body))
            .await
    }

    /// Sends again.
    pub(crate) async fn resend(&self, id: Uuid) -> Answer {
        self.ask(self.client.post(self.roster(&format!("/{id}/resend"))))
            .await
    }

    /// Withdraws.
    pub(crate) async fn revoke(&self, id: Uuid) -> Answer {
        self.ask(self.client.post(self.roster(&format!("/{id}/revoke"))))
            .await
    }

    /// Accepts with the token of a link.
    pub(crate) async fn accept(&self, token: &str, password: &str) -> Answer {
        let body = json!({ "token": token, "password": password });
        let url = format!("{}/invitations/accept", self.base);
        Self::answer(self.client.post(url).json(&body)).await
    }

    /// Looks at what a link opens.
    pub(crate) async fn preview(&self, token: &str) -> Answer {
        let url = format!("{}/invitations/preview", self.base);
        let body = json!({ "token": token });
        Self::answer(self.client.post(url).json(&body)).await
    }

    /// Returns the whole roster, page by page.
    pub(crate) async fn roster_shown(&self) -> Result<BTreeMap<Uuid, Shown>> {
        let mut all = BTreeMap::new();
        let mut cursor = String::new();
        loop {
            let page = self.get(&format!("?limit=100{cursor}")).await?;
            for item in items(&page)? {
                let shown = Shown {
                    email: text(item, "email")?,
                    name: text(item, "name")?,
                    status: text(item, "status")?,
                    history: None,
                };
                all.insert(id(item)?, shown);
            }
            match page.get("next_cursor").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(all),
            }
        }
    }

    /// Returns the names of an invitation's events, oldest first.
    pub(crate) async fn history(&self, invitation: Uuid) -> Result<Vec<String>> {
        let page = self.get(&format!("/{invitation}/history")).await?;
        let events: Vec<String> = items(&page)?
            .iter()
            .map(|item| text(item, "event"))
            .collect::<Result<_>>()?;
        // Between them stand the attempts at each message.
        Ok(events
            .into_iter()
            .filter(|event| event.starts_with("invitation."))
            .collect())
    }

    async fn get(&self, path: &str) -> Result<Value> {
        match self.ask(self.client.get(self.roster(path))).await {
            Answer::Done(body) => Ok(body),
            other => bail!("GET …/invitations{path}: {other:?}"),
        }
    }

    fn roster(&self, path: &str) -> String {
        format!("{}/accounts/{}/invitations{path}", self.base, self.account)
    }

    async fn ask(&self, request: RequestBuilder) -> Answer {
        Self::answer(request.bearer_auth(&self.key)).await
    }

    async fn answer(request: RequestBuilder) -> Answer {
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return broken(&error),
        };
        let status = response.status();
        let body = match response.bytes().await {
            Ok(body) => body,
            Err(error) => return broken(&error),
        };
        let Ok(body) = serde_json::from_slice::<Value>(&body) else {
            return Answer::Odd(format!("{status} with a body that is no JSON"));
        };
        if status.is_success() {
            Answer::Done(body)
        } else if status.is_client_error() {
            let code = body.get("code").and_then(Value::as_str).unwrap_or_default();
            Answer::Refused(status, code.to_owned())
        } else {
            Answer::Odd(format!("{status}: {body}"))
        }
    }
}

/// A broken connection is what a kill looks like from outside; a silence is not.
fn broken(error: &reqwest::Error) -> Answer {
    if error.is_timeout() {
        Answer::Odd(format!("no answer within {PATIENCE:?}"))
    } else {
        Answer::Broken
    }
}

/// Returns the id that an object carries.
pub(crate) fn id(object: &Value) -> Result<Uuid> {
    Uuid::parse_str(&text(object, "id")?).context("an id is no UUID")
}

fn items(page: &Value) -> Result<&Vec<Value>> {
    page.get("items")
        .and_then(Value::as_array)
        .with_context(|| format!("there are no `items` in {page}"))
}

fn text(object: &Value, field: &str) -> Result<String> {
    object
        .get(field)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .with_context(|| format!("there is no `{field}` in {object}"))
}
