//! What each operation of the API needs: a line for every route, in the order of the router.
//!
//! What an [`Operation`] needs of its caller is the domain's to say; which operation a route is stands
//! here. A test walks through the router and through this table, and neither may hold what the other
//! does not.

use invite_domain::model::Operation;
use std::fmt::Write;

/// Whom a route lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, who shows in the body what they know: a link's token, a password.
    Anyone,
    /// Whoever is signed in, about themselves.
    Person,
    /// Whoever has a credential; only what they may enter is in the answer.
    Credential,
    /// Whoever may do this in the account that the path names.
    Account(Operation),
    /// Whoever may do this in the account that the path names by what they are in an account above it;
    /// the account's own people may not.
    AccountFromAbove(Operation),
    /// Whoever may do this in the account that the body names.
    AccountInBody(Operation),
}

/// Method, path and whom it lets in.
pub type RoutePolicy = (&'static str, &'static str, Access);

use Access::{Account, AccountFromAbove, AccountInBody, Anyone, Credential, Person};

/// Every route below `/api/v1`.
pub const ROUTES: &[RoutePolicy] = &[
    ("GET", "/accounts", Credential),
    (
        "POST",
        "/accounts",
        AccountInBody(Operation::ManageAccounts),
    ),
    (
        "GET",
        "/accounts/{account}",
        Account(Operation::ViewAccount),
    ),
    (
        "PATCH",
        "/accounts/{account}",
        Account(Operation::EditAccount),
    ),
    (
        "POST",
        "/accounts/{account}/suspend",
        AccountFromAbove(Operation::ManageAccounts),
    ),
    (
        "POST",
        "/accounts/{account}/resume",
        AccountFromAbove(Operation::ManageAccounts),
    ),
    (
        "GET",
        "/accounts/{account}/roles",
        Account(Operation::ReadCatalog),
    ),
    (
        "POST",
        "/accounts/{account}/roles",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/roles/{key}",
        Account(Operation::ReadCatalog),
    ),
    (
        "PATCH",
        "/accounts/{account}/roles/{key}",
        Account(Operation::ManageCatalog),
    ),
    (
        "DELETE",
        "/accounts/{account}/roles/{key}",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/groups",
        Account(Operation::ReadCatalog),
    ),
    (
        "POST",
        "/accounts/{account}/groups",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/groups/{key}",
        Account(Operation::ReadCatalog),
    ),
    (
        "PATCH",
        "/accounts/{account}/groups/{key}",
        Account(Operation::ManageCatalog),
    ),
    (
        "DELETE",
        "/accounts/{account}/groups/{key}",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/permissions",
        Account(Operation::ReadCatalog),
    ),
    (
        "POST",
        "/accounts/{account}/permissions",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/permissions/{key}",
        Account(Operation::ReadCatalog),
    ),
    (
        "PATCH",
        "/accounts/{account}/permissions/{key}",
        Account(Operation::ManageCatalog),
    ),
    (
        "DELETE",
        "/accounts/{account}/permissions/{key}",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/resources",
        Account(Operation::ReadCatalog),
    ),
    (
        "POST",
        "/accounts/{account}/resources",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/resources/{key}",
        Account(Operation::ReadCatalog),
    ),
    (
        "PATCH",
        "/accounts/{account}/resources/{key}",
        Account(Operation::ManageCatalog),
    ),
    (
        "DELETE",
        "/accounts/{account}/resources/{key}",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/catalogs",
        Account(Operation::ReadCatalog),
    ),
    (
        "POST",
        "/accounts/{account}/catalogs/{catalog}",
        Account(Operation::ManageCatalog),
    ),
    (
        "GET",
        "/accounts/{account}/api-keys",
        Account(Operation::ReadApiKeys),
    ),
    (
        "POST",
        "/accounts/{account}/api-keys",
        Account(Operation::ManageApiKeys),
    ),
    (
        "DELETE",
        "/accounts/{account}/api-keys/{id}",
        Account(Operation::ManageApiKeys),
    ),
    (
        "POST",
        "/accounts/{account}/invitations",
        Account(Operation::Invite),
    ),
    (
        "GET",
        "/accounts/{account}/invitations",
        Account(Operation::ReadInvitations),
    ),
    (
        "GET",
        "/accounts/{account}/invitations/counts",
        Account(Operation::ReadInvitations),
    ),
    (
        "GET",
        "/accounts/{account}/invitations/{id}",
        Account(Operation::ReadInvitations),
    ),
    (
        "PATCH",
        "/accounts/{account}/invitations/{id}",
        Account(Operation::Invite),
    ),
    (
        "POST",
        "/accounts/{account}/invitations/{id}/send",
        Account(Operation::Invite),
    ),
    (
        "POST",
        "/accounts/{account}/invitations/{id}/resend",
        Account(Operation::Invite),
    ),
    (
        "POST",
        "/accounts/{account}/invitations/{id}/revoke",
        Account(Operation::Invite),
    ),
    (
        "GET",
        "/accounts/{account}/invitations/{id}/history",
        Account(Operation::ReadInvitations),
    ),
    (
        "POST",
        "/accounts/{account}/invitations/batch",
        Account(Operation::Invite),
    ),
    (
        "POST",
        "/accounts/{account}/invitations/send",
        Account(Operation::Invite),
    ),
    ("POST", "/invitations/preview", Anyone),
    ("POST", "/invitations/accept", Anyone),
    ("POST", "/invitations/code", Anyone),
    ("POST", "/invitations/decline", Anyone),
    ("POST", "/invitations/renew", Anyone),
    (
        "GET",
        "/accounts/{account}/members",
        Account(Operation::ReadMembers),
    ),
    (
        "GET",
        "/accounts/{account}/members/{id}",
        Account(Operation::ReadMembers),
    ),
    (
        "PATCH",
        "/accounts/{account}/members/{id}",
        Account(Operation::ManageMembers),
    ),
    (
        "DELETE",
        "/accounts/{account}/members/{id}",
        Account(Operation::ManageMembers),
    ),
    (
        "GET",
        "/accounts/{account}/people",
        Account(Operation::ReadInvitations),
    ),
    ("POST", "/sessions", Anyone),
    ("GET", "/sessions", Person),
    ("DELETE", "/sessions", Person),
    ("GET", "/sessions/current", Person),
    ("DELETE", "/sessions/current", Person),
    ("DELETE", "/sessions/{id}", Person),
    ("PATCH", "/profile", Person),
    ("POST", "/password", Person),
    (
        "GET",
        "/accounts/{account}/audit",
        Account(Operation::ReadAudit),
    ),
    (
        "GET",
        "/accounts/{account}/audit.csv",
        Account(Operation::ReadAudit),
    ),
    (
        "GET",
        "/accounts/{account}/overview",
        Account(Operation::ReadInvitations),
    ),
    ("POST", "/password/reset-requests", Anyone),
    ("POST", "/password/reset", Anyone),
    (
        "GET",
        "/accounts/{account}/mail-texts",
        Account(Operation::EditAccount),
    ),
    (
        "GET",
        "/accounts/{account}/mail-texts/{message}/{locale}",
        Account(Operation::EditAccount),
    ),
    (
        "PUT",
        "/accounts/{account}/mail-texts/{message}/{locale}",
        Account(Operation::EditAccount),
    ),
    (
        "DELETE",
        "/accounts/{account}/mail-texts/{message}/{locale}",
        Account(Operation::EditAccount),
    ),
    (
        "POST",
        "/accounts/{account}/mail-texts/{message}/{locale}/preview",
        Account(Operation::EditAccount),
    ),
];

