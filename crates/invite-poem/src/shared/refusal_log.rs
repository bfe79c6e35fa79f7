//! What a request was refused, written down in the account's log once it is answered: in one place, for
//! the API and the pages alike.
//!
//! Use cases refuse before they touch anything. Wherever a refusal becomes an answer it is noted here,
//! as are those on whose behalf the request acts; strangers to the account never are.

use invite_domain::{
    model::{AccountId, Caller, Doer, Refusal},
    service::RefusalService,
};
use poem::{Endpoint, IntoResponse, Request, Response, Result, http::Method};
use std::{cell::RefCell, sync::Arc};

tokio::task_local! {
    static NOTES: RefCell<Notes>;
}

/// What is known about the present request.
#[derive(Default)]
struct Notes {
    /// Who asks, and in which account.
    asks: Option<(AccountId, Doer)>,
    refused: Vec<(AccountId, Doer, Refusal)>,
}

/// Notes who sends the present request, and in which account they have a place.
pub(crate) fn asks(caller: &Caller) {
    note(|notes| notes.asks = Some((caller.account.id, caller.doer())));
}

/// Notes that the present request is refused this.
pub(crate) fn refused(refusal: impl Into<Refusal>) {
    let refusal = refusal.into();
    note(|notes| {
        if let Some((account, doer)) = notes.asks.clone() {
            let line = (account, doer, refusal);
            if !notes.refused.contains(&line) {
                notes.refused.push(line);
            }
        }
    });
}

/// Outside of a request there is nothing to note.
fn note(change: impl FnOnce(&mut Notes)) {
    let _ = NOTES.try_with(|notes| change(&mut notes.borrow_mut()));
}

/// Calls `inner`, and writes down what it refused. The answer is the same whether or not that works.
///
/// What is only read is not written down: reading changes nothing.
pub(crate) async fn record_refusals<E: Endpoint>(
    inner: Arc<E>,
    request: Request,
    refusals: RefusalService,
) -> Result<Response> {
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let asked = async {
        let answer = inner.call(request).await.map(IntoResponse::into_response);
        (answer, NOTES.with(RefCell::take).refused)
    };
    let (answer, refused) = NOTES.scope(RefCell::default(), asked).await;
    for (account, doer, refusal) in refused.into_iter().filter(|_| !reads) {
        if let Err(error) = refusals.record(account, doer, refusal).await {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::error!(error = %error, cause, "a refusal could not be written down");
        }
    }
    answer
}
