//! The table while mails go out: where people stand changes on the page by itself (server-sent events).
//!
//! Only what the page shows is looked up, every few seconds, with the reader's rights of that moment: the
//! stream ends with their session, their place, the process, and at the latest after some minutes, so
//! that a page left open keeps nobody signed in.

use super::{list::ALL, reader, row::Standing, sending::Progress};
use crate::web::{fault::Fault, respond::Answer, visit::Visit};
use askama::Template;
use futures_util::stream;
use invite_domain::{
    model::{PersonStatus, UserId},
    ports::{PeopleCounts, PersonId},
};
use poem::{
    Body, Response, handler,
    http::{StatusCode, header},
    web::{Path, Query},
};
use std::{
    collections::HashMap,
    io,
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

/// How often it looks, while messages go out and otherwise.
const QUICK: Duration = Duration::from_secs(2);
const CALM: Duration = Duration::from_secs(5);
/// For how long a page is kept up to date.
const LONGEST: Duration = Duration::from_mins(10);
/// Every how many looks the words are said anew: whoever hears them does not want to every two seconds.
const SPOKEN: u32 = 5;
/// How many people a page can show.
const MOST_IDS: usize = 200;
/// How many pages one person can have open like this in one process.
const MOST_PAGES: u32 = 4;

/// How many such pages each person has open.
static OPEN: LazyLock<Mutex<HashMap<UserId, u32>>> = LazyLock::new(Mutex::default);

#[handler]
pub(super) async fn live(
    visit: Visit,
    Path(account): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Answer {
    reader(&visit, &account).await?;
    let user = visit.user_id().ok_or(Fault::SignInFirst)?;
    let ids = fields.iter().filter(|(name, _)| name == "id");
    let ids: Vec<PersonId> = ids
        .filter_map(|(_, id)| PersonId::parse(id))
        .take(MOST_IDS)
        .collect();
    let waiting = fields.iter().find(|(name, _)| name == "waiting");
    let waiting = waiting.and_then(|(_, n)| n.parse().ok()).unwrap_or(0);
    let Some(place) = Place::take(user) else {
        // Tells the browser not to ask again.
        return Ok(StatusCode::NO_CONTENT.into());
    };
    let watched = Live {
        visit,
        account,
        ids,
        shown: HashMap::new(),
        waiting,
        peak: 0,
        looks: 0,
        lasts: Duration::ZERO,
        wait: Duration::ZERO,
        is_over: false,
        _place: place,
    };
    Ok(Response::builder()
        .header(header::CONTENT_TYPE, "text/event-stream")
        .header("X-Accel-Buffering", "no")
        .body(Body::from_bytes_stream(watched.into_stream())))
}

/// A page that is kept up to date.
struct Live {
    visit: Visit,
    account: String,
    ids: Vec<PersonId>,
    /// What the page shows of each.
    shown: HashMap<PersonId, String>,
    /// How many messages the page says are waiting.
    waiting: u64,
    /// How many messages waited at most since the page is watched.
    peak: u64,
    looks: u32,
    lasts: Duration,
    wait: Duration,
    is_over: bool,
    _place: Place,
}

impl Live {
    fn into_stream(self) -> impl stream::Stream<Item = Result<String, io::Error>> + Send + 'static {
        stream::unfold(self, |mut watched| async move {
            if watched.is_over {
                return None;
            }
            let stopping = watched.visit.services.health.is_stopping();
            if !stopping && !watched.wait.is_zero() {
                tokio::time::sleep(watched.wait).await;
            }
            watched.lasts += watched.wait;
            let health = &watched.visit.services.health;
            if health.is_stopping() || watched.lasts >= LONGEST {
                watched.is_over = true;
                return Some((Ok(event("end", "")), watched));
            }
            // Whoever is no longer signed in, or has no place here anymore, hears nothing more.
            let text = if let Ok(text) = watched.look().await {
                text
            } else {
                watched.is_over = true;
                event("end", "")
            };
            Some((Ok(text), watched))
        })
    }

    /// Returns what is different from what the page shows; at least a comment, which keeps the
    /// connection open.
    async fn look(&mut self) -> Result<String, Fault> {
        let caller = reader(&self.visit, &self.account).await?;
        let (people, texts) = (&self.visit.services.people, self.visit.texts());
        let sending = people.sending(&caller).await?;
        let now = people.moment();
        let mut text = String::from(": on\n\n");
        let mut moved = sending.waiting != self.waiting;
        self.waiting = sending.waiting;
        for person in people.find(&caller, &self.ids).await? {
            let cell = Standing::of(&person, texts, now).render()?;
            let known = self.shown.insert(person.id(), cell.clone());
            if known.as_ref() != Some(&cell) {
                moved |= known.is_some();
                text += &event("standing", &cell);
            }
        }
        // Counting a large account takes a while: only when someone moved since the page was drawn.
        if moved {
            text += &event("counts", &counted(&people.counts(&caller).await?));
        }
        self.peak = self.peak.max(sending.waiting);
        let progress = Progress::of(texts, sending, self.peak, now);
        if progress.most > 0 {
            let numbers = format!("{} {}", progress.left, progress.most);
            text += &event("progress", &numbers);
            if sending.waiting == 0 || self.looks.is_multiple_of(SPOKEN) {
                text += &event("words", &progress.text);
            }
        }
        if sending.waiting == 0 {
            self.peak = 0;
        }
        self.looks += 1;
        self.wait = if sending.waiting > 0 { QUICK } else { CALM };
        Ok(text)
    }
}

/// Writes how many stand so for each way to stand, and how many there are.
fn counted(counts: &PeopleCounts) -> String {
    let each = PersonStatus::ALL.map(|s| format!("{} {}", s.as_str(), counts.get(s)));
    format!("{ALL} {}\n{}", counts.total(), each.join("\n"))
}

/// Writes an event; what its data hold may have several lines.
fn event(name: &str, data: &str) -> String {
    let mut text = format!("event: {name}\n");
    for line in data.lines() {
        text += "data: ";
        text += line;
        text.push('\n');
    }
    if data.is_empty() {
        // Browsers drop an event without data.
        text += "data:\n";
    }
    text.push('\n');
    text
}

/// One of the pages that a person may have open; given back when it is dropped.
struct Place(UserId);

impl Place {
    fn take(user: UserId) -> Option<Self> {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = open.entry(user).or_default();
        if *pages >= MOST_PAGES {
            return None;
        }
        *pages += 1;
        Some(Self(user))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pages) = open.get_mut(&self.0) {
            *pages -= 1;
            if *pages == 0 {
                open.remove(&self.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_only_so_many_pages_open() {
        let (user, other) = (
            UserId::new(uuid::Uuid::from_u128(1)),
            UserId::new(uuid::Uuid::from_u128(2)),
        );
        let mut places: Vec<_> = (0..MOST_PAGES)
            .map(|_| Place::take(user).unwrap())
            .collect();
        assert!(Place::take(user).is_none());
        assert!(Place::take(other).is_some());
        places.pop();
        assert!(Place::take(user).is_some());
    }

    #[test]
    fn an_event_has_a_line_for_each_line_of_its_data() {
        assert_eq!(event("a", "x\ny"), "event: a\ndata: x\ndata: y\n\n");
        assert_eq!(event("end", ""), "event: end\ndata:\n\n");
    }
}
