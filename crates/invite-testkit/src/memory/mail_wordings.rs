//! How accounts word their mails, in memory.

use super::{
    MemoryStore,
    tables::{Tables, missing},
    unit_of_work::MemoryUnit,
};
use async_trait::async_trait;
use invite_domain::{
    model::{AccountId, Locale, MailMessage, MailWording, MailWordings},
    ports::{MailWordingReader, MailWordingRepository, StoreError},
};

impl Tables {
    pub(super) fn wordings_of(&self, account: AccountId) -> MailWordings {
        self.mail_wordings
            .get(&account)
            .cloned()
            .unwrap_or_default()
    }
}

#[async_trait]
impl MailWordingReader for MemoryStore {
    async fn wordings(&self, account: AccountId) -> Result<MailWordings, StoreError> {
        Ok(self.snapshot()?.wordings_of(account))
    }
}

#[async_trait]
impl MailWordingRepository for MemoryUnit {
    async fn lock(
        &mut self,
        account: AccountId,
        message: MailMessage,
        locale: Locale,
    ) -> Result<MailWording, StoreError> {
        Ok(self.tables.wordings_of(account).get(message, locale))
    }

    async fn put(
        &mut self,
        account: AccountId,
        message: MailMessage,
        locale: Locale,
        wording: &MailWording,
    ) -> Result<(), StoreError> {
        if !self.tables.accounts.has(&account) {
            return Err(missing("account"));
        }
        let mut wordings = self.tables.wordings_of(account);
        wordings.put(message, locale, wording.clone());
        self.tables.mail_wordings.put(account, wordings);
        Ok(())
    }
}
