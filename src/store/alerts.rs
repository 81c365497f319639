//! What alerts count from the ledger: points redeemed by the hour, and the days on which each channel sold.

use super::Store;
use super::error::StoreError;
use crate::domain::day::{DAY_MS, Day, Instant, Zone};
use crate::domain::fact::FactKind;
use rusqlite::OptionalExtension;
use std::collections::{BTreeMap, BTreeSet};

/// An hour in milliseconds.
const HOUR_MS: i64 = DAY_MS / 24;

impl Store {
    /// The most points that were redeemed within an hour of each day between two instants; a day without any is left out.
    pub fn redeemed_by_hour(&self, from: Instant, to: Instant, zone: Zone) -> Result<BTreeMap<Day, i64>, StoreError> {
        let sql = "SELECT at, points FROM fact WHERE kind = ?1 AND points < 0 AND at BETWEEN ?2 AND ?3";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([FactKind::Redeem.code(), from.0, to.0])?;
        let mut hours: BTreeMap<i64, i64> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let hour = hours.entry(row.get::<_, i64>(0)?.div_euclid(HOUR_MS)).or_default();
            *hour = hour.saturating_sub(row.get(1)?);
        }
        let mut days: BTreeMap<Day, i64> = BTreeMap::new();
        for (hour, points) in hours {
            let most = days.entry(zone.day_of(Instant(hour * HOUR_MS))).or_default();
            *most = (*most).max(points);
        }
        Ok(days)
    }

    /// The days between two instants on which each channel had a purchase; purchases without a channel are none's.
    pub fn sale_days_by_channel(
        &self,
        from: Instant,
        to: Instant,
        zone: Zone,
    ) -> Result<BTreeMap<String, BTreeSet<Day>>, StoreError> {
        let sql = "SELECT channel, at FROM fact WHERE kind = ?1 AND channel <> 0 AND at BETWEEN ?2 AND ?3";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([FactKind::Sale.code(), from.0, to.0])?;
        let mut days: BTreeMap<i64, BTreeSet<Day>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            days.entry(row.get(0)?).or_default().insert(zone.day_of(Instant(row.get(1)?)));
        }
        // One word has a number in each file that has joined.
        let mut named: BTreeMap<String, BTreeSet<Day>> = BTreeMap::new();
        let mut statement = self.db.prepare_cached("SELECT text FROM label WHERE id = ?1")?;
        for (channel, mut sold) in days {
            let name: Option<String> = statement.query_row([channel], |row| row.get(0)).optional()?;
            named.entry(name.unwrap_or_default()).or_default().append(&mut sold);
        }
        Ok(named)
    }
}
