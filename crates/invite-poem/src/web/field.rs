//! One field of a form with its label, hint and error, and the summary of what is wrong.

use super::wording;
use askama::{Template, filters::HtmlSafe};
use invite_domain::model::PasswordPolicy;
use invite_i18n::Texts;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// One line; the type of the input.
    Line(&'static str),
    /// Several lines.
    Lines,
    /// One of a few.
    Choice(Vec<(&'static str, Text)>),
}

/// What a phone's keyboard offers first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keyboard {
    /// Letters.
    Plain,
    /// What addresses are made of, neither corrected nor capitalized.
    Address,
    /// Digits.
    Number,
}

/// One field of a form.
#[derive(Debug, Clone, Template)]
#[template(path = "part/field.html")]
pub(super) struct Field {
    name: &'static str,
    label: Text,
    kind: Kind,
    value: String,
    autocomplete: &'static str,
    hint: Option<Text>,
    error: Option<Text>,
    is_locked: bool,
    is_optional: bool,
    optional: Text,
    max_length: Option<u32>,
    /// From how many characters on a password is long enough; a script tells how far one is.
    least: Option<u8>,
    keyboard: Keyboard,
}

/// The template escapes every value that goes into it.
impl HtmlSafe for Field {}

impl Field {
    fn new(kind: Kind, name: &'static str, label: impl Into<Text>) -> Self {
        Self {
            name,
            label: label.into(),
            kind,
            value: String::new(),
            autocomplete: "off",
            hint: None,
            error: None,
            is_locked: false,
            is_optional: false,
            optional: Text::Borrowed(""),
            max_length: None,
            least: None,
            keyboard: Keyboard::Plain,
        }
    }

    /// A line of text.
    pub(super) fn line(name: &'static str, label: impl Into<Text>) -> Self {
        Self::new(Kind::Line("text"), name, label)
    }

    /// An e-mail address.
    pub(super) fn email(name: &'static str, label: impl Into<Text>) -> Self {
        // Not the browser's own check: it knows no address with letters beyond ASCII.
        Self::new(Kind::Line("text"), name, label)
            .autocomplete("email")
            .like_an_address()
    }

    /// A password; it never comes back filled in.
    pub(super) fn password(
        name: &'static str,
        label: impl Into<Text>,
        autocomplete: &'static str,
    ) -> Self {
        Self::new(Kind::Line("password"), name, label).autocomplete(autocomplete)
    }

    /// A text of several lines.
    pub(super) fn lines(name: &'static str, label: impl Into<Text>) -> Self {
        Self::new(Kind::Lines, name, label)
    }

    /// One of a few values.
    pub(super) fn choice(
        name: &'static str,
        label: impl Into<Text>,
        options: Vec<(&'static str, Text)>,
    ) -> Self {
        Self::new(Kind::Choice(options), name, label)
    }

    /// Fills it in.
    #[must_use]
    pub(super) fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Fills it in for good: the reader sees it and cannot change it.
    #[must_use]
    pub(super) fn locked(mut self, value: impl Into<String>) -> Self {
        self.is_locked = true;
        self.value(value)
    }

    /// Tells browsers and password managers what belongs in it.
    #[must_use]
    pub(super) fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// Gives it the keyboard for addresses, which neither corrects nor capitalizes.
    #[must_use]
    pub(super) fn like_an_address(mut self) -> Self {
        self.keyboard = Keyboard::Address;
        self
    }

    /// Gives it the keyboard for whole numbers.
    #[must_use]
    pub(super) fn numeric(mut self) -> Self {
        self.keyboard = Keyboard::Number;
        self
    }

    /// Explains it.
    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Explains what a password must be, and lets a script tell how far one is.
    #[must_use]
    pub(super) fn for_new_password(self, texts: Texts, policy: PasswordPolicy) -> Self {
        Self {
            least: Some(policy.min_length()),
            ..self
        }
        .hint(wording::password_hint(texts, policy))
    }

    /// Lets it stay empty; `word` says so behind the label.
    #[must_use]
    pub(super) fn optional(mut self, word: impl Into<Text>) -> Self {
        self.is_optional = true;
        self.optional = word.into();
        self
    }

    /// Lets it stay empty, where its hint says what that means.
    #[must_use]
    pub(super) fn may_be_empty(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// Takes no more than so many characters.
    #[must_use]
    pub(super) fn at_most(mut self, characters: u32) -> Self {
        self.max_length = Some(characters);
        self
    }

    fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Line(input_type) => input_type,
            Kind::Lines | Kind::Choice(_) => "text",
        }
    }

    fn is_address(&self) -> bool {
        self.keyboard == Keyboard::Address
    }

    fn is_number(&self) -> bool {
        self.keyboard == Keyboard::Number
    }

    pub(super) fn is_password(&self) -> bool {
        self.input_type() == "password"
    }

    fn has_lines(&self) -> bool {
        self.kind == Kind::Lines
    }

    fn options(&self) -> Option<&[(&'static str, Text)]> {
        match &self.kind {
            Kind::Choice(options) => Some(options),
            Kind::Line(_) | Kind::Lines => None,
        }
    }

    fn is_chosen(&self, code: &str) -> bool {
        self.value == code
    }

    fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        [error, hint]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// What is wrong with a posted form: at its fields, and as a whole.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "part/problems.html")]
pub(super) struct Problems {
    heading: Text,
    whole: Vec<Text>,
    fields: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Debug, Clone)]
struct FieldProblem {
    name: &'static str,
    label: Text,
    text: Text,
}

/// The template escapes every value that goes into it.
impl HtmlSafe for Problems {}

impl Problems {
    /// Nothing is wrong yet; `heading` stands above whatever will be.
    pub(super) fn none(heading: impl Into<Text>) -> Self {
        Self {
            heading: heading.into(),
            ..Self::default()
        }
    }

    /// Adds what is wrong with a field.
    pub(super) fn at(&mut self, field: &'static str, text: impl Into<Text>) {
        self.fields.push(FieldProblem {
            name: field,
            label: Text::Borrowed(""),
            text: text.into(),
        });
    }

    /// Adds what is wrong with the form as a whole.
    pub(super) fn whole(&mut self, text: impl Into<Text>) {
        self.whole.push(text.into());
    }

    /// Whether anything is wrong.
    pub(super) fn any(&self) -> bool {
        !self.whole.is_empty() || !self.fields.is_empty()
    }

    /// Returns every sentence about what is wrong.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().map(|problem| &*problem.text);
        self.whole.iter().map(|text| &**text).chain(fields)
    }

    /// Names a field in the summary, and returns what is wrong with it: for fields that are no [`Field`].
    pub(super) fn mark_one(&mut self, field: &str, label: &str) -> Option<Text> {
        let mut found = self.fields.iter_mut().filter(|p| p.name == field);
        let first = found.next()?;
        first.label = Text::Owned(label.to_owned());
        let mut said = first.text.clone().into_owned();
        for problem in found {
            problem.label = Text::Owned(label.to_owned());
            said = format!("{said} {}", problem.text);
        }
        Some(Text::Owned(said))
    }

    /// Puts each problem at its field, and names the field in the summary.
    pub(super) fn mark(&mut self, fields: &mut [Field]) {
        for field in fields {
            let found = self.fields.iter_mut().find(|p| p.name == field.name);
            if let Some(problem) = found {
                problem.label = field.label.clone();
                field.error = Some(problem.text.clone());
            }
        }
    }
}
