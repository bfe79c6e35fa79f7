//! The built-in inbox, for trying out: the mails that would have left, as an inbox shows them.
//!
//! Live links are in them. An administrator sees the mails of their accounts; whoever sits at the
//! machine itself sees them all; to everyone else there is no inbox.

use super::{
    fault::Fault,
    layout::Layout,
    respond::{Answer, page},
    visit::Visit,
};
use crate::InboxMail;
use askama::Template;
use invite_domain::{
    model::{AccessType, AccountId, Operation},
    ports::AccountRef,
};
use poem::{
    Response, handler,
    http::{HeaderValue, StatusCode, header},
    web::Path,
};
use std::collections::BTreeSet;

/// As every page, and the mail in a frame.
const FRAMING_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
    frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A mail's own looks and no more: no script, nothing from elsewhere, and only links that are clicked
/// lead out, into a tab of their own.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
    form-action 'none'; base-uri 'none'; frame-ancestors 'self'; \
    sandbox allow-popups allow-popups-to-escape-sandbox";

#[derive(Template)]
#[template(path = "inbox/list.html")]
struct List {
    page: Layout,
    mails: Vec<Line>,
}

/// A mail in the list.
struct Line {
    id: String,
    from: String,
    to: String,
    subject: String,
    at: String,
    at_machine: String,
}

#[derive(Template)]
#[template(path = "inbox/mail.html")]
struct Mail {
    page: Layout,
    line: Line,
    has_html: bool,
    text: Vec<Piece>,
}

/// A piece of the text part: a link or plain text.
struct Piece {
    text: String,
    is_link: bool,
}

#[handler]
pub(super) async fn list(visit: Visit) -> Answer {
    let mails = visible(&visit).await?;
    let texts = visit.texts();
    let view = List {
        page: Layout::new(texts, texts.get("page-inbox-heading"), "/inbox")
            .of(&visit)
            .wide(),
        mails: mails.iter().map(|mail| line(&visit, mail)).collect(),
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let mail = find(&visit, &id).await?;
    let texts = visit.texts();
    let view = Mail {
        page: Layout::new(texts, mail.subject.clone(), format!("/inbox/{}", mail.id))
            .of(&visit)
            .wide(),
        line: line(&visit, &mail),
        has_html: !mail.html.is_empty(),
        text: pieces(&mail.text),
    };
    let mut response = page(StatusCode::OK, &view)?;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FRAMING_POLICY),
    );
    Ok(response)
}

#[handler]
pub(super) async fn frame(visit: Visit, Path(id): Path<String>) -> Answer {
    let mail = find(&visit, &id).await?;
    Ok(Response::builder()
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)
        .header(header::X_FRAME_OPTIONS, "SAMEORIGIN")
        .body(with_links_in_new_tabs(&mail.html)))
}

/// Our pages refuse to be framed, so a link in the mail has to leave the frame.
fn with_links_in_new_tabs(html: &str) -> String {
    let base = "<base target=\"_blank\">";
    match html.find("<head>") {
        Some(at) => {
            let (before, after) = html.split_at(at + "<head>".len());
            format!("{before}{base}{after}")
        }
        None => format!("{base}{html}"),
    }
}

/// Returns the inbox's mails that the reader may see, newest first.
///
/// Each account that has mails is asked about by itself, so that an administrator of a parent account
/// sees the mails of the accounts below it as well.
async fn visible(visit: &Visit) -> Result<Vec<InboxMail>, Fault> {
    let inbox = visit.services.inbox.as_ref().ok_or(Fault::NotFound)?;
    let mails = inbox.list(None);
    if visit.session.is_some() {
        let all: BTreeSet<AccountId> = mails.iter().map(|mail| mail.account_id).collect();
        let mut own = BTreeSet::new();
        for account in all {
            if administers(visit, account).await? {
                own.insert(account);
            }
        }
        if !own.is_empty() || is_administrator(visit).await? {
            let is_own = |mail: &InboxMail| own.contains(&mail.account_id);
            return Ok(mails.into_iter().filter(is_own).collect());
        }
    }
    if visit.is_from_this_machine {
        Ok(mails)
    } else {
        Err(Fault::NotFound)
    }
}

/// Returns a mail that the reader may see. A foreign one is as absent as one that never came.
async fn find(visit: &Visit, id: &str) -> Result<InboxMail, Fault> {
    let inbox = visit.services.inbox.as_ref().ok_or(Fault::NotFound)?;
    let mail = inbox.find(id).ok_or(Fault::NotFound)?;
    let sees_all = visit.is_from_this_machine && !is_administrator(visit).await?;
    if sees_all || administers(visit, mail.account_id).await? {
        Ok(mail)
    } else {
        Err(Fault::NotFound)
    }
}

async fn administers(visit: &Visit, account: AccountId) -> Result<bool, Fault> {
    let caller = visit.caller(&AccountRef::Id(account)).await?;
    Ok(caller.is_some_and(|caller| caller.may(Operation::EditAccount).is_ok()))
}

/// Whether the reader administers any account at all, with or without mails.
async fn is_administrator(visit: &Visit) -> Result<bool, Fault> {
    let Some(user) = visit.user() else {
        return Ok(false);
    };
    let memberships = visit.services.sign_in.memberships(user).await?;
    Ok(memberships
        .iter()
        .any(|m| m.member.grant.access_type == AccessType::Administrator))
}

fn line(visit: &Visit, mail: &InboxMail) -> Line {
    Line {
        id: mail.id.clone(),
        from: mail.from.clone(),
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        at: visit.texts().date_time(mail.at),
        at_machine: mail.at.to_rfc3339(),
    }
}

/// Cuts a text into links and what stands between them.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        let is_link = word.starts_with("https://") || word.starts_with("http://");
        let (text, rest) = if is_link {
            (word, part.get(word.len()..).unwrap_or_default())
        } else {
            (part, "")
        };
        for (text, is_link) in [(text, is_link), (rest, false)] {
            match pieces.last_mut() {
                Some(Piece {
                    text: before,
                    is_link: false,
                }) if !is_link => before.push_str(text),
                _ if text.is_empty() => {}
                _ => pieces.push(Piece {
                    text: text.to_owned(),
                    is_link,
                }),
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_text() {
        let shown: Vec<(String, bool)> = pieces("Open it:\nhttps://a.example/i/x\n\nBye now")
            .into_iter()
            .map(|piece| (piece.text, piece.is_link))
            .collect();
        assert_eq!(
            shown,
            [
                ("Open it:\n".to_owned(), false),
                ("https://a.example/i/x".to_owned(), true),
                ("\n\nBye now".to_owned(), false),
            ]
        );
        assert!(
            pieces("javascript:alert(1)")
                .iter()
                .all(|piece| !piece.is_link)
        );
    }

    #[test]
    fn links_of_a_mail_leave_the_frame() {
        assert_eq!(
            with_links_in_new_tabs("<!doctype html><html><head><title>x</title></head>"),
            "<!doctype html><html><head><base target=\"_blank\"><title>x</title></head>"
        );
    }
}
