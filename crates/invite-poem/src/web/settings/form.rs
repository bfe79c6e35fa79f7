//! The form: every setting with what it does, in groups.

use super::{
    stands::UNITS,
    typed::{GROUP, Typed},
};
use crate::web::{
    fault::Fault,
    field::{Field, Problems},
    visit::Visit,
    wording,
};
use invite_domain::{
    model::{Caller, GrantKind, Locale},
    ports::{CatalogFilter, CatalogPageRequest},
    service::ListMembersError,
};
use invite_i18n::Texts;
use std::{borrow::Cow, collections::BTreeMap};

type Text = Cow<'static, str>;

/// Settings that belong together.
pub(super) struct Group {
    pub(super) heading: Text,
    pub(super) rows: Vec<Row>,
}

/// What stands on one line of the form.
pub(super) enum Row {
    /// A field.
    One(Field),
    /// A number and its unit.
    Pair(Box<(Field, Field)>),
    /// Groups to check.
    Choices(Choices),
}

/// The groups that everyone who accepts may be added to.
pub(super) struct Choices {
    pub(super) legend: Text,
    pub(super) hint: Text,
    pub(super) error: Option<Text>,
    pub(super) name: &'static str,
    pub(super) offered: Vec<Choice>,
    /// Where groups are added, when there is none.
    pub(super) place: String,
}

/// A group to check.
pub(super) struct Choice {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) is_chosen: bool,
}

/// The most groups that are offered; those with a check mark are there anyway.
const MOST: usize = 1_000;

/// What the form tells of the account beside its settings.
pub(super) struct Known {
    /// Its groups, by key, with their names.
    groups: BTreeMap<String, String>,
    /// How many seats are taken.
    taken: u32,
}

impl Known {
    /// Looks it up.
    pub(super) async fn of(visit: &Visit, caller: &Caller) -> Result<Self, Fault> {
        let taken = visit.services.members.count(caller).await;
        let taken = taken.map_err(|error| match error {
            ListMembersError::Forbidden(forbidden) => Fault::Forbidden(forbidden),
            ListMembersError::Store(error) => error.into(),
        })?;
        Ok(Self {
            groups: defined_groups(visit, caller).await?,
            taken: u32::try_from(taken).unwrap_or(u32::MAX),
        })
    }
}

async fn defined_groups(visit: &Visit, caller: &Caller) -> Result<BTreeMap<String, String>, Fault> {
    let locale = visit.texts().locale();
    let filter = CatalogFilter {
        kind: GrantKind::Group,
        search: None,
        available: None,
    };
    let mut page = CatalogPageRequest {
        limit: 200,
        after: None,
    };
    let mut found = BTreeMap::new();
    loop {
        let part = visit.services.catalog.list(caller, &filter, &page).await?;
        let named = part.items.iter().map(|entry| {
            let group = &entry.grantable;
            (group.item.key.to_string(), group.name(locale).to_owned())
        });
        found.extend(named);
        match part.next {
            Some(next) if found.len() < MOST => page.after = Some(next),
            _ => return Ok(found),
        }
    }
}

/// Returns every group of settings, filled in.
pub(super) fn groups(
    texts: Texts,
    caller: &Caller,
    typed: &Typed,
    known: &Known,
    problems: &mut Problems,
) -> Vec<Group> {
    let mut form = Form {
        texts,
        caller,
        typed,
        known,
        problems,
    };
    vec![
        form.general(),
        form.invitations(),
        form.mails(),
        form.after(),
        form.access(),
    ]
}

struct Form<'a> {
    texts: Texts,
    caller: &'a Caller,
    typed: &'a Typed,
    known: &'a Known,
    problems: &'a mut Problems,
}

