//! One conversation with the mail server: greeting, encryption, login, then mail after mail.

use super::{
    classify::Stage,
    fault::Fault,
    login,
    reply::Reply,
    settings::{SmtpSettings, TlsPolicy},
    tls::{self, Tls},
    wire::{Stream, Wire},
};
use std::{io, time::Duration};
use tokio::{net::TcpStream, time::timeout};

/// Who it is from, who it is for, and what it says.
#[derive(Clone, Copy)]
pub(super) struct Parcel<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    /// The message with CRLF line ends, dots stuffed, and the final dot.
    pub(super) data: &'a [u8],
}

/// An open connection, logged in and between two mails.
pub(super) struct Session {
    wire: Wire,
    command: Duration,
    data: Duration,
    final_dot: Duration,
    pipelining: bool,
    sent: u32,
    usable: bool,
}

/// What the server can do, as it said after `EHLO`.
struct Offer(Vec<String>);

impl Offer {
    fn has(&self, keyword: &str) -> bool {
        self.words(keyword).is_some()
    }

    /// Returns what stands behind a keyword.
    fn words(&self, keyword: &str) -> Option<Vec<&str>> {
        self.0.iter().find_map(|line| {
            // "AUTH=PLAIN" is how servers wrote it before the standard.
            let mut words = line.split([' ', '=']);
            let first = words.next()?;
            first.eq_ignore_ascii_case(keyword).then(|| words.collect())
        })
    }
}

impl Session {
    /// Connects, encrypts and logs in.
    pub(super) async fn open(
        settings: &SmtpSettings,
        tls: &Tls,
        name: &str,
    ) -> Result<Self, Fault> {
        let limit = settings.timeouts.command;
        let line = connect(settings).await?;
        let mut wire = Wire::plain(line);
        let (wire, offer) = if settings.tls == TlsPolicy::Implicit {
            let mut wire = encrypt(wire, tls, limit).await?;
            greet(&mut wire, limit).await?;
            let offer = hello(&mut wire, name, limit).await?;
            (wire, offer)
        } else {
            greet(&mut wire, limit).await?;
            let offer = hello(&mut wire, name, limit).await?;
            if start_tls(&mut wire, settings, &offer).await? {
                let mut wire = encrypt(wire, tls, limit).await?;
                let offer = hello(&mut wire, name, limit).await?;
                (wire, offer)
            } else {
                (wire.open(), offer)
            }
        };
        let mut session = Self {
            wire,
            command: limit,
            data: settings.timeouts.data,
            final_dot: settings.timeouts.final_dot,
            pipelining: offer.has("PIPELINING"),
            sent: 0,
            usable: true,
        };
        if let Some(login) = &settings.login {
            let offered = offer.words("AUTH").unwrap_or_default();
            login::log_in(&mut session.wire, login, &offered, limit).await?;
        }
        Ok(session)
    }

    /// Hands one mail over.
    pub(super) async fn send(&mut self, parcel: Parcel<'_>) -> Result<Reply, Fault> {
        // Until the end is known to be good, the conversation is out of step.
        self.usable = false;
        let ended = match self.envelope(parcel).await {
            Ok(()) => self.message(parcel.data).await,
            Err(fault) => Err(fault),
        };
        self.sent += 1;
        self.usable = match &ended {
            Ok(_) => true,
            Err(Fault::Refused(_, reply)) if reply.code == 421 => false,
            // After a refused envelope the server may still hold half of it.
            Err(Fault::Refused(..)) => self.reset().await,
            Err(_) => false,
        };
        ended
    }

    /// Says whether the next mail can go this way too.
    pub(super) fn is_usable(&self, most: u32) -> bool {
        self.usable && self.sent < most
    }

