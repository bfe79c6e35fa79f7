//! Signing in and out, and changing one's name, language and password.

use super::{
    Group,
    credentials::Session,
    dto::session::{
        PasswordChange, ProfileChange, SessionBody, SessionList, SessionsEnded, SignIn,
    },
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{
        Problem, ProblemCode,
        client::visitor,
        cookie::{clear_session, set_session},
        origin::{Origin, origin},
    },
};
use invite_domain::model::{SessionId, Via};
use poem::{Request, web::Data};
use poem_openapi::{ApiResponse, OpenApi, param::Path, payload::Json};

/// The operations.
pub(super) struct Sessions;

/// A session begins.
#[derive(ApiResponse)]
enum SignedIn {
    #[oai(status = 201)]
    Created(
        Json<SessionBody>,
        /// The session's cookie.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

/// A session is over.
#[derive(ApiResponse)]
enum SignedOut {
    #[oai(status = 204)]
    Ended(
        /// Takes the session's cookie back.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

/// Every session is over.
#[derive(ApiResponse)]
enum SignedOutEverywhere {
    #[oai(status = 200)]
    Ended(
        Json<SessionsEnded>,
        /// Takes the session's cookie back.
        #[oai(header = "Set-Cookie")]
        String,
    ),
}

/// One of the person's sessions is over.
#[derive(ApiResponse)]
enum SessionEnded {
    #[oai(status = 204)]
    Ended(
        /// Takes the session's cookie back, where it is the one that asked.
        #[oai(header = "Set-Cookie")]
        Option<String>,
    ),
}

/// The password is changed.
#[derive(ApiResponse)]
enum PasswordChanged {
    #[oai(status = 204)]
    Changed,
}

#[OpenApi(tag = "Group::Sessions")]
impl Sessions {
    /// Sign in
    ///
    /// With an address or a login, and the password. An unknown person and a wrong password have the
    /// same answer. The temporary password of an invitation begins no session: the answer is the
    /// problem `password_change_required`, whose `token` goes to `POST /invitations/accept` together
    /// with a password of the person's own.
    ///
    /// From the fifth failure on, the next attempt must wait: `too_many_attempts` says how long in
    /// `Retry-After`, for known and unknown people alike. Nobody is locked out for good, and an
    /// attacker elsewhere makes nobody wait where they usually sign in.
    ///
    /// Whoever accepted, awaits the approval of an administrator and may enter no other account, is refused
    /// with `approval_pending` after the right password.
    ///
    /// Whoever has no role in any account of theirs, where all of these work with roles, is refused
    /// with `no_roles` after the right password, and the detail tells them so in their language. The
    /// token of a good invitation of theirs, as `invitation_token`, lets them in to accept it; the
    /// session opens none of the accounts where they lack a role.
    #[oai(path = "/sessions", method = "post", operation_id = "signIn")]
    async fn sign_in(
        &self,
        Data(services): Data<&Services>,
        request: &Request,
        StrictJson(body): StrictJson<SignIn>,
    ) -> Result<SignedIn, Problem> {
        // Another site must not sign its visitors in as someone of its choice.
        if origin(request, &services.public_url) == Origin::Foreign {
            return Err(Problem::of(ProblemCode::CrossSiteRequest));
        }
        let shown = body.read()?;
        let visitor = visitor(services, request, Via::Api);
        let (sign_in, who, password) = (&services.sign_in, &shown.identifier, &shown.password);
        let begun = match &shown.to_join {
            Some(token) => sign_in.sign_in_to_join(who, password, visitor, token).await,
            None => sign_in.sign_in(who, password, visitor).await,
        }?;
        let places = sign_in.enterable(&begun.user).await?;
        let session = SessionBody::of(&begun.user, &places, Some(begun.expires_at));
        let cookie = set_session(&services.public_url, &begun);
        Ok(SignedIn::Created(Json(session), cookie))
    }

    /// List one's own sessions
    ///
    /// The hundred that were seen last, the latest first.
    #[oai(path = "/sessions", method = "get", operation_id = "listSessions")]
    async fn list(
        &self,
        Data(services): Data<&Services>,
        session: Session,
    ) -> Result<Json<SessionList>, Problem> {
        let person = session.person(services).await?;
        let sessions = services.sign_in.sessions(&person).await?;
        Ok(Json(SessionList::of(sessions, person.session)))
    }

    /// Sign out everywhere
    ///
    /// Every session of the person ends, this one too.
    #[oai(
        path = "/sessions",
        method = "delete",
        operation_id = "signOutEverywhere"
    )]
    async fn sign_out_everywhere(
        &self,
        Data(services): Data<&Services>,
        session: Session,
    ) -> Result<SignedOutEverywhere, Problem> {
        let person = session.person(services).await?;
        let ended = services.sign_in.sign_out_everywhere(&person, Via::Api);
        Ok(SignedOutEverywhere::Ended(
            Json(SessionsEnded::of(ended.await?)),
            clear_session(&services.public_url),
        ))
    }

    /// Tell who is signed in
    #[oai(
        path = "/sessions/current",
        method = "get",
        operation_id = "getSession"
    )]
    async fn current(
        &self,
        Data(services): Data<&Services>,
        session: Session,
    ) -> Result<Json<SessionBody>, Problem> {
        let signed_in = session.person(services).await?;
        let places = services.sign_in.enterable(&signed_in.user).await?;
        Ok(Json(SessionBody::of(&signed_in.user, &places, None)))
    }

