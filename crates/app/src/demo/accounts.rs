//! The made-up accounts: one for each way in which real products invite their users.

use invite_domain::model::{CredentialsPolicy, GrantKind, Locale, ReadyMade};

/// An account of the demo.
pub(super) struct DemoAccount {
    pub(super) name: &'static str,
    pub(super) slug: &'static str,
    pub(super) locale: Locale,
    /// What kind of product it stands for.
    pub(super) about: &'static str,
    pub(super) administrator: (&'static str, &'static str),
    pub(super) subject: Option<&'static str>,
    /// How a new person gets to their credentials.
    pub(super) credentials: CredentialsPolicy,
    pub(super) defines: &'static [(GrantKind, &'static [&'static str])],
    /// A ready-made catalog of permissions.
    pub(super) adopts: Option<ReadyMade>,
    /// An account below it, by name and slug.
    pub(super) child: Option<(&'static str, &'static str)>,
}

use GrantKind::{Group, Resource, Role};

/// An ERP: drafts with a login and several roles, sent later.
pub(super) const ERP: DemoAccount = DemoAccount {
    name: "Northwind ERP",
    slug: "northwind-erp",
    locale: Locale::En,
    about: "an ERP instance: roles now or later, login and name filled in and locked",
    administrator: ("Emma Clarke", "emma@northwind.example"),
    subject: Some("Invitation to join {account}"),
    credentials: CredentialsPolicy::SetPassword,
    defines: &[
        (Role, &["Salesperson", "Manager", "Worker", "Accountant"]),
        (Group, &["Warehouse", "Head office"]),
    ],
    adopts: None,
    child: None,
};

/// A reseller, whose customers are accounts below its own.
const RESELLER: DemoAccount = DemoAccount {
    name: "Cumulus Telecom",
    slug: "cumulus",
    locale: Locale::En,
    about: "a white-label reseller: its administrator invites into a customer's account, with numbers",
    administrator: ("Carlos Vega", "carlos@cumulus.example"),
    subject: None,
    credentials: CredentialsPolicy::SetPassword,
    defines: &[(Role, &["Support"])],
    adopts: None,
    child: Some(("Harbor Bakery", "harbor-bakery")),
};

/// A company's portal for its vendors.
const PORTAL: DemoAccount = DemoAccount {
    name: "PT Maju Jaya",
    slug: "maju-jaya",
    locale: Locale::Id,
    about: "a vendor portal in Indonesian: internal users in the group Administrator, a temporary password in the mail",
    administrator: ("Siti Nurhaliza", "siti@majujaya.example"),
    subject: None,
    credentials: CredentialsPolicy::TemporaryPassword,
    defines: &[(Group, &["Administrator", "Pengadaan", "Keuangan"])],
    adopts: None,
    child: None,
};

/// A platform, whose administrators select people and send in bulk.
const PLATFORM: DemoAccount = DemoAccount {
    name: "Платформа «Вектор»",
    slug: "vektor",
    locale: Locale::Ru,
    about: "a platform in Russian: people are selected and sent user name and temporary password, and sent to again",
    administrator: ("Жанна Ёлкина", "zhanna@vektor.example"),
    subject: None,
    credentials: CredentialsPolicy::TemporaryPassword,
    defines: &[
        (Group, &["Отдел продаж", "Склад"]),
        (Role, &["Сотрудник", "Руководитель"]),
    ],
    adopts: None,
    child: None,
};

/// A hosting company's billing accounts, with permissions chosen one by one.
const BILLING: DemoAccount = DemoAccount {
    name: "Garuda Hosting",
    slug: "garuda-hosting",
    locale: Locale::Id,
    about: "a billing account in Indonesian: permissions chosen one by one",
    administrator: ("Agus Wijaya", "agus@garuda.example"),
    subject: Some("{account} telah mengundang Anda ke akun mereka"),
    credentials: CredentialsPolicy::SetPassword,
    defines: &[],
    adopts: Some(ReadyMade::Hosting),
    child: None,
};

/// What an account below another one defines.
pub(super) const CHILD_DEFINES: &[(GrantKind, &[&str])] = &[(
    Resource,
    &[
        "+1 415 555 0101",
        "+1 415 555 0102",
        "+1 415 555 0103",
        "+1 415 555 0117",
        "+1 628 555 0140",
        "+1 628 555 0141",
    ],
)];

/// Every account.
pub(super) const ALL: [DemoAccount; 5] = [ERP, RESELLER, PORTAL, PLATFORM, BILLING];
