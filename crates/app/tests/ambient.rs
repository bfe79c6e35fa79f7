//! Clock, ids, secrets, keys and passwords keep the contracts of their ports.

use app::ambient::{Argon2Passwords, HashCost, SystemClock, SystemSecrets, TimeOrderedIds};

mod clock {
    use super::SystemClock;

    fn fresh() -> SystemClock {
        SystemClock
    }

    invite_testkit::clock_contract_suite!(fresh);
}

mod ids {
    use super::TimeOrderedIds;

    fn fresh() -> TimeOrderedIds {
        TimeOrderedIds
    }

    invite_testkit::id_source_contract_suite!(fresh);
}

mod secrets {
    use super::SystemSecrets;

    fn fresh() -> SystemSecrets {
        SystemSecrets
    }

    invite_testkit::secret_source_contract_suite!(fresh);
}

mod passwords {
    use super::{Argon2Passwords, HashCost};

    async fn fresh() -> Argon2Passwords {
        Argon2Passwords::new(HashCost::default())
    }

    invite_testkit::password_hasher_contract_suite!(fresh);
}