    /// Sign out
    ///
    /// A session that is over already stays over.
    #[oai(
        path = "/sessions/current",
        method = "delete",
        operation_id = "signOut"
    )]
    async fn sign_out(
        &self,
        Data(services): Data<&Services>,
        session: Session,
    ) -> Result<SignedOut, Problem> {
        services.sign_in.sign_out(&session.0, Via::Api).await?;
        Ok(SignedOut::Ended(clear_session(&services.public_url)))
    }

    /// End one of one's own sessions
    ///
    /// Someone else's session is as absent as one that there is not.
    #[oai(path = "/sessions/:id", method = "delete", operation_id = "endSession")]
    async fn end_session(
        &self,
        Data(services): Data<&Services>,
        session: Session,
        Path(id): Path<String>,
    ) -> Result<SessionEnded, Problem> {
        let person = session.person(services).await?;
        let absent = || Problem::of(ProblemCode::SessionNotFound);
        let id: SessionId = id.parse().map_err(|_| absent())?;
        let had = services.sign_in.end_session(&person, id, Via::Api).await?;
        if !had {
            return Err(absent());
        }
        let is_current = id == person.session;
        Ok(SessionEnded::Ended(
            is_current.then(|| clear_session(&services.public_url)),
        ))
    }

    /// Change one's name or language
    ///
    /// The name is the person's in each of their accounts. What is left out stays as it is. The answer
    /// is that of `GET /sessions/current`.
    #[oai(path = "/profile", method = "patch", operation_id = "changeProfile")]
    async fn change_profile(
        &self,
        Data(services): Data<&Services>,
        session: Session,
        StrictJson(body): StrictJson<ProfileChange>,
    ) -> Result<Json<SessionBody>, Problem> {
        let person = session.person(services).await?;
        let changes = body.read()?;
        let user = services
            .sign_in
            .change_profile(&person, &changes, Via::Api)
            .await?;
        let places = services.sign_in.enterable(&user).await?;
        Ok(Json(SessionBody::of(&user, &places, None)))
    }

    /// Change the password
    ///
    /// The person's other sessions end. A wrong current password counts like one at signing in.
    #[oai(path = "/password", method = "post", operation_id = "changePassword")]
    async fn change_password(
        &self,
        Data(services): Data<&Services>,
        request: &Request,
        session: Session,
        StrictJson(body): StrictJson<PasswordChange>,
    ) -> Result<PasswordChanged, Problem> {
        let (current, new) = body.read();
        services
            .sign_in
            .change_password(
                &session.0,
                &current,
                &new,
                visitor(services, request, Via::Api),
            )
            .await?;
        Ok(PasswordChanged::Changed)
    }
}
