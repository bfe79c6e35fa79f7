//! What the sink does at one stage: the proper reply, another one, half a one, or none.

use std::sync::Arc;

/// What the sink does at a stage.
///
/// A reply of the 2xx and 3xx class lets the conversation go on as if the sink had agreed; any other
/// counts as a refusal, and bytes that are no reply at all leave it open: a message answered that
/// way is kept, unacknowledged. At a stage where no reply is due, the bytes come unasked.
///
/// ```
/// use invite_testkit::smtp_sink::Action;
///
/// let busy = Action::reply(421, "4.3.2 Closing down").then_close();
/// let two_lines = Action::reply(550, "5.7.1 No.\n5.7.1 And don't ask again.");
/// let half = Action::raw("250-Alm").then_close();
/// let black_hole = Action::silence();
/// # let _ = (busy, two_lines, half, black_hole);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Instead of the proper reply.
    pub(super) bytes: Option<Arc<[u8]>>,
    pub(super) hold_first: bool,
    pub(super) octets_per_second: Option<u32>,
    pub(super) then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    GoOn,
    Close,
    Reset,
    Hold,
}

impl Action {
    /// The proper reply.
    pub fn proceed() -> Self {
        Self {
            bytes: None,
            hold_first: false,
            octets_per_second: None,
            then: Then::GoOn,
        }
    }

    /// This reply instead; each line of `text` becomes a line of a multi-line reply.
    pub fn reply(code: u16, text: &str) -> Self {
        Self::raw(reply(code, text))
    }

    /// A reply of this code in a single line of more than the 512 octets that SMTP allows.
    pub fn overlong_reply(code: u16) -> Self {
        Self::reply(code, &"over and over ".repeat(80))
    }

    /// These bytes instead, as they are: garbage, half a reply, line ends of one's own.
    pub fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self {
            bytes: Some(bytes.as_ref().into()),
            ..Self::proceed()
        }
    }

    /// No reply; the connection is closed in good order.
    pub fn close() -> Self {
        Self::raw("").then_close()
    }

    /// No reply; the connection is reset (TCP `RST`).
    pub fn reset() -> Self {
        Self::raw("").then_reset()
    }

    /// Nothing happens until [`SmtpSink::release`](super::SmtpSink::release), then the proper reply.
    ///
    /// It ends as well when the client hangs up or the sink is dropped.
    pub fn silence() -> Self {
        Self {
            hold_first: true,
            ..Self::proceed()
        }
    }

    /// The reply trickles at this pace; [`SmtpSink::release`](super::SmtpSink::release) lets the
    /// rest go at once.
    ///
    /// A slow 250 has acknowledged its message once [`Stage::Accepted`](super::Stage::Accepted) is
    /// reached, a moment after its last octet.
    #[must_use]
    pub fn slowly(mut self, octets_per_second: u32) -> Self {
        self.octets_per_second = Some(octets_per_second.max(1));
        self
    }

    /// Closes the connection afterwards.
    #[must_use]
    pub fn then_close(mut self) -> Self {
        self.then = Then::Close;
        self
    }

    /// Resets the connection afterwards.
    #[must_use]
    pub fn then_reset(mut self) -> Self {
        self.then = Then::Reset;
        self
    }

    /// Falls silent afterwards, until [`SmtpSink::release`](super::SmtpSink::release).
    #[must_use]
    pub fn then_silence(mut self) -> Self {
        self.then = Then::Hold;
        self
    }
}

/// What a reply means for the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Agreed,
    Refused,
    /// Nothing that a client could take for a whole reply.
    Unclear,
}

/// Writes out a reply, with as many lines as the text has.
pub(super) fn reply(code: u16, text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() + 8);
    let mut lines = text.lines().peekable();
    if lines.peek().is_none() {
        bytes.extend_from_slice(format!("{code}\r\n").as_bytes());
    }
    while let Some(line) = lines.next() {
        let separator = if lines.peek().is_some() { '-' } else { ' ' };
        bytes.extend_from_slice(format!("{code}{separator}{line}\r\n").as_bytes());
    }
    bytes
}

/// Reads a reply as a client would: by the first digit of its last line, if that line is whole.
pub(super) fn verdict(bytes: &[u8]) -> Verdict {
    let last_line = bytes
        .strip_suffix(b"\r\n")
        .and_then(|lines| lines.rsplit(|byte| *byte == b'\n').next());
    match last_line {
        Some([class, b'0'..=b'9', b'0'..=b'9', rest @ ..]) if !rest.starts_with(b"-") => {
            match class {
                b'2' | b'3' => Verdict::Agreed,
                b'4' | b'5' => Verdict::Refused,
                _ => Verdict::Unclear,
            }
        }
        _ => Verdict::Unclear,
    }
}
