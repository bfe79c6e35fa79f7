//! What the tests stand on: a database, processes of the real binary, and a client for the API.

mod api;
mod database;
mod folder;
mod mail;
mod person;
mod process;
mod site;

pub(crate) use api::{Answer, Api};
pub(crate) use database::Database;
pub(crate) use folder::Folder;
pub(crate) use mail::{
    code_of, link_of, message_id_of, reset_token_of, temporary_password, text_of, token_of,
};
pub(crate) use person::Person;
pub(crate) use process::{Service, run, run_with_input};
pub(crate) use site::{ADMIN_EMAIL, ADMIN_PASSWORD, PASSWORD, SLUG, Site};

use std::time::Duration;
use tokio::time::{interval, timeout};

/// How long anything may take before a test gives up.
pub(crate) const LONG: Duration = Duration::from_mins(2);

/// Asks another process again and again, at a steady pace, until there is an answer or it took too
/// long: from the outside there is nothing else to wait for.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut ask: impl FnMut() -> F,
) -> T {
    let mut pace = interval(Duration::from_millis(15));
    let answered = async {
        loop {
            pace.tick().await;
            if let Some(answer) = ask().await {
                return answer;
            }
        }
    };
    let answer = timeout(LONG, answered).await.ok();
    answer.unwrap_or_else(|| panic!("waited in vain until {what}"))
}

/// Runs each case once on SQLite and once on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident)+) => {
        mod on_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    super::$case($crate::harness::Database::Sqlite).await;
                }
            )+
        }

        mod on_postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    super::$case($crate::harness::Database::fresh_on_postgres()).await;
                }
            )+
        }
    };
}
pub(crate) use on_both_databases;
