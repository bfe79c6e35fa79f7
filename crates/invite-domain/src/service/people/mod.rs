//! Everyone in an account, invited or in, and what is done with many of them at once.

mod bulk;
mod read;

pub use bulk::{BulkPlan, BulkReport, PeopleSelection};
pub use read::PeopleError;

use super::{InvitationService, MemberService};
use crate::ports::{Clock, PeopleReader};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What the use cases of people stand on.
#[derive(Clone)]
pub struct PeoplePorts {
    /// Reads people.
    pub reader: Arc<dyn PeopleReader>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// Lists everyone in an account, and does one thing for many of them.
///
/// Cheap to clone. What is done for many is done for each as if for them alone: by the same use case,
/// with the same rights, in a unit of work of its own.
#[derive(Clone)]
pub struct PeopleService {
    ports: PeoplePorts,
    invitations: InvitationService,
    members: MemberService,
}

impl PeopleService {
    /// Builds the service over its ports and the use cases for one person.
    pub fn new(ports: PeoplePorts, invitations: InvitationService, members: MemberService) -> Self {
        Self {
            ports,
            invitations,
            members,
        }
    }

    /// Returns the present moment, by which everything shown is to be judged.
    pub fn moment(&self) -> DateTime<Utc> {
        self.ports.clock.now()
    }
}
