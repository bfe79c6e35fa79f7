//! The steps that all stages share: decide, hold, answer, and what comes after.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use super::action::{self, Action, Then, Verdict};
use super::record::End;
use super::session::Session;
use super::stage::{Stage, StageEvent};

impl Session {
    /// Reaches a stage and does there what is decided, by default giving the proper reply.
    pub(super) fn meet(
        &mut self,
        stage: Stage,
        recipients: Vec<String>,
        proper: &str,
    ) -> Result<Verdict, End> {
        let action = self.decide(stage, recipients, 0);
        self.hold_first(&action)?;
        let verdict = self.answer(&action, proper)?;
        self.afterwards(&action)?;
        Ok(verdict)
    }

    pub(super) fn decide(&self, stage: Stage, recipients: Vec<String>, octets: usize) -> Action {
        let event = StageEvent {
            connection: self.number,
            stage,
            at: self.sink.memory.elapsed(),
            recipients,
            octets,
        };
        self.sink.memory.reach(event.clone());
        self.sink.play().decide(&event)
    }

    pub(super) fn hold_first(&mut self, action: &Action) -> Result<(), End> {
        if action.hold_first {
            self.hold()
        } else {
            Ok(())
        }
    }

    pub(super) fn answer(&mut self, action: &Action, proper: &str) -> Result<Verdict, End> {
        let bytes = answer_bytes(action, proper);
        match action.octets_per_second {
            None => self.wire.queue(&bytes),
            Some(pace) => self.trickle(&bytes, pace)?,
        }
        Ok(action::verdict(&bytes))
    }

    pub(super) fn afterwards(&mut self, action: &Action) -> Result<(), End> {
        match action.then {
            Then::GoOn => Ok(()),
            Then::Close => Err(End::ServerClosed),
            Then::Reset => self.flush().and(Err(End::ServerReset)),
            Then::Hold => self.hold(),
        }
    }

    fn hold(&mut self) -> Result<(), End> {
        self.flush()?;
        self.sink.gate.hold(self.wire.socket())
    }

    /// Writes at a pace, in at most fifty portions a second.
    fn trickle(&mut self, bytes: &[u8], octets_per_second: u32) -> Result<(), End> {
        self.flush()?;
        let patience = self.sink.gate.patience();
        let portion = (octets_per_second / 50).max(1);
        let pause = Duration::from_secs(1) * portion / octets_per_second;
        for (index, octets) in bytes.chunks(portion as usize).enumerate() {
            if index > 0 {
                self.sink.gate.pause(&patience, pause);
            }
            self.wire.queue(octets);
            self.flush()?;
        }
        Ok(())
    }

    pub(super) fn say(&mut self, reply: &str) {
        self.wire.queue(reply.as_bytes());
        self.wire.queue(b"\r\n");
    }

    pub(super) fn read_line(&mut self, line: &mut Vec<u8>) -> Result<bool, End> {
        let whole = self
            .wire
            .read_line(line)
            .map_err(|error| self.ended(&error))?;
        self.unconfirmed = None;
        Ok(whole)
    }

    pub(super) fn flush(&mut self) -> Result<(), End> {
        self.wire.flush().map_err(|error| self.ended(&error))
    }

    pub(super) fn ended(&self, error: &io::Error) -> End {
        if self.sink.gate.stopped() {
            return End::Stopped;
        }
        match error.kind() {
            // A pending error tells of a reply that reached nobody.
            io::ErrorKind::UnexpectedEof => match self.wire.socket().take_error() {
                Ok(None) => End::ClientClosed,
                _ => End::ClientReset,
            },
            io::ErrorKind::InvalidData => End::TlsFailed(error.to_string()),
            _ => End::ClientReset,
        }
    }
}

/// Returns what the action makes of the proper reply.
pub(super) fn answer_bytes<'a>(action: &'a Action, proper: &str) -> Cow<'a, [u8]> {
    match &action.bytes {
        Some(bytes) => bytes.as_ref().into(),
        None if proper.is_empty() => Vec::new().into(),
        None => format!("{proper}\r\n").into_bytes().into(),
    }
}
