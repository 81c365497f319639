//! A cursor in a list of rows of which some fit on the screen.

use std::ops::Range;

/// Where the cursor is, and which row is drawn first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListState {
    cursor: usize,
    offset: usize,
}

/// A movement in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListMove {
    /// One row towards the beginning.
    Up,
    /// One row towards the end.
    Down,
    Top,
    Bottom,
    /// A page towards the beginning.
    PageUp,
    /// A page towards the end.
    PageDown,
    /// Half a page towards the beginning.
    HalfUp,
    /// Half a page towards the end.
    HalfDown,
}

impl ListState {
    /// The row under the cursor, in a list of so many.
    pub fn cursor(self, len: usize) -> usize {
        self.cursor.min(len.saturating_sub(1))
    }

    /// Puts the cursor on a row.
    pub fn put(&mut self, row: usize) {
        self.cursor = row;
    }

    /// Moves the cursor and keeps it in sight. `rows`: how many fit. Says whether it moved.
    pub fn step(&mut self, step: ListMove, len: usize, rows: usize) -> bool {
        let from = self.cursor(len);
        let (page, half) = (rows.max(1), (rows / 2).max(1));
        let to = match step {
            ListMove::Up => from.saturating_sub(1),
            ListMove::Down => from + 1,
            ListMove::Top => 0,
            ListMove::Bottom => len,
            ListMove::PageUp => from.saturating_sub(page),
            ListMove::PageDown => from + page,
            ListMove::HalfUp => from.saturating_sub(half),
            ListMove::HalfDown => from + half,
        };
        self.cursor = to.min(len.saturating_sub(1));
        self.settle(len, rows);
        self.cursor != from
    }

    /// Moves what is in sight without the cursor, for text that is read and not chosen from.
    pub fn scroll(&mut self, step: ListMove, len: usize, rows: usize) {
        let last = len.saturating_sub(rows);
        let mut edge = Self { cursor: self.offset.min(last), offset: 0 };
        edge.step(step, last + 1, rows);
        self.offset = edge.cursor;
        self.cursor = edge.cursor;
    }

    /// The rows in sight: the cursor is among them, and no row is left empty that could be filled.
    pub fn window(self, len: usize, rows: usize) -> Range<usize> {
        let cursor = self.cursor(len);
        let lowest = (cursor + 1).saturating_sub(rows.max(1));
        let first = self.offset.min(cursor).max(lowest).min(len.saturating_sub(rows));
        first..(first + rows).min(len)
    }

    /// Remembers the rows in sight, so that moving back inside them does not scroll.
    pub fn settle(&mut self, len: usize, rows: usize) {
        self.offset = self.window(len, rows).start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::down(ListMove::Down, 6)]
    #[case::up(ListMove::Up, 4)]
    #[case::top(ListMove::Top, 0)]
    #[case::bottom(ListMove::Bottom, 99)]
    #[case::page_down(ListMove::PageDown, 15)]
    #[case::page_up(ListMove::PageUp, 0)]
    #[case::half_down(ListMove::HalfDown, 10)]
    #[case::half_up(ListMove::HalfUp, 0)]
    fn steps_from_the_sixth_of_a_hundred(#[case] step: ListMove, #[case] to: usize) {
        let mut list = ListState { cursor: 5, offset: 0 };
        list.step(step, 100, 10);
        assert_eq!(list.cursor(100), to);
    }

    #[test]
    fn moving_inside_what_is_in_sight_does_not_scroll() {
        let mut list = ListState::default();
        for _ in 0..12 {
            list.step(ListMove::Down, 50, 10);
        }
        assert_eq!(list.window(50, 10), 3..13);
        list.step(ListMove::Up, 50, 10);
        assert_eq!(list.window(50, 10), 3..13);
    }

    #[test]
    fn reading_scrolls_to_the_last_line_and_no_further() {
        let mut list = ListState::default();
        list.scroll(ListMove::Bottom, 30, 10);
        assert_eq!(list.window(30, 10), 20..30);
        list.scroll(ListMove::Down, 30, 10);
        assert_eq!(list.window(30, 10), 20..30);
        list.scroll(ListMove::Up, 30, 10);
        assert_eq!(list.window(30, 10), 19..29);
    }

    proptest! {
        #[test]
        fn the_cursor_is_in_sight(cursor in 0..200_usize, offset in 0..200_usize, len in 0..150_usize, rows in 0..40_usize) {
            let list = ListState { cursor, offset };
            let window = list.window(len, rows);
            prop_assert!(window.end <= len && window.len() == rows.min(len));
            prop_assert!(len == 0 || rows == 0 || window.contains(&list.cursor(len)));
        }
    }
}
