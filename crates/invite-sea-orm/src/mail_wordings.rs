//! How accounts word their mails: one row for each message and language, its parts as JSON.

use crate::{
    connect::SeaStore,
    row::{Fields, named},
    sql::Sql,
    transaction::Transaction,
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use invite_domain::{
    model::{AccountId, Locale, MailMessage, MailPart, MailWording, MailWordings},
    ports::{MailWordingReader, MailWordingRepository, StoreError},
};
use sea_orm::{QueryResult, Value};
use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    sync::{Arc, LazyLock},
};

static OF_ACCOUNT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same("SELECT account_id, message, locale, parts FROM mail_wordings WHERE account_id = $1")
});

static OF_ACCOUNTS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT account_id, message, locale, parts FROM mail_wordings
             WHERE account_id IN (SELECT r.id FROM {})",
            dialect.id_rows(1)
        )
    })
});

/// The account stands for all of its wordings, also for those that are not there yet.
static LOCK_ACCOUNT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT id FROM accounts WHERE id = $1 {}",
            dialect.for_update()
        )
    })
});

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT account_id, message, locale, parts FROM mail_wordings
         WHERE account_id = $1 AND message = $2 AND locale = $3",
    )
});

static PUT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "INSERT INTO mail_wordings (account_id, message, locale, parts) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, message, locale) DO UPDATE SET parts = excluded.parts",
    )
});

static REMOVE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same("DELETE FROM mail_wordings WHERE account_id = $1 AND message = $2 AND locale = $3")
});

fn place(account: AccountId, message: MailMessage, locale: Locale) -> [Value; 3] {
    [
        account.uuid().into(),
        message.as_str().into(),
        locale.code().into(),
    ]
}

#[async_trait]
impl MailWordingReader for SeaStore {
    async fn wordings(&self, account: AccountId) -> Result<MailWordings, StoreError> {
        let rows = self.read(&OF_ACCOUNT, [account.uuid().into()]).await?;
        let mut wordings = MailWordings::default();
        for row in &rows {
            let (message, locale, wording) = decode(row)?;
            wordings.put(message, locale, wording);
        }
        Ok(wordings)
    }
}

#[async_trait]
impl MailWordingRepository for SeaUnitOfWork {
    async fn lock(
        &mut self,
        account: AccountId,
        message: MailMessage,
        locale: Locale,
    ) -> Result<MailWording, StoreError> {
        self.transaction
            .one(&LOCK_ACCOUNT, [account.uuid().into()])
            .await?;
        let values = place(account, message, locale);
        let row = self.transaction.one(&FIND, values).await?;
        let found = row.as_ref().map(decode).transpose()?;
        Ok(found.map(|(_, _, wording)| wording).unwrap_or_default())
    }

    async fn put(
        &mut self,
        account: AccountId,
        message: MailMessage,
        locale: Locale,
        wording: &MailWording,
    ) -> Result<(), StoreError> {
        let mut values = Vec::from(place(account, message, locale));
        if wording.is_empty() {
            self.transaction.execute(&REMOVE, values).await?;
        } else {
            values.push(encode(wording).into());
            self.transaction.execute(&PUT, values).await?;
        }
        Ok(())
    }
}

/// Returns the wordings of these accounts in one query, for the messages of one claim. One that
/// cannot be read is told to the operator and left out: the built-in text serves.
pub(crate) async fn of_accounts(
    transaction: &mut Transaction,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, Arc<MailWordings>>, StoreError> {
    let ids = transaction.dialect.ids(accounts.map(AccountId::uuid));
    let rows = transaction.all(&OF_ACCOUNTS, [ids]).await?;
    let mut found: HashMap<AccountId, MailWordings> = HashMap::new();
    for row in &rows {
        let account = AccountId::new(Fields::new(row, "mail_wordings").id("account_id")?);
        match decode(row) {
            Ok((message, locale, wording)) => {
                let wordings = found.entry(account).or_default();
                wordings.put(message, locale, wording);
            }
            Err(error) => tracing::error!(
                account = %account,
                error = Error::source(&error).map(tracing::field::display),
                "the wording of a mail cannot be read: the built-in text serves instead"
            ),
        }
    }
    Ok(found
        .into_iter()
        .map(|(account, wordings)| (account, Arc::new(wordings)))
        .collect())
}

/// Returns those of one account, empty where it has none.
pub(crate) fn of(
    found: &HashMap<AccountId, Arc<MailWordings>>,
    account: AccountId,
) -> Arc<MailWordings> {
    found.get(&account).cloned().unwrap_or_default()
}

fn encode(wording: &MailWording) -> String {
    let parts: BTreeMap<&str, &str> = wording
        .parts()
        .map(|(part, text)| (part.as_str(), text.as_str()))
        .collect();
    // A map of texts can always be encoded.
    serde_json::to_string(&parts).unwrap_or_default()
}

fn decode(row: &QueryResult) -> Result<(MailMessage, Locale, MailWording), StoreError> {
    let fields = Fields::new(row, "mail_wordings");
    let message = fields.parsed("message", |text| {
        named(&MailMessage::ALL, MailMessage::as_str, text)
    })?;
    let locale = fields.parsed("locale", |text| named(&Locale::ALL, Locale::code, text))?;
    let wording = fields.parsed("parts", parts)?;
    Ok((message, locale, wording))
}

fn parts(json: &str) -> Result<MailWording, Box<dyn Error + Send + Sync>> {
    let parts: BTreeMap<String, String> = serde_json::from_str(json)?;
    let mut wording = MailWording::default();
    for (name, text) in &parts {
        let part = named(&MailPart::ALL, MailPart::as_str, name)?;
        wording.set(part, text)?;
    }
    Ok(wording)
}
