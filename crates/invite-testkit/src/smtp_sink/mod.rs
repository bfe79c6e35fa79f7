//! A real SMTP server on loopback that does what a script says and remembers what it got.
//!
//! [`SmtpSink::start`] binds a free port of `127.0.0.1`, serves it from threads of its own (so it
//! works inside and outside of async tests), and is gone when dropped. It keeps messages as octets
//! and reads nothing into them; parse [`Message::raw`] with a mail parser.
//!
//! ```
//! use std::time::Duration;
//! use invite_testkit::smtp_sink::{Action, Script, SmtpSink, Stage, When};
//! use lettre::{Message, SmtpTransport, Transport};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A server that puts Ann off once and takes everything else.
//! let sink = SmtpSink::start(Script::new().when(
//!     When::at(Stage::Rcpt).to("ann@example.org").first(1),
//!     Action::reply(451, "4.3.0 Try again later"),
//! ));
//!
//! let client = SmtpTransport::builder_dangerous("127.0.0.1").port(sink.port()).build();
//! let mail = Message::builder()
//!     .from("office@example.com".parse()?)
//!     .to("ann@example.org".parse()?)
//!     .subject("Welcome")
//!     .body("Come in.".to_owned())?;
//! assert!(client.send(&mail).is_err_and(|error| error.is_transient()));
//! client.send(&mail)?;
//!
//! let messages = sink.wait_for(1, Duration::from_secs(5))?;
//! assert_eq!(messages[0].recipients, ["ann@example.org"]);
//! assert!(messages[0].acknowledged);
//! assert!(messages[0].raw.ends_with(b"Come in.\r\n"));
//! # Ok(())
//! # }
//! ```
//!
//! # What it speaks
//!
//! `EHLO`, `HELO`, `MAIL`, `RCPT`, `DATA`, `RSET`, `NOOP`, `VRFY`, `HELP`, `QUIT`, `STARTTLS` and
//! `AUTH` (`PLAIN`, `LOGIN`), with `PIPELINING`, `SIZE`, `8BITMIME`, `SMTPUTF8` and
//! `ENHANCEDSTATUSCODES`. It is strict: commands out of order get 503, a command line must end in
//! CRLF, and a body ends at CRLF dot CRLF and nothing that merely looks like it.
//!
//! # Scripts
//!
//! | To have | write |
//! | --- | --- |
//! | TLS, in any of its moods | [`Script::encryption`] with an [`Encryption`] |
//! | a bad certificate | [`Script::certificate`] with a [`Certificate`] |
//! | a login | [`Script::login`]; a wrong one gets 535 |
//! | a login that fails for now | `.when(Stage::Auth, Action::reply(454, "4.7.0 Not now"))` |
//! | a full mailbox | `.when(When::at(Stage::Rcpt).to("full@example.org"), Action::reply(552, "5.2.2 Full"))` |
//! | gray-listing | `.when(When::at(Stage::Rcpt).first(1), Action::reply(450, "4.7.1 Later"))` |
//! | a server that is closing down | `.when(Stage::Connected, Action::reply(421, "4.3.2 Bye").then_close())` |
//! | silence after the final dot | `.when(Stage::FinalDot, Action::silence())` |
//! | a reset after the final dot | `.when(Stage::FinalDot, Action::reset())` |
//! | 250, and then the line drops | `.when(Stage::Accepted, Action::reset())` |
//! | garbage, half a reply | [`Action::raw`], with [`Action::then_close`] or [`Action::then_silence`] |
//! | a reply of over 512 octets | [`Action::overlong_reply`] |
//! | ten octets a second | `.when(When::always(), Action::proceed().slowly(10))` |
//! | trouble now and then | [`When::skip`], [`When::every`], [`When::first`] |
//! | anything else | [`Script::on_stage`], a hook at every [`Stage`] |
//!
//! [`SmtpSink::set_script`] changes the script while the sink runs: the outage ends. A sink that is
//! dropped refuses connections, and [`SmtpSink::start_at`] brings it back on the same port.
//!
//! # Waiting without sleeping
//!
//! [`SmtpSink::wait_for`], [`wait_stage`](SmtpSink::wait_stage),
//! [`wait_held`](SmtpSink::wait_held) and [`wait_idle`](SmtpSink::wait_idle) return at the moment
//! the thing happens. Silences last until [`SmtpSink::release`], which also lets the rest of slow
//! replies go at once, so a test of a black hole takes no longer than the client's own time-out.
//!
//! # Killing clients
//!
//! A hook runs on the connection's thread before the sink answers. Killing the client there, and
//! waiting for it to be dead, puts its end exactly at that stage:
//!
//! | Kill it | at | what is left |
//! | --- | --- | --- |
//! | after it connected | [`Stage::Connected`] | nothing |
//! | after `RCPT` | [`Stage::Rcpt`] | nothing |
//! | in mid-`DATA` | [`Stage::DataPartly`] (see [`Script::partly_after`]), then [`Action::close`] | nothing |
//! | after the final dot, before the 250 | [`Stage::FinalDot`] | a message that is not [`acknowledged`](Message::acknowledged): a possible copy |
//! | after the 250 | [`Stage::Accepted`] | a message; acknowledged only if the 250 was read |
//!
//! In mid-`DATA` the hook's `Action::close` matters: a short message may already have arrived whole
//! in the kernel, and the sink would read on and keep it. [`SmtpSink::connections`] tells for each
//! connection which stages it reached and how it ended.

mod action;
mod auth;
mod command;
mod data;
mod gate;
mod memory;
mod play;
mod record;
mod script;
mod session;
mod stage;
mod step;
mod tls;
mod wire;

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use action::Action;
pub use record::{Connection, End, Message, TimedOut};
pub use script::{Encryption, Mechanism, Script, When};
pub use stage::{Stage, StageEvent};
pub use tls::{Certificate, ca_pem};

