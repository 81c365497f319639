//! Making every derived table again from facts, events and operations.

use super::error::StoreError;
use super::journal::{CLOCK_ACCEPTED, make_tree};
use super::state::{Heads, StateRow};
use super::write::Tx;
use crate::domain::day::Day;
use crate::domain::num::{FIRST_JOINED, FactId, MemberId};
use crate::domain::operation::OpKind;
use crate::domain::program::Programs;
use std::collections::BTreeMap;

impl Tx<'_> {
    /// Makes every derived table again and answers the number of members. One transaction: until it ends, others read what
    /// was there before.
    pub fn rebuild(
        &self,
        today: Day,
        programs: &Programs,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<u64, StoreError> {
        self.mend_schema()?;
        self.db.execute("DELETE FROM search_mark WHERE k NOT IN ('merged', 'terms_version', 'through')", [])?;
        self.rebuild_file_number()?;
        self.rebuild_joined_facts()?;
        self.list_voids()?;
        self.rebuild_totals()?;
        make_tree(&self.db)?;
        self.rebuild_order_keys()?;
        self.rebuild_feedback(programs)?;
        self.rebuild_interactions()?;
        self.rebuild_search()?;
        self.forget_kept()?;
        self.rebuild_states(today, programs, progress)
    }

    fn rebuild_totals(&self) -> Result<(), StoreError> {
        self.set_meta("members", self.db.query_row("SELECT COUNT(*) FROM member", [], |row| row.get(0))?)?;
        let sql = "SELECT COALESCE(MAX(seq), 0) FROM operation WHERE kind = ?1 AND seq < ?2";
        let accepted: i64 = self.db.query_row(sql, [OpKind::AcceptClock.code(), FIRST_JOINED], |row| row.get(0))?;
        self.db.execute("DELETE FROM meta WHERE k = ?1", [CLOCK_ACCEPTED])?;
        if accepted > 0 {
            self.set_meta(CLOCK_ACCEPTED, accepted)?;
        }
        let sql = "SELECT COALESCE(MAX(at), 0) FROM operation WHERE seq >= ?1 AND seq < ?2";
        self.set_meta("last_seen_at", self.db.query_row(sql, [accepted, FIRST_JOINED], |row| row.get(0))?)
    }

    /// First where every history begins, then what it comes to: a survivor's fold reads the histories of others.
    fn rebuild_states(
        &self,
        today: Day,
        programs: &Programs,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<u64, StoreError> {
        let heads = self.newest_rows()?;
        self.db.execute("DELETE FROM state", [])?;
        for (member, heads) in &heads {
            self.save_state(&StateRow::to_be_made(*member, *heads))?;
        }
        let total = u64::try_from(heads.len()).unwrap_or(u64::MAX);
        for (done, member) in (1..).zip(heads.keys()) {
            if let Some(row) = self.state_on(*member, today, programs)? {
                self.save_state(&row)?;
            }
            if done % 1_000 == 0 || done == total {
                progress(done, total);
            }
        }
        Ok(total)
    }

    fn newest_rows(&self) -> Result<BTreeMap<MemberId, Heads>, StoreError> {
        let mut statement = self.db.prepare("SELECT id FROM member ORDER BY id")?;
        let members = statement.query_map([], |row| Ok((MemberId(row.get(0)?), Heads::default())))?;
        let mut heads: BTreeMap<MemberId, Heads> = members.collect::<Result<_, _>>()?;
        for (table, is_fact) in [("fact", true), ("member_event", false)] {
            let mut statement = self.db.prepare(&format!("SELECT id, member FROM {table} ORDER BY id"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (id, member) = (FactId(row.get(0)?), MemberId(row.get(1)?));
                let Some(heads) = heads.get_mut(&member) else { continue };
                if id.0 >= FIRST_JOINED {
                    heads.joined += 1;
                    continue;
                }
                heads.newest = heads.newest.max(id);
                heads.head = if is_fact { id } else { heads.head };
            }
        }
        Ok(heads)
    }
}
