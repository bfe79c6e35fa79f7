//! The OpenAPI document, made to say what serde does and the derived schemas leave out: what may be
//! null, and that unknown fields are refused.

use super::{BASE, Operations, operations};
use poem::{endpoint::BoxEndpoint, http::Method};
use poem_openapi::{
    LicenseObject, OpenApi, OpenApiService,
    registry::{MetaApi, MetaSchema, MetaSchemaRef, Registry},
};
use std::collections::{BTreeSet, HashMap};

/// Returns the OpenAPI document, the same for the same code; it needs no database and no server.
pub fn openapi_json() -> String {
    // The registry can describe what other fields are like, and not that there are none.
    let nothing_else = format!(
        "\"additionalProperties\": {{\n          \"title\": \"{NOTHING_ELSE}\"\n        }}"
    );
    let mut document = service()
        .spec()
        .replace(&nothing_else, "\"additionalProperties\": false");
    document.push('\n');
    document
}

const NOTHING_ELSE: &str = "nothing else";

/// The operations with all that is said about them.
pub(super) fn service() -> OpenApiService<Documented, ()> {
    OpenApiService::new(
        Documented(operations()),
        "Invite",
        env!("CARGO_PKG_VERSION"),
    )
    .description(DESCRIPTION)
    .license(LicenseObject::new("MIT OR Apache-2.0"))
    .server(BASE)
}

const DESCRIPTION: &str = "\
Brings people into an account and tells for each one where they stand.\n\n\
Programs send `Authorization: Bearer` with an API key; pages use the session cookie. `{account}` is \
an id or a slug. Times are RFC 3339 in UTC. Whatever is not a success is a problem document \
(RFC 9457) whose `code` never changes. Unknown fields are refused.";

/// The operations, described more closely.
pub(super) struct Documented(Operations);

impl OpenApi for Documented {
    fn meta() -> Vec<MetaApi> {
        let mut apis = Operations::meta();
        let operations = apis
            .iter_mut()
            .flat_map(|api| &mut api.paths)
            .flat_map(|path| &mut path.operations);
        for response in operations.flat_map(|operation| &mut operation.responses.responses) {
            if response.description.is_empty() {
                response.description = "Done.";
            }
            for content in &mut response.content {
                // A parameter of the media type is a detail of the answer, not of the interface.
                let essence = content.content_type.split(';').next();
                content.content_type = essence.unwrap_or_default();
            }
        }
        apis
    }

    fn register(registry: &mut Registry) {
        Operations::register(registry);
        for name in of_requests(registry) {
            if let Some(schema) = registry.schemas.get_mut(&name)
                && schema.ty == "object"
            {
                let nothing_else = MetaSchema {
                    title: Some(NOTHING_ELSE.to_owned()),
                    ..MetaSchema::ANY
                };
                let nothing_else = MetaSchemaRef::Inline(Box::new(nothing_else));
                schema.additional_properties = Some(Box::new(nothing_else));
            }
        }
        registry.schemas.values_mut().for_each(say_what_may_be_null);
    }

    fn add_routes(self, routes: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
        self.0.add_routes(routes);
    }
}

/// Whatever is not required may be null too, in bodies and in answers.
fn say_what_may_be_null(schema: &mut MetaSchema) {
    let required = &schema.required;
    let optional = schema.properties.iter_mut();
    for (_, property) in optional.filter(|(name, _)| !required.contains(name)) {
        match property {
            MetaSchemaRef::Inline(schema) => schema.nullable = true,
            MetaSchemaRef::Reference(_) => {
                *property = MetaSchemaRef::Inline(Box::new(MetaSchema {
                    all_of: vec![property.clone()],
                    nullable: true,
                    ..MetaSchema::ANY
                }));
            }
        }
    }
}

/// Returns the names of the schemas that bodies of requests are made of.
fn of_requests(registry: &Registry) -> BTreeSet<String> {
    let apis = Operations::meta();
    let mut open: Vec<String> = apis
        .iter()
        .flat_map(|api| &api.paths)
        .flat_map(|path| &path.operations)
        .filter_map(|operation| operation.request.as_ref())
        .flat_map(|request| &request.content)
        .flat_map(|content| references(&content.schema))
        .collect();
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = registry.schemas.get(&name)
            && found.insert(name)
        {
            open.extend(schema.properties.iter().flat_map(|(_, p)| references(p)));
        }
    }
    found
}

/// Returns the names that a schema refers to.
fn references(schema: &MetaSchemaRef) -> Vec<String> {
    match schema {
        MetaSchemaRef::Reference(name) => vec![name.clone()],
        MetaSchemaRef::Inline(schema) => {
            let items = schema.items.as_deref().into_iter();
            items.chain(&schema.all_of).flat_map(references).collect()
        }
    }
}
