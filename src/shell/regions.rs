//! What drawing found out: how many rows fit, and what lies where. Drawing returns it; the next message carries it in.

use super::pane_id::PaneId;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// Whether a cell lies in it.
    pub fn holds(self, column: u16, row: u16) -> bool {
        let inside = |at: u16, from: u16, size: u16| at >= from && at - from < size;
        inside(column, self.x, self.width) && inside(row, self.y, self.height)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    Pane(PaneId),
    /// A place in the pane in front.
    InPane(Spot),
    /// A row of the topmost overlay's list, counted over the whole list.
    OverlayRow(usize),
    /// A field of the form that has the keys.
    Field(usize),
    Outside,
}

/// A part of a pane, by a name that no other part has. The macro [`parts!`](crate::parts) makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartId(pub &'static str);

impl PartId {
    /// What a click on one of its rows means.
    pub const fn at(self, row: usize) -> ClickTarget {
        self.cell(row, 0)
    }

    /// What a click on one of its cells means.
    pub const fn cell(self, row: usize, column: usize) -> ClickTarget {
        ClickTarget::InPane(Spot { part: self, row, column })
    }
}

/// A place in a part, as a click means it. Rows and columns count over the whole part, not over what is in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The part.
    pub part: PartId,
    /// The row.
    pub row: usize,
    /// The column, where the part has several; else 0.
    pub column: usize,
}

/// What of a part fits on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartFit {
    /// Rows that fit.
    pub rows: usize,
    /// Columns that fit, where the part scrolls sideways.
    pub columns: usize,
    /// Rows that it has in all, where it is a text to be read.
    pub len: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Regions {
    /// The screen has no room for anything but to say so.
    pub is_too_small: bool,
    /// What fitted of each part of the pane in front.
    pub fits: Vec<(PartId, PartFit)>,
    /// What fitted of the topmost overlay.
    pub overlay: PartFit,
    /// The plan that was drawn for the form that has the keys, warnings and all. One with warnings is committed only once a
    /// frame has shown it.
    pub plan_shown: Option<Uuid>,
    /// Click targets; of several that hold a cell the last one counts.
    pub targets: Vec<(Area, ClickTarget)>,
}

impl Regions {
    pub fn target(&self, column: u16, row: u16) -> Option<ClickTarget> {
        self.targets.iter().rev().find(|(area, _)| area.holds(column, row)).map(|(_, target)| *target)
    }

    /// What fitted of a part; nothing where it was not drawn.
    pub fn fit(&self, part: PartId) -> PartFit {
        self.drawn(part).unwrap_or_default()
    }

    /// What fitted of a part, if it was drawn.
    pub fn drawn(&self, part: PartId) -> Option<PartFit> {
        self.fits.iter().rev().find(|(id, _)| *id == part).map(|(_, fit)| *fit)
    }
}

/// Declares the parts of a pane: an enum whose variants become [`PartId`]s and [`Spot`]s and are found by them again.
#[macro_export]
macro_rules! parts {
    ($(#[$about:meta])* $visible:vis enum $name:ident { $($(#[$doc:meta])* $part:ident),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $visible enum $name {
            $($(#[$doc])* $part,)+
        }

        impl $name {
            /// Its name, which no part of another pane has.
            $visible const fn id(self) -> $crate::shell::regions::PartId {
                match self {
                    $(Self::$part => $crate::shell::regions::PartId(concat!(module_path!(), "::", stringify!($part))),)+
                }
            }

            /// The part of a name.
            $visible fn of(id: $crate::shell::regions::PartId) -> Option<Self> {
                [$(Self::$part),+].into_iter().find(|part| part.id() == id)
            }

            /// What a click on one of its rows means.
            $visible const fn at(self, row: usize) -> $crate::shell::regions::ClickTarget {
                self.id().at(row)
            }
        }
    };
}
