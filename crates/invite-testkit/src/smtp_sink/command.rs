//! The client's side of the grammar: one line in, one command or the reason for its refusal out.

/// A command line, understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Ehlo,
    Helo,
    StartTls,
    Auth {
        mechanism: String,
        initial: Option<String>,
    },
    Mail(Sender),
    Rcpt(String),
    Data,
    Rset,
    Noop,
    Vrfy,
    Help,
    Quit,
}

/// What `MAIL` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sender {
    pub(super) address: String,
    pub(super) size: usize,
    pub(super) eight_bit: bool,
    pub(super) smtp_utf8: bool,
}

/// A refusal: the reply to give instead.
pub(super) type Refusal = &'static str;

const SYNTAX: Refusal = "501 5.5.4 Syntax error in the arguments";
const ADDRESS: Refusal = "501 5.1.7 That is not an address in angle brackets";

/// Reads a command line, which must end in CRLF.
pub(super) fn parse(line: &[u8]) -> Result<Command, Refusal> {
    let line = line
        .strip_suffix(b"\r\n")
        .ok_or("500 5.5.2 Lines end in CRLF")?;
    let line = std::str::from_utf8(line).map_err(|_| "500 5.5.2 That is not UTF-8")?;
    if line.contains(char::is_control) {
        return Err("500 5.5.2 Control characters have no place here");
    }
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim_end();
    let without_argument = |command| {
        if rest.is_empty() {
            Ok(command)
        } else {
            Err(SYNTAX)
        }
    };
    match verb.to_ascii_uppercase().as_str() {
        "EHLO" if !rest.is_empty() => Ok(Command::Ehlo),
        "HELO" if !rest.is_empty() => Ok(Command::Helo),
        "EHLO" | "HELO" => Err("501 5.5.4 Say who you are"),
        "STARTTLS" => without_argument(Command::StartTls),
        "AUTH" => auth(rest),
        "MAIL" => mail(rest),
        "RCPT" => rcpt(rest),
        "DATA" => without_argument(Command::Data),
        "RSET" => without_argument(Command::Rset),
        "NOOP" => Ok(Command::Noop),
        "VRFY" => Ok(Command::Vrfy),
        "HELP" => Ok(Command::Help),
        "QUIT" => without_argument(Command::Quit),
        _ => Err("500 5.5.2 Command not recognized"),
    }
}

fn auth(rest: &str) -> Result<Command, Refusal> {
    let mut words = rest.split(' ');
    let mechanism = words.next().filter(|word| !word.is_empty()).ok_or(SYNTAX)?;
    let initial = words.next().map(str::to_owned);
    if words.next().is_some() {
        return Err(SYNTAX);
    }
    Ok(Command::Auth {
        mechanism: mechanism.to_ascii_uppercase(),
        initial,
    })
}

fn mail(rest: &str) -> Result<Command, Refusal> {
    let (address, parameters) = path(strip_word(rest, "FROM:").ok_or(SYNTAX)?)?;
    let mut sender = Sender {
        address,
        ..Sender::default()
    };
    for parameter in parameters.split(' ').filter(|word| !word.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (
            name.to_ascii_uppercase().as_str(),
            value.to_ascii_uppercase().as_str(),
        ) {
            ("SIZE", octets) => sender.size = octets.parse().map_err(|_| SYNTAX)?,
            ("BODY", "8BITMIME") => sender.eight_bit = true,
            ("BODY", "7BIT") => sender.eight_bit = false,
            ("SMTPUTF8", "") => sender.smtp_utf8 = true,
            ("AUTH", identity) if !identity.is_empty() => {}
            _ => return Err("555 5.5.4 Parameter not recognized"),
        }
    }
    if sender.address.is_ascii() || sender.smtp_utf8 {
        Ok(Command::Mail(sender))
    } else {
        Err("553 5.6.7 A non-ASCII address needs SMTPUTF8")
    }
}

fn rcpt(rest: &str) -> Result<Command, Refusal> {
    let (address, parameters) = path(strip_word(rest, "TO:").ok_or(SYNTAX)?)?;
    if address.is_empty() {
        Err(ADDRESS)
    } else if parameters.trim().is_empty() {
        Ok(Command::Rcpt(address))
    } else {
        Err("555 5.5.4 Parameter not recognized")
    }
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

/// Reads `<address>` and returns it with what follows; a quoted local part may hold anything.
fn path(text: &str) -> Result<(String, &str), Refusal> {
    let text = text.trim_start().strip_prefix('<').ok_or(ADDRESS)?;
    let (mut quoted, mut escaped, mut at) = (false, false, None);
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '@' => at = Some(index),
            ' ' | '<' => return Err(ADDRESS),
            '>' => return finish_path(text, index, at),
            _ => {}
        }
    }
    Err(ADDRESS)
}

fn finish_path(text: &str, end: usize, at: Option<usize>) -> Result<(String, &str), Refusal> {
    let (address, rest) = text.split_at_checked(end).ok_or(ADDRESS)?;
    let rest = rest.strip_prefix('>').ok_or(ADDRESS)?;
    let sound = match at {
        Some(at) => at > 0 && at + 1 < end,
        None => address.is_empty() || address.eq_ignore_ascii_case("postmaster"),
    };
    if sound && (rest.is_empty() || rest.starts_with(' ')) {
        Ok((address.to_owned(), rest))
    } else {
        Err(ADDRESS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_local_part_may_hold_brackets_spaces_and_at_signs() {
        assert_eq!(
            parse(b"rcpt to:<\"a > b@ \\\"c\"@example.org>\r\n"),
            Ok(Command::Rcpt("\"a > b@ \\\"c\"@example.org".to_owned()))
        );
    }

    #[test]
    fn the_parameters_of_mail_are_understood() {
        let line = "MAIL FROM:<a@example.org> SIZE=42 BODY=8BITMIME SMTPUTF8 AUTH=<>\r\n";
        let sender = Sender {
            address: "a@example.org".to_owned(),
            size: 42,
            eight_bit: true,
            smtp_utf8: true,
        };
        assert_eq!(parse(line.as_bytes()), Ok(Command::Mail(sender)));
    }

    #[test]
    fn malformed_lines_are_refused_with_a_fitting_code() {
        for (line, code) in [
            ("MAIL FROM:<a@example.org> COLOR=red\r\n", "555"),
            ("MAIL FROM:<ж@example.org>\r\n", "553"),
            ("MAIL FROM:a@example.org\r\n", "501"),
            ("MAIL TO:<a@example.org>\r\n", "501"),
            ("RCPT TO:<>\r\n", "501"),
            ("RCPT TO:<a@example.org\r\n", "501"),
            ("RCPT TO:<a@example.org><b@example.org>\r\n", "501"),
            ("RCPT TO:<a @example.org>\r\n", "501"),
            ("RCPT TO:<@example.org>\r\n", "501"),
            ("EHLO\r\n", "501"),
            ("DATA now\r\n", "501"),
            ("AUTH\r\n", "501"),
            ("NOOP\n", "500"),
            ("NO\0OP\r\n", "500"),
            ("BDAT 5\r\n", "500"),
        ] {
            let refusal = parse(line.as_bytes()).expect_err(line);
            assert!(refusal.starts_with(code), "{line:?} got {refusal}");
        }
    }
}
