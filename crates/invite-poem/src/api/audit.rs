//! The audit log: who did what to whom, when, through what.

use super::{
    Group, audit_csv,
    credentials::Credentials,
    dto::{
        audit::{AuditList, Wanted, read_cursor},
        page::read_limit,
    },
};
use crate::{Services, shared::Problem};
use futures_util::stream;
use invite_domain::{
    model::Caller,
    ports::{AuditCursor, AuditFilter},
    service::AuditService,
};
use poem::{Body, web::Data};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Path, Query},
    payload::{Binary, Json},
};
use std::io;

/// The operations.
pub(super) struct Audit;

/// How many entries are read at once for an export.
const EXPORT_PAGE: u32 = 500;

/// A table.
#[derive(ApiResponse)]
enum Exported {
    #[oai(status = 200, content_type = "text/csv; charset=utf-8")]
    Table(
        Binary<Body>,
        /// Names the file.
        #[oai(header = "Content-Disposition")]
        String,
    ),
}

#[OpenApi(tag = "Group::Audit")]
impl Audit {
    /// Read the audit log
    ///
    /// Newest first. Every condition that is given must hold. That people signed in and out belongs to
    /// them, not to an account, and is not among it.
    #[oai(
        path = "/accounts/:account/audit",
        method = "get",
        operation_id = "readAudit"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a parameter of the address"
    )]
    async fn read(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// Called so, such as `invitation.queued`; or of a family, such as `invitation`.
        action: Query<Option<String>>,
        /// Done by the person or key with this id.
        actor: Query<Option<String>>,
        /// Done through this: `page`, `api`, `command_line` or `worker`.
        via: Query<Option<String>>,
        /// About the invitation with this id.
        invitation: Query<Option<String>>,
        /// About the member with this id.
        member: Query<Option<String>>,
        /// At this time or later.
        from: Query<Option<String>>,
        /// Before this time.
        to: Query<Option<String>>,
        /// How many at most: 1 to 200, 50 when absent.
        limit: Query<Option<u32>>,
        /// Where to go on: `next_cursor` of the answer before.
        cursor: Query<Option<String>>,
    ) -> Result<Json<AuditList>, Problem> {
        let caller = credentials.reader(services, &account).await?;
        let wanted = Wanted {
            action: action.0,
            actor: actor.0,
            via: via.0,
            invitation: invitation.0,
            member: member.0,
            from: from.0,
            to: to.0,
        };
        let (filter, limit) = (wanted.filter()?, read_limit(limit.0)?);
        let after = cursor.0.as_deref().map(read_cursor).transpose()?;
        let page = services.audit.list(&caller, &filter, limit, after).await?;
        Ok(Json(AuditList::from(&page)))
    }

    /// Export the audit log
    ///
    /// The whole of what the conditions leave, newest first, as a table: RFC 4180, UTF-8, with a first
    /// line of names. Texts that a spreadsheet would take for formulas begin with an apostrophe.
    #[oai(
        path = "/accounts/:account/audit.csv",
        method = "get",
        operation_id = "exportAudit"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a parameter of the address"
    )]
    async fn export(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// Called so, such as `invitation.queued`; or of a family, such as `invitation`.
        action: Query<Option<String>>,
        /// Done by the person or key with this id.
        actor: Query<Option<String>>,
        /// Done through this: `page`, `api`, `command_line` or `worker`.
        via: Query<Option<String>>,
        /// About the invitation with this id.
        invitation: Query<Option<String>>,
        /// About the member with this id.
        member: Query<Option<String>>,
        /// At this time or later.
        from: Query<Option<String>>,
        /// Before this time.
        to: Query<Option<String>>,
    ) -> Result<Exported, Problem> {
        let caller = credentials.reader(services, &account).await?;
        let wanted = Wanted {
            action: action.0,
            actor: actor.0,
            via: via.0,
            invitation: invitation.0,
            member: member.0,
            from: from.0,
            to: to.0,
        };
        let slug = caller.account.slug.clone();
        let export = Export::begin(services.audit.clone(), caller, wanted.filter()?).await?;
        let table = Body::from_bytes_stream(export.into_stream());
        let name = format!("attachment; filename=\"audit-{slug}.csv\"");
        Ok(Exported::Table(Binary(table), name))
    }
}

/// An export under way: what is written next, and where the log goes on.
struct Export {
    audit: AuditService,
    caller: Caller,
    filter: AuditFilter,
    next: Next,
}

enum Next {
    /// This is written already, and after it comes what is behind the cursor.
    Written(String, Option<AuditCursor>),
    /// Nothing is written yet of what is behind the cursor.
    Behind(AuditCursor),
    Done,
}

impl Export {
    /// Reads the first page, so that whatever is refused is refused before the answer begins.
    async fn begin(
        audit: AuditService,
        caller: Caller,
        filter: AuditFilter,
    ) -> Result<Self, Problem> {
        let page = audit.list(&caller, &filter, EXPORT_PAGE, None).await?;
        let text = format!("{}{}", audit_csv::HEADER, audit_csv::lines(&page.items));
        Ok(Self {
            audit,
            caller,
            filter,
            next: Next::Written(text, page.next),
        })
    }

    /// Returns the table piece by piece. Where a later page cannot be read the connection breaks off:
    /// an answer that ends well is whole.
    fn into_stream(self) -> impl stream::Stream<Item = Result<String, io::Error>> + Send + 'static {
        stream::try_unfold(self, |mut export| async move {
            let (text, after) = match export.next {
                Next::Done => return Ok(None),
                Next::Written(text, after) => (text, after),
                Next::Behind(after) => {
                    let read =
                        export
                            .audit
                            .list(&export.caller, &export.filter, EXPORT_PAGE, Some(after));
                    let page = read.await.map_err(|error| {
                        tracing::error!(error = %error, "an export of the audit log broke off");
                        io::Error::other("the export broke off")
                    })?;
                    (audit_csv::lines(&page.items), page.next)
                }
            };
            export.next = after.map_or(Next::Done, Next::Behind);
            Ok(Some((text, export)))
        })
    }
}
