//! A person in front of the service, with the session that their browser would keep.

use super::{Answer, LONG, Service};
use reqwest::{Client, Method, redirect};
use serde_json::{Value, json};
use std::time::Duration;

/// Someone who is signed in, or not.
pub(crate) struct Person {
    client: Client,
    url: String,
    cookie: Option<String>,
}

impl Person {
    /// Someone who just came.
    pub(crate) fn at(service: &Service) -> Self {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(Duration::from_mins(2));
        Self {
            client: client.build().unwrap(),
            url: service.url.clone(),
            cookie: None,
        }
    }

    /// Someone who just signed in with an address.
    pub(crate) async fn signed_in(service: &Service, address: &str, password: &str) -> Self {
        let mut person = Self::at(service);
        let answer = person.sign_in("email", address, password).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        person
    }

    /// Returns the session as their browser would send it.
    pub(crate) fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    /// Tries to sign in with an `email` or a `login`, and keeps the session.
    pub(crate) async fn sign_in(&mut self, by: &str, who: &str, password: &str) -> Answer {
        let body = json!({ by: who, "password": password });
        self.call(Method::POST, "/sessions", Some(body)).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn patch(&mut self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// Posts and expects success; returns the body.
    pub(crate) async fn makes(&mut self, path: &str, body: Value) -> Value {
        let answer = self.post(path, body).await;
        assert!((200..300).contains(&answer.status), "{path}: {answer:?}");
        answer.body
    }

    /// Reads and expects success; returns the body.
    pub(crate) async fn sees(&mut self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.body
    }

    /// Waits until something that they read is so, and returns it.
    pub(crate) async fn waits(&mut self, path: &str, until: impl Fn(&Value) -> bool) -> Value {
        let mut pace = tokio::time::interval(Duration::from_millis(15));
        let seen = async {
            loop {
                pace.tick().await;
                let seen = self.sees(path).await;
                if until(&seen) {
                    return seen;
                }
            }
        };
        tokio::time::timeout(LONG, seen)
            .await
            .unwrap_or_else(|_| panic!("{path} never came to it"))
    }

    /// Reads a body as it came.
    pub(crate) async fn reads(&mut self, path: &str) -> String {
        let request = self.request(Method::GET, &format!("/api/v1{path}"));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.text().await.unwrap()
    }

    /// Posts, and returns everything that came back but what differs for every request.
    pub(crate) async fn whole(&mut self, path: &str, body: Value) -> String {
        let request = self.request(Method::POST, &format!("/api/v1{path}"));
        let answer = request.json(&body).send().await.unwrap();
        let mut headers: Vec<String> = answer
            .headers()
            .iter()
            .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        headers.sort();
        let status = answer.status();
        format!("{status} {headers:?} {}", answer.text().await.unwrap())
    }

    /// Opens a link as a browser does, redirects followed, and returns the page.
    pub(crate) async fn opens(&mut self, link: &str) -> String {
        let mut address = link.replace(&self.url, "");
        loop {
            let answer = self.request(Method::GET, &address).send().await.unwrap();
            for set in answer.headers().get_all("set-cookie") {
                let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
                let kept = self
                    .cookie
                    .take()
                    .map(|cookies| format!("{cookies}; {pair}"));
                self.cookie = Some(kept.unwrap_or(pair));
            }
            match answer.headers().get("location") {
                Some(next) => next.to_str().unwrap().clone_into(&mut address),
                None => return answer.text().await.unwrap(),
            }
        }
    }

    /// Begins a request as one of our own pages makes it.
    fn request(&self, method: Method, address: &str) -> reqwest::RequestBuilder {
        let request = self
            .client
            .request(method, format!("{}{address}", self.url));
        let request = request.header("sec-fetch-site", "same-origin");
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    async fn call(&mut self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = self.request(method, &format!("/api/v1{path}"));
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.unwrap();
        if let Some(set) = answer.headers().get("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            self.cookie = Some(pair.to_owned()).filter(|pair| !pair.ends_with('='));
        }
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status, body }
    }
}
