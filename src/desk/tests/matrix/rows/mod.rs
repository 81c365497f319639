//! The rows of the matrix: how one of each kind comes to be, and what each column says of it.

pub mod desk;
pub mod event;
pub mod fact;
pub mod feedback;

use super::scene::{NewRow, Scene};
use super::{AsOf, Freeze, Import, Kind, MatrixRow, Merge, Text, Undo};

/// Nothing must have happened before.
fn nothing(_: &mut Scene) {}

/// Texts that name what an erasure must not touch.
const ORDER: &str = "an order keeps its reference: its refunds and the next file find it by that";
const SHOP: &str = "it names a shop or a channel, not a person";
