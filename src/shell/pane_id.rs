//! Which panes there are, by the registration in `crate::panes`.

macro_rules! pane_ids {
    ($($digit:literal $pane:ident: $room:ident),+ $(,)?) => {
        /// A pane of the console.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum PaneId {
            $(#[doc = concat!("The pane of the room `panes::", stringify!($room), "`.")] $pane,)+
        }

        impl PaneId {
            /// Every pane, in the order of its digit.
            pub const ALL: &'static [Self] = &[$(Self::$pane),+];

            /// The digit that brings it to the front, from 1.
            pub fn digit(self) -> u8 {
                match self {
                    $(Self::$pane => $digit,)+
                }
            }

            /// Its name in code and in the locale tables: the name is `pane.NAME`, the command that shows it `cmd.NAME`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$pane => stringify!($room),)+
                }
            }
        }
    };
}

for_each_pane!(pane_ids);

impl PaneId {
    /// The pane that the console opens with, and the last one that esc leads to.
    pub const HOME: Self = Self::ALL[0];
}
