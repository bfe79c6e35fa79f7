//! One connection's conversation, from the greeting to its end.

use std::convert::Infallible;
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::Shared;
use super::action::Verdict;
use super::command::{self, Command, Sender};
use super::play::Play;
use super::record::End;
use super::script::{Encryption, Mechanism};
use super::stage::{Stage, StageEvent};
use super::wire::Wire;

/// What the sink knows of one client.
pub(super) struct Session {
    pub(super) sink: Arc<Shared>,
    /// The script as it was when the client came; only its rules and hook may change meanwhile.
    pub(super) play: Arc<Play>,
    pub(super) number: u64,
    pub(super) wire: Wire,
    greeted: bool,
    /// Said `EHLO`, not `HELO`.
    extended: bool,
    pub(super) user: Option<String>,
    pub(super) sender: Option<Sender>,
    pub(super) recipients: Vec<String>,
    /// The message whose 250 the client has not yet shown to have read.
    pub(super) unconfirmed: Option<u64>,
}

/// Talks with one client until the end and writes down what it was.
pub(super) fn run(sink: Arc<Shared>, number: u64, socket: Arc<TcpStream>) {
    let mut session = Session {
        play: sink.play(),
        sink,
        number,
        wire: Wire::new(socket),
        greeted: false,
        extended: false,
        user: None,
        sender: None,
        recipients: Vec::new(),
        unconfirmed: None,
    };
    let end = match catch_unwind(AssertUnwindSafe(|| session.converse())) {
        Ok(Err(end)) => end,
        Ok(Ok(never)) => match never {},
        Err(_) => End::HookPanicked,
    };
    // The kernel of a client that dies with a reply unread answers with a reset.
    if let (End::ClientReset, Some(message)) = (&end, session.unconfirmed) {
        session.sink.memory.settle(message, false);
    }
    let Session { sink, wire, .. } = session;
    sink.forget(number);
    match end {
        End::ServerReset => wire.reset(),
        _ => wire.close(),
    }
    sink.memory.close_connection(number, end);
    let event = StageEvent {
        connection: number,
        stage: Stage::Closed,
        at: sink.memory.elapsed(),
        recipients: Vec::new(),
        octets: 0,
    };
    sink.play().decide(&event);
}

impl Session {
    fn converse(&mut self) -> Result<Infallible, End> {
        if self.play.script.encryption == Encryption::Implicit {
            self.meet(Stage::StartTls, Vec::new(), "")?;
            self.shake_hands()?;
        }
        self.meet(Stage::Connected, Vec::new(), "220 localhost ESMTP sink")?;
        let mut line = Vec::new();
        loop {
            if !self.read_line(&mut line)? {
                self.say("500 5.5.2 Line too long");
                continue;
            }
            match command::parse(&line) {
                Ok(command) => self.obey(command)?,
                Err(refusal) => self.say(refusal),
            }
        }
    }

    fn obey(&mut self, command: Command) -> Result<(), End> {
        if let Some(refusal) = self.out_of_order(&command) {
            self.say(refusal);
            return Ok(());
        }
        match command {
            Command::Ehlo => self.hello(true),
            Command::Helo => self.hello(false),
            Command::StartTls => self.start_tls(),
            Command::Auth { mechanism, initial } => self.log_in(&mechanism, initial),
            Command::Mail(sender) => self.mail(sender),
            Command::Rcpt(recipient) => self.rcpt(recipient),
            Command::Data => self.data(),
            Command::Rset => {
                self.meet(Stage::Rset, Vec::new(), "250 2.0.0 Forgotten")?;
                self.forget_transaction();
                Ok(())
            }
            Command::Noop => self
                .meet(Stage::Noop, Vec::new(), "250 2.0.0 Ok")
                .map(|_| ()),
            Command::Vrfy => {
                self.say("252 2.5.0 Cannot verify, will try");
                Ok(())
            }
            Command::Help => {
                self.say("214 2.0.0 See RFC 5321");
                Ok(())
            }
            Command::Quit => {
                self.meet(Stage::Quit, Vec::new(), "221 2.0.0 Bye")?;
                Err(End::Quit)
            }
        }
    }

