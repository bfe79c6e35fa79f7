//! One request to a page: who sends it, in which language they read, and what they carry.

use super::{
    accounts::{self, switch::Other},
    cookies::{CookieKind, LANGUAGE, LINK, NOTICE, RESET, SET_UP},
    fault::Fault,
    notice::Notice,
};
use crate::{
    Services,
    shared::{auth::account_ref, client::visitor, cookie::session_token, refusal_log},
};
use invite_domain::{
    model::{
        Caller, InvitationToken, LinkBase, Locale, Operation, Overseer, Secret, SessionId, User,
        UserId, Via, Visitor,
    },
    ports::{AccountRef, SignedIn},
    service::Credential,
};
use invite_i18n::Texts;
use poem::{
    Addr, FromRequest, Request, RequestBody,
    http::{HeaderMap, header},
};
use std::sync::OnceLock;

/// One request to a page.
pub(super) struct Visit {
    /// The use cases.
    pub(super) services: Services,
    /// The valid session that the browser holds.
    pub(super) session: Option<Session>,
    /// What the page says about the form that was posted before it.
    pub(super) notice: Option<Notice>,
    /// The token of the invitation's link that was opened last.
    pub(super) link: Option<InvitationToken>,
    /// The token of the link that sets a new password, which was opened last.
    pub(super) reset_link: Option<InvitationToken>,
    /// The token of the set-up link that was opened.
    pub(super) set_up_link: Option<InvitationToken>,
    /// Where the reader comes from.
    pub(super) visitor: Visitor,
    /// Whether the browser runs on this very machine and nothing stands in between.
    pub(super) is_from_this_machine: bool,
    /// The accounts that the reader may change to from the page's account, once that is known.
    pub(super) others: OnceLock<Vec<Other>>,
    chosen: Option<Locale>,
    preferred: Option<Locale>,
}

/// A valid session.
pub(super) struct Session {
    /// Its token.
    pub(super) token: Secret,
    /// Its id.
    pub(super) id: SessionId,
    /// Whose it is.
    pub(super) user: User,
}

impl Session {
    /// Returns the person, as the use cases about their own sessions know them.
    pub(super) fn person(&self) -> SignedIn {
        SignedIn {
            session: self.id,
            user: self.user.clone(),
        }
    }
}

impl Visit {
    /// Returns what cookies and links begin with.
    pub(super) fn base(&self) -> &LinkBase {
        &self.services.public_url
    }

    /// Returns who is signed in.
    pub(super) fn user(&self) -> Option<&User> {
        self.session.as_ref().map(|session| &session.user)
    }

    /// Returns the id of who is signed in.
    pub(super) fn user_id(&self) -> Option<UserId> {
        self.user().map(|user| user.id)
    }

    /// Returns the session, or sends the reader to sign in.
    pub(super) fn signed_in(&self) -> Result<&Session, Fault> {
        self.session.as_ref().ok_or(Fault::SignInFirst)
    }

    /// Returns the reader as they may act in the account; `None` when they may not at all.
    pub(super) async fn caller(&self, account: &AccountRef) -> Result<Option<Caller>, Fault> {
        let Some(session) = &self.session else {
            return Ok(None);
        };
        let credential = Credential::Session(session.token.clone());
        let sign_in = &self.services.sign_in;
        let caller = sign_in.caller(&credential, account, Via::Page).await?;
        if let Some(caller) = &caller {
            refusal_log::asks(caller);
        }
        Ok(caller)
    }

    /// Returns the reader as someone who may do this in the account that an address names.
    ///
    /// An account that is not theirs and one that does not exist look alike.
    pub(super) async fn caller_who_may(
        &self,
        account: &str,
        operation: Operation,
    ) -> Result<Caller, Fault> {
        self.signed_in()?;
        let account = account_ref(account).ok_or(Fault::NotFound)?;
        let caller = self.caller(&account).await?.ok_or(Fault::NotFound)?;
        caller.may(operation).map_err(Fault::Forbidden)?;
        let others = accounts::switch::others(self, &caller).await?;
        // Whoever asks twice for the same page has the same accounts.
        let _ = self.others.set(others);
        Ok(caller)
    }

    /// Returns the reader as they act in the account from above it, suspended or not.
    pub(super) async fn overseer(&self, account: &AccountRef) -> Result<Option<Overseer>, Fault> {
        let Some(session) = &self.session else {
            return Ok(None);
        };
        let credential = Credential::Session(session.token.clone());
        let found = self
            .services
            .sign_in
            .overseer(&credential, account, Via::Page);
        let overseer = found.await?;
        if let Some(Overseer(caller)) = &overseer {
            refusal_log::asks(caller);
        }
        Ok(overseer)
    }

