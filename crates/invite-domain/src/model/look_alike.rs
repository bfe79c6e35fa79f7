//! Domains that are made to be taken for others (Unicode Technical Standard #39).

use unicode_security::{
    MixedScript as _, RestrictionLevel, RestrictionLevelDetection as _, skeleton,
};

/// Whether a domain, in its ASCII form, shows as what a reader easily takes for another one.
pub(super) fn looks_like_another(domain: &str) -> bool {
    // Nearly every address: nothing in it can be mistaken.
    if !domain.split('.').any(|label| label.starts_with("xn--")) {
        return false;
    }
    let (shown, _) = idna::domain_to_unicode(domain);
    let last = shown.rsplit('.').next().unwrap_or_default();
    // Letters of one script that all look Latin mislead before `.com`, not before `.рф`: nobody owns
    // the Latin domain that the whole would be taken for.
    let may_pass_for_latin = last.is_ascii();
    shown
        .split('.')
        .filter(|label| !label.is_ascii())
        .any(|label| mixes_scripts(label) || may_pass_for_latin && shows_as_ascii(label))
}

/// Whether letters of scripts stand together that no language writes together. Japanese, Chinese and
/// Korean do write theirs with Latin ones.
fn mixes_scripts(label: &str) -> bool {
    !label.is_single_script()
        && label.detect_restriction_level() > RestrictionLevel::HighlyRestrictive
}

/// Whether every letter looks like one of ASCII.
fn shows_as_ascii(label: &str) -> bool {
    skeleton(label).all(|c| c.is_ascii())
}

#[cfg(test)]
mod tests {
    use crate::model::EmailAddress;

    #[track_caller]
    fn warns(domain: &str) -> bool {
        let address = EmailAddress::parse(&format!("anna@{domain}")).unwrap();
        address.has_look_alike_domain()
    }

    #[test]
    fn mixed_scripts_are_told() {
        for domain in [
            "аpple.com",
            "xn--pple-43d.com",
            "mail.аpple.com",
            "gοogle.com",
            "pаypal.co.id",
            "бanк.рф",
        ] {
            assert!(warns(domain), "{domain}");
        }
    }

    #[test]
    fn one_script_that_shows_as_ascii_is_told() {
        for domain in ["аррӏе.com", "xn--80ak6aa92e.com", "сор.org", "ɡoogle.com"] {
            assert!(warns(domain), "{domain}");
        }
    }

    #[test]
    fn honest_domains_of_any_language_are_not() {
        for domain in [
            "example.org",
            "почта.рф",
            "почта.com",
            "сор.рус",
            "bücher.example",
            "straße.de",
            "café.fr",
            "bệnhviện.vn",
            "日本語.jp",
            "東京tokyo.jp",
            "例え.テスト",
            "한국.kr",
            "παράδειγμα.gr",
            "مثال.com",
            "उदाहरण.in",
            "xn--e1afmkfd.xn--p1ai",
        ] {
            assert!(!warns(domain), "{domain}");
        }
    }
}
