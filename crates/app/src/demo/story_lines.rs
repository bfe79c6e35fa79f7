//! Who was invited in the demo's accounts during the last month, and what became of each.

use Fate::{Accepted, Declined, Draft, Invited, Refused, Waits};
use invite_domain::model::FailureReason;

/// One person's story.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// When they were written down.
    pub(super) hours_ago: u32,
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) login: Option<&'static str>,
    pub(super) administers: bool,
    pub(super) roles: &'static [&'static str],
    pub(super) groups: &'static [&'static str],
    pub(super) permissions: &'static [&'static str],
    pub(super) resources: &'static [&'static str],
    pub(super) fate: Fate,
}

/// What became of someone.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// Nobody told them yet.
    Draft,
    /// They have the mail and did not answer, so that it expires after a week.
    Invited,
    /// They joined, so many hours later.
    Accepted { after: u32 },
    /// They said no, so many hours later.
    Declined { after: u32, reason: &'static str },
    /// The mail server refused the mail for good.
    Refused {
        reason: FailureReason,
        said: &'static str,
    },
    /// The mail server refused it for now.
    Waits { said: &'static str },
}

/// Someone without anything special.
const fn line(hours_ago: u32, name: &'static str, email: &'static str, fate: Fate) -> Line {
    Line {
        hours_ago,
        name,
        email,
        login: None,
        administers: false,
        roles: &[],
        groups: &[],
        permissions: &[],
        resources: &[],
        fate,
    }
}

impl Line {
    const fn login(self, login: &'static str) -> Self {
        Self {
            login: Some(login),
            ..self
        }
    }

    const fn administers(self) -> Self {
        Self {
            administers: true,
            ..self
        }
    }

    const fn roles(self, roles: &'static [&'static str]) -> Self {
        Self { roles, ..self }
    }

    const fn groups(self, groups: &'static [&'static str]) -> Self {
        Self { groups, ..self }
    }

    const fn permissions(self, permissions: &'static [&'static str]) -> Self {
        Self {
            permissions,
            ..self
        }
    }

    const fn resources(self, resources: &'static [&'static str]) -> Self {
        Self { resources, ..self }
    }
}

/// The accounts by slug, with their people.
pub(super) const ACCOUNTS: &[(&str, &[Line])] = &[
    ("northwind-erp", ERP),
    ("harbor-bakery", BAKERY),
    ("vektor", PLATFORM),
    ("garuda-hosting", BILLING),
];

const NO_MAILBOX: Fate = Refused {
    reason: FailureReason::UnknownRecipient,
    said: "550 5.1.1 The email account that you tried to reach does not exist",
};
const NO_DOMAIN: Fate = Refused {
    reason: FailureReason::UnknownDomain,
    said: "550 5.1.2 Host unknown: northwnid.example",
};
const FULL: Fate = Refused {
    reason: FailureReason::MailboxFull,
    said: "552 5.2.2 Mailbox full",
};
const LATER: Fate = Waits {
    said: "451 4.7.1 Greylisted, please try again in five minutes",
};

