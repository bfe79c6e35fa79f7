//! What the holder of a link needs to see, read at once.

use crate::{
    connect::SeaStore,
    row::{Fields, account, invitation},
    sql::{Sql, selected},
};
use invite_domain::{
    model::{InvitationId, MemberId, UserId},
    ports::{Standing, StoreError},
};
use std::sync::LazyLock;
use uuid::Uuid;

static STANDING: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {}, {}, i.holder AS holder, m.id AS place FROM (
            SELECT *, CASE WHEN email IS NOT NULL
                THEN (SELECT u.id FROM users u WHERE u.email = invitations.email)
                ELSE (SELECT u.id FROM users u WHERE u.phone = invitations.phone)
            END AS holder
            FROM invitations WHERE id = $1
         ) i
         JOIN accounts a ON a.id = i.account_id
         LEFT JOIN members m ON m.account_id = i.account_id AND m.user_id = i.holder",
        selected("i", "i_", &invitation::columns()),
        selected("a", "a_", &account::COLUMNS)
    ))
});

pub(super) async fn standing(
    store: &SeaStore,
    id: InvitationId,
) -> Result<Option<Standing>, StoreError> {
    let Some(row) = store.read_one(&STANDING, [id.uuid().into()]).await? else {
        return Ok(None);
    };
    let fields = Fields::prefixed(&row, "invitations", "i_");
    let found = Fields::new(&row, "members");
    let user: Option<Uuid> = found.get("holder")?;
    let member: Option<Uuid> = found.get("place")?;
    Ok(Some(Standing {
        invitation: invitation::decode(fields)?,
        account: account::decode(Fields::prefixed(&row, "accounts", "a_"))?,
        user: user.map(UserId::new),
        member: member.map(MemberId::new),
    }))
}
