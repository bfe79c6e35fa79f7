//! Who sends an API request, as an argument of its handler and as `security` in the specification.

use crate::{
    Services,
    shared::{Problem, ProblemCode, auth, refusal_log},
};
use invite_domain::{
    model::{AccessType, Actor, Caller, Forbidden, Operation, Overseer, Secret, User, UserId, Via},
    ports::{AccountRef, SignedIn},
    service::Credential,
};
use poem::{Request, RequestBody, Result};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaSecurityScheme, Registry},
};

/// An API key or a session, whichever the request shows; without either, the request is refused.
#[derive(Debug)]
pub(super) struct Credentials(Credential);

impl Credentials {
    /// Returns the caller as they may act in the account. A foreign account, one that does not exist
    /// and a text that names none give the same answer; so does a suspended one, but to those who act
    /// in it from above.
    ///
    /// # Errors
    /// `account_not_found`; `account_suspended`; `unauthenticated` when the session is over or the key
    /// is not good.
    pub(super) async fn caller(
        &self,
        services: &Services,
        account: &str,
    ) -> Result<Caller, Problem> {
        match self.in_account(services, account).await? {
            Standing::Caller(caller) => Ok(caller),
            Standing::OverSuspended(_) => Err(Problem::of(ProblemCode::AccountSuspended)),
        }
    }

    /// Returns the caller of an operation that only reads and that works in a suspended account, too,
    /// for those who act in it from above.
    ///
    /// # Errors
    /// `account_not_found`; `unauthenticated` when the session is over or the key is not good.
    pub(super) async fn reader(
        &self,
        services: &Services,
        account: &str,
    ) -> Result<Caller, Problem> {
        match self.in_account(services, account).await? {
            Standing::Caller(caller) | Standing::OverSuspended(Overseer(caller)) => Ok(caller),
        }
    }

    /// Returns the caller as they act in the account from above it.
    ///
    /// # Errors
    /// `forbidden` for the account's own people; `account_not_found`; `unauthenticated` when the
    /// session is over or the key is not good.
    pub(super) async fn overseer(
        &self,
        services: &Services,
        account: &str,
    ) -> Result<Overseer, Problem> {
        match self.in_account(services, account).await? {
            Standing::OverSuspended(overseer) => Ok(overseer),
            Standing::Caller(caller) => {
                let account = AccountRef::Id(caller.account.id);
                let found = services.sign_in.overseer(&self.0, &account, Via::Api);
                found.await?.ok_or_else(|| {
                    refusal_log::refused(Forbidden(Operation::ManageAccounts));
                    let detail = "this needs administrator access to an account above";
                    Problem::of(ProblemCode::Forbidden).with_detail(detail)
                })
            }
        }
    }

    async fn in_account(&self, services: &Services, account: &str) -> Result<Standing, Problem> {
        let sign_in = &services.sign_in;
        if let Some(account) = auth::account_ref(account) {
            let caller = sign_in.caller(&self.0, &account, Via::Api).await?;
            if let Some(caller) = caller {
                note_use(services, &caller.actor);
                refusal_log::asks(&caller);
                return Ok(Standing::Caller(caller));
            }
            let overseer = sign_in.overseer(&self.0, &account, Via::Api).await?;
            if let Some(overseer) = overseer {
                note_use(services, &overseer.0.actor);
                refusal_log::asks(&overseer.0);
                return Ok(Standing::OverSuspended(overseer));
            }
        }
        self.actor(services).await?;
        Err(Problem::of(ProblemCode::AccountNotFound))
    }

    /// Returns whose credential it is.
    ///
    /// # Errors
    /// `unauthenticated` when the session is over or the key is not good.
    pub(super) async fn actor(&self, services: &Services) -> Result<Actor, Problem> {
        let actor = services.sign_in.actor(&self.0).await?;
        let actor = actor.ok_or(Problem::of(ProblemCode::Unauthenticated))?;
        note_use(services, &actor);
        Ok(actor)
    }
}

/// How a credential's holder stands in an account.
enum Standing {
    /// They act in it.
    Caller(Caller),
    /// It is suspended, and they act in it from above.
    OverSuspended(Overseer),
}

fn note_use(services: &Services, actor: &Actor) {
    if let Actor::ApiKey(key) = actor {
        (services.key_used)(*key);
    }
}

