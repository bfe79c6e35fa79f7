//! Someone without a role anywhere signs in to join another account, and gets in there and nowhere else.

use chrono::TimeDelta;
use invite_domain::{
    model::{GrantKind, InvitationToken, Member, Password, Via},
    ports::{AccountRef, IdentityStore as _, PasswordHasher as _},
    service::{Credential, SignInError, SignedInSession},
};
use invite_testkit::{
    PASSWORD, PlainPasswords, Scenario, a_member, a_person, an_account, request, values,
};

const SITI: &str = "siti@example.org";

/// Siti has a place without a role in an account that works with roles.
struct Roleless {
    s: Scenario,
    elsewhere: AccountRef,
    place: Member,
}

impl Roleless {
    async fn new() -> Self {
        let s = Scenario::new().await;
        let elsewhere = an_account().named("Elsewhere").put_into(&s.store).await;
        let elsewhere = elsewhere.unwrap();
        let hash = PlainPasswords::default()
            .hash(&Password::new(PASSWORD))
            .await;
        let person = a_person().named("Siti").email(SITI).password(hash.unwrap());
        let place = a_member().who(person).put_into(&s.store, &elsewhere).await;
        let of = |account| (account, [values::grantable(GrantKind::Role, "Sales")]);
        define(&s, of(elsewhere.id)).await;
        Self {
            s,
            elsewhere: AccountRef::Id(elsewhere.id),
            place: place.unwrap(),
        }
    }

    async fn signs_in_with(&self, token: &InvitationToken) -> Result<SignedInSession, SignInError> {
        let password = Password::new(PASSWORD);
        let sign_in = &self.s.sign_in;
        sign_in
            .sign_in_to_join(SITI, &password, Via::Page, token)
            .await
    }

    /// Whether a session opens the account that Siti was in before, and the one she is invited to.
    async fn opens(&self, session: &SignedInSession) -> (bool, bool) {
        let credential = Credential::Session(session.token.clone());
        let joined = AccountRef::Id(self.s.account().id);
        let opens = async |account| {
            let caller = self.s.sign_in.caller(&credential, account, Via::Page).await;
            caller.unwrap().is_some()
        };
        (opens(&self.elsewhere).await, opens(&joined).await)
    }
}

async fn define(
    s: &Scenario,
    (account, entries): (
        invite_domain::model::AccountId,
        [invite_domain::model::Grantable; 1],
    ),
) {
    let mut unit = s.store.begin_identity().await.unwrap();
    unit.catalog().define(account, &entries).await.unwrap();
    unit.commit().await.unwrap();
}

fn is_kept_out(tried: &Result<SignedInSession, SignInError>) -> bool {
    matches!(tried, Err(SignInError::NoRoles(user)) if user.name.as_str() == "Siti")
}

#[tokio::test]
async fn a_live_invitation_lets_its_person_sign_in_and_join_and_opens_nothing_else() {
    let siti = Roleless::new().await;
    let (_, token) = siti.s.invited(SITI).await;
    let right = Password::new(PASSWORD);
    let without = siti.s.sign_in.sign_in(SITI, &right, Via::Page).await;
    assert!(is_kept_out(&without), "{without:?}");

    let session = siti.signs_in_with(&token).await.unwrap();
    assert_eq!(siti.opens(&session).await, (false, false));
    let listed = siti.s.sign_in.enterable(&session.user).await.unwrap();
    assert_eq!(listed, []);
    siti.s.accept_as(&token, siti.place.user_id).await.unwrap();
    assert_eq!(siti.opens(&session).await, (false, true));
    let kept = siti.s.sign_in.keep_after_joining(&session, Via::Page).await;
    assert!(kept.unwrap());
    // From now on they sign in as anyone does.
    let again = siti.s.sign_in.sign_in(SITI, &right, Via::Page).await;
    assert_eq!(siti.opens(&again.unwrap()).await, (false, true));
}

#[tokio::test]
async fn joining_without_a_role_where_roles_are_used_opens_nothing() {
    let siti = Roleless::new().await;
    let (_, token) = siti.s.invited(SITI).await;
    let roles = [values::grantable(GrantKind::Role, "Clerk")];
    define(&siti.s, (siti.s.account().id, roles)).await;
    let session = siti.signs_in_with(&token).await.unwrap();
    siti.s.accept_as(&token, siti.place.user_id).await.unwrap();
    assert_eq!(siti.opens(&session).await, (false, false));
    let kept = siti.s.sign_in.keep_after_joining(&session, Via::Page).await;
    assert!(!kept.unwrap());
    let over = siti.s.sign_in.signed_in(&session.token).await.unwrap();
    assert!(over.is_none());
    // The link was used: it is no way around the rule from then on.
    let again = siti.signs_in_with(&token).await;
    assert!(is_kept_out(&again), "{again:?}");
}

#[tokio::test]
async fn only_a_good_invitation_of_ones_own_and_the_right_password_let_anyone_in() {
    let siti = Roleless::new().await;
    let s = &siti.s;
    let (_, of_budi) = s.invited("budi@example.org").await;
    let (id, token) = s.invited(SITI).await;
    let forged = InvitationToken::new(token.expose().replace("invt_", "invt_x"));
    for token in [of_budi, forged, InvitationToken::new("invt_")] {
        let tried = siti.signs_in_with(&token).await;
        assert!(is_kept_out(&tried), "{tried:?}");
    }
    let wrong = Password::new("not the password");
    let tried = s.sign_in.sign_in_to_join(SITI, &wrong, Via::Api, &token);
    let tried = tried.await;
    assert!(matches!(tried, Err(SignInError::WrongCredentials)));
    // Never a way in for someone who has no credentials.
    let stranger = s
        .sign_in
        .sign_in_to_join("budi@example.org", &wrong, Via::Api, &token);
    assert!(matches!(stranger.await, Err(SignInError::WrongCredentials)));

    s.invitations.revoke(&s.ana, id).await.unwrap();
    let revoked = siti.signs_in_with(&token).await;
    assert!(is_kept_out(&revoked), "{revoked:?}");
    let (_, token) = s.invited(SITI).await;
    siti.signs_in_with(&token).await.unwrap();
    s.clock.advance(TimeDelta::days(8));
    let expired = siti.signs_in_with(&token).await;
    assert!(is_kept_out(&expired), "{expired:?}");
}

#[tokio::test]
async fn the_token_changes_nothing_for_whoever_may_sign_in_anyway() {
    let s = Scenario::new().await;
    let (_, token) = s.invited(SITI).await;
    s.accept(&token).await.unwrap();
    let command = request("budi@example.org");
    s.create(command).await.unwrap();
    s.deliver().await;
    for token in [
        token,
        s.token("budi@example.org"),
        InvitationToken::new("x"),
    ] {
        let password = Password::new(PASSWORD);
        let signed_in = s.sign_in.sign_in_to_join(SITI, &password, Via::Api, &token);
        signed_in.await.unwrap();
    }
}
