//! Changing an invitation before it is accepted.

use super::{
    LINK_DEAD, SAVED, SENT_ANEW, invitation::channel, invitation_id, invitation_place, inviter,
    name_or_contact, told,
};
use crate::web::{
    fault::Fault,
    field::{Field, Problems},
    form::Posted,
    grant_form::{self, Chosen, GrantForm},
    layout::Layout,
    navigation::Section,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use askama::Template;
use chrono::TimeDelta;
use invite_domain::{
    model::{
        Caller, Changes, ChannelPreference, DisplayName, EmailAddress, Grant, InvalidValue,
        Invitation, Invitee, Locale, Login, NoChannel, PasswordPolicy, PersonalMessage,
        PhoneNumber, State, Ttl,
    },
    service::{EditInvitation, EditInvitationError},
};
use invite_i18n::Texts;
use poem::{handler, http::StatusCode, web::Path};

/// How long a link can be made to live, in days.
const DAYS: [(&str, i64); 7] = [
    ("1", 1),
    ("3", 3),
    ("7", 7),
    ("14", 14),
    ("30", 30),
    ("90", 90),
    ("365", 365),
];
/// A time that was set otherwise and stays.
const AS_IT_IS: &str = "keep";

#[derive(Template)]
#[template(path = "person/edit_invitation.html")]
struct Page {
    page: Layout,
    heading: String,
    place: String,
    problems: Problems,
    fields: Vec<Field>,
    form: GrantForm,
    version: u32,
}

/// What was typed, as it came.
struct Typed {
    email: String,
    phone: String,
    name: String,
    login: String,
    locale: String,
    channel: String,
    ttl: String,
    message: String,
    version: Option<u32>,
    chosen: Chosen,
}

impl Typed {
    fn read(fields: &[(String, String)]) -> Self {
        let get = |wanted: &str| {
            let found = fields.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        Self {
            email: get("email"),
            phone: get("phone"),
            name: get("name"),
            login: get("login"),
            locale: get("locale"),
            channel: get("channel"),
            ttl: get("ttl"),
            message: get("message"),
            version: get("version").parse().ok(),
            chosen: Chosen::read(fields),
        }
    }

    fn of(invitation: &Invitation) -> Self {
        let invitee = &invitation.invitee;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            email: text(invitee.email.as_ref().map(EmailAddress::original)),
            phone: text(invitee.phone.as_ref().map(PhoneNumber::as_str)),
            name: text(invitee.name.as_ref().map(DisplayName::as_str)),
            login: text(invitee.login.as_ref().map(Login::as_str)),
            locale: text(invitee.locale.map(Locale::code)),
            channel: invitation.channel.as_str().to_owned(),
            ttl: invitation.ttl.map(code_of).unwrap_or_default().to_owned(),
            message: text(invitation.message.as_ref().map(PersonalMessage::as_str)),
            version: Some(invitation.version),
            chosen: Chosen::of(&invitation.grant),
        }
    }

    /// Reads everything, or says at each field what is wrong with it.
    fn changes(
        &self,
        before: &Invitation,
        texts: Texts,
        problems: &mut Problems,
    ) -> Option<Changes> {
        let mut say = |field, error: &InvalidValue| {
            problems.at(
                field,
                wording::invalid(texts, error, PasswordPolicy::default()),
            );
        };
        let email = optional(&self.email, EmailAddress::parse).map_err(|e| say("email", &e));
        let phone = optional(&self.phone, PhoneNumber::parse).map_err(|e| say("phone", &e));
        let name = optional(&self.name, DisplayName::parse).map_err(|e| say("name", &e));
        let login = optional(&self.login, Login::parse).map_err(|e| say("login", &e));
        let locale = optional(&self.locale, Locale::parse).map_err(|e| say("locale", &e));
        let channel = ChannelPreference::parse(&self.channel).map_err(|e| say("channel", &e));
        let ttl = self.ttl(before).map_err(|e| say("ttl", &e));
        let message =
            optional(&self.message, PersonalMessage::parse).map_err(|e| say("message", &e));
        if email == Ok(None) && phone == Ok(None) {
            problems.at("email", texts.get("person-error-contact"));
            return None;
        }
        let grant: Option<Grant> = self.chosen.grant(texts, problems);
        Some(Changes {
            invitee: Some(Invitee {
                email: email.ok()?,
                phone: phone.ok()?,
                name: name.ok()?,
                login: login.ok()?,
                locale: locale.ok()?,
            }),
            grant: Some(grant?),
            channel: Some(channel.ok()?),
            ttl: Some(ttl.ok()?),
            message: Some(message.ok()?),
        })
    }

    fn ttl(&self, before: &Invitation) -> Result<Option<Ttl>, InvalidValue> {
        if self.ttl == AS_IT_IS {
            return Ok(before.ttl);
        }
        optional(&self.ttl, |text| {
            let days = DAYS.iter().find(|(code, _)| *code == text);
            Ttl::from_seconds(days.map_or(0, |(_, days)| days * 86_400))
        })
    }

    fn fields(&self, texts: Texts, caller: &Caller, before: &Invitation) -> Vec<Field> {
        let settings = &caller.account.settings;
        let optional = || texts.get("page-optional");
        let email = Field::email("email", texts.get("page-field-email"))
            .autocomplete("off")
            .optional(optional())
            .at_most(254)
            .value(&self.email);
        let usual = texts.with(
            "person-language-usual",
            &[(
                "language",
                (&*wording::language(texts, settings.default_locale)).into(),
            )],
        );
        let mut languages = vec![("", usual.into())];
        languages.extend(Locale::ALL.map(|l| (l.code(), wording::language(texts, l))));
        let channels = [
            ChannelPreference::Auto,
            ChannelPreference::Email,
            ChannelPreference::Sms,
        ];
        let channels = channels.map(|wish| (wish.as_str(), channel(texts, wish)));
        let span = texts.span(settings.invitation_ttl.span());
        let usual = texts.with("person-validity-usual", &[("span", (&span).into())]);
        let mut validity = vec![("", usual.into())];
        if let Some(ttl) = before.ttl.filter(|ttl| code_of(*ttl) == AS_IT_IS) {
            validity.push((AS_IT_IS, texts.span(ttl.span()).into()));
        }
        validity.extend(DAYS.map(|(code, n)| (code, texts.span(TimeDelta::days(n)).into())));
        vec![
            if before.generation > 0 {
                email.hint(texts.get("person-email-hint"))
            } else {
                email
            },
            Field::line("phone", texts.get("page-field-phone"))
                .optional(optional())
                .at_most(40)
                .value(&self.phone),
            Field::line("name", texts.get("page-field-name"))
                .optional(optional())
                .at_most(200)
                .value(&self.name),
            Field::line("login", texts.get("page-field-login"))
                .optional(optional())
                .at_most(200)
                .value(&self.login),
            Field::choice("locale", texts.get("page-field-language"), languages)
                .value(&self.locale),
            Field::lines("message", texts.get("page-field-message"))
                .optional(optional())
                .at_most(1000)
                .value(&self.message),
            Field::choice(
                "channel",
                texts.get("person-field-channel"),
                channels.to_vec(),
            )
            .value(&self.channel),
            Field::choice("ttl", texts.get("person-field-validity"), validity).value(&self.ttl),
        ]
    }
}

/// Takes an empty text for none.
fn optional<T>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, InvalidValue>,
) -> Result<Option<T>, InvalidValue> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    parse(text).map(Some)
}