impl Credentials {
    /// Returns the account of the key, or the one account that the signed-in person administers;
    /// `None` where there are several or none.
    ///
    /// # Errors
    /// `unauthenticated` when the session is over or the key is not good.
    pub(super) async fn only_account(
        &self,
        services: &Services,
    ) -> Result<Option<String>, Problem> {
        let token = match &self.0 {
            Credential::Session(token) => token,
            Credential::ApiKey(key) => {
                let key = services.sign_in.api_key(key).await?;
                let key = key.ok_or(Problem::of(ProblemCode::Unauthenticated))?;
                return Ok(Some(key.account_id.to_string()));
            }
        };
        let Some(signed_in) = services.sign_in.signed_in(token).await? else {
            return Err(Problem::of(ProblemCode::Unauthenticated));
        };
        let places = services.sign_in.memberships(&signed_in.user).await?;
        let mut administered = places
            .iter()
            .filter(|place| place.member.grant.access_type == AccessType::Administrator)
            .map(|place| place.account.id.to_string());
        match (administered.next(), administered.next()) {
            (Some(only), None) => Ok(Some(only)),
            _ => Ok(None),
        }
    }
}

/// The session of whoever is signed in; without one, the request is refused.
#[derive(Debug)]
pub(super) struct Session(pub(super) Secret);

/// The signed-in person, where there is one: an invitee may have credentials or not.
#[derive(Debug)]
pub(super) struct Viewer(Option<User>);

impl Viewer {
    /// Returns their id.
    pub(super) fn id(&self) -> Option<UserId> {
        self.0.as_ref().map(|user| user.id)
    }

    /// Returns the address, number or login that tells them from the invited person.
    pub(super) fn known_as(&self) -> Option<String> {
        self.0.as_ref().map(|user| user.known_as().to_owned())
    }
}

impl<'a> ApiExtractor<'a> for Credentials {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register_schemes(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["api_key", "session"]
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> Result<Self> {
        let services = services(request)?;
        Ok(Self(auth::credential(services, request)?))
    }
}

impl Session {
    /// Returns whose session it is.
    ///
    /// # Errors
    /// `unauthenticated` when it is over.
    pub(super) async fn person(&self, services: &Services) -> Result<SignedIn, Problem> {
        let signed_in = services.sign_in.signed_in(&self.0).await?;
        signed_in.ok_or_else(|| Problem::of(ProblemCode::Unauthenticated))
    }
}

impl<'a> ApiExtractor<'a> for Session {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register_schemes(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["session"]
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> Result<Self> {
        let token = auth::session(services(request)?, request)?;
        let token = token.ok_or_else(|| Problem::of(ProblemCode::Unauthenticated))?;
        Ok(Self(token))
    }
}

impl<'a> ApiExtractor<'a> for Viewer {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register_schemes(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["session"]
    }

    fn has_security_fallback() -> bool {
        true
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> Result<Self> {
        let services = services(request)?;
        let Some(token) = auth::session(services, request)? else {
            return Ok(Self(None));
        };
        let signed_in = services.sign_in.signed_in(&token).await;
        let signed_in = signed_in.map_err(Problem::from)?;
        Ok(Self(signed_in.map(|signed_in| signed_in.user)))
    }
}

fn services(request: &Request) -> Result<&Services, Problem> {
    request
        .data::<Services>()
        .ok_or_else(|| Problem::of(ProblemCode::InternalError))
}

fn register_schemes(registry: &mut Registry) {
    let scheme = |ty, description| MetaSecurityScheme {
        ty,
        description: Some(description),
        name: None,
        key_in: None,
        scheme: None,
        bearer_format: None,
        flows: None,
        openid_connect_url: None,
    };
    registry.create_security_scheme(
        "api_key",
        MetaSecurityScheme {
            scheme: Some("bearer"),
            bearer_format: Some("invk_…"),
            ..scheme("http", "An API key, for programs.")
        },
    );
    registry.create_security_scheme(
        "session",
        MetaSecurityScheme {
            name: Some("__Host-invite_session"),
            key_in: Some("cookie"),
            ..scheme(
                "apiKey",
                "The session of a signed-in person; named `invite_session` where the service is \
                 reached by http. Changes are accepted from the service's own pages only.",
            )
        },
    );
}
