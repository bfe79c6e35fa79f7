//! What stands in the way of defining and granting, as a problem.

use super::problem::{FieldProblem, Problem};
use super::problem_code::ProblemCode;
use invite_domain::{
    model::{GrantItem, GrantKey, GrantKind, Obstacle, Unavailable, Undefined},
    ports::Usage,
    service::CatalogError,
};

/// Names what the account has not defined; `place` says in which field each thing was asked for.
pub(crate) fn undefined(items: &[Undefined], place: impl Fn(&GrantItem) -> String) -> Problem {
    let fields = items.iter().map(|Undefined { item, similar }| {
        let (code, kind) = (unknown_code(item.kind), item.kind.as_str());
        let advice = match similar {
            Some(similar) => format!("did you mean \"{similar}\"?"),
            None => "define it first".to_owned(),
        };
        let detail = format!("the account has no {kind} \"{}\"; {advice}", item.key);
        FieldProblem::new(place(item), code, detail)
    });
    Problem::invalid(fields.collect())
}

/// Names the resources that can be given to nobody more; `place` says where each was asked for.
pub(crate) fn unavailable(items: &[Unavailable], place: impl Fn(&GrantItem) -> String) -> Problem {
    let is_held = |told: &Unavailable| told.obstacle == Obstacle::Held;
    let mut problem = Problem::of(if items.iter().any(is_held) {
        ProblemCode::ResourceTaken
    } else {
        ProblemCode::ResourcePromised
    });
    for Unavailable { item, obstacle } in items {
        let (code, why) = match obstacle {
            Obstacle::Held => (ProblemCode::ResourceTaken, "a member holds it"),
            Obstacle::Promised => (
                ProblemCode::ResourcePromised,
                "another invitation would give it",
            ),
        };
        let detail = format!("\"{}\" has one holder, and {why}", item.key);
        problem = problem.with_field(&place(item), code.as_str(), &detail);
    }
    problem
}

/// The list as a whole, where the place in it is not known.
pub(super) fn list_of(item: &GrantItem) -> String {
    item.kind.plural().to_owned()
}

const fn unknown_code(kind: GrantKind) -> &'static str {
    match kind {
        GrantKind::Role => "unknown_role",
        GrantKind::Group => "unknown_group",
        GrantKind::Permission => "unknown_permission",
        GrantKind::Resource => "unknown_resource",
    }
}

/// Names the resources that a member cannot be given; `place` says where each was asked for.
pub(crate) fn resource_held(keys: &[GrantKey], place: impl Fn(&GrantItem) -> String) -> Problem {
    let items = keys.iter().map(|key| Unavailable {
        item: GrantItem {
            kind: GrantKind::Resource,
            key: key.clone(),
        },
        obstacle: Obstacle::Held,
    });
    unavailable(&items.collect::<Vec<_>>(), place)
}

/// Says to an invitee why they cannot come in, in words to pass on.
pub(super) fn resource_taken(keys: &[GrantKey]) -> Problem {
    let named = keys.iter().map(|key| format!("\"{key}\""));
    let named = named.collect::<Vec<_>>().join(", ");
    Problem::of(ProblemCode::ResourceTaken)
        .with_detail(format!(
            "the invitation gives {named}, which someone else was given meanwhile; ask whoever \
             invited you to change the invitation, then use the same link"
        ))
        .with_field(
            "resources",
            ProblemCode::ResourceTaken.as_str(),
            &format!("{named} belongs to someone else"),
        )
}

impl From<CatalogError> for Problem {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Forbidden(forbidden) => forbidden.into(),
            CatalogError::NotFound => Self::of(ProblemCode::GrantableNotFound),
            CatalogError::AlreadyDefined => Self::of(ProblemCode::AlreadyDefined),
            CatalogError::NotShareable(invalid) => Self::invalid_field("shared", &invalid),
            CatalogError::InUse(usage) => in_use(usage),
            CatalogError::HeldBySeveral => Self::of(ProblemCode::HeldBySeveral),
            CatalogError::Store(error) => error.into(),
        }
    }
}

fn in_use(usage: Usage) -> Problem {
    let mut ways = vec![
        format!("members who hold it: {}", usage.members),
        format!("live invitations that would give it: {}", usage.invitations),
    ];
    if usage.default_group {
        ways.push("it is a default group of the account".to_owned());
    }
    Problem::of(ProblemCode::InUse).with_detail(ways.join("; "))
}
