//! Many at once: rows onto the roster, and a selection to send.

use super::{
    Group,
    credentials::Credentials,
    cursor,
    dto::{
        bulk::{
            Batch, BatchAnswer, MAX_ROWS, Row, RowOutcome, RowResult, Selection, SelectionAnswer,
            SentOutcome, SentResult,
        },
        invitation::Invitation,
        invitation_in::NewInvitation,
    },
    invitations::{invitation_id, wake_if_queued},
    roster::create,
    strict_json::{StrictJson, from_value},
};
use crate::{
    Services,
    shared::{FieldProblem, Problem, ProblemCode},
};
use invite_domain::{
    model::{self, Caller, Operation, State},
    ports::{Cursor, InvitationFilter, PageRequest},
};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

/// The operations.
pub(super) struct Bulk;

/// How many a page of a selection has: as many as lists give at most.
const PAGE: u32 = 200;

#[OpenApi(tag = "Group::Invitations")]
impl Bulk {
    /// Put many people on the roster
    ///
    /// Each row is done by itself and has an answer of its own; one that is wrong harms no other.
    #[oai(
        path = "/accounts/:account/invitations/batch",
        method = "post",
        operation_id = "createInvitations"
    )]
    async fn batch(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<Batch>,
    ) -> Result<Json<BatchAnswer>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        caller.may(Operation::Invite)?;
        check_number("invitations", body.invitations.len())?;
        let mut results = Vec::with_capacity(body.invitations.len());
        for (index, row) in (0..).zip(body.invitations) {
            results.push(match put_on_roster(services, &caller, row).await {
                Ok(invitation) => written_down(services, index, &invitation),
                Err(problem) => refused(index, &problem),
            });
        }
        Ok(Json(BatchAnswer { results }))
    }

    /// Send to a selection
    ///
    /// Whom: `ids`, or everything that a `filter` matches, up to 1,000 at once. Each one has an
    /// answer of its own.
    #[oai(
        path = "/accounts/:account/invitations/send",
        method = "post",
        operation_id = "sendInvitations"
    )]
    async fn send(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<Selection>,
    ) -> Result<Json<SelectionAnswer>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        caller.may(Operation::Invite)?;
        let (ids, next) = selected(services, &caller, body).await?;
        let mut results = Vec::with_capacity(ids.len());
        for id in ids {
            results.push(send_one(services, &caller, id).await);
        }
        Ok(Json(SelectionAnswer {
            results,
            next_cursor: next.map(cursor::write),
        }))
    }
}

fn check_number(field: &str, number: usize) -> Result<(), Problem> {
    let refuse = |code, detail| {
        Err(Problem::invalid(vec![FieldProblem::new(
            field, code, detail,
        )]))
    };
    match number {
        0 => refuse("required", "at least one is needed"),
        1..=MAX_ROWS => Ok(()),
        _ => refuse("too_many", "at most 1000 at once"),
    }
}

async fn put_on_roster(
    services: &Services,
    caller: &Caller,
    row: Row,
) -> Result<model::Invitation, Problem> {
    let body: NewInvitation = from_value(row.0).map_err(Problem::invalid)?;
    let command = body.command()?;
    create(services, caller, &body, command).await
}

fn written_down(services: &Services, index: u32, invitation: &model::Invitation) -> RowResult {
    let outcome = if invitation.state == State::Queued {
        RowOutcome::Queued
    } else {
        RowOutcome::Created
    };
    RowResult {
        index,
        outcome,
        invitation: Some(Invitation::at(invitation, services.invitations.moment())),
        problem: None,
    }
}

fn refused(index: u32, problem: &Problem) -> RowResult {
    let outcome = match problem.code {
        ProblemCode::AlreadyInvited => RowOutcome::AlreadyInvited,
        ProblemCode::AlreadyMember => RowOutcome::AlreadyMember,
        code if code.status().as_u16() == 403 => RowOutcome::Forbidden,
        code if code.status().is_server_error() => RowOutcome::Failed,
        _ => RowOutcome::Invalid,
    };
    RowResult {
        index,
        outcome,
        invitation: None,
        problem: Some(problem.document()),
    }
}

/// Returns the ids that are selected, as texts, and where a filter goes on.
async fn selected(
    services: &Services,
    caller: &Caller,
    body: Selection,
) -> Result<(Vec<String>, Option<Cursor>), Problem> {
    let field = |name: &str, code: &str, detail: &str| {
        Problem::invalid(vec![FieldProblem::new(name, code, detail)])
    };
    match (body.ids, body.filter) {
        (Some(ids), None) => {
            check_number("ids", ids.len())?;
            if body.cursor.is_some() {
                return Err(field("cursor", "ambiguous", "only a filter goes on"));
            }
            Ok((ids, None))
        }
        (None, Some(filter)) => {
            let filter =
                filter.read(|name, code, detail| field(&format!("filter.{name}"), code, detail))?;
            let after = body.cursor.as_deref().map(cursor::read).transpose();
            let after = after.map_err(|wrong| Problem::invalid(wrong.errors))?;
            matching(services, caller, &filter, after).await
        }
        (None, None) => Err(field("ids", "required", "give ids or a filter")),
        (Some(_), Some(_)) => Err(field(
            "filter",
            "ambiguous",
            "give ids or a filter, not both",
        )),
    }
}

/// Finds everything that a filter matches before anything is sent: sending changes what it matches.
async fn matching(
    services: &Services,
    caller: &Caller,
    filter: &InvitationFilter,
    mut after: Option<Cursor>,
) -> Result<(Vec<String>, Option<Cursor>), Problem> {
    let mut ids = Vec::new();
    while ids.len() < MAX_ROWS {
        let page = PageRequest { limit: PAGE, after };
        let page = services.invitations.list(caller, filter, page).await?;
        ids.extend(
            page.items
                .iter()
                .map(|invitation| invitation.id.to_string()),
        );
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok((ids, after))
}

async fn send_one(services: &Services, caller: &Caller, id: String) -> SentResult {
    match try_send(services, caller, &id).await {
        Ok(invitation) => SentResult {
            id,
            outcome: SentOutcome::Queued,
            invitation: Some(Invitation::at(&invitation, services.invitations.moment())),
            problem: None,
        },
        Err(problem) => SentResult {
            id,
            outcome: SentOutcome::Refused,
            invitation: None,
            problem: Some(problem.document()),
        },
    }
}

async fn try_send(
    services: &Services,
    caller: &Caller,
    id: &str,
) -> Result<model::Invitation, Problem> {
    let invitation = services
        .invitations
        .send(caller, invitation_id(id)?)
        .await?;
    wake_if_queued(services, &invitation);
    Ok(invitation)
}
