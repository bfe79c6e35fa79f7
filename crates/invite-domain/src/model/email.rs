//! E-mail addresses: one canonical form to compare, the original spelling to send to and to show.

use super::{InvalidValue, look_alike::looks_like_another};
use std::{fmt, hash::Hash, hash::Hasher};

/// The longest address that fits the path of RFC 5321 §4.5.3.1.3, in octets.
const MAX_ADDRESS: usize = 254;
/// RFC 5321 §4.5.3.1.1, in octets.
const MAX_LOCAL_PART: usize = 64;

/// An e-mail address that mail can be sent to.
///
/// Two addresses are equal when their canonical forms are: the domain lower-cased and in its ASCII
/// form (IDNA, UTS #46), the local part lower-cased. Provider tricks such as dots or plus tags merge
/// nobody. The original spelling is kept for sending, because RFC 5321 leaves the local part's case
/// to the receiving host.
///
/// The local part is an ASCII dot-atom (RFC 5322 §3.2.3); quoted strings, comments, address literals
/// and domains without a dot are refused, since no mail to a person needs them.
///
/// ```
/// use invite_domain::model::EmailAddress;
///
/// let typed = EmailAddress::parse(" Anna+Team@EXAMPLE.org ")?;
/// assert_eq!(typed.original(), "Anna+Team@EXAMPLE.org");
/// assert_eq!(typed, EmailAddress::parse("anna+team@example.org")?);
/// assert_ne!(typed, EmailAddress::parse("anna@example.org")?);
/// assert_eq!(EmailAddress::parse("anna.example.org").unwrap_err().code(), "email_invalid");
/// # Ok::<(), invite_domain::model::InvalidValue>(())
/// ```
#[derive(Clone)]
pub struct EmailAddress {
    original: String,
    canonical: String,
    /// Where the local part ends, in both forms: lower-casing ASCII keeps its length.
    local_len: usize,
}

impl EmailAddress {
    /// Reads an address as a person types it; white space around it is dropped.
    ///
    /// # Errors
    /// `email_required` for an empty text, `email_too_long` beyond 254 octets (64 before the `@`),
    /// `email_invalid` for everything else, with the part at fault named.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let original = text.trim();
        if original.is_empty() {
            return Err(InvalidValue::new(
                "email_required",
                "an e-mail address is needed",
            ));
        }
        if original.len() > MAX_ADDRESS {
            return Err(InvalidValue::new(
                "email_too_long",
                "an e-mail address has at most 254 characters",
            ));
        }
        let (local, domain) = original
            .rsplit_once('@')
            .ok_or_else(|| invalid("the address has no @; it should look like name@example.org"))?;
        check_local_part(local)?;
        let domain = ascii_domain(domain)?;
        let canonical = format!("{}@{domain}", local.to_ascii_lowercase());
        if canonical.len() > MAX_ADDRESS {
            return Err(InvalidValue::new(
                "email_too_long",
                "an e-mail address has at most 254 characters",
            ));
        }
        Ok(Self {
            original: original.to_owned(),
            canonical,
            local_len: local.len(),
        })
    }

    /// Returns the address as it was typed, for showing.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// Returns the form that identifies the mailbox: compare and index by this one.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// Returns the form for an SMTP envelope: the local part as typed, the domain in ASCII.
    pub fn envelope(&self) -> String {
        format!("{}@{}", self.local_part(), self.domain())
    }

    /// Returns what stands before the `@`, as it was typed.
    pub fn local_part(&self) -> &str {
        self.original.get(..self.local_len).unwrap_or_default()
    }

    /// Returns the domain in its lower-case ASCII form.
    pub fn domain(&self) -> &str {
        self.canonical.get(self.local_len + 1..).unwrap_or_default()
    }

    /// Whether the domain is easily taken for another one, such as `apple.com` with a Cyrillic `а`. Mail
    /// gets there all the same, and some such domains are honest: a reason to warn, not to refuse.
    pub fn has_look_alike_domain(&self) -> bool {
        looks_like_another(self.domain())
    }

    /// Returns a form for logs, which tells addresses apart a little and gives none away.
    pub fn masked(&self) -> String {
        let first = self.local_part().chars().next().unwrap_or('*');
        format!("{first}***@{}", self.domain())
    }
}