use gate::Gate;
use memory::Memory;
use play::Play;

/// A running SMTP server; see the [module](self) for what it can do.
pub struct SmtpSink {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

/// What the sink and its connections have in common.
struct Shared {
    memory: Memory,
    gate: Arc<Gate>,
    play: Mutex<Arc<Play>>,
    sockets: Mutex<HashMap<u64, Arc<TcpStream>>>,
}

impl SmtpSink {
    /// Starts a sink on a free port of `127.0.0.1`.
    ///
    /// # Panics
    ///
    /// When the system has no port to give.
    pub fn start(script: Script) -> Self {
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        #[expect(clippy::expect_used, reason = "a test cannot go on without its server")]
        Self::start_at(any_port, script).expect("a free port on loopback")
    }

    /// Starts a sink at this address: one that was there before and is to come back.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound.
    pub fn start_at(address: SocketAddr, script: Script) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            memory: Memory::new(script.lean),
            gate: Arc::default(),
            play: Mutex::new(Arc::new(Play::new(script))),
            sockets: Mutex::default(),
        });
        let acceptor = thread::Builder::new().name("smtp-sink".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        })?;
        Ok(Self {
            address,
            shared,
            acceptor: Some(acceptor),
        })
    }

    /// Returns where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Returns the port on which it listens.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns the certificate, in PEM, that a client has to trust; see [`ca_pem`].
    pub fn ca_pem(&self) -> String {
        ca_pem()
    }

    /// Changes what the sink does: rules and hook at once and counted anew, the rest for new
    /// connections. Only [`Script::lean`] stays as it was at the start.
    pub fn set_script(&self, script: Script) {
        let play = Arc::new(Play::new(script));
        *lock(&self.shared.play) = play;
    }

    /// Returns the messages in the order of their final dots.
    pub fn messages(&self) -> Vec<Message> {
        self.shared.memory.messages()
    }

    /// Returns the messages and forgets them; numbers go on counting.
    pub fn take(&self) -> Vec<Message> {
        self.shared.memory.take()
    }

    /// Returns how many messages there are, without copying them.
    pub fn count(&self) -> usize {
        self.shared.memory.count()
    }

    /// Waits until there are at least `n` messages and returns all.
    ///
    /// # Errors
    ///
    /// When there are fewer after `limit`; the error says how many, and where the connections stand.
    pub fn wait_for(&self, n: usize, limit: Duration) -> Result<Vec<Message>, TimedOut> {
        self.shared.memory.wait_for(n, limit)
    }

    /// Waits until a stage has been reached `n` times since the start, over all connections.
    ///
    /// # Errors
    ///
    /// When it has been reached less often after `limit`.
    pub fn wait_stage(&self, stage: Stage, n: u64, limit: Duration) -> Result<(), TimedOut> {
        self.shared.memory.wait_stage(stage, n, limit)
    }

    /// Returns how often a stage has been reached since the start, over all connections.
    pub fn reached(&self, stage: Stage) -> u64 {
        self.shared.memory.reached(stage)
    }

    /// Waits until no connection is open; what is known of the messages is then final.
    ///
    /// # Errors
    ///
    /// When some are still open after `limit`.
    pub fn wait_idle(&self, limit: Duration) -> Result<(), TimedOut> {
        self.shared.memory.wait_idle(limit)
    }

    /// Waits until `n` connections stand silent at the same time.
    ///
    /// # Errors
    ///
    /// When fewer do after `limit`.
    pub fn wait_held(&self, n: usize, limit: Duration) -> Result<(), TimedOut> {
        let held = self.shared.gate.wait_held(n, limit);
        if held >= n {
            Ok(())
        } else {
            Err(TimedOut {
                wanted: format!("{n} silent connections"),
                seen: held.to_string(),
            })
        }
    }

    /// Ends all present silences and lets the rest of slow replies go at once.
    pub fn release(&self) {
        self.shared.gate.release();
    }

    /// Returns every connection there was, with the stages that it reached and how it ended.
    pub fn connections(&self) -> Vec<Connection> {
        self.shared.memory.connections()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.shared.gate.stop();
        for socket in lock(&self.shared.sockets).values() {
            // A connection that is over already needs no end.
            let _ = socket.shutdown(Shutdown::Both);
        }
        // The acceptor waits for a connection and looks up only when one comes.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok();
        if let Some(acceptor) = self.acceptor.take().filter(|_| woken) {
            let _ = acceptor.join();
        }
    }
}

impl Shared {
    fn play(&self) -> Arc<Play> {
        Arc::clone(&lock(&self.play))
    }

    fn forget(&self, connection: u64) {
        lock(&self.sockets).remove(&connection);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        let accepted = listener.accept();
        if shared.gate.stopped() {
            return;
        }
        // The client was gone before it was served, or the process is short of descriptors.
        let Ok((socket, _)) = accepted else {
            thread::yield_now();
            continue;
        };
        // Without it replies are merely slower.
        let _ = socket.set_nodelay(true);
        let socket = Arc::new(socket);
        let number = shared.memory.open_connection();
        lock(&shared.sockets).insert(number, Arc::clone(&socket));
        if shared.gate.stopped() {
            let _ = socket.shutdown(Shutdown::Both);
        }
        let served = thread::Builder::new()
            .name(format!("smtp-sink-{number}"))
            .spawn({
                let shared = Arc::clone(shared);
                move || session::run(shared, number, socket)
            });
        if served.is_err() {
            shared.forget(number);
            shared.memory.close_connection(number, End::ServerClosed);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
