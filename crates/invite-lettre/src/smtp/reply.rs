//! What a mail server answers.

use std::fmt;

/// A reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// The three digits.
    pub(super) code: u16,
    /// What stands behind them, joined.
    pub(super) text: String,
    /// The same, line by line and as it came: `EHLO` is answered with a list.
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// Joins the lines of a reply, `None` if they are none.
    ///
    /// Servers are not to be trusted with their encoding: what is no UTF-8 is replaced, so that a
    /// "250" with strange words behind it stays a "250".
    pub(super) fn parse(lines: &[Vec<u8>]) -> Option<Self> {
        let first = code(lines.first()?)?;
        let mut words: Vec<String> = Vec::new();
        for line in lines {
            if code(line)? != first {
                return None;
            }
            let text = String::from_utf8_lossy(line.get(4..).unwrap_or_default());
            words.push(text.trim().to_owned());
        }
        // Every line repeats the enhanced code (RFC 2034 §4); once is enough.
        let status = words
            .first()
            .and_then(|line| enhanced(line))
            .map(|(status, _)| status);
        let mut text = words.first().cloned().unwrap_or_default();
        for line in words.iter().skip(1) {
            let rest = status.and_then(|status| line.strip_prefix(&status.to_string()));
            text.push(' ');
            text.push_str(rest.unwrap_or(line).trim());
        }
        Some(Self {
            code: first,
            text: text.trim().to_owned(),
            lines: words,
        })
    }

    /// Returns the enhanced status code (RFC 3463) at the beginning of the text.
    pub(super) fn status(&self) -> Option<Status> {
        enhanced(&self.text).map(|(status, _)| status)
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.code)
    }

    pub(super) fn is_refusal(&self) -> bool {
        (400..600).contains(&self.code)
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.text)
    }
}

/// An enhanced status code such as 5.1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Status(pub(super) u16, pub(super) u16, pub(super) u16);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// Reads the three digits, and that a space, a dash or nothing follows.
fn code(line: &[u8]) -> Option<u16> {
    let digits = line.get(..3)?;
    let separated = matches!(line.get(3), None | Some(b' ' | b'-'));
    if !separated || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let code = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (200..600).contains(&code).then_some(code)
}

/// Says whether a line is the last of its reply.
pub(super) fn is_last(line: &[u8]) -> bool {
    line.get(3) != Some(&b'-')
}

fn enhanced(text: &str) -> Option<(Status, &str)> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut parts = word.split('.').map(|part| {
        let is_number = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse::<u16>().ok()).flatten()
    });
    let status = Status(parts.next()??, parts.next()??, parts.next()??);
    let is_class = matches!(status.0, 2 | 4 | 5);
    (parts.next().is_none() && is_class).then_some((status, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(lines: &[&[u8]]) -> Option<Reply> {
        let lines: Vec<Vec<u8>> = lines.iter().map(|line| line.to_vec()).collect();
        Reply::parse(&lines)
    }

    #[test]
    fn joins_lines_and_says_the_status_once() {
        let reply = parse(&[b"550-5.1.1 No such", b"550 5.1.1 user here"]).unwrap();
        assert_eq!(reply.to_string(), "550 5.1.1 No such user here");
        assert_eq!(reply.status(), Some(Status(5, 1, 1)));
    }

    #[test]
    fn takes_replies_without_words_and_in_any_encoding() {
        assert_eq!(parse(&[b"250"]).unwrap().code, 250);
        assert_eq!(parse(&[b"250 "]).unwrap().text, "");
        assert_eq!(parse(&[b"550 \xcb\xcf\xc9-8"]).unwrap().code, 550);
    }

    #[test]
    fn refuses_what_is_no_reply() {
        for line in [
            &b""[..],
            b"25",
            b"2500 x",
            b"abc x",
            b"250x",
            b"199 x",
            b"600 x",
            b"\xff\xff\xff",
        ] {
            assert_eq!(parse(&[line]), None, "{line:?}");
        }
        assert_eq!(parse(&[b"250-a", b"550 b"]), None);
    }

    #[test]
    fn reads_enhanced_codes_and_nothing_else() {
        let status = |text: &str| parse(&[format!("550 {text}").as_bytes()]).unwrap().status();
        assert_eq!(status("5.7.606 x"), Some(Status(5, 7, 606)));
        assert_eq!(status("5.1.1"), Some(Status(5, 1, 1)));
        for text in [
            "",
            "5.1 x",
            "5.1.1.1 x",
            "3.1.1 x",
            "5.1.1111 x",
            "1.2.3.4 x",
            "5..1 x",
            "v5.1.1",
        ] {
            assert_eq!(status(text), None, "{text}");
        }
    }
}
