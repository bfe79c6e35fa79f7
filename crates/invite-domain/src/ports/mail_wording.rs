//! How accounts word their mails.

use super::StoreError;
use crate::model::{AccountId, Locale, MailMessage, MailWording, MailWordings};
use async_trait::async_trait;

/// Reads wordings, outside of any unit of work.
///
/// # Contract
/// - An account's wordings are its own: another account's are never among them.
#[async_trait]
pub trait MailWordingReader: Send + Sync {
    /// Returns everything that the account words for itself.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn wordings(&self, account: AccountId) -> Result<MailWordings, StoreError>;
}

/// Changes wordings, within a unit of work.
///
/// # Contract
/// - What was put comes back with every part, and takes the place of what was there.
/// - Putting an empty wording leaves none.
#[async_trait]
pub trait MailWordingRepository: Send {
    /// Returns a wording, empty where the account has none, and keeps others from changing any of the
    /// account until this unit of work ends.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lock(
        &mut self,
        account: AccountId,
        message: MailMessage,
        locale: Locale,
    ) -> Result<MailWording, StoreError>;

    /// Puts a wording into the place of whatever was there; an empty one removes it.
    ///
    /// # Errors
    /// [`StoreError`], also when there is no such account.
    async fn put(
        &mut self,
        account: AccountId,
        message: MailMessage,
        locale: Locale,
        wording: &MailWording,
    ) -> Result<(), StoreError>;
}
