//! The HTTP server of one process: where it listens and how it stops.

use anyhow::Context as _;
use invite_poem::Services;
use poem::{Server, listener::TcpAcceptor};
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpSocket},
    sync::oneshot,
    task::JoinHandle,
    time::{Instant, timeout_at},
};

/// A connection on which nothing was said for so long is closed.
const IDLE: Duration = Duration::from_secs(75);
/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1_024;

/// A running server.
pub(crate) struct HttpServer {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    pub(crate) task: JoinHandle<io::Result<()>>,
}

impl HttpServer {
    /// Serves until it is stopped.
    pub(crate) fn start(
        listener: TcpListener,
        services: Services,
        grace: Duration,
    ) -> anyhow::Result<Self> {
        let address = listener.local_addr()?;
        let acceptor = TcpAcceptor::from_tokio(listener)?;
        let (stop, stopped) = oneshot::channel();
        let server = Server::new_with_acceptor(acceptor)
            .idle_timeout(IDLE)
            .run_with_graceful_shutdown(
                invite_poem::app(services),
                async {
                    // A sender that is gone wishes the same.
                    let _ = stopped.await;
                },
                Some(grace),
            );
        Ok(Self {
            address,
            stop,
            task: tokio::spawn(server),
        })
    }

    /// Stops accepting at once, and lets requests that are under way end by `deadline`.
    pub(crate) async fn stop(mut self, deadline: Instant) {
        let _ = self.stop.send(());
        if timeout_at(deadline, &mut self.task).await.is_err() {
            tracing::warn!("requests that were under way were cut off");
            self.task.abort();
        }
    }
}

/// Takes the address.
///
/// # Errors
/// Says what to set when it cannot be had.
pub(crate) fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let listen = || {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4(),
            SocketAddr::V6(_) => TcpSocket::new_v6(),
        }?;
        // Accepted connections inherit it: an answer leaves at once.
        socket.set_nodelay(true)?;
        // Without it a restart would wait for connections of the past to be forgotten.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    listen().with_context(|| {
        format!("{address} cannot be listened on; set INVITE_LISTEN to an address and port that are free")
    })
}
