//! The part of a form in which someone chooses what a person gets: type, access, roles, groups,
//! permissions and numbers.
//!
//! Pages that invite, and pages that edit, put a [`GrantForm`] among their own fields:
//!
//! 1. [`Chosen::read`] takes what was posted, or [`Chosen::of`] what is granted now.
//! 2. [`Chosen::grant`] makes the grant, or says at the fields what is wrong.
//! 3. The errors of use cases go to the fields through [`refused`], [`undefined`] and [`unavailable`].
//! 4. [`GrantForm::load`] shows what the account has and the reader may give, with the problems marked.
//!
//! A posted form with [`Chosen::is_searching`] only looks for numbers: show it again with the same
//! values, and change nothing.

mod chosen;
mod told;

pub(in crate::web) mod search;

pub(in crate::web) use chosen::Chosen;
pub(in crate::web) use search::free;
pub(in crate::web) use told::{refused, unavailable, undefined};

use super::{
    fault::Fault,
    field::{Field, Problems},
    visit::Visit,
    wording,
};
use askama::{Template, filters::HtmlSafe};
use invite_domain::{
    model::{
        AccessType, Caller, GrantItem, GrantKind, Grantable, Holdings, Locale, Reach, UserType,
    },
    ports::{CatalogFilter, CatalogPageRequest},
    service::CatalogError,
};
use invite_i18n::Texts;
use poem::{Route, get};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How many entries are read at a time.
const PAGE: u32 = 200;
/// How many entries of one kind a form shows.
const MOST: usize = 1_000;
/// How many numbers are shown without a search, and found by one.
pub(in crate::web) const FEW_NUMBERS: u32 = 20;

/// Adds the address that finds numbers while someone types.
pub(super) fn routes(route: Route) -> Route {
    route.at("/a/:account/found-numbers", get(search::answer))
}

/// What an account has to give, as part of a form.
#[derive(Template)]
#[template(path = "grant_form/form.html")]
pub(in crate::web) struct GrantForm {
    t: Texts,
    fields: Vec<Field>,
    sets: Vec<ChoiceSet>,
    numbers: Numbers,
}

/// The template escapes every value that goes into it.
impl HtmlSafe for GrantForm {}

/// The entries of one kind, each with a check box.
struct ChoiceSet {
    name: &'static str,
    legend: Text,
    hint: Option<String>,
    error: Option<Text>,
    choices: Vec<Choice>,
}

/// Numbers and the like: some are shown, the others are found by a search.
struct Numbers {
    legend: Text,
    error: Option<Text>,
    /// Where a script looks while someone types.
    place: String,
    search: String,
    has_search: bool,
    choices: Vec<Choice>,
    found: Vec<Choice>,
}

/// Something that can be given.
pub(in crate::web) struct Choice {
    pub(in crate::web) key: String,
    pub(in crate::web) name: String,
    pub(in crate::web) description: Option<String>,
    pub(in crate::web) warning: Option<String>,
    pub(in crate::web) is_chosen: bool,
}

impl Choice {
    pub(in crate::web) fn of(entry: &Grantable, locale: Locale, is_chosen: bool) -> Self {
        let wording = entry.texts.get(locale);
        let wording = wording.or_else(|| entry.texts.get(Locale::En));
        let said = |part: Option<&str>| part.map(str::to_owned);
        Self {
            key: entry.item.key.to_string(),
            name: entry.name(locale).to_owned(),
            description: said(wording.and_then(|w| {
                w.description
                    .as_ref()
                    .map(invite_domain::model::Explanation::as_str)
            })),
            warning: said(wording.and_then(|w| {
                w.warning
                    .as_ref()
                    .map(invite_domain::model::Explanation::as_str)
            })),
            is_chosen,
        }
    }

    /// Something that was chosen and that the account does not have, or no longer: it stays, so that the
    /// error about it can be read and it can be taken out.
    fn unknown(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            name: key.to_owned(),
            description: None,
            warning: None,
            is_chosen: true,
        }
    }
}

impl GrantForm {
    /// Shows what the account has and the caller may give, with what was chosen checked and what is
    /// wrong at its place. Call it after everything that is wrong is known.
    ///
    /// # Errors
    /// [`Fault`] when storage fails.
    pub(in crate::web) async fn load(
        visit: &Visit,
        caller: &Caller,
        chosen: &Chosen,
        problems: &mut Problems,
    ) -> Result<Self, Fault> {
        let texts = visit.texts();
        let mut fields = vec![user_type(texts, chosen), access_type(texts, caller, chosen)];
        problems.mark(&mut fields);
        let mut sets = Vec::new();
        for kind in [GrantKind::Role, GrantKind::Group, GrantKind::Permission] {
            let entries = all(visit, caller, kind).await?;
            let set = choice_set(texts, caller, kind, &entries, chosen, problems);
            if !set.choices.is_empty() {
                sets.push(set);
            }
        }
        Ok(Self {
            t: texts,
            fields,
            sets,
            numbers: numbers(visit, caller, chosen, problems).await?,
        })
    }
}