    /// Returns the reader as someone who may read this in the account that an address names: from above
    /// it even while it is suspended.
    pub(super) async fn reader_who_may(
        &self,
        account: &str,
        operation: Operation,
    ) -> Result<Caller, Fault> {
        self.signed_in()?;
        let named = account_ref(account).ok_or(Fault::NotFound)?;
        if self.caller(&named).await?.is_some() {
            return self.caller_who_may(account, operation).await;
        }
        let Overseer(caller) = self.overseer(&named).await?.ok_or(Fault::NotFound)?;
        caller.may(operation).map_err(Fault::Forbidden)?;
        Ok(caller)
    }

    /// Returns the texts in the language that the reader chose, else reads, else prefers.
    pub(super) fn texts(&self) -> Texts {
        self.texts_for(self.user().and_then(|user| user.locale))
    }

    /// Returns the texts in the language that the reader chose, else in the one that suits the page.
    pub(super) fn texts_for(&self, suiting: Option<Locale>) -> Texts {
        let locale = self.chosen.or(suiting).or(self.preferred);
        Texts::of(locale.unwrap_or_default())
    }
}

impl<'a> FromRequest<'a> for Visit {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let services = request.data::<Services>().ok_or(Fault::Broken)?.clone();
        let base = &services.public_url;
        let session = match session_token(request, base) {
            Some(token) => {
                let known = services.sign_in.signed_in(&token).await;
                known.map_err(Fault::from)?.map(|known| Session {
                    token,
                    id: known.session,
                    user: known.user,
                })
            }
            None => None,
        };
        let token = |kind: CookieKind| kind.read(request, base).map(InvitationToken::new);
        let notice = NOTICE.read(request, base);
        Ok(Self {
            session,
            notice: notice.as_deref().and_then(Notice::parse),
            link: token(LINK),
            reset_link: token(RESET),
            set_up_link: token(SET_UP),
            visitor: visitor(&services, request, Via::Page),
            is_from_this_machine: is_from_this_machine(&request.remote_addr().0, request.headers()),
            others: OnceLock::new(),
            chosen: chosen(request, base),
            preferred: preferred(request),
            services,
        })
    }
}

/// Returns the texts for a reader of whom nothing is known but their request.
pub(super) fn texts_of(request: &Request, base: &LinkBase) -> Texts {
    let locale = chosen(request, base).or_else(|| preferred(request));
    Texts::of(locale.unwrap_or_default())
}

fn chosen(request: &Request, base: &LinkBase) -> Option<Locale> {
    Locale::parse(&LANGUAGE.read(request, base)?).ok()
}

fn preferred(request: &Request) -> Option<Locale> {
    let wanted = request.header(header::ACCEPT_LANGUAGE)?;
    Locale::from_accept_language(wanted)
}

/// A proxy in front makes everyone look like a neighbor; it gives itself away by what it adds.
fn is_from_this_machine(peer: &Addr, headers: &HeaderMap) -> bool {
    let is_loopback = match peer {
        Addr::SocketAddr(address) => address.ip().to_canonical().is_loopback(),
        _ => false,
    };
    let is_forwarded = headers.keys().any(|name| {
        let name = name.as_str();
        name == "forwarded"
            || name == "via"
            || name == "x-real-ip"
            || name == "x-client-ip"
            || name == "true-client-ip"
            || name.starts_with("x-forwarded-")
            || name.starts_with("cf-")
    });
    is_loopback && !is_forwarded
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::{HeaderName, HeaderValue};

    fn peer(address: &str) -> Addr {
        Addr::SocketAddr(address.parse().unwrap())
    }

    #[test]
    fn only_a_direct_neighbor_is_from_this_machine() {
        let none = HeaderMap::new();
        for near in [
            "127.0.0.1:9",
            "127.8.8.8:9",
            "[::1]:9",
            "[::ffff:127.0.0.1]:9",
        ] {
            assert!(is_from_this_machine(&peer(near), &none), "{near}");
        }
        for far in ["10.0.0.1:9", "[::2]:9", "[::ffff:10.0.0.1]:9"] {
            assert!(!is_from_this_machine(&peer(far), &none), "{far}");
        }
        assert!(!is_from_this_machine(&Addr::default(), &none));
        for name in [
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-real-ip",
            "via",
            "cf-connecting-ip",
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static("127.0.0.1"),
            );
            assert!(
                !is_from_this_machine(&peer("127.0.0.1:9"), &headers),
                "{name}"
            );
        }
    }
}
