//! `PasswordHasher`: a hash fits its password and no other.

use invite_domain::{
    model::{Password, PasswordHash},
    ports::PasswordHasher,
};

pub async fn a_hash_verifies_the_password_it_was_made_of_and_no_other(hasher: impl PasswordHasher) {
    let typed = [
        "correct horse",
        "пароль с пробелом ",
        "🔑🔑🔑",
        &"x".repeat(1024),
    ]
    .map(Password::new);
    for password in &typed {
        let hash = hasher.hash(password).await.unwrap();
        for other in &typed {
            let fits = hasher.verify(other, Some(&hash)).await.unwrap();
            assert_eq!(fits, other == password);
        }
    }
}

pub async fn a_password_is_taken_exactly_as_it_was_typed(hasher: impl PasswordHasher) {
    let hash = hasher.hash(&Password::new("Correct horse")).await.unwrap();
    for other in [
        "correct horse",
        "Correct horse ",
        " Correct horse",
        "Correct  horse",
        "Correct horse\0",
        "Correct hors",
        "",
    ] {
        let fits = hasher.verify(&Password::new(other), Some(&hash)).await;
        assert!(!fits.unwrap(), "{other:?}");
    }
}

pub async fn two_hashes_of_one_password_differ(hasher: impl PasswordHasher) {
    let password = Password::new("correct horse battery staple");
    let first = hasher.hash(&password).await.unwrap();
    let second = hasher.hash(&password).await.unwrap();
    assert_ne!(first.expose(), second.expose());
    for hash in [first, second] {
        assert!(hasher.verify(&password, Some(&hash)).await.unwrap());
    }
}

pub async fn verifying_without_a_hash_gives_false(hasher: impl PasswordHasher) {
    let fits = hasher.verify(&Password::new("correct horse"), None).await;
    assert!(!fits.unwrap());
}

pub async fn a_hash_that_cannot_be_read_is_an_error(hasher: impl PasswordHasher) {
    for unreadable in ["", "correct horse", "$", "$unknown$v=1$abc"] {
        let hash = PasswordHash::new(unreadable);
        let fits = hasher
            .verify(&Password::new("correct horse"), Some(&hash))
            .await;
        assert!(fits.is_err(), "{unreadable:?}");
    }
}

pub async fn a_hash_does_not_hold_the_password(hasher: impl PasswordHasher) {
    let hash = hasher.hash(&Password::new("correct horse")).await.unwrap();
    assert!(!hash.expose().contains("correct"));
    assert!(!hash.expose().contains("horse"));
}
