//! `AUTH PLAIN` and `AUTH LOGIN`.

use data_encoding::BASE64;

use super::action::Verdict;
use super::record::End;
use super::script::Mechanism;
use super::session::Session;
use super::stage::Stage;

const MALFORMED: &str = "501 5.5.2 That is not what was asked for";

/// What the client claims, or the reply that refuses even to look at it.
type Claim = Result<(String, String), &'static str>;

impl Session {
    pub(super) fn log_in(&mut self, mechanism: &str, initial: Option<String>) -> Result<(), End> {
        let offered = |wanted| self.play.script.mechanisms.contains(&wanted);
        let claim = match mechanism {
            "PLAIN" if offered(Mechanism::Plain) => self.ask_plain(initial)?,
            "LOGIN" if offered(Mechanism::Login) => self.ask_login(initial)?,
            _ => Err("504 5.5.4 Mechanism not offered"),
        };
        let (user, password) = match claim {
            Ok(claim) => claim,
            Err(refusal) => {
                self.say(refusal);
                return Ok(());
            }
        };
        let right = self
            .play
            .script
            .login
            .as_ref()
            .is_some_and(|login| login.user == user && login.password == password);
        let reply = if right {
            "235 2.7.0 Authentication succeeded"
        } else {
            "535 5.7.8 Authentication credentials invalid"
        };
        if self.meet(Stage::Auth, Vec::new(), reply)? == Verdict::Agreed {
            self.user = Some(user);
        }
        Ok(())
    }

    fn ask_plain(&mut self, initial: Option<String>) -> Result<Claim, End> {
        let token = match initial {
            Some(initial) => decode(&initial),
            None => self.ask("")?,
        };
        Ok(token.and_then(|token| {
            let mut parts = token.split('\0').map(str::to_owned);
            match (parts.next(), parts.next(), parts.next(), parts.next()) {
                (Some(on_behalf_of), Some(user), Some(password), None)
                    if on_behalf_of.is_empty() || on_behalf_of == user =>
                {
                    Ok((user, password))
                }
                _ => Err(MALFORMED),
            }
        }))
    }

    fn ask_login(&mut self, initial: Option<String>) -> Result<Claim, End> {
        let user = match initial {
            Some(initial) => decode(&initial),
            None => self.ask("Username:")?,
        };
        match user {
            Ok(user) => Ok(self.ask("Password:")?.map(|password| (user, password))),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    fn ask(&mut self, challenge: &str) -> Result<Result<String, &'static str>, End> {
        self.say(&format!("334 {}", BASE64.encode(challenge.as_bytes())));
        let mut line = Vec::new();
        if !self.read_line(&mut line)? {
            return Ok(Err("500 5.5.6 Line too long"));
        }
        Ok(match line.strip_suffix(b"\r\n") {
            Some(b"*") => Err("501 5.7.0 Cancelled"),
            Some(answer) => std::str::from_utf8(answer)
                .map_err(|_| MALFORMED)
                .and_then(decode),
            None => Err(MALFORMED),
        })
    }
}

/// Decodes base64; a lone `=` stands for nothing (RFC 4954).
fn decode(text: &str) -> Result<String, &'static str> {
    let text = if text == "=" { "" } else { text };
    let bytes = BASE64.decode(text.as_bytes()).map_err(|_| MALFORMED)?;
    String::from_utf8(bytes).map_err(|_| MALFORMED)
}
