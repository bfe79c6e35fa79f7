//! Everything that is promised of the storage, on real databases.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on is to fail loudly"
)]

/// Runs each case once on a fresh SQLite file and once in a fresh PostgreSQL schema.
macro_rules! on_both_databases {
    ($($case:ident)*) => {
        mod sqlite {
            $(
                #[test]
                fn $case() {
                    invite_testkit::contract::run(super::$case(crate::fresh::Fresh::sqlite()));
                }
            )*
        }

        mod postgres {
            $(
                #[test]
                fn $case() {
                    invite_testkit::contract::run(async {
                        super::$case(crate::fresh::Fresh::postgres().await).await;
                    });
                }
            )*
        }
    };
}

mod connecting;
mod contract;
mod dump;
mod faults;
mod fresh;
mod schema;
