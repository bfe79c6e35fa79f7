//! An SMS gateway on loopback: takes every message, and remembers it.

use poem::{
    EndpointExt as _, IntoEndpoint as _, Server, endpoint::make, listener::TcpAcceptor, web::Json,
};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, task::JoinHandle};

/// Gone when dropped.
pub(super) struct SmsGateway {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<Value>>>,
    task: JoinHandle<()>,
}

impl SmsGateway {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        let take = make(move |request: poem::Request| {
            let kept = Arc::clone(&kept);
            async move {
                let message: Value = request.into_body().into_json().await?;
                kept.lock().unwrap().push(message);
                Ok::<_, poem::Error>(Json(json!({ "status": "accepted" })))
            }
        });
        let server = Server::new_with_acceptor(TcpAcceptor::from_tokio(listener).unwrap());
        let endpoint = take.into_endpoint().boxed();
        let task = tokio::spawn(async move {
            // It ends with the test.
            let _ = server.run(endpoint).await;
        });
        Self {
            address,
            taken,
            task,
        }
    }

    /// Returns the setting that leads to it.
    pub(super) fn url(&self) -> String {
        format!(
            "http://{}/send?from=Invite&token=gateway-token",
            self.address
        )
    }

    /// Returns what was sent to a number, oldest first.
    pub(super) fn texts_to(&self, number: &str) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        let to = taken.iter().filter(|message| message["to"] == number);
        to.map(|message| message["text"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Drop for SmsGateway {
    fn drop(&mut self) {
        self.task.abort();
    }
}
