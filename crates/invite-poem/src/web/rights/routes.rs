//! Where the pages of the four kinds are. Each address is written out, so that it is found by searching,
//! and by the tests that hold every address to what all of them promise.

use super::{adopt, define, entry, list, remove, several};
use invite_domain::model::GrantKind;
use poem::{EndpointExt, Route, get, post};

/// Adds the pages of every kind.
pub(in crate::web) fn routes(route: Route) -> Route {
    resources(permissions(groups(roles(route))))
}

fn roles(route: Route) -> Route {
    let kind = GrantKind::Role;
    route
        .at("/a/:account/roles", get(list::show).data(kind))
        .at(
            "/a/:account/roles/new",
            get(define::ask).post(define::define).data(kind),
        )
        .at(
            "/a/:account/roles/several",
            get(several::ask).post(several::define).data(kind),
        )
        .at(
            "/a/:account/roles/entry",
            get(entry::show).post(entry::change).data(kind),
        )
        .at(
            "/a/:account/roles/entry/remove",
            get(remove::ask).post(remove::remove).data(kind),
        )
}

fn groups(route: Route) -> Route {
    let kind = GrantKind::Group;
    route
        .at("/a/:account/groups", get(list::show).data(kind))
        .at(
            "/a/:account/groups/new",
            get(define::ask).post(define::define).data(kind),
        )
        .at(
            "/a/:account/groups/several",
            get(several::ask).post(several::define).data(kind),
        )
        .at(
            "/a/:account/groups/entry",
            get(entry::show).post(entry::change).data(kind),
        )
        .at(
            "/a/:account/groups/entry/remove",
            get(remove::ask).post(remove::remove).data(kind),
        )
}

fn permissions(route: Route) -> Route {
    let kind = GrantKind::Permission;
    route
        .at("/a/:account/permissions", get(list::show).data(kind))
        .at(
            "/a/:account/permissions/new",
            get(define::ask).post(define::define).data(kind),
        )
        .at(
            "/a/:account/permissions/several",
            get(several::ask).post(several::define).data(kind),
        )
        .at(
            "/a/:account/permissions/entry",
            get(entry::show).post(entry::change).data(kind),
        )
        .at(
            "/a/:account/permissions/entry/remove",
            get(remove::ask).post(remove::remove).data(kind),
        )
        .at("/a/:account/permissions/adopt", post(adopt::adopt))
}

fn resources(route: Route) -> Route {
    let kind = GrantKind::Resource;
    route
        .at("/a/:account/resources", get(list::show).data(kind))
        .at(
            "/a/:account/resources/new",
            get(define::ask).post(define::define).data(kind),
        )
        .at(
            "/a/:account/resources/several",
            get(several::ask).post(several::define).data(kind),
        )
        .at(
            "/a/:account/resources/entry",
            get(entry::show).post(entry::change).data(kind),
        )
        .at(
            "/a/:account/resources/entry/remove",
            get(remove::ask).post(remove::remove).data(kind),
        )
}
