//! From `DATA` to the 250: the body, its final dot, and whether the client can know of it.

use super::action::{self, Action, Verdict};
use super::record::{End, Message};
use super::session::Session;
use super::stage::Stage;
use super::step::answer_bytes;

/// A message's octets, as far as they are kept.
struct Body {
    raw: Vec<u8>,
    size: usize,
    too_large: bool,
}

impl Session {
    pub(super) fn data(&mut self) -> Result<(), End> {
        let recipients = self.recipients.clone();
        let go_ahead = "354 End data with <CR><LF>.<CR><LF>";
        if self.meet(Stage::DataStarted, recipients, go_ahead)? == Verdict::Agreed {
            let body = self.read_body()?;
            self.take_message(body)?;
            self.forget_transaction();
        }
        Ok(())
    }

    /// Reads up to the final dot, which only counts between a CRLF and a CRLF.
    fn read_body(&mut self) -> Result<Body, End> {
        let partly_after = self.play.script.partly_after;
        let mut body = Body {
            raw: Vec::new(),
            size: 0,
            too_large: false,
        };
        let mut received = 0;
        let mut partly_reached = false;
        let mut line_start = 0;
        let mut after_crlf = true;
        loop {
            let limit = if partly_reached {
                usize::MAX
            } else {
                partly_after.saturating_sub(received).max(1)
            };
            let raw = &mut body.raw;
            let (octets, line_ended) = self
                .wire
                .read_some(limit, |octets| raw.extend_from_slice(octets))
                .map_err(|error| self.ended(&error))?;
            received += octets;
            let line = body.raw.get(line_start..).unwrap_or_default();
            let perhaps_final = after_crlf && b".\r\n".starts_with(line);
            if !partly_reached && received >= partly_after && !perhaps_final {
                partly_reached = true;
                self.meet_partly(received)?;
            }
            if !line_ended {
                continue;
            }
            if perhaps_final {
                body.raw.truncate(line_start);
                body.size += body.raw.len();
                body.too_large |= body.size > self.play.script.max_size;
                return Ok(body);
            }
            let stuffed = after_crlf && line.starts_with(b".");
            after_crlf = line.ends_with(b"\r\n");
            if stuffed {
                body.raw.remove(line_start);
            }
            if body.raw.len() > self.play.script.max_size {
                body.too_large = true;
                body.size += body.raw.len();
                body.raw.clear();
            }
            line_start = body.raw.len();
        }
    }

    fn meet_partly(&mut self, octets: usize) -> Result<(), End> {
        // The client may have sent the body ahead, before it could read the 354.
        self.flush()?;
        let action = self.decide(Stage::DataPartly, self.recipients.clone(), octets);
        self.act_unasked(&action)
    }

    fn take_message(&mut self, body: Body) -> Result<(), End> {
        let action = self.decide(Stage::FinalDot, self.recipients.clone(), body.size);
        let reply = if body.too_large {
            "552 5.3.4 Message too large"
        } else {
            "250 2.0.0 Message taken"
        };
        let size = body.size;
        if action::verdict(&answer_bytes(&action, reply)) == Verdict::Refused {
            self.hold_first(&action)?;
            self.answer(&action, reply)?;
            return self.afterwards(&action);
        }
        let message = self.message(body);
        let answered_at_once = !action.hold_first && action.octets_per_second.is_none();
        let number = self.sink.memory.keep(message, answered_at_once);
        let acknowledged = self.acknowledge(number, &action, reply);
        self.sink
            .memory
            .settle(number, matches!(acknowledged, Ok(true)));
        if acknowledged? {
            self.unconfirmed = Some(number);
            let action = self.decide(Stage::Accepted, self.recipients.clone(), size);
            self.act_unasked(&action)?;
        }
        self.afterwards(&action)
    }

    /// Answers the final dot and says whether the client could read the whole 250.
    fn acknowledge(&mut self, number: u64, action: &Action, reply: &str) -> Result<bool, End> {
        self.hold_first(action)?;
        if action.octets_per_second.is_none() {
            self.sink.memory.begin_settling(number);
        }
        let gone = self.wire.client_is_gone();
        let verdict = self.answer(action, reply)?;
        self.flush()?;
        Ok(verdict == Verdict::Agreed && !gone)
    }

    fn act_unasked(&mut self, action: &Action) -> Result<(), End> {
        self.hold_first(action)?;
        self.answer(action, "")?;
        self.afterwards(action)
    }

    fn message(&mut self, body: Body) -> Message {
        let sender = self.sender.take().unwrap_or_default();
        Message {
            number: 0,
            connection: self.number,
            at: self.sink.memory.elapsed(),
            from: sender.address,
            recipients: self.recipients.clone(),
            raw: body.raw.into(),
            size: body.size,
            tls: self.wire.is_tls(),
            user: self.user.clone(),
            eight_bit: sender.eight_bit,
            smtp_utf8: sender.smtp_utf8,
            acknowledged: false,
        }
    }
}
