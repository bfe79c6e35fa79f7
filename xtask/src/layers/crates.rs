//! Which crate of the workspace may name which other.

/// A crate and what its manifest names.
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) dependencies: Vec<Dependency>,
}

pub(super) struct Dependency {
    pub(super) name: String,
    pub(super) for_tests: bool,
}

/// Each of these ties the ports to one technology.
const ADAPTERS: [&str; 4] = [
    "invite-sea-orm",
    "invite-lettre",
    "invite-sms",
    "invite-poem",
];

/// The only crates that bring adapters together.
const COMPOSERS: [&str; 2] = ["app", "xtask"];

/// What the domain may name, besides what its tests need.
const DOMAIN_DEPENDENCIES: [&str; 12] = [
    "async-trait",
    "chrono",
    "data-encoding",
    "hmac",
    "icu_normalizer",
    "idna",
    "sha2",
    "subtle",
    "thiserror",
    // Tables of what looks alike, and functions over them: nothing but data.
    "unicode-security",
    "uuid",
    "zeroize",
];

/// What is wrong with the manifests, a sentence each.
pub(super) fn violations(crates: &[Crate]) -> Vec<String> {
    crates
        .iter()
        .flat_map(|of| {
            of.dependencies
                .iter()
                .filter_map(|dependency| violation(of, dependency))
        })
        .collect()
}

fn violation(of: &Crate, dependency: &Dependency) -> Option<String> {
    let (name, on) = (of.name.as_str(), dependency.name.as_str());
    // A crate names itself to have its own tests build it with a feature on.
    if on == name {
        return None;
    }
    if ADAPTERS.contains(&on) && !COMPOSERS.contains(&name) {
        return Some(if ADAPTERS.contains(&name) {
            format!(
                "adapter `{name}` depends on adapter `{on}`: let both speak to the ports of `invite-domain`"
            )
        } else {
            format!(
                "`{name}` depends on adapter `{on}`: only {} may",
                COMPOSERS.join(" and ")
            )
        });
    }
    let is_foreign_to_domain =
        name == "invite-domain" && !dependency.for_tests && !DOMAIN_DEPENDENCIES.contains(&on);
    is_foreign_to_domain.then(|| {
        format!(
            "`invite-domain` depends on `{on}`, which is not on its list: {}",
            DOMAIN_DEPENDENCIES.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depends(name: &str, on: &str, for_tests: bool) -> Vec<String> {
        violations(&[Crate {
            name: name.to_owned(),
            dependencies: vec![Dependency {
                name: on.to_owned(),
                for_tests,
            }],
        }])
    }

    #[test]
    fn an_adapter_may_not_know_another_not_even_in_its_tests() {
        for for_tests in [false, true] {
            let found = depends("invite-poem", "invite-sea-orm", for_tests);
            assert_eq!(found.len(), 1);
            assert!(found[0].contains("adapter `invite-poem` depends on adapter `invite-sea-orm`"));
        }
    }

    #[test]
    fn only_the_composers_name_adapters() {
        assert!(depends("app", "invite-lettre", false).is_empty());
        assert!(depends("xtask", "invite-poem", false).is_empty());
        for name in [
            "invite-domain",
            "invite-testkit",
            "invite-i18n",
            "a-crate-of-tomorrow",
        ] {
            assert!(!depends(name, "invite-lettre", true).is_empty(), "{name}");
        }
    }

    #[test]
    fn texts_are_no_adapter() {
        for adapter in ["invite-lettre", "invite-sms", "invite-poem"] {
            assert!(
                depends(adapter, "invite-i18n", false).is_empty(),
                "{adapter}"
            );
        }
    }

    #[test]
    fn the_domain_names_only_what_is_on_its_list() {
        assert!(depends("invite-domain", "thiserror", false).is_empty());
        assert!(depends("invite-domain", "proptest", true).is_empty());
        assert_eq!(depends("invite-domain", "regex", false).len(), 1);
    }
}
