//! Defining many entries at once, one per line: each line comes to its own outcome, and no bad line
//! keeps a good one out.
//!
//! What it came to is shown in the answer to the form. Sending the form again does no harm: what is
//! there stays as it is.

use super::{
    form::{self, Typed},
    place, words,
};
use crate::web::{
    field::{Field, Problems},
    form::{LONG, Posted},
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{
        Caller, DisplayName, GrantItem, GrantKey, GrantKind, InvalidValue, Locale, Operation,
        Texts as Wordings, Wording,
    },
    service::{Defined, NewGrantable},
};
use invite_i18n::{Arg, Texts};
use poem::{
    handler,
    http::StatusCode,
    web::{Data, Path},
};
use std::{borrow::Cow, collections::BTreeSet};

/// The most lines at once.
const MAX_LINES: usize = 1000;

#[derive(Template)]
#[template(path = "rights/several.html")]
struct Several {
    page: Layout,
    heading: String,
    kind: String,
    list: String,
    place: String,
    done: Option<Done>,
    problems: Problems,
    fields: Vec<Field>,
}

/// What the lines came to.
struct Done {
    heading: String,
    lines: Vec<Outcome>,
    fix: bool,
}

/// What one line came to.
struct Outcome {
    number: String,
    text: String,
    status: &'static str,
    said: Cow<'static, str>,
}

#[handler]
pub(super) async fn ask(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
) -> Answer {
    let operation = Operation::ManageCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    let typed = Typed::default();
    render(&visit, &caller, kind, &typed, None, problems)
}

#[handler]
pub(super) async fn define(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>, LONG>,
) -> Answer {
    let operation = Operation::ManageCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let texts = visit.texts();
    let typed = Typed::new(fields);
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    let lines = lines(typed.get("lines"), kind, &caller, typed.is_shared());
    if lines.is_empty() {
        problems.at("lines", texts.get("rights-error-no-lines"));
    } else if lines.len() > MAX_LINES {
        problems.at("lines", texts.get("rights-error-too-many-lines"));
    }
    if problems.any() {
        return render(&visit, &caller, kind, &typed, None, problems);
    }
    let good = lines.iter().filter_map(|line| line.read.clone().ok());
    let done = visit.services.catalog.define_all(&caller, good.collect());
    let done = done.await?;
    let left: Vec<&str> = lines
        .iter()
        .filter(|line| line.read.is_err())
        .map(|line| line.text)
        .collect();
    let left = Typed::new(vec![
        ("lines".to_owned(), left.join("\n")),
        ("shared".to_owned(), typed.get("shared").to_owned()),
    ]);
    let done = outcomes(texts, &lines, done);
    render(&visit, &caller, kind, &left, Some(done), problems)
}

/// One line as it was typed, and what was read in it.
struct Line<'a> {
    number: u32,
    text: &'a str,
    read: Result<NewGrantable, InvalidValue>,
}

fn lines<'a>(typed: &'a str, kind: GrantKind, caller: &Caller, shared: bool) -> Vec<Line<'a>> {
    let locale = caller.account.settings.default_locale;
    let numbered = (1..).zip(typed.lines());
    numbered
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(number, text)| Line {
            number,
            text,
            read: line(text, kind, locale).map(|new| NewGrantable {
                shared: kind == GrantKind::Resource && shared,
                ..new
            }),
        })
        .collect()
}

/// Reads a key, and behind a tab or a semicolon its name in the account's language.
fn line(text: &str, kind: GrantKind, locale: Locale) -> Result<NewGrantable, InvalidValue> {
    let (key, name) = text.split_once(['\t', ';']).unwrap_or((text, ""));
    let key = GrantKey::parse(key)?;
    let name = Some(name.trim()).filter(|name| !name.is_empty());
    let wording = Wording {
        name: name.map(DisplayName::parse).transpose()?,
        ..Wording::default()
    };
    Ok(NewGrantable {
        item: GrantItem { kind, key },
        texts: Wordings::from_iter([(locale, wording)]),
        shared: false,
    })
}

fn outcomes(texts: Texts, lines: &[Line<'_>], done: Vec<Defined>) -> Done {
    let mut done = done.into_iter();
    let mut seen = BTreeSet::new();
    let mut added: u32 = 0;
    let mut outcome = |line: &Line<'_>| {
        let (status, said) = match &line.read {
            Err(error) => ("error", words::invalid(texts, error)),
            Ok(new) => {
                let is_first = seen.insert(new.item.key.clone());
                if done.next().is_some_and(|one| one.added) {
                    added += 1;
                    ("accepted", texts.get("rights-outcome-added"))
                } else if is_first {
                    ("", texts.get("rights-outcome-there"))
                } else {
                    ("", texts.get("rights-outcome-twice"))
                }
            }
        };
        Outcome {
            number: texts.with("rights-line", &[("n", Arg::Number(line.number))]),
            text: line.text.trim().to_owned(),
            status,
            said,
        }
    };
    let told: Vec<Outcome> = lines.iter().map(&mut outcome).collect();
    Done {
        heading: texts.with("rights-several-done", &[("n", Arg::Number(added))]),
        fix: lines.iter().any(|line| line.read.is_err()),
        lines: told,
    }
}

fn render(
    visit: &Visit,
    caller: &Caller,
    kind: GrantKind,
    typed: &Typed,
    done: Option<Done>,
    mut problems: Problems,
) -> Answer {
    let texts = visit.texts();
    let mut fields = vec![
        Field::lines("lines", texts.get("rights-several-field"))
            .hint(words::of_kind(texts, "rights-several-hint", kind))
            .value(typed.get("lines")),
    ];
    fields.extend(form::shared(texts, kind, typed));
    problems.mark(&mut fields);
    let list = place::list(caller, kind);
    let heading = words::of_kind(texts, "rights-several-heading", kind);
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let view = Several {
        page: Layout::new(texts, heading.clone(), format!("{list}/several"))
            .of(visit)
            .section(caller, Section::Rights)
            .with_errors(problems.any()),
        heading,
        kind: words::of_kind(texts, "rights-kind", kind),
        place: format!("{list}/several"),
        list,
        done,
        problems,
        fields,
    };
    page(status, &view)
}