/// Returns `docs/policy.md`: who may do what, and by which route.
pub fn policy_table() -> String {
    let mut text = INTRODUCTION.to_owned();
    for operation in Operation::ALL {
        let (name, needs) = (operation.as_str(), operation.needs().as_str());
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| `{name}` | `{needs}` | {} |", routes_of(*operation));
    }
    text.push_str(
        "\n## Routes without an account in their path\n\n| Route | Lets in |\n| --- | --- |\n",
    );
    for (method, path, access) in ROUTES {
        let whom = match access {
            Access::Anyone => "anyone, who shows in the body what they know",
            Access::Person => "whoever is signed in, about themselves",
            Access::Credential => {
                "whoever has a credential; only what they may enter is in the answer"
            }
            Access::Account(_) | Access::AccountFromAbove(_) | Access::AccountInBody(_) => {
                continue;
            }
        };
        let _ = writeln!(text, "| `{method} {path}` | {whom} |");
    }
    text
}

fn routes_of(operation: Operation) -> String {
    let named = ROUTES.iter().filter_map(|(method, path, access)| {
        if *access == Account(operation) || *access == AccountInBody(operation) {
            Some(format!("`{method} {path}`"))
        } else if *access == AccountFromAbove(operation) {
            Some(format!("`{method} {path}` (only from above the account)"))
        } else {
            None
        }
    });
    named.collect::<Vec<_>>().join("<br>")
}

const INTRODUCTION: &str = "\
# Who may do what

Made by `cargo xtask codegen` from `model/policy.rs` of the domain and `api/policy.rs` of the API; a
test walks every route with every kind of caller.

| Reach | Who has it |
| --- | --- |
| `own` | a standard user |
| `read` | an API key that reads |
| `invite` | an API key that invites; a standard user who holds the permission `invite_people` |
| `administer` | an administrator of the account or of one above it; an API key that administers |

Each reach includes the ones before it. Whoever has no place in an account, and whoever acts in a
suspended one, meets the same answer as for an account that does not exist; only who acts in a suspended
account from above sees it, reads its audit log and resumes it. What someone may *give* is a
second question: at most what they hold.

| Operation | Needs | Routes below `/api/v1` |
| --- | --- | --- |
";
