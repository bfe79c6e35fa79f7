//! The mail server that was chosen at set-up, between its sealed form and a mailer.

use invite_domain::model::{EmailAddress, Secret};
use invite_lettre::{LettreMailer, MailFrom, SettingsError, SmtpSettings, Timeouts, TlsPolicy};
use invite_poem::{MailEncryption, MailServerSettings};
use serde_json::{Value, json};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a test waits: someone sits before the page.
const PATIENCE: Timeouts = Timeouts {
    connect: Duration::from_secs(10),
    command: Duration::from_secs(20),
    data: Duration::from_secs(30),
    final_dot: Duration::from_mins(1),
    idle: Duration::from_secs(1),
};

/// Writes settings as the text that is sealed.
pub(super) fn written(server: &MailServerSettings) -> Zeroizing<String> {
    let login = server.login.as_ref();
    let text = json!({
        "host": server.host,
        "port": server.port,
        "encryption": server.encryption.as_str(),
        "user": login.map(|(user, _)| user),
        "password": login.map(|(_, password)| password.expose()),
        "from": server.from.original(),
    });
    Zeroizing::new(text.to_string())
}

/// Reads what was written; `None` where it cannot be.
pub(super) fn read(text: &[u8]) -> Option<MailServerSettings> {
    let value: Value = serde_json::from_slice(text).ok()?;
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    Some(MailServerSettings {
        host: text("host")?.to_owned(),
        port: u16::try_from(value.get("port")?.as_u64()?).ok()?,
        encryption: MailEncryption::parse(text("encryption")?)?,
        login: text("user")
            .zip(text("password"))
            .map(|(user, password)| (user.to_owned(), Secret::new(password))),
        from: EmailAddress::parse(text("from")?).ok()?,
    })
}

/// Makes a mailer for everyday use.
pub(super) fn mailer(
    server: &MailServerSettings,
    connections: usize,
) -> Result<LettreMailer, SettingsError> {
    let mut smtp = smtp(server)?;
    smtp.connections = connections;
    LettreMailer::new(smtp, from(server))
}

/// Makes a mailer for one test mail.
pub(super) fn trial(server: &MailServerSettings) -> Result<LettreMailer, SettingsError> {
    let mut smtp = smtp(server)?;
    smtp.timeouts = PATIENCE;
    LettreMailer::new(smtp, from(server))
}

/// Says where mail goes, without a secret.
pub(super) fn shown(host: &str, port: u16, from: &str) -> String {
    format!("{host}:{port} ({from})")
}

fn smtp(server: &MailServerSettings) -> Result<SmtpSettings, SettingsError> {
    let tls = match server.encryption {
        MailEncryption::Required => TlsPolicy::Required,
        MailEncryption::Implicit => TlsPolicy::Implicit,
        MailEncryption::Offered => TlsPolicy::Offered,
        MailEncryption::Off => TlsPolicy::Off,
    };
    let login = server.login.as_ref();
    let login = login.map(|(user, password)| (user.as_str(), password.expose()));
    SmtpSettings::new(&server.host, server.port, tls, login)
}

fn from(server: &MailServerSettings) -> MailFrom {
    MailFrom::of(server.from.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut server = MailServerSettings {
            host: "mail.example.org".to_owned(),
            port: 465,
            encryption: MailEncryption::Implicit,
            login: Some(("ann".to_owned(), Secret::new("h\"u/nter2"))),
            from: EmailAddress::parse("invite@example.org").unwrap(),
        };
        assert_eq!(read(written(&server).as_bytes()), Some(server.clone()));
        assert!(!format!("{server:?}").contains("nter2"));
        server.login = None;
        assert_eq!(read(written(&server).as_bytes()), Some(server));
        assert_eq!(read(b"{}"), None);
    }
}