fn code_of(ttl: Ttl) -> &'static str {
    let seconds = i64::from(ttl.seconds());
    let found = DAYS.iter().find(|(_, days)| days * 86_400 == seconds);
    found.map_or(AS_IT_IS, |(code, _)| code)
}

#[handler]
pub(in crate::web) async fn ask(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let invitations = &visit.services.invitations;
    let invitation = invitations.find(&caller, invitation_id(&id)?).await?;
    if !invitation.status(invitations.moment()).is_editable() {
        return Ok(see(&invitation_place(&caller, invitation.id)));
    }
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    let typed = Typed::of(&invitation);
    show(&visit, &caller, &invitation, &typed, problems).await
}

#[handler]
pub(in crate::web) async fn edit(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let id = invitation_id(&id)?;
    let before = visit.services.invitations.find(&caller, id).await?;
    let texts = visit.texts();
    let mut typed = Typed::read(&fields);
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    if !typed.chosen.is_searching()
        && let Some(changes) = typed.changes(&before, texts, &mut problems)
    {
        let command = EditInvitation {
            id,
            changes,
            expected_version: Some(typed.version.unwrap_or(before.version)),
        };
        match visit.services.invitations.edit(&caller, command).await {
            Ok(after) => {
                let notice = outcome(&visit, &before, &after);
                return Ok(told(&visit, &invitation_place(&caller, id), notice));
            }
            Err(EditInvitationError::NotFound) => return Err(Fault::NotFound),
            Err(EditInvitationError::Store(error)) => return Err(error.into()),
            Err(EditInvitationError::NotEditable(_)) => {
                return Ok(told(&visit, &invitation_place(&caller, id), Notice::NotNow));
            }
            Err(EditInvitationError::Conflict) => {
                problems.whole(texts.get("person-changed-meanwhile"));
                // Whoever saves again after reading this means it.
                typed.version = Some(before.version);
            }
            Err(error) => tell(texts, &error, &mut problems),
        }
    }
    show(&visit, &caller, &before, &typed, problems).await
}

