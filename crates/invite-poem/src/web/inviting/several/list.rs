//! The first step: addresses in any usual form, with every mistake at its line.

use super::{Fields, MOST, carried, value};
use crate::web::{
    fault::Fault,
    inviting::draft::invalid,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{Caller, ChannelPolicy, Invitee, ListedPerson, ListedProblem, read_address_list},
    service::{Known, KnownError},
};
use invite_i18n::{Arg, Texts};
use poem::http::StatusCode;

/// The list as it was typed, and what was read from it.
#[derive(Default)]
pub(super) struct List {
    /// As it was typed.
    pub(super) typed: String,
    /// Who can be invited.
    pub(super) people: Vec<ListedPerson>,
    mistakes: Vec<Mistake>,
    /// Whether the mistakes are to be left out.
    pub(super) skips: bool,
}

/// Something on a line that cannot be invited.
struct Mistake {
    line: u32,
    text: String,
    said: String,
    /// The page of a person who is invited already.
    place: Option<String>,
}

#[derive(Template)]
#[template(path = "inviting/several/list.html")]
struct Ask<'a> {
    page: Layout,
    slug: &'a str,
    list: &'a List,
    too_many: Option<String>,
    is_empty: bool,
    hint: String,
    /// What was chosen in later steps, for whoever went back.
    hidden: Vec<(String, String)>,
}

impl List {
    /// Reads what was typed, and looks up who is known.
    pub(super) async fn read(
        visit: &Visit,
        caller: &Caller,
        fields: &Fields,
    ) -> Result<Self, Fault> {
        let texts = visit.texts();
        let mut list = Self {
            typed: value(fields, "people").to_owned(),
            skips: !value(fields, "skip").is_empty(),
            ..Self::default()
        };
        let mut read = Vec::new();
        for listed in read_address_list(&list.typed, caller.account.settings.channels) {
            match listed.person {
                Ok(person) => read.push((listed.line, listed.text, person)),
                Err(problem) => list.mistakes.push(Mistake {
                    line: listed.line,
                    text: listed.text,
                    said: said(texts, &problem),
                    place: None,
                }),
            }
        }
        let invitees: Vec<Invitee> = read
            .iter()
            .take(MOST + 1)
            .map(|(_, _, person)| person.invitee(None))
            .collect();
        let known = visit.services.invitations.known(caller, &invitees).await;
        let known = known.map_err(fault)?;
        let known = known.into_iter().chain(std::iter::repeat(None));
        for ((line, text, person), known) in read.into_iter().zip(known) {
            let (said, place) = match known {
                None => {
                    list.people.push(person);
                    continue;
                }
                Some(Known::Member(_)) => (texts.get("page-error-already-member"), None),
                Some(Known::Invited(id)) => {
                    let place = format!("/a/{}/invitations/{id}", caller.account.slug);
                    (texts.get("invite-list-invited"), Some(place))
                }
            };
            list.mistakes.push(Mistake {
                line,
                text,
                said: said.into_owned(),
                place,
            });
        }
        list.mistakes.sort_by_key(|mistake| mistake.line);
        Ok(list)
    }

    /// Whether the next step can begin.
    pub(super) fn is_good(&self) -> bool {
        let is_clean = self.mistakes.is_empty() || self.skips;
        is_clean && !self.people.is_empty() && self.people.len() <= MOST
    }

    fn can_skip(&self) -> bool {
        !self.mistakes.is_empty() && !self.people.is_empty() && self.people.len() <= MOST
    }
}

fn fault(error: KnownError) -> Fault {
    match error {
        KnownError::Forbidden(forbidden) => Fault::Forbidden(forbidden),
        KnownError::Store(error) => error.into(),
    }
}

fn said(texts: Texts, problem: &ListedProblem) -> String {
    match problem {
        ListedProblem::NoContact => texts.get("invite-list-no-contact").into_owned(),
        ListedProblem::Contact(error) | ListedProblem::Name(error) => {
            invalid(texts, error).into_owned()
        }
        ListedProblem::SmsNotAllowed => texts.get("invite-error-no-sms").into_owned(),
        ListedProblem::Repeated { line } => {
            texts.with("invite-list-repeated", &[("line", Arg::Number(*line))])
        }
    }
}

/// Shows the list, and what is wrong with it.
pub(super) fn ask(
    visit: &Visit,
    caller: &Caller,
    list: &List,
    fields: &Fields,
    tells: bool,
) -> Answer {
    let texts = visit.texts();
    let slug = caller.account.slug.as_str();
    let most = [("n", Arg::Number(u32::try_from(MOST).unwrap_or(u32::MAX)))];
    let is_wrong = tells && !list.is_good();
    let hint = if caller.account.settings.channels == ChannelPolicy::EmailOrSms {
        texts.get("invite-list-hint-phones")
    } else {
        texts.get("invite-list-hint")
    };
    let view = Ask {
        page: Layout::new(
            texts,
            texts.get("invite-several-heading"),
            format!("/a/{slug}/invite/several"),
        )
        .of(visit)
        .section(caller, Section::People)
        .with_errors(is_wrong),
        slug,
        list,
        too_many: (list.people.len() > MOST).then(|| texts.with("invite-list-too-many", &most)),
        is_empty: is_wrong && list.people.is_empty() && list.mistakes.is_empty(),
        hint: hint.into_owned(),
        hidden: carried(fields, |name| name == "people" || name == "skip"),
    };
    let status = if is_wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(status, &view)
}
