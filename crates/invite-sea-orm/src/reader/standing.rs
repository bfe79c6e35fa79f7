//! What the holder of a link needs to see, read at once.

use crate::{
    connect::SeaStore,
    row::{Fields, account, invitation},
    sql::{Sql, limit, selected},
};
use invite_domain::{
    model::{InvitationId, MemberId, UserId},
    ports::{Place, Standing, StoreError},
};
use sea_orm::QueryResult;
use std::sync::LazyLock;
use uuid::Uuid;

static STANDING: LazyLock<Sql> = LazyLock::new(|| Sql::same(standings("id = $1")));

/// Finds the login by its own index, address and number by the person's live place on the roster.
static SENT_TEMPORARY_PASSWORDS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let sent_to = "status IN ('queued', 'invited', 'error') AND id IN (
                SELECT id FROM invitations WHERE live_key IN ($1, $2)
                UNION
                SELECT id FROM invitations WHERE login = $3 AND live_key IS NOT NULL
            )";
        format!(
            "{} WHERE a.suspended_at IS NULL AND {} = 'temporary_password'
             ORDER BY i.queued_at DESC, i.id DESC {}",
            standings(sent_to),
            dialect.member("a.settings", "credentials"),
            limit(4),
        )
    })
});

/// How many invitations are looked at for one sign-in.
const CANDIDATES: i64 = 50;

/// Reads invitations with their accounts, and the persons behind their addresses.
fn standings(condition: &str) -> String {
    format!(
        "SELECT {}, {}, i.holder AS holder, m.id AS place, m.active AS place_active,
            m.awaiting_approval AS place_awaiting FROM (
            SELECT *, CASE WHEN email IS NOT NULL
                THEN (SELECT u.id FROM users u WHERE u.email = invitations.email)
                ELSE (SELECT u.id FROM users u WHERE u.phone = invitations.phone)
            END AS holder
            FROM invitations WHERE {condition}
         ) i
         JOIN accounts a ON a.id = i.account_id
         LEFT JOIN members m ON m.account_id = i.account_id AND m.user_id = i.holder",
        selected("i", "i_", &invitation::columns()),
        selected("a", "a_", &account::COLUMNS)
    )
}

pub(super) async fn standing(
    store: &SeaStore,
    id: InvitationId,
) -> Result<Option<Standing>, StoreError> {
    let row = store.read_one(&STANDING, [id.uuid().into()]).await?;
    row.as_ref().map(decode).transpose()
}

/// Returns who was sent a temporary password to sign in with this.
pub(crate) async fn sent_temporary_passwords(
    store: &SeaStore,
    identifier: &str,
) -> Result<Vec<Standing>, StoreError> {
    // Nothing that is stored has such characters, and PostgreSQL refuses one of them.
    if identifier.contains(char::is_control) {
        return Ok(Vec::new());
    }
    let values = [
        format!("mailto:{identifier}").into(),
        format!("tel:{identifier}").into(),
        identifier.into(),
        CANDIDATES.into(),
    ];
    let rows = store.read(&SENT_TEMPORARY_PASSWORDS, values).await?;
    rows.iter().map(decode).collect()
}

fn decode(row: &QueryResult) -> Result<Standing, StoreError> {
    let fields = Fields::prefixed(row, "invitations", "i_");
    let found = Fields::new(row, "members");
    let user: Option<Uuid> = found.get("holder")?;
    let member: Option<Uuid> = found.get("place")?;
    let active: Option<bool> = found.get("place_active")?;
    let awaiting: Option<bool> = found.get("place_awaiting")?;
    Ok(Standing {
        invitation: invitation::decode(fields)?,
        account: account::decode(Fields::prefixed(row, "accounts", "a_"))?,
        user: user.map(UserId::new),
        place: member.map(|id| Place {
            member: MemberId::new(id),
            active: active.unwrap_or_default(),
            awaiting_approval: awaiting.unwrap_or_default(),
        }),
    })
}
