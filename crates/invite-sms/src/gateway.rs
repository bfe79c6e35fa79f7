//! Posting a message to the gateway, and telling how far it had come when something breaks.

use crate::{
    answer,
    settings::{Login, SmsSettings, SmsSettingsError},
    wording,
};
use async_trait::async_trait;
use invite_domain::{
    model::{Failure, OutboxId, PhoneNumber},
    ports::{CodeText, HandOver, InvitationText, SendError, SmsGateway, TextRenderer},
};
use reqwest::{Client, RequestBuilder, Response, header, redirect::Policy};
use rustls::{ClientConfig, RootCertStore};
use std::{error::Error, sync::Arc, time::Duration};

/// How much of an answer is read, in octets.
const MAX_ANSWER: usize = 64 * 1024;

/// Sends SMS through a gateway that takes JSON by HTTP. It needs a tokio runtime.
///
/// Clones share their connections.
#[derive(Clone)]
pub struct HttpSms {
    client: Client,
    settings: Arc<SmsSettings>,
}

impl HttpSms {
    /// Takes a gateway. Nothing is connected yet.
    ///
    /// # Errors
    /// [`SmsSettingsError`] when TLS cannot be set up.
    pub fn new(settings: SmsSettings) -> Result<Self, SmsSettingsError> {
        let failed = |error: String| SmsSettingsError::new("encryption", error);
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            // A message holds a live link: it goes where the operator said, and nowhere else.
            .redirect(Policy::none())
            .no_proxy()
            .retry(reqwest::retry::never())
            .connect_timeout(settings.timeout.min(Duration::from_secs(10)))
            .timeout(settings.timeout)
            .user_agent("invite")
            .build()
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self {
            client,
            settings: Arc::new(settings),
        })
    }

    fn request(&self, id: OutboxId, to: &PhoneNumber, text: &str) -> RequestBuilder {
        let mut body = serde_json::json!({
            "id": id.to_string(),
            "to": to.as_str(),
            "text": text,
        });
        if let (Some(from), Some(body)) = (&self.settings.from, body.as_object_mut()) {
            body.insert("from".to_owned(), from.as_str().into());
        }
        let request = self
            .client
            .post(self.settings.url.clone())
            .header("Idempotency-Key", id.to_string())
            .header(header::ACCEPT, "application/json")
            .json(&body);
        match &self.settings.login {
            Login::None => request,
            Login::Basic { user, password } => request.basic_auth(user, Some(password)),
            Login::Bearer(token) => request.bearer_auth(token),
        }
    }

    /// Strikes secrets out of what a gateway said: it may repeat what it heard, and the history
    /// keeps its words.
    fn without(&self, said: &str, secret: &str) -> String {
        [Some(secret), self.settings.login.secret()]
            .into_iter()
            .flatten()
            .filter(|secret| !secret.is_empty())
            .fold(said.to_owned(), |said, secret| said.replace(secret, "…"))
    }

    fn scrub(&self, error: SendError, secret: &str) -> SendError {
        let clean = |detail: String| self.without(&detail, secret);
        match error {
            SendError::Temporary { detail } => SendError::Temporary {
                detail: clean(detail),
            },
            SendError::Unknown { detail } => SendError::Unknown {
                detail: clean(detail),
            },
            SendError::Misconfigured { detail } => SendError::Misconfigured {
                detail: clean(detail),
            },
            SendError::Permanent(failure) => {
                SendError::Permanent(Failure::new(failure.reason, &clean(failure.detail)))
            }
        }
    }
}

impl HttpSms {
    async fn hand_over(
        &self,
        request: RequestBuilder,
        secret: &str,
    ) -> Result<HandOver, SendError> {
        let answered = match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                answer::read(status, &body(response).await)
            }
            Err(error) => Err(broken(&error)),
        };
        match answered {
            Ok(taken) => Ok(HandOver {
                reply: self.without(&taken.reply, secret),
            }),
            Err(error) => Err(self.scrub(error, secret)),
        }
    }
}

#[async_trait]
impl SmsGateway for HttpSms {
    async fn send(&self, message: &InvitationText) -> Result<HandOver, SendError> {
        let request = self.request(message.id, &message.to, &wording::text(message));
        self.hand_over(request, &message.way_in.secret()).await
    }

    async fn send_code(&self, message: &CodeText) -> Result<HandOver, SendError> {
        let request = self.request(message.id, &message.to, &wording::code(message));
        self.hand_over(request, &message.code.shown()).await
    }
}

impl TextRenderer for HttpSms {
    fn render(&self, text: &InvitationText) -> String {
        wording::text(text)
    }
}

/// Reads the beginning of a body. The status has decided already, so one that breaks off is no error.
async fn body(mut response: Response) -> String {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_ANSWER - body.len();
        body.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
        if body.len() == MAX_ANSWER {
            break;
        }
    }
    String::from_utf8_lossy(&body).into_owned()
}

/// No answer: without a connection the gateway has nothing; with one it may have the message.
fn broken(error: &reqwest::Error) -> SendError {
    if error.is_builder() {
        return SendError::Misconfigured {
            detail: "the gateway's address or login cannot be sent by HTTP; check both".to_owned(),
        };
    }
    if !error.is_connect() {
        let what = if error.is_timeout() {
            "no answer in time"
        } else {
            "the connection broke"
        };
        return SendError::Unknown {
            detail: format!("{what} after the message was sent to the gateway"),
        };
    }
    // The text of the outermost error holds the address, and that may hold a key.
    let causes = || std::iter::successors(error.source(), |cause| (*cause).source());
    let why = causes().last().map(ToString::to_string);
    let why = why.unwrap_or_else(|| "no connection".to_owned());
    if causes().any(is_tls_fault) {
        return SendError::Misconfigured {
            detail: answer::clean(&format!("no TLS with the gateway: {why}")),
        };
    }
    SendError::Temporary {
        detail: answer::clean(&format!("the gateway cannot be reached: {why}")),
    }
}

/// An I/O error keeps the TLS error inside itself instead of naming it as its source.
fn is_tls_fault(cause: &(dyn Error + 'static)) -> bool {
    let inside = cause
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    cause.is::<rustls::Error>() || inside.is_some_and(|inner| is_tls_fault(inner))
}