    fn out_of_order(&self, command: &Command) -> Option<&'static str> {
        let script = &self.play.script;
        let always_allowed = matches!(
            command,
            Command::Ehlo | Command::Helo | Command::StartTls | Command::Noop | Command::Quit
        );
        let needs_hello = matches!(
            command,
            Command::Auth { .. } | Command::Mail(_) | Command::Rcpt(_) | Command::Data
        );
        let plain = !self.wire.is_tls();
        if script.encryption == Encryption::Required && plain && !always_allowed {
            return Some("530 5.7.0 Must issue a STARTTLS command first");
        }
        if needs_hello && !self.greeted {
            return Some("503 5.5.1 Say EHLO first");
        }
        match command {
            Command::Mail(_) if script.login.is_some() && self.user.is_none() => {
                Some("530 5.7.0 Authentication required")
            }
            Command::Mail(_) if self.sender.is_some() => Some("503 5.5.1 Sender already given"),
            Command::Mail(sender) if sender.size > script.max_size => {
                Some("552 5.3.4 Message too large")
            }
            Command::Rcpt(_) | Command::Data if self.sender.is_none() => {
                Some("503 5.5.1 Need MAIL first")
            }
            Command::Rcpt(recipient)
                if !recipient.is_ascii()
                    && self.sender.as_ref().is_some_and(|sender| !sender.smtp_utf8) =>
            {
                Some("553 5.6.7 A non-ASCII address needs SMTPUTF8")
            }
            Command::Data if self.recipients.is_empty() => Some("554 5.5.1 No valid recipients"),
            Command::Auth { .. } if script.login.is_none() => Some("502 5.5.1 No login here"),
            Command::Auth { .. } if self.user.is_some() || self.sender.is_some() => {
                Some("503 5.5.1 Not now")
            }
            _ => None,
        }
    }

    fn hello(&mut self, extended: bool) -> Result<(), End> {
        let offer = if extended {
            self.offer()
        } else {
            "250 localhost".to_owned()
        };
        if self.meet(Stage::Ehlo, Vec::new(), &offer)? == Verdict::Agreed {
            self.greeted = true;
            self.extended = extended;
            self.forget_transaction();
        }
        Ok(())
    }

    fn offer(&self) -> String {
        let script = &self.play.script;
        let mut lines = vec![
            "localhost".to_owned(),
            "PIPELINING".to_owned(),
            format!("SIZE {}", script.max_size),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
        ];
        if !self.wire.is_tls() {
            match script.encryption {
                Encryption::Offered | Encryption::Required | Encryption::Refused => {
                    lines.push("STARTTLS".to_owned());
                }
                Encryption::Stripped => lines.push("XXXXXXXA".to_owned()),
                Encryption::None | Encryption::Implicit => {}
            }
        }
        let may_log_in = script.encryption != Encryption::Required || self.wire.is_tls();
        if script.login.is_some() && may_log_in {
            let mechanisms = script.mechanisms.iter().map(|mechanism| match mechanism {
                Mechanism::Plain => " PLAIN",
                Mechanism::Login => " LOGIN",
            });
            lines.push(format!("AUTH{}", mechanisms.collect::<String>()));
        }
        format!("250-{}\r\n250 ENHANCEDSTATUSCODES", lines.join("\r\n250-"))
    }

    fn start_tls(&mut self) -> Result<(), End> {
        let reply = match self.play.script.encryption {
            _ if self.wire.is_tls() => {
                self.say("503 5.5.1 TLS is already on");
                return Ok(());
            }
            Encryption::None | Encryption::Implicit => {
                self.say("502 5.5.1 STARTTLS is not known here");
                return Ok(());
            }
            Encryption::Stripped => {
                self.say("500 5.5.1 Command unrecognized: \"XXXXXXXX\"");
                return Ok(());
            }
            Encryption::Refused => "454 4.7.0 TLS not available due to temporary reason",
            Encryption::Offered | Encryption::Required => "220 2.0.0 Ready to start TLS",
        };
        if self.meet(Stage::StartTls, Vec::new(), reply)? == Verdict::Agreed {
            self.shake_hands()?;
            // RFC 3207: the server forgets what the client said before.
            self.greeted = false;
            self.user = None;
            self.forget_transaction();
        }
        Ok(())
    }

    fn shake_hands(&mut self) -> Result<(), End> {
        if let Some(config) = self.play.tls.clone()
            && let Err(error) = self.wire.secure(config)
        {
            return Err(if self.sink.gate.stopped() {
                End::Stopped
            } else {
                End::TlsFailed(error.to_string())
            });
        }
        self.meet(Stage::Secured, Vec::new(), "").map(|_| ())
    }

    fn mail(&mut self, sender: Sender) -> Result<(), End> {
        let parameters = sender.size > 0 || sender.eight_bit || sender.smtp_utf8;
        if parameters && !self.extended {
            self.say("555 5.5.4 Parameters need EHLO");
        } else if self.meet(Stage::Mail, Vec::new(), "250 2.1.0 Sender ok")? == Verdict::Agreed {
            self.sender = Some(sender);
        }
        Ok(())
    }

    fn rcpt(&mut self, recipient: String) -> Result<(), End> {
        let asked = vec![recipient.clone()];
        if self.meet(Stage::Rcpt, asked, "250 2.1.5 Recipient ok")? == Verdict::Agreed {
            self.recipients.push(recipient);
        }
        Ok(())
    }

    pub(super) fn forget_transaction(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }
}