impl Form<'_> {
    fn marked(&mut self, field: Field) -> Field {
        let mut fields = [field];
        self.problems.mark(&mut fields);
        let [field] = fields;
        field
    }

    fn line(&mut self, name: &'static str, label: &str, hint: &str) -> Row {
        let field = Field::line(name, self.texts.get(label))
            .hint(self.texts.get(hint))
            .value(self.typed.get(name));
        Row::One(self.marked(field))
    }

    fn optional(&mut self, name: &'static str, label: &str, hint: &str, most: u32) -> Row {
        let field = Field::line(name, self.texts.get(label))
            .hint(self.texts.get(hint))
            .optional(self.texts.get("page-optional"))
            .at_most(most)
            .value(self.typed.get(name));
        Row::One(self.marked(field))
    }

    fn choice(
        &mut self,
        name: &'static str,
        label: &str,
        hint: &str,
        options: &[(&'static str, &str)],
    ) -> Row {
        let options = options.iter();
        let options = options.map(|(code, key)| (*code, self.texts.get(key)));
        let field = Field::choice(name, self.texts.get(label), options.collect())
            .hint(self.texts.get(hint))
            .value(self.typed.get(name));
        Row::One(self.marked(field))
    }

    /// A number and its unit. Seconds are offered only where the setting needs them.
    fn span(&mut self, number: Field, unit_name: &'static str) -> Row {
        let unit = self.typed.get(unit_name);
        let offered = UNITS.into_iter().map(|(name, _)| name);
        let offered = offered.filter(|name| *name != "seconds" || unit == "seconds");
        let options = offered.map(|name| {
            let text = match name {
                "days" => self.texts.get("settings-unit-days"),
                "hours" => self.texts.get("settings-unit-hours"),
                "minutes" => self.texts.get("settings-unit-minutes"),
                _ => self.texts.get("settings-unit-seconds"),
            };
            (name, text)
        });
        let options = options.collect();
        let unit = Field::choice(unit_name, self.texts.get("settings-unit"), options).value(unit);
        Row::Pair(Box::new((self.marked(number), self.marked(unit))))
    }

    fn general(&mut self) -> Group {
        let texts = self.texts;
        let languages = Locale::ALL.map(|locale| (locale.code(), wording::language(texts, locale)));
        let language = Field::choice(
            "default_locale",
            texts.get("settings-default-locale"),
            languages.into(),
        )
        .hint(texts.get("settings-default-locale-hint"))
        .value(self.typed.get("default_locale"));
        let slug = texts.with(
            "settings-slug-hint",
            &[("slug", self.caller.account.slug.as_str().into())],
        );
        let slug = Field::line("slug", texts.get("settings-slug"))
            .hint(slug)
            .at_most(63)
            .value(self.typed.get("slug"));
        Group {
            heading: texts.get("settings-group-general"),
            rows: vec![
                self.line("name", "settings-name", "settings-name-hint"),
                Row::One(self.marked(slug)),
                Row::One(self.marked(language)),
            ],
        }
    }

    fn invitations(&mut self) -> Group {
        let texts = self.texts;
        let ttl = Field::line("ttl", texts.get("settings-ttl"))
            .hint(texts.get("settings-ttl-hint"))
            .numeric()
            .value(self.typed.get("ttl"));
        let grace = Field::line("grace", texts.get("settings-grace"))
            .hint(texts.get("settings-grace-hint"))
            .optional(texts.get("page-optional"))
            .numeric()
            .value(self.typed.get("grace"));
        Group {
            heading: texts.get("settings-group-invitations"),
            rows: vec![
                self.span(ttl, "ttl_unit"),
                self.choice(
                    "credentials",
                    "settings-credentials",
                    "settings-credentials-hint",
                    &[
                        ("set_password", "settings-credentials-link"),
                        ("temporary_password", "settings-credentials-temporary"),
                    ],
                ),
                self.choice(
                    "proof",
                    "settings-proof",
                    "settings-proof-hint",
                    &[
                        ("link", "settings-proof-link"),
                        ("code_for_administrators", "settings-proof-administrators"),
                        ("code", "settings-proof-code"),
                    ],
                ),
                self.choice(
                    "approval",
                    "settings-approval",
                    "settings-approval-hint",
                    &[
                        ("none", "settings-approval-none"),
                        ("required", "settings-approval-required"),
                    ],
                ),
                self.choice(
                    "channels",
                    "settings-channels",
                    "settings-channels-hint",
                    &[
                        ("email_only", "settings-channels-email"),
                        ("email_or_sms", "settings-channels-both"),
                    ],
                ),
                self.choice(
                    "resend",
                    "settings-resend",
                    "settings-resend-hint",
                    &[
                        ("immediately", "settings-resend-immediately"),
                        ("grace", "settings-resend-grace"),
                        ("until_expiry", "settings-resend-until-expiry"),
                    ],
                ),
                self.span(grace, "grace_unit"),
                self.default_groups(),
            ],
        }
    }

    fn default_groups(&mut self) -> Row {
        let texts = self.texts;
        let mut defined = self.known.groups.clone();
        let chosen = self.typed.groups();
        for key in &chosen {
            let name = || key.clone();
            defined.entry(key.clone()).or_insert_with(name);
        }
        let offered = defined.into_iter().map(|(key, name)| Choice {
            is_chosen: chosen.contains(&key),
            name,
            key,
        });
        let legend = texts.get("settings-groups");
        Row::Choices(Choices {
            hint: texts.get("settings-groups-hint"),
            error: self.problems.mark_one(GROUP, &legend),
            name: GROUP,
            offered: offered.collect(),
            place: format!("/a/{}/groups", self.caller.account.slug),
            legend,
        })
    }

    fn mails(&mut self) -> Group {
        let (subject, sender) = ("settings-mail-subject-hint", "settings-sender-name-hint");
        Group {
            heading: self.texts.get("settings-group-mails"),
            rows: vec![
                self.optional("mail_subject", "settings-mail-subject", subject, 200),
                self.optional("sender_name", "settings-sender-name", sender, 200),
            ],
        }
    }

    fn after(&mut self) -> Group {
        let (login, after) = ("settings-login-url-hint", "settings-after-accept-url-hint");
        Group {
            heading: self.texts.get("settings-group-after"),
            rows: vec![
                self.optional("login_url", "settings-login-url", login, 2000),
                self.optional("after_accept_url", "settings-after-accept-url", after, 2000),
            ],
        }
    }

    fn access(&mut self) -> Group {
        let texts = self.texts;
        let password = Field::line("password_min_length", texts.get("settings-password"))
            .hint(texts.get("settings-password-hint"))
            .numeric()
            .value(self.typed.get("password_min_length"));
        let seats = Field::line("seats", texts.get("settings-seats"))
            .hint(texts.with("settings-seats-hint", &[("n", self.known.taken.into())]))
            .optional(texts.get("page-optional"))
            .numeric()
            .value(self.typed.get("seats"));
        Group {
            heading: texts.get("settings-group-access"),
            rows: vec![
                Row::One(self.marked(password)),
                Row::One(self.marked(seats)),
            ],
        }
    }
}
