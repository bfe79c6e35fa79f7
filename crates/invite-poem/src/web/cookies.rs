//! The cookies of the pages: what they are called, and how they are read, set and cleared.
//!
//! Where the public address is https, every name begins with `__Host-` and the cookie is `Secure`, so
//! that no other host can set it. None can be read by a script, and none is sent along when another
//! site posts a form here.

use crate::shared::cookie::{clear_session, cookie, is_https, set_session};
use invite_domain::{model::LinkBase, service::SignedInSession};
use poem::{
    Request, Response,
    http::{HeaderValue, header},
};

/// A cookie of the pages, and how many seconds it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CookieKind {
    name: &'static str,
    max_age: i64,
}

/// The token of the invitation's link, between opening it and answering it.
pub(super) const LINK: CookieKind = CookieKind {
    name: "invite_link",
    max_age: 3_600,
};

/// The same after acceptance: just long enough for a double click or the back button to be told
/// "you are in".
pub(super) const ANSWERED_LINK: CookieKind = CookieKind {
    name: LINK.name,
    max_age: 600,
};

/// The token of the link that sets a new password, between opening it and setting one.
pub(super) const RESET: CookieKind = CookieKind {
    name: "invite_reset",
    max_age: 3_600,
};

/// The token of the set-up link.
pub(super) const SET_UP: CookieKind = CookieKind {
    name: "invite_setup",
    max_age: 3_600,
};

/// The language that the reader chose.
pub(super) const LANGUAGE: CookieKind = CookieKind {
    name: "lang",
    max_age: 365 * 86_400,
};

/// What the next page says about the form that was just posted.
pub(super) const NOTICE: CookieKind = CookieKind {
    name: "invite_notice",
    max_age: 60,
};

impl CookieKind {
    fn full_name(self, base: &LinkBase) -> String {
        if is_https(base) {
            format!("__Host-{}", self.name)
        } else {
            self.name.to_owned()
        }
    }

    /// Returns the cookie's value, if the browser sent one.
    pub(super) fn read(self, request: &Request, base: &LinkBase) -> Option<String> {
        cookie(request, &self.full_name(base)).map(str::to_owned)
    }

    /// Sets the cookie. The value holds letters, digits, `-` and `_` only.
    pub(super) fn set(self, response: &mut Response, base: &LinkBase, value: &str) {
        self.write(response, base, value, self.max_age);
    }

    /// Makes the browser forget the cookie.
    pub(super) fn clear(self, response: &mut Response, base: &LinkBase) {
        self.write(response, base, "", 0);
    }

    fn write(self, response: &mut Response, base: &LinkBase, value: &str, max_age: i64) {
        let name = self.full_name(base);
        let secure = if is_https(base) { "; Secure" } else { "" };
        let line =
            format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
        append(response, &line);
    }
}

/// Lets the browser hold a session that just began.
pub(super) fn begin_session(response: &mut Response, base: &LinkBase, session: &SignedInSession) {
    append(response, &set_session(base, session));
}

/// Makes the browser forget its session.
pub(super) fn end_session(response: &mut Response, base: &LinkBase) {
    append(response, &clear_session(base));
}

fn append(response: &mut Response, line: &str) {
    if let Ok(mut value) = HeaderValue::from_str(line) {
        value.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
