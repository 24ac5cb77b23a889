//! Who has sent a report in and who has not: a folder that grows, against a roster.
//!
//! ```text
//! folder ─▶ received (each file: whose, which year, what was found)
//! roster ─┬─▶ ledger (a line for each body) ─▶ sheets ─▶ xlsx · csv · json
//! earlier ledger ─▶ changes (what is new, what was corrected)
//! ```

mod changes;
mod ledger;
mod received;
mod roster;
mod sheets;

pub use changes::Changes;
pub use ledger::{Ledger, Line, State};
pub use received::{Received, receive};
pub use roster::{Roster, blank};
pub use sheets::write;
