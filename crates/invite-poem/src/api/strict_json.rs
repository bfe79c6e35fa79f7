//! A JSON body that must be just what is asked for: every wrong field is named, unknown ones too.

use crate::shared::{FieldProblem, Problem, ProblemCode};
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::{
    impl_apirequest_for_payload,
    payload::{ParsePayload, Payload},
    registry::{MetaSchemaRef, Registry},
    types::{MaybeUndefined, Type},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::{Value, error::Category};
use std::{fmt, marker::PhantomData};

/// How many wrong fields one answer names at most.
const MAX_ERRORS: usize = 50;

/// A JSON body, read by serde and described by poem-openapi.
#[derive(Debug)]
pub(crate) struct StrictJson<T>(pub(crate) T);

impl<T: Type> Payload for StrictJson<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn check_content_type(content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json")
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: DeserializeOwned + Type> ParsePayload for StrictJson<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> Result<Self> {
        let bytes = Vec::<u8>::from_request(request, body).await?;
        Ok(Self(parse(&bytes)?))
    }
}

impl_apirequest_for_payload!(StrictJson<T>, T: DeserializeOwned + Type);

/// Reads a whole document.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader);
    match read {
        Ok(OnlyObject(value)) => match reader.end() {
            Ok(()) => Ok(value),
            Err(_) => Err(Problem::of(ProblemCode::MalformedJson)),
        },
        Err(error) if error.inner().classify() == Category::Data => {
            let first = field_problem(&error);
            match serde_json::from_slice(bytes) {
                Ok(document) => Err(Problem::invalid(all_errors::<T>(first, document))),
                Err(_) => Err(Problem::of(ProblemCode::MalformedJson)),
            }
        }
        Err(_) => Err(Problem::of(ProblemCode::MalformedJson)),
    }
}

/// Reads a value that was part of a document.
pub(crate) fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Vec<FieldProblem>> {
    serde_path_to_error::deserialize(&value)
        .map(|OnlyObject(read)| read)
        .map_err(|error| all_errors::<T>(field_problem(&error), value))
}

/// Finds the other errors: takes away what is known to be wrong and reads again. The first error comes
/// first, the others by name, in whatever order the document's fields are kept.
fn all_errors<T: DeserializeOwned>(first: FieldProblem, mut document: Value) -> Vec<FieldProblem> {
    let mut wrong = first.field.clone();
    let mut errors = vec![first];
    while errors.len() < MAX_ERRORS && remove(&mut document, &wrong) {
        match serde_path_to_error::deserialize::<_, OnlyObject<T>>(&document) {
            Ok(_) => break,
            Err(error) => {
                let next = field_problem(&error);
                if errors.iter().any(|known| known.field == next.field) {
                    // It was taken away, so that it counts as missing now: no news. Without what it
                    // belongs to, the rest of the document can be read.
                    let parent = next.field.rsplit_once('.');
                    let Some((parent, _)) = parent else { break };
                    parent.clone_into(&mut wrong);
                } else {
                    next.field.clone_into(&mut wrong);
                    errors.push(next);
                }
            }
        }
    }
    if let Some((_, others)) = errors.split_first_mut() {
        others.sort_by(|one, other| one.field.cmp(&other.field));
    }
    errors
}

/// Takes the value at a path such as `rows[2].email` out of the document.
fn remove(document: &mut Value, path: &str) -> bool {
    let (parents, last) = match path.rsplit_once('.') {
        Some((parents, last)) => (format!(".{parents}"), last),
        None => (String::new(), path),
    };
    let pointer = parents.replace(['.', '['], "/").replace(']', "");
    let Some(parent) = document
        .pointer_mut(&pointer)
        .and_then(Value::as_object_mut)
    else {
        return false;
    };
    match last.split_once('[') {
        // A wrong entry of a list goes with its list: the places of the others would shift.
        Some((list, _)) => parent.remove(list).is_some(),
        None => parent.remove(last).is_some(),
    }
}

/// A structure that is written as an object: serde would also take a list of its fields' values.
struct OnlyObject<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OnlyObject<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = OnlyObject<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(OnlyObject)
    }
}

/// Reads a field that holds an object or null.
pub(super) fn object_or_null<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let read = Option::<OnlyObject<T>>::deserialize(deserializer)?;
    Ok(read.map(|OnlyObject(value)| value))
}

/// Reads a field that holds an object or null, or is absent.
pub(super) fn object_or_null_or_absent<'de, D, T>(
    deserializer: D,
) -> Result<MaybeUndefined<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(match object_or_null(deserializer)? {
        Some(value) => MaybeUndefined::Value(value),
        None => MaybeUndefined::Null,
    })
}

