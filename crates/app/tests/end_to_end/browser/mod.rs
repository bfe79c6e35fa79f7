//! The pages in a real browser, with the real binary and a real mail server behind them.

mod accessibility;
mod bulk;
mod chromium;
mod guides;
mod impatient;
mod keyboard;
mod page;
mod pictures;
mod set_up;
mod weight;
mod without_scripts;
mod wizard;

use crate::harness::LONG;
use chromium::{Chromium, Setup};
use page::Page;
