//! Words for feedback, cases and measures.

use super::Words;
use crate::domain::feedback::{Attitude, Breakdown, CaseState, Measure};
use crate::t;

impl Words {
    pub fn measure(self, measure: Measure) -> String {
        match measure {
            Measure::Nps => t!(self, "measure.nps"),
            Measure::Csat => t!(self, "measure.csat"),
            Measure::Ces => t!(self, "measure.ces"),
            Measure::Comment => t!(self, "measure.comment"),
        }
    }

    pub fn attitude(self, attitude: Attitude) -> String {
        match attitude {
            Attitude::Promoter => t!(self, "attitude.promoter"),
            Attitude::Passive => t!(self, "attitude.passive"),
            Attitude::Detractor => t!(self, "attitude.detractor"),
        }
    }

    pub fn case_state(self, state: CaseState) -> String {
        match state {
            CaseState::Open => t!(self, "case.open"),
            CaseState::InProgress => t!(self, "case.in_progress"),
            CaseState::Resolved => t!(self, "case.resolved"),
            CaseState::Reopened => t!(self, "case.reopened"),
        }
    }

    /// What feedback is about; a word that is not ours stands as it is.
    pub fn topic(self, code: &str) -> String {
        match code {
            "product" => t!(self, "topic.product"),
            "service" => t!(self, "topic.service"),
            "brand" => t!(self, "topic.brand"),
            "benefit" => t!(self, "topic.benefit"),
            "points" => t!(self, "topic.points"),
            "other" => t!(self, "topic.other"),
            own => own.to_owned(),
        }
    }

    /// Why a case was closed; a word that is not ours stands as it is.
    pub fn close_reason(self, code: &str) -> String {
        match code {
            "solved" => t!(self, "close.solved"),
            "explained" => t!(self, "close.explained"),
            "compensated" => t!(self, "close.compensated"),
            "unreachable" => t!(self, "close.unreachable"),
            "other" => t!(self, "close.other"),
            "left_price" => t!(self, "close.left_price"),
            "left_quality" => t!(self, "close.left_quality"),
            "left_service" => t!(self, "close.left_service"),
            "left_choice" => t!(self, "close.left_choice"),
            "left_competitor" => t!(self, "close.left_competitor"),
            "left_moved" => t!(self, "close.left_moved"),
            own => own.to_owned(),
        }
    }

    pub fn breakdown(self, by: Breakdown) -> String {
        match by {
            Breakdown::Tier => t!(self, "breakdown.tier"),
            Breakdown::Segment => t!(self, "breakdown.segment"),
            Breakdown::Store => t!(self, "breakdown.store"),
            Breakdown::Channel => t!(self, "breakdown.channel"),
            Breakdown::Topic => t!(self, "breakdown.topic"),
            Breakdown::Month => t!(self, "breakdown.month"),
        }
    }

    /// The states that a case may have next.
    pub(super) fn next_states(self, from: CaseState) -> String {
        let next = CaseState::ALL.into_iter().filter(|to| from.may_become(*to));
        self.list(&next.map(|to| self.case_state(to)).collect::<Vec<_>>())
    }
}
