//! Many who accept with one link at the same moment, before hashing that is as slow as it really is.

use app::ambient::{Argon2Passwords, HashCost};
use invite_domain::service::{InvitationPorts, InvitationService};
use invite_testkit::{Scenario, accepting, fixed_key_ring};
use std::sync::Arc;

/// More than the line before the hashing threads holds on any machine.
const MANY: usize = 1_000;

#[tokio::test]
async fn of_a_thousand_with_one_link_one_is_hashed_for_and_none_is_told_to_come_back() {
    let scenario = Scenario::new().await;
    scenario.invite("siti@example.org").await;
    scenario.deliver().await;
    let token = scenario.token("siti@example.org");
    let store = Arc::new(scenario.store.clone());
    let invitations = InvitationService::new(InvitationPorts {
        store: store.clone(),
        reader: store,
        clock: Arc::new(scenario.clock.clone()),
        ids: Arc::new(app::ambient::TimeOrderedIds),
        tokens: Arc::new(fixed_key_ring()),
        passwords: Arc::new(Argon2Passwords::new(HashCost::default())),
    });
    let all = (0..MANY).map(|_| {
        let (invitations, command) = (invitations.clone(), accepting(&token));
        tokio::spawn(async move { invitations.accept(command).await })
    });
    let mut newly = 0;
    for accepted in all.collect::<Vec<_>>() {
        if !accepted.await.unwrap().unwrap().already_in {
            newly += 1;
        }
    }
    assert_eq!(newly, 1);
}