fn user_type(texts: Texts, chosen: &Chosen) -> Field {
    let options = [UserType::Internal, UserType::External]
        .map(|user_type| (user_type.as_str(), wording::user_type(texts, user_type)));
    Field::choice("user_type", texts.get("page-field-type"), options.to_vec())
        .hint(texts.get("page-type-hint"))
        .value(&chosen.user_type)
}

/// Offers administrator access only to whoever may give it, or where it was asked for.
fn access_type(texts: Texts, caller: &Caller, chosen: &Chosen) -> Field {
    let options = [AccessType::Standard, AccessType::Administrator]
        .into_iter()
        .filter(|access| {
            *access == AccessType::Standard
                || caller.authority.reach >= Reach::Administer
                || chosen.access_type == access.as_str()
        })
        .map(|access| (access.as_str(), wording::access(texts, access)));
    Field::choice(
        "access_type",
        texts.get("page-field-access"),
        options.collect(),
    )
    .hint(texts.get("page-access-hint"))
    .value(&chosen.access_type)
}

fn choice_set(
    texts: Texts,
    caller: &Caller,
    kind: GrantKind,
    entries: &[Grantable],
    chosen: &Chosen,
    problems: &mut Problems,
) -> ChoiceSet {
    let legend = wording::grant_kind(texts, kind);
    let locale = texts.locale();
    let known = entries
        .iter()
        .map(|entry| Choice::of(entry, locale, chosen.has(&entry.item)));
    let defaults = &caller.account.settings.default_groups;
    let hint = (kind == GrantKind::Group && !defaults.is_empty()).then(|| {
        let names: Vec<&str> = defaults
            .iter()
            .map(invite_domain::model::GrantKey::as_str)
            .collect();
        texts.with(
            "page-default-groups-hint",
            &[("groups", (&names.join(", ")).into())],
        )
    });
    ChoiceSet {
        name: kind.plural(),
        hint,
        error: problems.mark_one(kind.plural(), &legend),
        choices: known.chain(unknown(chosen, kind, entries)).collect(),
        legend,
    }
}

/// What was chosen and is not among the entries that are shown.
fn unknown<'a>(
    chosen: &'a Chosen,
    kind: GrantKind,
    entries: &'a [Grantable],
) -> impl Iterator<Item = Choice> + 'a {
    let is_shown = move |key: &str| entries.iter().any(|entry| entry.item.key.as_str() == key);
    let keys = chosen.keys(kind).iter();
    keys.filter(move |key| !is_shown(key))
        .map(|key| Choice::unknown(key))
}

async fn numbers(
    visit: &Visit,
    caller: &Caller,
    chosen: &Chosen,
    problems: &mut Problems,
) -> Result<Numbers, Fault> {
    let texts = visit.texts();
    let legend = wording::grant_kind(texts, GrantKind::Resource);
    let (found, has_more) = search::free(visit, caller, &chosen.number_search).await?;
    let has_search = has_more || !chosen.number_search.is_empty();
    Ok(Numbers {
        error: problems.mark_one(GrantKind::Resource.plural(), &legend),
        legend,
        place: format!("/a/{}/found-numbers", caller.account.slug),
        search: chosen.number_search.clone(),
        has_search,
        choices: unknown(chosen, GrantKind::Resource, &[]).collect(),
        found: search::choices(texts, &found, chosen),
    })
}

/// Returns the entries of a kind that the caller may give, in the order of their keys.
pub(in crate::web) async fn all(
    visit: &Visit,
    caller: &Caller,
    kind: GrantKind,
) -> Result<Vec<Grantable>, Fault> {
    let filter = CatalogFilter {
        kind,
        search: None,
        available: None,
    };
    let (mut entries, mut after) = (Vec::new(), None);
    while entries.len() < MOST {
        let page = CatalogPageRequest { limit: PAGE, after };
        let found = visit.services.catalog.list(caller, &filter, &page).await;
        let found = found.map_err(fault)?;
        let grantables = found.items.into_iter().map(|entry| entry.grantable);
        entries.extend(grantables.filter(|entry| may_give(caller, &entry.item)));
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    Ok(entries)
}

/// Whether the caller holds it, so that offering it leads somewhere. The use case decides for good.
fn may_give(caller: &Caller, item: &GrantItem) -> bool {
    match &caller.authority.holdings {
        Holdings::Everything => true,
        Holdings::Only(held) => held.keys(item.kind).contains(&item.key),
    }
}

fn fault(error: CatalogError) -> Fault {
    match error {
        CatalogError::Store(error) => error.into(),
        CatalogError::Forbidden(forbidden) => Fault::Forbidden(forbidden),
        error => Fault::broken(&error),
    }
}
