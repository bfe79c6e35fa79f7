//! The permissions that owners of billing accounts at hosting companies know, in three languages.

use super::{Entry, Locale, Said};

/// In the order in which the billing system shows them.
pub(super) const PERMISSIONS: [Entry; 13] = [
    Entry {
        key: "manage_master_profile",
        texts: [
            (
                Locale::En,
                Said {
                    name: "Modify Master Account Profile",
                    description: "Access and modify client profile information",
                    warning: Some("Please think twice before allowing this permission"),
                },
            ),
            (
                Locale::Id,
                Said {
                    name: "Ubah Profil Akun Master",
                    description: "Akses dan ubah informasi profil klien",
                    warning: Some("Mohon berpikir dua kali sebelum mengizinkan izin ini"),
                },
            ),
            (
                Locale::Ru,
                Said {
                    name: "Изменение основного профиля",
                    description: "Просмотр и изменение данных профиля клиента",
                    warning: Some("Подумайте дважды, прежде чем давать это право"),
                },
            ),
        ],
    },
    plain(
        "view_manage_contacts",
        [
            ("View & Manage Contacts", "Access and manage contacts"),
            ("Lihat & Kelola Kontak", "Akses dan kelola kontak"),
            (
                "Просмотр контактов и управление ими",
                "Доступ к контактам и управление ими",
            ),
        ],
    ),
    plain(
        "view_products",
        [
            (
                "View Products & Services",
                "View access to products, services and addons",
            ),
            (
                "Lihat Produk & Layanan",
                "Lihat akses ke produk, layanan dan add-on",
            ),
            (
                "Просмотр продуктов и услуг",
                "Просмотр продуктов, услуг и дополнений",
            ),
        ],
    ),
    plain(
        "view_change_product_passwords",
        [
            (
                "View & Modify Product Passwords",
                "Allow password resets and other actions",
            ),
            (
                "Lihat & Ubah Kata Sandi Produk",
                "Izinkan pengaturan ulang kata sandi dan tindakan lainnya",
            ),
            (
                "Просмотр и смена паролей продуктов",
                "Сброс паролей и другие действия",
            ),
        ],
    ),
    plain(
        "single_sign_on",
        [
            (
                "Perform Single Sign-On",
                "Allow single sign-on into services",
            ),
            (
                "Lakukan Sistem Masuk Tunggal",
                "Izinkan sistem masuk tunggal ke layanan",
            ),
            ("Единый вход", "Вход в услуги без отдельного пароля"),
        ],
    ),
    plain(
        "view_domains",
        [
            ("View Domains", "View access to domain registrations"),
            ("Lihat Domain", "Lihat akses ke pendaftaran domain"),
            ("Просмотр доменов", "Просмотр зарегистрированных доменов"),
        ],
    ),
    plain(
        "manage_domains",
        [
            (
                "Manage Domain Settings",
                "Allow domain management, e.g. nameservers/whois/transfers",
            ),
            (
                "Kelola Pengaturan Domain",
                "Izinkan manajemen domain mis. nameserver/whois/transfers",
            ),
            (
                "Управление настройками доменов",
                "Управление доменами: серверы имён, whois, перенос",
            ),
        ],
    ),
    plain(
        "view_pay_invoices",
        [
            ("View & Pay Invoices", "View and payment access to invoices"),
            (
                "Lihat & Bayar Faktur",
                "Lihat dan akses pembayaran ke faktur",
            ),
            ("Просмотр и оплата счетов", "Просмотр счетов и их оплата"),
        ],
    ),
    plain(
        "view_accept_quotes",
        [
            (
                "View & Accept Quotes",
                "View and acceptance permissions for quotes",
            ),
            (
                "Lihat & Terima Penawaran",
                "Lihat dan izin penerimaan untuk penawaran",
            ),
            (
                "Просмотр и принятие предложений",
                "Просмотр коммерческих предложений и их принятие",
            ),
        ],
    ),
    plain(
        "view_open_tickets",
        [
            (
                "View & Open Support Tickets",
                "Access to open, respond to and manage support tickets",
            ),
            (
                "Lihat & Buka Tiket Dukungan",
                "Akses untuk membuka, merespons, dan mengelola tiket dukungan",
            ),
            (
                "Просмотр и создание запросов в поддержку",
                "Создание запросов, ответы на них и управление ими",
            ),
        ],
    ),
    plain(
        "view_manage_affiliate",
        [
            (
                "View & Manage Affiliate Account",
                "Access to view and request withdrawals",
            ),
            (
                "Lihat & Kelola Akun Afiliasi",
                "Akses ke melihat dan meminta penarikan",
            ),
            (
                "Просмотр партнёрского счёта и управление им",
                "Просмотр начислений и заявки на вывод средств",
            ),
        ],
    ),
    plain(
        "view_emails",
        [
            ("View Emails", "Access to view account email history"),
            ("Lihat Email", "Akses untuk melihat riwayat email akun"),
            ("Просмотр писем", "Просмотр истории писем аккаунта"),
        ],
    ),
    plain(
        "place_orders",
        [
            (
                "Place New Orders/Upgrades/Cancellations",
                "Allow placement of new orders",
            ),
            (
                "Tempatkan Pesanan Baru/Peningkatan/Pembatalan",
                "Izinkan penempatan pesanan baru",
            ),
            (
                "Новые заказы, смена тарифа и отмена",
                "Оформление новых заказов",
            ),
        ],
    ),
];

/// A permission without a warning: name and description in English, Indonesian and Russian.
const fn plain(key: &'static str, texts: [(&'static str, &'static str); 3]) -> Entry {
    let [en, id, ru] = texts;
    Entry {
        key,
        texts: [
            (Locale::En, said(en)),
            (Locale::Id, said(id)),
            (Locale::Ru, said(ru)),
        ],
    }
}

const fn said((name, description): (&'static str, &'static str)) -> Said {
    Said {
        name,
        description,
        warning: None,
    }
}
