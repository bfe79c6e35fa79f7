//! The guides in a real browser: what each of them says that a person does, done on the pages.

mod guide_000_vendor_portal;
mod guide_001_erp_instance;
mod guide_002_white_label_reseller;
mod guide_003_platform;
mod guide_004_hosting_billing;
