//! What an import needs of the file: members by number in bulk, many facts at once, order references in their order, and
//! the folder for rows that do not fit into memory.

mod order_key;
mod read;
pub mod spill;
mod write;

pub use super::salt::{Seal, Sealer};
pub use order_key::{OrderDigest, OrderKey, order_hash};
pub use read::{Base, MemberStanding};
