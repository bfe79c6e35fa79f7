//! The pages: what invitees and administrators see in a browser, rendered on the server.
//!
//! Scripts only make them quicker: every page works without. A page never changes anything when it is read; whatever changes something is
//! a form that is posted, refused from other sites, and answered by a redirect.

mod accounts;
mod api_keys;
mod assets;
mod audit;
mod cookies;
mod fault;
mod field;
mod form;
mod grant_form;
mod guard;
mod home;
mod inbox;
mod invitation;
mod inviting;
mod language;
mod layout;
mod mail_texts;
mod message;
mod navigation;
mod notice;
mod overview;
mod password;
mod password_reset;
mod people;
mod person;
mod place;
mod plot;
mod profile;
mod respond;
mod rights;
mod set_up;
mod set_up_mail;
mod settings;
mod sign_in;
mod sign_out;
mod tabs;
mod visit;
mod wording;

use crate::Services;
use poem::{EndpointExt, IntoEndpoint, Route, endpoint::BoxEndpoint, get, post};

/// Returns every page, to be mounted at `/`.
pub(crate) fn routes(services: Services) -> BoxEndpoint<'static> {
    let route = Route::new()
        .at("/", get(home::show))
        .at("/assets/:file", get(assets::serve))
        .at("/language", post(language::choose))
        .at("/i/", get(invitation::link::without_token))
        .at("/i/*token", get(invitation::link::open))
        .at("/invitation", get(invitation::page::show))
        .at(
            "/invitation/accept",
            get(invitation::page::back).post(invitation::accept::accept),
        )
        .at(
            "/invitation/join",
            get(invitation::page::back).post(invitation::join::join),
        )
        .at(
            "/invitation/switch",
            get(invitation::page::back).post(invitation::switch::switch),
        )
        .at(
            "/invitation/code",
            get(invitation::page::back).post(invitation::code::ask),
        )
        .at(
            "/invitation/renew",
            get(invitation::page::back).post(invitation::renew::renew),
        )
        .at(
            "/invitation/decline",
            get(invitation::decline::ask).post(invitation::decline::decline),
        )
        .at("/sign-in", get(sign_in::ask).post(sign_in::sign_in))
        .at("/sign-out", post(sign_out::sign_out))
        .at("/password", get(password::ask).post(password::change))
        .at(
            "/password/forgotten",
            get(password_reset::forgotten::ask).post(password_reset::forgotten::send),
        )
        .at(
            "/password/new",
            get(password_reset::set::show).post(password_reset::set::set),
        )
        .at("/p/", get(password_reset::link::without_token))
        .at("/p/*token", get(password_reset::link::open))
        .at("/setup", get(set_up::show).post(set_up::set_up))
        .at("/setup/:token", get(set_up::open))
        .at("/inbox", get(inbox::list))
        .at("/inbox/:id", get(inbox::show))
        .at("/inbox/:id/html", get(inbox::frame));
    // Each area of an account's pages names its own addresses.
    let areas: &[fn(Route) -> Route] = &[
        accounts::routes,
        api_keys::routes,
        audit::routes,
        grant_form::routes,
        overview::routes,
        inviting::routes,
        people::routes,
        person::routes,
        mail_texts::routes,
        profile::routes,
        rights::routes,
        set_up_mail::routes,
        settings::routes,
    ];
    let route = areas.iter().fold(route, |route, add| add(route));
    route
        .around(guard::guard)
        .data(services)
        .into_endpoint()
        .boxed()
}
