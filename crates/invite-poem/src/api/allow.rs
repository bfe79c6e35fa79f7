//! Which methods each route has, for the `Allow` header that RFC 9110 §15.5.6 asks for with a 405.

use super::{BASE, Operations};
use poem_openapi::OpenApi;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Methods by route.
#[derive(Debug, Clone)]
pub(super) struct Allow(Arc<BTreeMap<String, String>>);

impl Allow {
    /// Reads the methods off the operations themselves.
    pub(super) fn of_operations() -> Self {
        let mut methods: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let paths = Operations::meta().into_iter().flat_map(|api| api.paths);
        for path in paths {
            let route = methods
                .entry(shape(&format!("{BASE}{}", path.path)))
                .or_default();
            for operation in path.operations {
                if operation.method == "GET" {
                    route.insert("HEAD".to_owned());
                }
                route.insert(operation.method.to_string());
            }
        }
        let joined = methods.into_iter().map(|(route, methods)| {
            let methods: Vec<String> = methods.into_iter().collect();
            (route, methods.join(", "))
        });
        Self(Arc::new(joined.collect()))
    }

    /// Returns the methods of the route with this pattern. What is no operation is only read.
    pub(super) fn methods(&self, pattern: &str) -> String {
        let found = self.0.get(&shape(pattern)).map(String::as_str);
        found.unwrap_or("GET, HEAD").to_owned()
    }
}

/// Brings `/a/{b}` and `/a/:b` to one form.
fn shape(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        if part.starts_with([':', '{']) {
            "*"
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::Allow;

    #[test]
    fn methods_are_found_by_pattern() {
        let allow = Allow::of_operations();
        assert_eq!(
            allow.methods("/api/v1/accounts/:param0/invitations"),
            "GET, HEAD, POST"
        );
        assert_eq!(allow.methods("/api/v1/invitations/accept"), "POST");
        assert_eq!(allow.methods("/api/openapi.json"), "GET, HEAD");
    }
}
