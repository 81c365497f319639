//! The columns of lists of members, which their reader chooses and orders.

use super::list::ListState;
use crate::domain::enumeration::enumeration;

enumeration! {
    /// A column of a list of members.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum MemberColumn {
        Name => "name",
        MemberNo => "member_no",
        Phone => "phone",
        Email => "email",
        Store => "store",
        Birthday => "birthday",
        Tier => "tier",
        Points => "points",
        /// Points that end in the month.
        EndsMonth => "ends_this_month",
        /// Points that were earned in the month.
        EarnedMonth => "earned_this_month",
        LastOn => "last_on",
        Orders => "orders",
        NetSpend => "net_spend",
        Rfm => "rfm",
        Segment => "segment",
        Stage => "lifecycle",
        /// What matters most of the three: a status that forbids something, the segment, the stage.
        Standing => "standing",
    }
}

enumeration! {
    /// A list of members whose columns are chosen apart from those of others.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum MemberList {
        /// What a search finds.
        Search => "search",
        /// The members of a segment or a filter.
        Segment => "segment",
    }
}

use MemberColumn as Col;

/// The columns of every list of members, from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListColumns {
    search: Vec<MemberColumn>,
    segment: Vec<MemberColumn>,
}

impl Default for ListColumns {
    fn default() -> Self {
        Self {
            search: vec![Col::Name, Col::MemberNo, Col::Phone, Col::Tier, Col::Points, Col::Standing],
            segment: vec![
                Col::MemberNo,
                Col::Name,
                Col::Tier,
                Col::Points,
                Col::LastOn,
                Col::Orders,
                Col::NetSpend,
                Col::Rfm,
                Col::Segment,
                Col::Stage,
            ],
        }
    }
}

impl ListColumns {
    /// The columns as they were chosen before; a list of which nothing is known has the usual ones.
    pub fn chosen(search: Option<Vec<MemberColumn>>, segment: Option<Vec<MemberColumn>>) -> Self {
        let mut columns = Self::default();
        for (list, chosen) in [(MemberList::Search, search), (MemberList::Segment, segment)] {
            let mut once: Vec<MemberColumn> = Vec::new();
            for column in chosen.unwrap_or_default() {
                if !once.contains(&column) {
                    once.push(column);
                }
            }
            columns.choose(list, once);
        }
        columns
    }

    pub fn of(&self, list: MemberList) -> &[MemberColumn] {
        match list {
            MemberList::Search => &self.search,
            MemberList::Segment => &self.segment,
        }
    }

    /// Whether a list shows points of the month, which its rows bring only where they are wanted.
    pub fn show_month(&self, list: MemberList) -> bool {
        self.of(list).iter().any(|column| matches!(column, Col::EndsMonth | Col::EarnedMonth))
    }

    /// Another choice for a list. One without any column is none.
    pub fn choose(&mut self, list: MemberList, columns: Vec<MemberColumn>) {
        if columns.is_empty() {
            return;
        }
        match list {
            MemberList::Search => self.search = columns,
            MemberList::Segment => self.segment = columns,
        }
    }
}

/// The columns of a list as they are being chosen: those shown first, in their order, then the others.
#[derive(Debug, Clone)]
pub struct ColumnChooser {
    pub list: MemberList,
    /// Every column, and whether it is shown.
    pub rows: Vec<(MemberColumn, bool)>,
    pub cursor: ListState,
}

impl ColumnChooser {
    pub fn new(list: MemberList, columns: &ListColumns) -> Self {
        let shown = columns.of(list);
        let others = Col::ALL.into_iter().filter(|column| !shown.contains(column));
        let rows = shown.iter().map(|column| (*column, true)).chain(others.map(|column| (column, false))).collect();
        Self { list, rows, cursor: ListState::default() }
    }

    /// Shows the column under the cursor, or hides it; the last one that is shown stays.
    pub fn toggle(&mut self) {
        let at = self.cursor.cursor(self.rows.len());
        let is_last = self.shown() == [self.rows[at].0];
        self.rows[at].1 = !self.rows[at].1 || is_last;
    }

    /// Moves the column under the cursor one place towards the right edge of the list, or the left one.
    pub fn shift(&mut self, right: bool) {
        let at = self.cursor.cursor(self.rows.len());
        let to = if right { at + 1 } else { at.wrapping_sub(1) };
        if to < self.rows.len() {
            self.rows.swap(at, to);
            self.cursor.put(to);
        }
    }

    /// The columns that are shown, from left to right.
    pub fn shown(&self) -> Vec<MemberColumn> {
        self.rows.iter().filter(|(_, shown)| *shown).map(|(column, _)| *column).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_shown_hidden_and_moved() {
        let mut columns = ListColumns::default();
        let mut chooser = ColumnChooser::new(MemberList::Search, &columns);
        assert_eq!(chooser.shown(), columns.of(MemberList::Search));
        assert_eq!(chooser.rows.len(), Col::ALL.len());
        chooser.shift(true);
        assert_eq!(chooser.shown()[..2], [Col::MemberNo, Col::Name]);
        chooser.toggle();
        columns.choose(MemberList::Search, chooser.shown());
        assert!(!columns.of(MemberList::Search).contains(&Col::Name));
        assert!(columns.of(MemberList::Segment).contains(&Col::Name), "each list has its own");
    }

    #[test]
    fn the_last_column_stays() {
        let mut chooser = ColumnChooser::new(MemberList::Search, &ListColumns::default());
        for at in 0..chooser.rows.len() {
            chooser.rows[at].1 = at == 0;
        }
        chooser.toggle();
        assert_eq!(chooser.shown(), [Col::Name]);
        chooser.shift(false);
        assert_eq!(chooser.rows[0].0, Col::Name, "nothing is left of the first");
    }
}
