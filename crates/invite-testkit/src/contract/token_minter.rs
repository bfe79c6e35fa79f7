//! `TokenMinter`: the same claim gives the same token, and only a token verifies.

use chrono::DateTime;
use invite_domain::{
    model::{CodeClaim, InvitationId, InvitationToken, TokenClaim, TokenPurpose},
    ports::TokenMinter,
};
use uuid::Uuid;

fn claims() -> Vec<TokenClaim> {
    let mut claims = Vec::new();
    for purpose in [TokenPurpose::Invitation, TokenPurpose::FirstAdministrator] {
        for id in [0, 5, u128::MAX] {
            for generation in [0, 1, u32::MAX] {
                claims.push(TokenClaim {
                    purpose,
                    invitation: InvitationId::new(Uuid::from_u128(id)),
                    generation,
                });
            }
        }
    }
    claims
}

pub fn the_same_claim_gives_the_same_token(tokens: &dyn TokenMinter) {
    for claim in claims() {
        assert_eq!(tokens.mint(&claim), tokens.mint(&claim), "{claim:?}");
    }
}

pub fn different_claims_give_different_tokens(tokens: &dyn TokenMinter) {
    let minted: Vec<_> = claims().iter().map(|claim| tokens.mint(claim)).collect();
    for (n, token) in minted.iter().enumerate() {
        assert!(!minted[..n].contains(token), "{:?}", claims()[n]);
    }
}

pub fn a_minted_token_verifies_to_its_claim(tokens: &dyn TokenMinter) {
    for claim in claims() {
        assert_eq!(tokens.verify(&tokens.mint(&claim)), Some(claim));
    }
}

pub fn any_other_text_verifies_to_nothing(tokens: &dyn TokenMinter) {
    let good = tokens.mint(&claims()[4]).expose().to_owned();
    for at in 0..good.len() {
        let mut forged = good.clone().into_bytes();
        forged[at] ^= 1;
        let forged = String::from_utf8_lossy(&forged).into_owned();
        assert_eq!(
            tokens.verify(&InvitationToken::new(forged)),
            None,
            "byte {at}"
        );
    }
    for other in [
        String::new(),
        "null".to_owned(),
        format!("{good} "),
        format!("{good}A"),
        good[1..].to_owned(),
        good[..good.len() - 1].to_owned(),
        good.repeat(2),
        "x".repeat(1 << 16),
    ] {
        assert_eq!(tokens.verify(&InvitationToken::new(other)), None);
    }
}

pub fn a_token_needs_no_escaping_in_an_address(tokens: &dyn TokenMinter) {
    for claim in claims() {
        let token = tokens.mint(&claim);
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
        assert!(token.expose().chars().all(plain), "{claim:?}");
    }
}

pub fn a_temporary_password_is_of_its_invitation_and_generation_alone(tokens: &dyn TokenMinter) {
    let ids = [0, 5, u128::MAX].map(|id| InvitationId::new(Uuid::from_u128(id)));
    let all = || {
        ids.into_iter()
            .flat_map(|id| [0, 1, u32::MAX].map(|generation| (id, generation)))
    };
    for (id, generation) in all() {
        let password = tokens.temporary_password(id, generation);
        assert_eq!(password, tokens.temporary_password(id, generation));
        for (other, of) in all() {
            let is_same = (other, of) == (id, generation);
            let is_good = tokens.is_temporary_password(other, of, &password);
            assert_eq!(is_good, is_same, "{id} {generation}, {other} {of}");
        }
    }
}

pub fn a_code_is_of_its_invitation_generation_and_moment_alone(tokens: &dyn TokenMinter) {
    let mut claims = Vec::new();
    for id in [0, 5, u128::MAX] {
        for generation in [1, 2, u32::MAX] {
            for millis in [0, 1, 1_767_225_600_000] {
                claims.push(CodeClaim {
                    invitation: InvitationId::new(Uuid::from_u128(id)),
                    generation,
                    asked_at: DateTime::from_timestamp_millis(millis).unwrap(),
                });
            }
        }
    }
    for claim in &claims {
        let code = tokens.acceptance_code(claim);
        assert_eq!(code, tokens.acceptance_code(claim));
        for other in &claims {
            let is_good = tokens.is_acceptance_code(other, &code);
            assert_eq!(is_good, other == claim, "{claim:?}, {other:?}");
        }
    }
}
