//! The pages in a real browser, with the real binary and a real mail server behind them.

mod accessibility;
mod chromium;
mod guides;
mod page;

use crate::harness::LONG;
use chromium::{Chromium, Setup};
use page::Page;
