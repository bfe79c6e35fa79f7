//! Defining one entry: its key, which never changes, and how people read it.

use super::{
    DEFINED,
    form::{self, Said, Typed},
    place, see_and_say, words,
};
use crate::web::{
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{Caller, GrantItem, GrantKey, GrantKind, Operation},
    service::{CatalogError, NewGrantable},
};
use poem::{
    handler,
    http::StatusCode,
    web::{Data, Path},
};

#[derive(Template)]
#[template(path = "rights/define.html")]
struct Define {
    page: Layout,
    heading: String,
    kind: String,
    list: String,
    problems: Problems,
    fields: Vec<Field>,
    said: Vec<Said>,
}

#[handler]
pub(super) async fn ask(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
) -> Answer {
    let operation = Operation::ManageCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    render(&visit, &caller, kind, &Typed::default(), problems)
}

#[handler]
pub(super) async fn define(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let operation = Operation::ManageCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let texts = visit.texts();
    let typed = Typed::new(fields);
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    let key = GrantKey::parse(typed.get("key"))
        .map_err(|error| problems.at("key", words::invalid(texts, &error)));
    let said = typed.read(texts, &mut problems);
    let Some(key) = key.ok().filter(|_| !problems.any()) else {
        return render(&visit, &caller, kind, &typed, problems);
    };
    let new = NewGrantable {
        item: GrantItem { kind, key },
        texts: said.into_iter().collect(),
        shared: kind == GrantKind::Resource && typed.is_shared(),
    };
    match visit.services.catalog.define(&caller, new).await {
        Ok(made) => {
            let place = place::entry(&caller, &made.item);
            Ok(see_and_say(&visit, &place, &DEFINED))
        }
        Err(CatalogError::AlreadyDefined) => {
            problems.at("key", words::of_kind(texts, "rights-error-exists", kind));
            render(&visit, &caller, kind, &typed, problems)
        }
        Err(error) => Err(error.into()),
    }
}

fn render(
    visit: &Visit,
    caller: &Caller,
    kind: GrantKind,
    typed: &Typed,
    mut problems: Problems,
) -> Answer {
    let texts = visit.texts();
    let mut fields = vec![form::key(texts, kind, typed)];
    fields.extend(form::shared(texts, kind, typed));
    problems.mark(&mut fields);
    let said = form::said(texts, typed, &mut problems);
    let list = place::list(caller, kind);
    let heading = words::of_kind(texts, "rights-add", kind);
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let view = Define {
        page: Layout::new(texts, heading.clone(), format!("{list}/new"))
            .of(visit)
            .section(caller, Section::Rights)
            .with_errors(problems.any()),
        heading,
        kind: words::of_kind(texts, "rights-kind", kind),
        list,
        problems,
        fields,
        said,
    };
    page(status, &view)
}