const ERP: &[Line] = &[
    line(
        700,
        "Oliver Grant",
        "oliver.grant@northwind.example",
        Accepted { after: 3 },
    )
    .login("oliver")
    .roles(&["Manager"])
    .administers(),
    line(
        696,
        "Priya Natarajan",
        "priya@northwind.example",
        Accepted { after: 26 },
    )
    .login("priya")
    .roles(&["Accountant"]),
    line(
        690,
        "Tomás Herrera",
        "tomas.herrera@northwind.example",
        Accepted { after: 1 },
    )
    .login("tomas")
    .roles(&["Salesperson"]),
    line(
        640,
        "Ingrid Sørensen",
        "ingrid@northwind.example",
        Accepted { after: 7 },
    )
    .login("ingrid")
    .roles(&["Salesperson", "Manager"]),
    line(
        598,
        "Wei Zhang",
        "wei.zhang@northwind.example",
        Accepted { after: 52 },
    )
    .login("wei")
    .roles(&["Worker"])
    .groups(&["Warehouse"]),
    line(560, "Amara Okafor", "amara@northwind.example", Invited)
        .login("amara")
        .roles(&["Worker"])
        .groups(&["Warehouse"]),
    line(
        520,
        "Lukas Becker",
        "lukas.becker@northwind.example",
        Accepted { after: 2 },
    )
    .login("lukas")
    .roles(&["Worker"])
    .groups(&["Warehouse"]),
    line(
        430,
        "Chiara Romano",
        "chiara@northwind.example",
        Accepted { after: 20 },
    )
    .login("chiara")
    .roles(&["Salesperson"]),
    line(
        400,
        "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff",
        "hubert.wolfeschlegelsteinhausenbergerdorff@very-long-department.northwind.example",
        Accepted { after: 5 },
    )
    .roles(&["Accountant", "Manager", "Salesperson", "Worker"])
    .groups(&["Head office", "Warehouse"]),
    line(
        330,
        "Noor Haddad",
        "noor@northwind.example",
        Declined {
            after: 9,
            reason: "I have moved to the Rotterdam office; please ask Lukas instead.",
        },
    )
    .roles(&["Salesperson"]),
    line(
        300,
        "Sofia Lindqvist",
        "sofia@northwind.example",
        Accepted { after: 14 },
    )
    .login("sofia")
    .roles(&["Salesperson"]),
    line(
        262,
        "James Whitfield",
        "james.whitfield@northwnid.example",
        NO_DOMAIN,
    )
    .roles(&["Salesperson"]),
    line(240, "Yuki Tanaka", "yuki@northwind.example", Invited).roles(&["Accountant"]),
    line(
        190,
        "Mateo Silva",
        "mateo@northwind.example",
        Accepted { after: 4 },
    )
    .login("mateo")
    .roles(&["Worker"]),
    line(140, "Elena Popescu", "elena@northwind.example", Invited)
        .login("elena")
        .roles(&["Salesperson"]),
    line(132, "Kwame Mensah", "kwame@northwind.example", Invited)
        .login("kwame")
        .roles(&["Worker"])
        .groups(&["Warehouse"]),
    line(
        118,
        "Grace O’Connor",
        "grace@northwind.example",
        Accepted { after: 30 },
    )
    .login("grace")
    .roles(&["Manager"]),
    line(
        96,
        "Daniel Novák",
        "daniel.novak@northwind.example",
        NO_MAILBOX,
    )
    .roles(&["Salesperson"]),
    line(72, "Fatima Zahra", "fatima@northwind.example", Invited)
        .login("fatima")
        .roles(&["Accountant"]),
    line(
        50,
        "Björn Ek",
        "bjorn@northwind.example",
        Accepted { after: 6 },
    )
    .login("bjorn")
    .roles(&["Worker"])
    .groups(&["Warehouse"]),
    line(26, "Maria Kowalska", "maria@northwind.example", FULL).roles(&["Salesperson"]),
    line(25, "Ravi Menon", "ravi@northwind.example", Invited)
        .login("ravi")
        .roles(&["Salesperson"]),
    line(6, "Zoë van Dijk", "zoe@northwind.example", Invited)
        .login("zoe")
        .roles(&["Manager"]),
    line(3, "Ahmed Farouk", "ahmed@northwind.example", Draft).roles(&["Worker"]),
    line(3, "Linh Tran", "linh@northwind.example", Draft),
    line(0, "Hannah Weiss", "hannah@northwind.example", LATER).roles(&["Salesperson"]),
];

const BAKERY: &[Line] = &[
    line(
        500,
        "Rosa Delgado",
        "rosa@harborbakery.example",
        Accepted { after: 2 },
    )
    .administers()
    .resources(&["+1 415 555 0101"]),
    line(
        310,
        "Ben Carter",
        "ben@harborbakery.example",
        Accepted { after: 40 },
    )
    .resources(&["+1 415 555 0102", "+1 628 555 0140"]),
    line(30, "Mei Lin", "mei@harborbakery.example", Invited).resources(&["+1 415 555 0103"]),
];

const PLATFORM: &[Line] = &[
    line(220, "Анна Белова", "anna.belova@vektor.example", Invited)
        .groups(&["Отдел продаж"])
        .roles(&["Сотрудник"]),
    line(100, "Борис Гусев", "boris@vektor.example", Invited)
        .groups(&["Склад"])
        .roles(&["Сотрудник"]),
    line(99, "Вера Ильина", "vera@vektor.example", NO_MAILBOX).roles(&["Сотрудник"]),
    line(20, "Глеб Орлов", "gleb@vektor.example", Draft).roles(&["Руководитель"]),
    line(20, "Дарья Юдина", "darya@vektor.example", Draft).roles(&["Сотрудник"]),
    line(20, "Егор Щукин", "egor@vektor.example", Draft).roles(&["Сотрудник"]),
];

const BILLING: &[Line] = &[
    line(
        410,
        "Dewi Lestari",
        "dewi@garuda.example",
        Accepted { after: 5 },
    )
    .permissions(&["view_products", "view_pay_invoices"]),
    line(60, "Rizky Pratama", "rizky@garuda.example", Invited).permissions(&["view_open_tickets"]),
];