/// Says what became of the link, where the person is reached otherwise now.
fn outcome(visit: &Visit, before: &Invitation, after: &Invitation) -> Notice {
    if before.generation == after.generation {
        return Notice::Said(&SAVED);
    }
    if after.state == State::Queued {
        (visit.services.wake)();
        return Notice::Said(&SENT_ANEW);
    }
    Notice::Said(&LINK_DEAD)
}

fn tell(texts: Texts, error: &EditInvitationError, problems: &mut Problems) {
    match error {
        EditInvitationError::Forbidden(refused) => {
            grant_form::refused(texts, refused, problems);
        }
        EditInvitationError::Undefined(items) => grant_form::undefined(texts, items, problems),
        EditInvitationError::Unavailable(items) => grant_form::unavailable(texts, items, problems),
        EditInvitationError::Invalid(error) => problems.at(
            "email",
            wording::invalid(texts, error, PasswordPolicy::default()),
        ),
        EditInvitationError::NoChannel(why) => {
            let field = match why {
                NoChannel::NoContact | NoChannel::NoEmail => "email",
                NoChannel::NoPhone => "phone",
                NoChannel::SmsNotAllowed => "channel",
            };
            problems.at(field, texts.get("page-error-no-channel"));
        }
        EditInvitationError::LoginTaken => {
            problems.at("login", texts.get("person-error-login-taken"));
        }
        EditInvitationError::AlreadyInvited => {
            problems.at("email", texts.get("page-notice-place-taken"));
        }
        EditInvitationError::NotFound
        | EditInvitationError::NotEditable(_)
        | EditInvitationError::Conflict
        | EditInvitationError::Store(_) => problems.whole(texts.get("page-error-conflict")),
    }
}

async fn show(
    visit: &Visit,
    caller: &Caller,
    before: &Invitation,
    typed: &Typed,
    mut problems: Problems,
) -> Answer {
    let texts = visit.texts();
    let has_errors = problems.any();
    let mut fields = typed.fields(texts, caller, before);
    problems.mark(&mut fields);
    let form = GrantForm::load(visit, caller, &typed.chosen, &mut problems).await?;
    let who = name_or_contact(before);
    let heading = texts.with("person-edit-invitation-heading", &[("name", (&who).into())]);
    let place = invitation_place(caller, before.id);
    let view = Page {
        page: Layout::new(texts, heading.clone(), format!("{place}/edit"))
            .of(visit)
            .section(caller, Section::People)
            .with_errors(has_errors),
        heading,
        place,
        problems,
        fields,
        form,
        version: typed.version.unwrap_or(before.version),
    };
    let status = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(status, &view)
}
