//! Members by whatever fragment is known of them.

use super::ask::{Asking, ScanWatch, Serve};
use super::error::DeskError;
use super::segments::AsOfDay;
use super::{Desk, Stopwatch};
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Status;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::mask::MaskedText;
use crate::domain::num::{MemberId, Money, Points};
use crate::domain::program::Programs;
use crate::domain::question::FindMembers;
use crate::domain::read_models::{Found, MemberRow};
use crate::domain::segment_views::Sort;
use crate::domain::terms::word::SearchQuery;
use crate::store::{Store, StoreError};
use std::time::Duration;

impl Serve<FindMembers> for Desk {
    fn serve(&mut self, question: FindMembers, asking: Asking<'_>) -> Result<Found, DeskError> {
        let begun = Stopwatch::start();
        let mut found = match question.as_of {
            Some(_) => self.find_on_past_day(&question, asking.now, asking.watch)?,
            None => self.find(&question.query, question.limit, asking.now, asking.watch)?,
        };
        if question.with_month {
            let today = self.programs()?.zone().day_of(asking.now);
            self.add_month(&mut found.rows, question.as_of.unwrap_or(today))?;
        }
        Ok(Found { took: begun.elapsed(), ..found })
    }
}

impl Desk {
    /// Answers [`FindMembers`], but for the time it took.
    pub(super) fn find(
        &self,
        query: &str,
        limit: usize,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Found, DeskError> {
        // Plain words never wait for columns of everybody.
        if has_conditions(query) {
            let page = self.segment_page(query, None, Sort::default(), 0..limit, now, watch)?;
            let members = self.store.members()?;
            return Ok(Found { rows: page.rows, total: page.total, exact: true, members, took: Duration::ZERO });
        }
        let query = SearchQuery::parse(query);
        let today = self.programs()?.zone().day_of(now);
        let cuts = self.known_cuts(today, today)?;
        self.store.read(|store| {
            let hits = store.search(&query, limit)?;
            let programs = store.programs()?;
            let rows = hits.members.iter().map(|(member, _)| row_of(store, *member, today, &programs));
            let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
            self.restage(&mut rows, AsOfDay { day: today, today })?;
            for row in &mut rows {
                row.rfm = self.score_of_row(row, today, cuts.as_ref())?;
            }
            let (total, exact, members) = (hits.total, hits.exact, store.members()?);
            Ok(Found { rows, total, exact, members, took: Duration::ZERO })
        })
    }

    /// One slice of keeping the search index in order; says whether more is to be done. For idle moments.
    pub fn tend_search(&self) -> Result<bool, DeskError> {
        Ok(self.store.maintain_search()?)
    }
}

/// Whether a query holds a `field:value` filter besides words.
pub(super) fn has_conditions(query: &str) -> bool {
    query.contains([':', '<', '>', '=', '：', '＜', '＞', '＝'])
}

fn row_of(store: &Store, id: MemberId, today: Day, programs: &Programs) -> Result<MemberRow, StoreError> {
    let contact = store.contact(id)?.ok_or_else(|| StoreError::Damaged(format!("member {} has no row", id.0)))?;
    let row = MemberRow {
        id,
        member_no: contact.no,
        name: contact.name,
        phone: MaskedText::phone(&contact.phone),
        email: MaskedText::email(&contact.email),
        store: contact.store,
        birthday: MaskedText::birthday(contact.birthday),
        status: Status::Active,
        tier: programs.newest().program.tiers.first().map(|tier| tier.code.clone()).unwrap_or_default(),
        balance: Points::ZERO,
        stage: LifecycleStage::Prospect,
        last_on: None,
        orders: 0,
        net_spend: Money::ZERO,
        rfm: None,
        month: None,
    };
    // Nothing has happened to a member without a state.
    Ok(match store.state_on(id, today, programs)? {
        None => row,
        Some(state) => MemberRow {
            status: state.status,
            tier: state.tier,
            balance: state.balance,
            stage: state.stage,
            last_on: state.last_on,
            orders: state.orders,
            net_spend: state.net_spend,
            ..row
        },
    })
}
