//! Adopting the ready-made catalog of permissions.

use super::{ADOPTED, place, see_and_say};
use crate::web::{respond::Answer, visit::Visit};
use invite_domain::model::{GrantKind, Operation, ReadyMade};
use poem::{handler, web::Path};

#[handler]
pub(super) async fn adopt(visit: Visit, Path(account): Path<String>) -> Answer {
    let operation = Operation::ManageCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let catalog = &visit.services.catalog;
    catalog.adopt(&caller, ReadyMade::Hosting).await?;
    let place = place::list(&caller, GrantKind::Permission);
    Ok(see_and_say(&visit, &place, &ADOPTED))
}
