//! One line for each invitation that people are being let in with.

use invite_domain::{model::InvitationId, ports::Turn};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

/// Held by whoever is at it; the others wait in the order in which they came.
type Line = tokio::sync::Mutex<()>;

/// The lines of this process. A line is gone when nobody stands in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Turns {
    lines: Arc<Mutex<HashMap<InvitationId, Weak<Line>>>>,
}

impl Turns {
    /// Waits until nobody else has the invitation's turn.
    pub(super) async fn take(&self, invitation: InvitationId) -> Turn {
        let line = self.line(invitation);
        match Arc::clone(&line).try_lock_owned() {
            Ok(held) => Turn::holding(held, false),
            Err(_) => Turn::holding(line.lock_owned().await, true),
        }
    }

    fn line(&self, invitation: InvitationId) -> Arc<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.get(&invitation).and_then(Weak::upgrade) {
            return line;
        }
        lines.retain(|_, line| line.strong_count() > 0);
        let line = Arc::new(Line::default());
        lines.insert(invitation, Arc::downgrade(&line));
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn invitation(n: u128) -> InvitationId {
        InvitationId::new(Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn one_at_a_time_for_each_invitation() {
        let turns = Turns::default();
        let first = turns.take(invitation(1)).await;
        assert!(!first.waited);
        let other = turns.take(invitation(2)).await;
        assert!(!other.waited, "other invitations do not wait");

        let waiting = tokio::spawn({
            let turns = turns.clone();
            async move { turns.take(invitation(1)).await.waited }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(first);
        assert!(waiting.await.unwrap(), "who waited is told so");
    }

    #[tokio::test]
    async fn lines_that_nobody_stands_in_are_forgotten() {
        let turns = Turns::default();
        for n in 0..100 {
            drop(turns.take(invitation(n)).await);
        }
        assert_eq!(turns.lines.lock().unwrap().len(), 1);
    }
}
