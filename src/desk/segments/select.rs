//! Which members a filter means, and in what order they stand.

use super::ScanWatch;
use super::as_of::AsOfDay;
use super::filter::{FilterInput, needs_fold, needs_profiles};
use super::view::ScoredMembers;
use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::subject::shown_day;
use crate::domain::day::Instant;
use crate::domain::month_points::MonthPoints;
use crate::domain::plan::outcome::Refusal;
use crate::domain::query::{Filter, KnownPlaces, Predicate, Vocabulary, parse};
use crate::domain::segment::Segment;
use crate::domain::segment_views::{Sort, SortBy};
use crate::domain::terms::word::SearchQuery;
use crate::store::columns::Profiles;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

/// The members that fit, as places in the view.
pub(super) struct Selection {
    pub view: Arc<ScoredMembers>,
    pub places: Vec<u32>,
}

impl Desk {
    /// What a filter's words are held against today.
    pub fn vocabulary(&self, now: Instant) -> Result<Vocabulary, DeskError> {
        let programs = self.programs()?;
        let program = &programs.newest().program;
        Ok(Vocabulary {
            places: KnownPlaces::default(),
            tiers: program.tiers.iter().map(|tier| tier.code.clone()).collect(),
            decimals: program.currency.decimals,
            today: programs.zone().day_of(now),
        })
    }

    /// Reads `*` (everybody), the name of a saved filter, the word of a segment, or a filter. Errors point at the column.
    pub(super) fn filter_of(&self, text: &str, asked: AsOfDay, now: Instant) -> Result<Filter, DeskError> {
        let text = text.trim();
        if text == "*" {
            return Ok(Filter::default());
        }
        let vocabulary = Vocabulary { today: asked.day, ..self.vocabulary(now)? };
        let saved = self.store.saved_filter(text)?;
        let segment = Segment::from_word(&text.to_lowercase());
        let text = match (saved, segment) {
            (Some(query), _) if query == "*" => return Ok(Filter::default()),
            (Some(query), _) => query,
            (None, Some(segment)) => format!("rfm:{}", segment.word()),
            (None, None) => text.to_owned(),
        };
        parse(&text, &vocabulary).map_err(|error| Refusal::BadQuery { error }.into())
    }

    /// The members that fit a filter on a day, in the order of ids.
    pub(super) fn selected(
        &self,
        filter: &Filter,
        asked: AsOfDay,
        whole: bool,
        watch: &mut dyn ScanWatch,
    ) -> Result<Selection, DeskError> {
        let tests = || filter.conditions.iter().map(|c| &c.test);
        let view = self.view(asked, whole || tests().any(needs_fold), watch)?;
        let profiles = if tests().any(needs_profiles) { Some(self.profiles()?) } else { None };
        let others = self.other_days(filter, asked, watch)?;
        let programs = self.programs()?;
        let mut mask: Vec<bool> = view.columns.status.iter().map(|status| *status > 0).collect();
        let sieve = FilterInput {
            view: &view,
            profiles: profiles.as_deref(),
            others: &others,
            program: &programs.newest().program,
        };
        for condition in &filter.conditions {
            sieve.apply(condition, &mut mask);
        }
        let mut places: Vec<u32> = (0..).zip(&mask).filter(|(_, fits)| **fits).map(|(at, _)| at).collect();
        if !filter.words.is_empty() {
            let found = self.store.search(&SearchQuery::parse(&filter.words.join(" ")), usize::MAX)?;
            let mut hits: Vec<u32> = found
                .members
                .iter()
                .filter_map(|(member, _)| view.columns.place(*member).and_then(|at| u32::try_from(at).ok()))
                .collect();
            hits.sort_unstable();
            places.retain(|at| hits.binary_search(at).is_ok());
        }
        Ok(Selection { view, places })
    }