    /// Says whether nothing was sent over it yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.sent == 0
    }

    /// Takes leave.
    pub(super) async fn quit(mut self) {
        let limit = self.command.min(Duration::from_secs(5));
        if self.wire.write(b"QUIT\r\n", limit).await.is_ok() {
            // Whatever the answer is, this is the end.
            let _ = self.wire.read(limit).await;
        }
    }

    /// Sends the envelope: in one go where the server can take it so (RFC 2920).
    async fn envelope(&mut self, parcel: Parcel<'_>) -> Result<(), Fault> {
        let commands = [
            (Stage::Sender, format!("MAIL FROM:<{}>\r\n", parcel.from)),
            (Stage::Recipient, format!("RCPT TO:<{}>\r\n", parcel.to)),
            (Stage::Data, "DATA\r\n".to_owned()),
        ];
        if self.pipelining {
            let all: String = commands.iter().map(|(_, text)| text.as_str()).collect();
            let sent = self.wire.write(all.as_bytes(), self.command).await;
            sent.map_err(|error| Fault::Broken(Stage::Sender, error))?;
        }
        let mut refusal = None;
        for (stage, text) in &commands {
            match self.ask(*stage, text).await {
                Ok(()) if *stage == Stage::Data && refusal.is_some() => {
                    // Asked for a message that nobody takes: give it none.
                    let _ = self.wire.write(b".\r\n", self.command).await;
                    let _ = self.wire.read(self.command).await;
                }
                Ok(()) => {}
                Err(fault) => {
                    let first = refusal.get_or_insert(fault);
                    let goes_on = matches!(first, Fault::Refused(_, reply) if reply.code != 421);
                    if !self.pipelining || !goes_on {
                        break;
                    }
                }
            }
        }
        refusal.map_or(Ok(()), Err)
    }

    /// Sends one command, unless it is on its way already, and reads its answer.
    async fn ask(&mut self, stage: Stage, text: &str) -> Result<(), Fault> {
        let broken = |error| Fault::Broken(stage, error);
        if !self.pipelining {
            let sent = self.wire.write(text.as_bytes(), self.command).await;
            sent.map_err(broken)?;
        }
        let reply = self.wire.read(self.command).await.map_err(broken)?;
        let wanted = if stage == Stage::Data {
            300..400
        } else {
            200..300
        };
        expect(stage, reply, wanted).map(|_| ())
    }

    async fn message(&mut self, data: &[u8]) -> Result<Reply, Fault> {
        let sent = self.wire.write(data, self.data).await;
        sent.map_err(|error| Fault::Broken(Stage::Message, error))?;
        let reply = self
            .wire
            .read(self.final_dot)
            .await
            .map_err(Fault::Silent)?;
        if reply.is_success() || reply.is_refusal() {
            return expect(Stage::Message, reply, 200..300);
        }
        Err(Fault::Silent(unexpected(&reply)))
    }

    async fn reset(&mut self) -> bool {
        let sent = self.wire.write(b"RSET\r\n", self.command).await;
        sent.is_ok()
            && self
                .wire
                .read(self.command)
                .await
                .is_ok_and(|reply| reply.is_success())
    }
}

async fn connect(settings: &SmtpSettings) -> Result<TcpStream, Fault> {
    let address = (settings.host.as_str(), settings.port);
    let line = timeout(settings.timeouts.connect, TcpStream::connect(address))
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
        .map_err(Fault::Unreachable)?;
    // Without it replies merely come later.
    let _ = line.set_nodelay(true);
    Ok(line)
}

async fn encrypt(wire: Wire<TcpStream>, tls: &Tls, limit: Duration) -> Result<Wire, Fault> {
    wire.encrypt(tls, limit)
        .await
        .map_err(|error| match tls::fault(&error) {
            Some(mend) => Fault::Unfit(mend),
            None => Fault::Broken(Stage::StartTls, error),
        })
}

async fn greet<S: Stream>(wire: &mut Wire<S>, limit: Duration) -> Result<(), Fault> {
    let reply = wire.read(limit).await;
    let reply = reply.map_err(|error| Fault::Broken(Stage::Greeting, error))?;
    expect(Stage::Greeting, reply, 200..300).map(|_| ())
}

async fn hello<S: Stream>(wire: &mut Wire<S>, name: &str, limit: Duration) -> Result<Offer, Fault> {
    let text = format!("EHLO {name}\r\n");
    let reply = command(wire, Stage::Hello, &text, limit).await?;
    expect(Stage::Hello, reply, 200..300).map(|reply| Offer(reply.lines))
}

/// Says whether the line is to be encrypted now.
async fn start_tls(
    wire: &mut Wire<TcpStream>,
    settings: &SmtpSettings,
    offer: &Offer,
) -> Result<bool, Fault> {
    let required = settings.tls == TlsPolicy::Required;
    if settings.tls == TlsPolicy::Off {
        return Ok(false);
    }
    if offer.has("STARTTLS") {
        let reply = command(
            wire,
            Stage::StartTls,
            "STARTTLS\r\n",
            settings.timeouts.command,
        )
        .await?;
        if reply.is_success() {
            return Ok(true);
        }
        if required {
            return expect(Stage::StartTls, reply, 200..300).map(|_| true);
        }
    } else if required {
        return Err(Fault::Unfit(
            "the mail server offers no STARTTLS, and without it no mail is sent: mend the server, or choose another tls=".to_owned(),
        ));
    }
    if settings.login.is_some() && !settings.is_loopback() {
        return Err(Fault::Unfit(
            "the mail server gives no encryption, and the password is not sent without: mend the server, or choose tls=none".to_owned(),
        ));
    }
    Ok(false)
}

/// Sends a command and reads its answer.
pub(super) async fn command<S: Stream>(
    wire: &mut Wire<S>,
    stage: Stage,
    text: &str,
    limit: Duration,
) -> Result<Reply, Fault> {
    let broken = |error| Fault::Broken(stage, error);
    wire.write(text.as_bytes(), limit).await.map_err(broken)?;
    wire.read(limit).await.map_err(broken)
}

/// Takes a reply of the wanted kind; a refusal and what makes no sense here are faults.
pub(super) fn expect(
    stage: Stage,
    reply: Reply,
    wanted: std::ops::Range<u16>,
) -> Result<Reply, Fault> {
    if wanted.contains(&reply.code) {
        Ok(reply)
    } else if reply.is_refusal() {
        Err(Fault::Refused(stage, reply))
    } else {
        Err(Fault::Broken(stage, unexpected(&reply)))
    }
}

fn unexpected(reply: &Reply) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("it answered {reply}"))
}
