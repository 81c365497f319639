//! A page of a segment's members.

use super::ScanWatch;
use super::as_of::AsOfDay;
use super::filter::day_of;
use super::select::{Selection, sort_needs_fold};
use super::view::ScoredMembers;
use crate::desk::Desk;
use crate::desk::ask::{Asking, Serve};
use crate::desk::error::DeskError;
use crate::desk::find::has_conditions;
use crate::domain::day::{Day, Instant};
use crate::domain::fact::Status;
use crate::domain::fold::fold_untraced;
use crate::domain::mask::MaskedText;
use crate::domain::num::{MemberId, Money, Points};
use crate::domain::query::Filter;
use crate::domain::question::{CountMembers, FindMembers, ListMembers, MemberListQuery};
use crate::domain::read_models::{Found, MemberRow};
use crate::domain::segment_views::{MemberPage, Sort};
use crate::domain::terms::word::SearchQuery;
use crate::store::StoreError;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

impl Serve<ListMembers> for Desk {
    fn serve(&mut self, question: ListMembers, asking: Asking<'_>) -> Result<MemberPage, DeskError> {
        let MemberListQuery { query, sort, as_of, with_month } = question.list;
        let mut page = self.segment_page(&query, as_of, sort, question.rows, asking.now, asking.watch)?;
        if with_month {
            self.add_month(&mut page.rows, self.as_of_day(as_of, asking.now)?.day)?;
        }
        Ok(page)
    }
}

impl Serve<CountMembers> for Desk {
    fn serve(&mut self, question: CountMembers, asking: Asking<'_>) -> Result<u64, DeskError> {
        let CountMembers { query, as_of } = question;
        let page = self.segment_page(&query, as_of, Sort::default(), 0..0, asking.now, asking.watch)?;
        Ok(page.total)
    }
}

impl Desk {
    /// Answers [`ListMembers`].
    pub(in crate::desk) fn segment_page(
        &self,
        query: &str,
        as_of: Option<Day>,
        sort: Sort,
        rows: Range<usize>,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<MemberPage, DeskError> {
        let asked = self.as_of_day(as_of, now)?;
        let filter = self.filter_of(query, asked, now)?;
        let mut selected = self.selected(&filter, asked, sort_needs_fold(sort), watch)?;
        self.sorted(&mut selected, (sort, asked), rows.clone(), watch)?;
        let value = selected.places.iter().map(|at| selected.view.columns.net_spend[*at as usize]).sum();
        let total = selected.places.len();
        let places = rows.start.min(total)..rows.end.min(total);
        let found = self.rows_of(&selected, places, asked)?;
        Ok(MemberPage { rows: found, offset: rows.start as u64, total: total as u64, value: Money(value) })
    }

    /// Answers [`FindMembers`] for a past day: only who existed then, each as the day ended. Words find by today's profiles.
    pub(in crate::desk) fn find_on_past_day(
        &self,
        question: &FindMembers,
        now: Instant,
        watch: &mut dyn ScanWatch,
    ) -> Result<Found, DeskError> {
        let asked = self.as_of_day(question.as_of, now)?;
        let query = question.query.trim();
        let everybody = self.selected(&Filter::default(), asked, false, watch)?;
        let members = everybody.places.len() as u64;
        let mut selected = if query.is_empty() {
            everybody
        } else if has_conditions(query) {
            self.selected(&self.filter_of(query, asked, now)?, asked, false, watch)?
        } else {
            let hits = self.store.search(&SearchQuery::parse(query), usize::MAX)?;
            let place = |(member, _): &(MemberId, _)| everybody.view.columns.place(*member);
            let existed = |at: &u32| everybody.places.binary_search(at).is_ok();
            let places = hits.members.iter().filter_map(place).filter_map(|at| u32::try_from(at).ok());
            Selection { places: places.filter(existed).collect(), view: Arc::clone(&everybody.view) }
        };
        if query.is_empty() {
            selected.places.reverse();
        }
        let total = selected.places.len() as u64;
        let rows = self.rows_of(&selected, 0..question.limit.min(selected.places.len()), asked)?;
        Ok(Found { rows, total, exact: true, members, took: Duration::ZERO })
    }

    /// Puts the points of a day's month beside each row.
    pub(in crate::desk) fn add_month(&self, rows: &mut [MemberRow], day: Day) -> Result<(), DeskError> {
        for row in rows {
            row.month = Some(self.month_points(row.id, day)?);
        }
        Ok(())
    }

    /// The rows at some places of everybody's columns, in their order.
    pub(in crate::desk) fn rows_at(
        &self,
        view: &Arc<ScoredMembers>,
        places: Vec<u32>,
        asked: AsOfDay,
    ) -> Result<Vec<MemberRow>, DeskError> {
        let all = 0..places.len();
        self.rows_of(&Selection { view: Arc::clone(view), places }, all, asked)
    }

    /// The rows at some places of a selection.
    pub(super) fn rows_of(
        &self,
        selected: &Selection,
        places: Range<usize>,
        asked: AsOfDay,
    ) -> Result<Vec<MemberRow>, DeskError> {
        let places = selected.places.get(places).unwrap_or_default();
        self.store.read(|_| places.iter().map(|at| self.row_at(selected, *at as usize, asked)).collect())
    }

    fn row_at(&self, selected: &Selection, at: usize, asked: AsOfDay) -> Result<MemberRow, DeskError> {
        let (columns, programs) = (&selected.view.columns, self.programs()?);
        let id = MemberId(columns.members[at]);
        let damaged = || StoreError::Damaged(format!("member {} has no row", id.0));
        let contact = self.store.contact(id)?.ok_or_else(damaged)?;
        let (tier, balance) = if columns.is_folded() {
            let tiers = &programs.newest().program.tiers;
            let code = tiers.get(usize::from(columns.tier[at])).map(|tier| tier.code.clone());
            (code.unwrap_or_default(), Points(columns.balance[at]))
        } else {
            let (state, _) = fold_untraced(&self.store.history(id)?, &programs, asked.day)
                .map_err(|e| StoreError::Damaged(format!("member {}: {e}", contact.no)))?;
            let snapshot = state.snapshot(&programs);
            (snapshot.tier.code, snapshot.points.balance)
        };
        Ok(MemberRow {
            id,
            member_no: contact.no,
            name: contact.name,
            phone: MaskedText::phone(&contact.phone),
            email: MaskedText::email(&contact.email),
            store: contact.store,
            birthday: MaskedText::birthday(contact.birthday),
            status: Status::from_code(i64::from(columns.status[at])).unwrap_or_default(),
            tier,
            balance,
            stage: columns.stage[at],
            last_on: day_of(columns.last_on[at]),
            orders: i64::from(columns.orders[at]),
            net_spend: Money(columns.net_spend[at]),
            rfm: selected.view.scores.at(at),
            month: None,
        })
    }
}