    /// Everybody on the days that a filter asks about besides. Refused (`ScoresWithheld`) where there are no scores on one.
    fn other_days(
        &self,
        filter: &Filter,
        asked: AsOfDay,
        watch: &mut dyn ScanWatch,
    ) -> Result<Vec<Arc<ScoredMembers>>, DeskError> {
        let mut views = Vec::new();
        for condition in &filter.conditions {
            let Predicate::Was(_, day) = condition.test else { continue };
            let day = shown_day(Some(day), asked.today)?;
            let view = self.view(AsOfDay { day, ..asked }, false, watch)?;
            if let Err(withheld) = view.cuts {
                return Err(Refusal::ScoresWithheld { n: withheld.n, min: withheld.min }.into());
            }
            views.push(view);
        }
        Ok(views)
    }

    /// Puts the places of a page in order, each where it would be if all were sorted; ties by member number. A page far down
    /// costs no more than the first.
    pub(super) fn sorted(
        &self,
        selected: &mut Selection,
        (sort, asked): (Sort, AsOfDay),
        page: Range<usize>,
        watch: &mut dyn ScanWatch,
    ) -> Result<(), DeskError> {
        let profiles = self.profiles()?;
        let view = Arc::clone(&selected.view);
        let months = if sort.by.is_of_month() { self.months(&view, asked, watch)? } else { Arc::default() };
        let order = |a: &u32, b: &u32| compare(&view, (&profiles, &months), sort, *a as usize, *b as usize);
        let (mut places, mut upto) = (selected.places.as_mut_slice(), page.end);
        if page.start > 0 && page.start < places.len() {
            places.select_nth_unstable_by(page.start, order);
            (places, upto) = (&mut places[page.start..], page.end.saturating_sub(page.start));
        }
        if upto > 0 && upto < places.len() {
            places.select_nth_unstable_by(upto - 1, order);
            places = &mut places[..upto];
        }
        places.sort_unstable_by(order);
        Ok(())
    }
}

fn compare(
    view: &ScoredMembers,
    (profiles, months): (&Profiles, &[MonthPoints]),
    sort: Sort,
    a: usize,
    b: usize,
) -> Ordering {
    let columns = &view.columns;
    let month = |at: usize| months.get(at).copied().unwrap_or_default();
    let rank = |at: usize| profiles.no_rank.get(at).copied().unwrap_or(u32::MAX);
    let name = |at: usize| profiles.name_rank.get(at).copied().unwrap_or(u32::MAX);
    let segment = |at: usize| view.scores.segment(at).map_or(usize::MAX, |s| s as usize);
    let value = |at: usize| view.scores.at(at).map_or((0, 0, 0), |s| (s.r, s.f, s.m));
    let by = match sort.by {
        SortBy::MemberNo => rank(a).cmp(&rank(b)),
        SortBy::Name => name(a).cmp(&name(b)),
        SortBy::Tier => columns.tier[a].cmp(&columns.tier[b]),
        SortBy::Points => columns.balance[a].cmp(&columns.balance[b]),
        SortBy::LastOn => columns.last_on[a].cmp(&columns.last_on[b]),
        SortBy::FirstOn => columns.first_on[a].cmp(&columns.first_on[b]),
        SortBy::Orders => columns.orders[a].cmp(&columns.orders[b]),
        SortBy::NetSpend => columns.net_spend[a].cmp(&columns.net_spend[b]),
        SortBy::Rfm => value(a).cmp(&value(b)),
        SortBy::Segment => segment(a).cmp(&segment(b)),
        SortBy::Stage => (columns.stage[a] as u8).cmp(&(columns.stage[b] as u8)),
        SortBy::EndsMonth => month(a).ends.cmp(&month(b).ends),
        SortBy::EarnedMonth => month(a).earned.cmp(&month(b).earned),
    };
    let by = if sort.descending { by.reverse() } else { by };
    by.then_with(|| rank(a).cmp(&rank(b)))
}

/// Whether a sort needs tiers or points.
pub(super) fn sort_needs_fold(sort: Sort) -> bool {
    matches!(sort.by, SortBy::Tier | SortBy::Points)
}
