//! The ways between the pages of one account.

use super::accounts::switch::Other;
use invite_domain::{
    model::{Authority, Caller, Operation},
    ports::Membership,
};
use invite_i18n::Texts;
use std::borrow::Cow;

/// A section of an account's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// How many stand where, and what needs attention.
    Overview,
    /// Everyone in the account, invited or in.
    People,
    /// The accounts below this one.
    Accounts,
    /// Roles, groups, permissions and resources.
    Rights,
    /// The wording of mails.
    Templates,
    /// Settings and API keys.
    Settings,
    /// The audit log.
    Audit,
}

impl Section {
    /// Every section, in the order of the navigation.
    const ALL: [Self; 7] = [
        Self::People,
        Self::Overview,
        Self::Accounts,
        Self::Rights,
        Self::Templates,
        Self::Settings,
        Self::Audit,
    ];

    /// Returns what its first page's address has behind the account's.
    const fn path(self) -> &'static str {
        match self {
            Self::People => "",
            Self::Overview => "/overview",
            Self::Accounts => "/accounts",
            Self::Rights => "/roles",
            Self::Templates => "/templates",
            Self::Settings => "/settings",
            Self::Audit => "/audit",
        }
    }

    fn name(self, texts: Texts) -> Cow<'static, str> {
        match self {
            Self::People => texts.get("people-heading"),
            Self::Overview => texts.get("overview-heading"),
            Self::Accounts => texts.get("accounts-heading"),
            Self::Rights => texts.get("rights-heading"),
            Self::Templates => texts.get("template-heading"),
            Self::Settings => texts.get("settings-heading"),
            Self::Audit => texts.get("audit-heading"),
        }
    }

    /// Returns what a reader must be allowed to do there; the rest is not shown to them.
    const fn needs(self) -> Operation {
        match self {
            Self::People | Self::Overview => Operation::ReadInvitations,
            Self::Accounts => Operation::ManageAccounts,
            Self::Rights => Operation::ReadCatalog,
            Self::Templates | Self::Settings => Operation::EditAccount,
            Self::Audit => Operation::ReadAudit,
        }
    }
}

/// Returns where the people of an account are, for whoever may see them by their own place in it.
pub(super) fn people_of(membership: &Membership) -> Option<String> {
    let authority = Authority::of_member(&membership.member.grant);
    let may = authority.may(Section::People.needs()).is_ok();
    may.then(|| format!("/a/{}", membership.account.slug))
}

/// The account that a page belongs to.
pub(super) struct AccountFrame {
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) ways: Vec<Way>,
    /// The accounts to change to.
    pub(super) others: Vec<Other>,
}

/// A way to a section.
pub(super) struct Way {
    pub(super) place: String,
    pub(super) text: Cow<'static, str>,
    pub(super) is_current: bool,
}

impl AccountFrame {
    /// Shows the sections that the caller may see.
    pub(super) fn new(texts: Texts, caller: &Caller, current: Section, others: Vec<Other>) -> Self {
        let slug = caller.account.slug.as_str();
        let ways = Section::ALL
            .into_iter()
            .filter(|section| caller.may(section.needs()).is_ok())
            .map(|section| Way {
                place: format!("/a/{slug}{}", section.path()),
                text: section.name(texts),
                is_current: section == current,
            });
        Self {
            name: caller.account.name.as_str().to_owned(),
            slug: slug.to_owned(),
            ways: ways.collect(),
            others,
        }
    }
}
