//! What the outside must offer, as traits in the domain's words.
//!
//! Rules that hold for every port: ids and times come in as arguments and implementations never
//! invent them; absence is an `Option`; methods marked *atomic* leave all or nothing behind. The
//! bullet points under *Contract* are the titles of cases in `invite-testkit`, which every
//! implementation runs.

mod account;
mod account_repository;
mod ambient;
mod api_key;
mod audit;
mod catalog;
mod delivery;
mod error;
mod identity;
mod insight;
mod mail_wording;
mod members;
mod password;
mod people;
mod preview;
mod reader;
mod tries;
mod unit_of_work;

pub use account::{
    AccountCursor, AccountFilter, AccountPage, AccountPageRequest, AccountReader, AccountTree,
    ReachableAccount,
};
pub use account_repository::AccountRepository;
pub use ambient::{Clock, IdSource, SecretSource, TokenMinter};
pub use api_key::{ApiKeyCursor, ApiKeyEntry, ApiKeyPage, ApiKeyReader};
pub use audit::{AuditCursor, AuditFilter, AuditPage, AuditReader, AuditRecord};
pub use catalog::{
    CatalogFilter, CatalogPage, CatalogPageRequest, CatalogReader, CatalogRepository, Holder,
    Holders, NAMED_HOLDERS, Usage,
};
pub use delivery::{
    CodeMail, CodeText, HandOver, InvitationMail, InvitationText, MailRenderer, Mailer,
    MessageQueue, PasswordMail, PasswordMailSays, RenderedMail, SendError, SmsGateway,
};
pub use error::{InsertError, StoreError, UpdateError};
pub use identity::{
    AccountRef, ApiKey, Credentials, IdentityStore, IdentityUnitOfWork, Membership, SignedIn,
};
pub use insight::{
    Attention, DayCounts, EXPIRES_SOON, Funnel, InsightReader, MEDIAN_OF, NAMED_EXPIRING,
    OVERVIEW_DAYS, Overview, WAITS_LONG, overview_days, overview_since, was_sent,
};
pub use mail_wording::{MailWordingReader, MailWordingRepository};
pub use members::{
    MemberEntry, MemberFilter, MemberPage, MemberPageRequest, MemberStore, MemberUnitOfWork,
    PlaceRepository, UpdatePlaceError,
};
pub use password::{HashError, NoPasswords, PasswordHasher, Turn};
pub use people::{
    PeopleCounts, PeopleCursor, PeopleFilter, PeopleKey, PeoplePage, PeoplePageRequest,
    PeopleReader, PeopleSort, Person, PersonId, Sending,
};
pub use preview::TextRenderer;
pub use reader::{
    Cursor, HistoryEntry, HistoryFact, InvitationFilter, InvitationReader, Page, PageRequest,
    Place, Standing, StatusCounts,
};
pub use tries::TryRepository;
pub use unit_of_work::{
    AuditLog, InvitationRepository, JoinOutcome, Joining, MemberRepository, Outbox, Store,
    UnitOfWork,
};