fn invalid(detail: &str) -> InvalidValue {
    InvalidValue::new("email_invalid", detail)
}

fn check_local_part(local: &str) -> Result<(), InvalidValue> {
    if local.is_empty() {
        return Err(invalid("the part before the @ is empty"));
    }
    if local.len() > MAX_LOCAL_PART {
        return Err(InvalidValue::new(
            "email_too_long",
            "the part before the @ has at most 64 characters",
        ));
    }
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    if !local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
    {
        return Err(invalid(
            "the part before the @ may hold letters, digits, single dots and !#$%&'*+-/=?^_`{|}~",
        ));
    }
    Ok(())
}

fn ascii_domain(domain: &str) -> Result<String, InvalidValue> {
    let ascii = idna::domain_to_ascii_strict(domain)
        .map_err(|_| invalid("the part after the @ is not a domain such as example.org"))?;
    let labels: Vec<&str> = ascii.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    // A last label of digits only would be an IPv4 address, not a domain (RFC 3696 §2).
    if labels.len() < 2
        || labels.iter().any(|l| l.is_empty())
        || last.chars().all(|c| c.is_ascii_digit())
    {
        return Err(invalid(
            "the part after the @ needs a full domain such as example.org",
        ));
    }
    Ok(ascii)
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for EmailAddress {}

impl Hash for EmailAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical.hash(state);
    }
}

/// Shows the masked form, so that a careless `{:?}` gives no address away.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::EmailAddress;

    fn code(text: &str) -> &'static str {
        EmailAddress::parse(text).unwrap_err().code()
    }

    #[test]
    fn compares_by_canonical_form_and_keeps_the_spelling() {
        let a = EmailAddress::parse("Anna.B+x@Example.ORG").unwrap();
        let b = EmailAddress::parse("anna.b+x@example.org").unwrap();
        assert_eq!(a, b);
        assert_eq!(a.original(), "Anna.B+x@Example.ORG");
        assert_eq!(a.envelope(), "Anna.B+x@example.org");
        assert_eq!(a.domain(), "example.org");
    }

    #[test]
    fn merges_nobody_by_provider_tricks() {
        let plain = EmailAddress::parse("annab@gmail.com").unwrap();
        for other in [
            "anna.b@gmail.com",
            "annab+1@gmail.com",
            "annab@googlemail.com",
        ] {
            assert_ne!(plain, EmailAddress::parse(other).unwrap());
        }
    }

    #[test]
    fn international_domains_become_punycode() {
        let a = EmailAddress::parse("жанна@пример.рф");
        assert!(a.is_err(), "a local part beyond ASCII needs SMTPUTF8");
        let b = EmailAddress::parse("zhanna@Пример.РФ").unwrap();
        assert_eq!(b.canonical(), "zhanna@xn--e1afmkfd.xn--p1ai");
        assert_eq!(b.original(), "zhanna@Пример.РФ");
    }

    #[test]
    fn refuses_what_is_no_address() {
        for text in [
            "plain",
            "@example.org",
            "a@",
            "a@localhost",
            "a@b..org",
            "a@.org",
            "a@org.",
            ".a@example.org",
            "a.@example.org",
            "a..b@example.org",
            "a b@example.org",
            "a@exa mple.org",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "\"a b\"@example.org",
            "a@example.org\r\nBcc: x@example.org",
            "a\n@example.org",
            "a@-example.org",
            "a@example.org>",
            "<a@example.org>",
            "a@b@c.org",
            "a@exam_ple.org",
            "a@example.o\u{0}rg",
        ] {
            assert_eq!(code(text), "email_invalid", "{text:?}");
        }
        assert_eq!(code("   "), "email_required");
        assert_eq!(
            code(&format!("{}@example.org", "a".repeat(65))),
            "email_too_long"
        );
        assert_eq!(
            code(&format!("a@{}.org", "b.".repeat(150))),
            "email_too_long"
        );
    }

    #[test]
    fn debug_gives_no_address_away() {
        let shown = format!("{:?}", EmailAddress::parse("anna@example.org").unwrap());
        assert_eq!(shown, "EmailAddress(a***@example.org)");
    }
}
