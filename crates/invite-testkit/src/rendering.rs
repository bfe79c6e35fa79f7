//! Words mails plainly, for tests of everything around the wording.

use invite_domain::{
    model::{MailFacts, MailPart},
    ports::{InvitationMail, MailRenderer, RenderedMail, SendError},
};

/// Puts each part of a mail on a line of its own; what the account does not word is left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainRenderer;

impl MailRenderer for PlainRenderer {
    fn render(&self, mail: &InvitationMail) -> Result<RenderedMail, SendError> {
        let name = mail.to_name.as_ref();
        let facts = MailFacts {
            account: mail.account_name.as_str(),
            inviter: mail.inviter_name.as_str(),
            name: name.map_or(mail.to.original(), |name| name.as_str()),
            login: &mail.user_name,
            validity: "7 days",
        };
        let part = |part| mail.wording.get(part).map(|text| text.fill(&facts));
        let parts = MailPart::ALL.into_iter().skip(1).filter_map(part);
        let text = parts.collect::<Vec<_>>().join("\n");
        let escaped = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        Ok(RenderedMail {
            from_name: facts.account.to_owned(),
            subject: part(MailPart::Subject).unwrap_or_else(|| "The built-in subject".to_owned()),
            html: format!(
                "<!DOCTYPE html><html><head><title>x</title></head><body class=\"page\"><pre>{escaped}</pre></body></html>"
            ),
            text,
        })
    }
}
