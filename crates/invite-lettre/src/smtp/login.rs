//! Logging in (RFC 4954): `PLAIN` where it is offered, else `LOGIN`.

use super::{
    classify::Stage,
    fault::Fault,
    session::{command, expect},
    settings::Login,
    wire::{Stream, Wire},
};
use data_encoding::BASE64;
use std::time::Duration;

pub(super) async fn log_in<S: Stream>(
    wire: &mut Wire<S>,
    login: &Login,
    offered: &[&str],
    limit: Duration,
) -> Result<(), Fault> {
    let offers = |name: &str| offered.iter().any(|word| word.eq_ignore_ascii_case(name));
    let lines = if offers("PLAIN") {
        let token = format!("\0{}\0{}", login.user, login.password);
        vec![format!(
            "AUTH PLAIN {}\r\n",
            BASE64.encode(token.as_bytes())
        )]
    } else if offers("LOGIN") {
        vec![
            "AUTH LOGIN\r\n".to_owned(),
            format!("{}\r\n", BASE64.encode(login.user.as_bytes())),
            format!("{}\r\n", BASE64.encode(login.password.as_bytes())),
        ]
    } else {
        return Err(Fault::Unfit(
            "the mail server offers no login by password here: leave user and password out, or use the port and tls= that its provider names".to_owned(),
        ));
    };
    let last = lines.len() - 1;
    for (nth, line) in lines.iter().enumerate() {
        let reply = command(wire, Stage::Login, line, limit).await?;
        let wanted = if nth == last { 200..300 } else { 300..400 };
        expect(Stage::Login, reply, wanted)?;
    }
    Ok(())
}
