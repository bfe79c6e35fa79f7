//! Signing in and out, and changing one's password.

use super::{
    Group,
    credentials::Session,
    dto::session::{PasswordChange, SessionBody, SignIn},
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{
        Problem, ProblemCode,
        cookie::{clear_session, set_session},
        origin::{Origin, origin},
    },
};
use invite_domain::model::Via;
use poem::{Request, web::Data};
use poem_openapi::{ApiResponse, OpenApi, payload::Json};

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
        let (identifier, password) = body.read()?;
        let begun = services
            .sign_in
            .sign_in(&identifier, &password, Via::Api)
            .await?;
        let places = services.sign_in.memberships(&begun.user).await?;
        let session = SessionBody::of(&begun.user, &places, Some(begun.expires_at));
        let cookie = set_session(&services.public_url, &begun.token);
        Ok(SignedIn::Created(Json(session), cookie))
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
        let signed_in = services.sign_in.signed_in(&session.0).await?;
        let signed_in = signed_in.ok_or_else(|| Problem::of(ProblemCode::Unauthenticated))?;
        let places = services.sign_in.memberships(&signed_in.user).await?;
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

    /// Change the password
    ///
    /// The person's other sessions end.
    #[oai(path = "/password", method = "post", operation_id = "changePassword")]
    async fn change_password(
        &self,
        Data(services): Data<&Services>,
        session: Session,
        StrictJson(body): StrictJson<PasswordChange>,
    ) -> Result<PasswordChanged, Problem> {
        let (current, new) = body.read();
        services
            .sign_in
            .change_password(&session.0, &current, &new, Via::Api)
            .await?;
        Ok(PasswordChanged::Changed)
    }
}
