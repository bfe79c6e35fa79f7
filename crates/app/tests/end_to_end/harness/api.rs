//! The REST API, as a program sees it.

use super::{LONG, SLUG, Site, code_of, eventually};
use reqwest::{Client, Method, redirect};
use serde_json::{Value, json};
use std::time::Duration;

/// A client of one replica.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) client: Client,
    pub(crate) url: String,
    key: String,
}

/// An answer: status and body.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// An invitation, as it is shown.
pub(crate) type Invitation = Value;

impl Answer {
    /// Returns the code of a problem.
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl Api {
    pub(crate) fn new(url: &str, key: &str) -> Self {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(Duration::from_mins(2));
        Self {
            client: client.build().unwrap(),
            url: url.to_owned(),
            key: key.to_owned(),
        }
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let request = request.bearer_auth(&self.key);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Asks to put someone on the roster and send.
    pub(crate) async fn try_invite(&self, email: &str) -> Answer {
        let body = json!({ "email": email, "name": "Жанна Ё.", "send": true });
        self.post(&format!("/api/v1/accounts/{SLUG}/invitations"), body)
            .await
    }

    /// Puts someone on the roster and sends; returns the id.
    pub(crate) async fn invite(&self, email: &str) -> String {
        let made = self.try_invite(email).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["id"].as_str().unwrap().to_owned()
    }

    /// Puts many on the roster and sends; returns the ids.
    pub(crate) async fn invite_many(
        &self,
        emails: impl IntoIterator<Item = String>,
    ) -> Vec<String> {
        let mut ids = Vec::new();
        for email in emails {
            ids.push(self.invite(&email).await);
        }
        ids
    }

    pub(crate) fn place(id: &str) -> String {
        format!("/api/v1/accounts/{SLUG}/invitations/{id}")
    }

    pub(crate) async fn invitation(&self, id: &str) -> Invitation {
        let found = self.get(&Self::place(id)).await;
        assert_eq!(found.status, 200, "{found:?}");
        found.body
    }

    pub(crate) async fn status(&self, id: &str) -> String {
        self.invitation(id).await["status"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Waits until the invitation stands so.
    pub(crate) async fn until(&self, id: &str, status: &str) -> Invitation {
        let what = format!("{id} is {status}");
        eventually(&what, || async {
            let found = self.invitation(id).await;
            (found["status"] == status).then_some(found)
        })
        .await
    }

    /// Returns the names of what happened to an invitation, oldest first.
    pub(crate) async fn events(&self, id: &str) -> Vec<String> {
        let history = self.history(id).await;
        let name = |entry: &Value| entry["event"].as_str().unwrap().to_owned();
        history.iter().map(name).collect()
    }

    pub(crate) async fn history(&self, id: &str) -> Vec<Value> {
        let history = self.get(&format!("{}/history", Self::place(id))).await;
        assert_eq!(history.status, 200, "{history:?}");
        history.body["items"].as_array().unwrap().clone()
    }

    /// Waits until something of this name happened, and returns it.
    pub(crate) async fn until_event(&self, id: &str, event: &str) -> Value {
        eventually(&format!("{event} happened to {id}"), || async {
            let history = self.history(id).await;
            history.into_iter().find(|entry| entry["event"] == event)
        })
        .await
    }

    pub(crate) async fn counts(&self) -> Value {
        let path = format!("/api/v1/accounts/{SLUG}/invitations/counts");
        self.get(&path).await.body
    }

    /// Returns the members of the account whom the search finds.
    pub(crate) async fn members(&self, search: &str) -> Vec<Value> {
        let path = format!("/api/v1/accounts/{SLUG}/members?q={search}");
        let found = self.get(&path).await;
        assert_eq!(found.status, 200, "{found:?}");
        found.body["items"].as_array().unwrap().clone()
    }

    pub(crate) async fn accept(&self, token: &str, password: &str) -> Answer {
        let body = json!({ "token": token, "password": password });
        self.post("/api/v1/invitations/accept", body).await
    }

    /// Accepts with a code from the mailbox, as administrators do unless the account says otherwise.
    pub(crate) async fn accept_with(&self, token: &str, password: &str, code: &str) -> Answer {
        let body = json!({ "token": token, "password": password, "code": code });
        self.post("/api/v1/invitations/accept", body).await
    }

    /// Asks for a code, and returns the one that arrives.
    pub(crate) async fn code(&self, site: &Site, token: &str) -> String {
        let before = site.sink.count();
        let body = json!({ "token": token });
        let asked = self.post("/api/v1/invitations/code", body).await;
        assert_eq!((asked.status, &asked.body), (202, &Value::Null));
        let mails = site.sink.wait_for(before + 1, LONG).unwrap();
        code_of(&mails[before])
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Answer {
        let body = json!({ "email": email, "password": password });
        self.post("/api/v1/sessions", body).await
    }
}