/// Names the field and says what it should be, without a word of what it was: that can be a secret.
fn field_problem(error: &serde_path_to_error::Error<serde_json::Error>) -> FieldProblem {
    let message = error.inner().to_string();
    let path = match error.path().to_string() {
        path if path == "." => String::new(),
        path => path,
    };
    let named = message.split('`').nth(1).unwrap_or_default();
    let below = |path: &str| match (path.is_empty(), path.ends_with(named)) {
        (_, true) => path.to_owned(),
        (true, false) => named.to_owned(),
        (false, false) => format!("{path}.{named}"),
    };
    let expected = || {
        let (_, expected) = message.split_once(", expected ").unwrap_or_default();
        // serde_json adds where in the text it was.
        let (expected, _) = expected.split_once(" at line ").unwrap_or((expected, ""));
        format!("expected {expected}")
    };
    if message.starts_with("unknown field") {
        FieldProblem::new(below(&path), "unknown_field", "there is no such field here")
    } else if message.starts_with("missing field") {
        FieldProblem::new(below(&path), "required", "this field is needed")
    } else if message.starts_with("duplicate field") {
        FieldProblem::new(below(&path), "duplicate_field", "this field is given twice")
    } else if message.starts_with("unknown variant") {
        FieldProblem::new(path, "unknown_value", expected())
    } else if message.starts_with("invalid value") {
        FieldProblem::new(path, "out_of_range", expected())
    } else {
        FieldProblem::new(path, "wrong_type", expected())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(rename = "email")]
        _email: String,
        #[serde(rename = "count", default)]
        _count: Option<u8>,
        #[serde(rename = "roles", default)]
        _roles: Vec<String>,
        #[serde(rename = "inner", default)]
        _inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "kind")]
        _kind: Kind,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        #[serde(rename = "one")]
        _One,
        #[serde(rename = "two")]
        _Two,
    }

    fn errors(text: &str) -> Vec<(String, String)> {
        let problem = parse::<Body>(text.as_bytes()).unwrap_err();
        let pairs = problem.errors.into_iter().map(|e| (e.field, e.code));
        pairs.collect()
    }

    fn expect(text: &str, expected: &[(&str, &str)]) {
        let found = errors(text);
        let found: Vec<_> = found
            .iter()
            .map(|(f, c)| (f.as_str(), c.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_wrong_field_is_named_with_its_path() {
        expect("{}", &[("email", "required")]);
        expect(r#"{"email":"x","more":1}"#, &[("more", "unknown_field")]);
        expect(
            r#"{"email":"x","email":"y"}"#,
            &[("email", "duplicate_field")],
        );
        expect(r#"{"email":"x","count":300}"#, &[("count", "out_of_range")]);
        expect(
            r#"{"email":"x","roles":["a","b",3]}"#,
            &[("roles[2]", "wrong_type")],
        );
        expect(
            r#"{"email":"x","inner":{"kind":"three"}}"#,
            &[("inner.kind", "unknown_value")],
        );
        expect(
            r#"{"email":"x","inner":{"kind":"one","more":{}}}"#,
            &[("inner.more", "unknown_field")],
        );
        expect(
            r#"{"more":1,"count":"x","roles":[1],"inner":{"what":1,"kind":null},"email":[]}"#,
            &[
                ("more", "unknown_field"),
                ("count", "wrong_type"),
                ("email", "wrong_type"),
                ("inner.kind", "wrong_type"),
                ("inner.what", "unknown_field"),
                ("roles[0]", "wrong_type"),
            ],
        );
    }

    #[test]
    fn what_was_sent_is_never_repeated() {
        let problem = parse::<Body>(br#"{"email":{"secret":1},"count":"hunter2"}"#).unwrap_err();
        let text = format!("{problem:?}");
        assert!(!text.contains("hunter2"), "{text}");
        assert!(text.contains("expected a string"), "{text}");
    }

    #[test]
    fn what_is_no_document_is_malformed() {
        for text in [
            "",
            "{",
            "nul",
            "{\"email\":\"x\"} more",
            "\u{0}",
            "{\"email\":\"\\ud800\"}",
        ] {
            let problem = parse::<Body>(text.as_bytes()).unwrap_err();
            assert_eq!(problem.code, ProblemCode::MalformedJson, "{text}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse::<Value>(deep.as_bytes()).is_err());
    }
}
