//! The words of whoever audits the file: reviews and samples.

use super::Words;
use crate::domain::audit_review::{AuditReview, Finding, FindingVerdict};
use crate::domain::day::Zone;
use crate::domain::drawn_sample::{Judgement, SampleKind, SampleSheet};
use crate::domain::num::grouped;
use crate::t;

impl Words {
    /// What a review looks for.
    pub fn audit_review(self, review: AuditReview) -> String {
        match review {
            AuditReview::BelowLimit => t!(self, "audit_review.below_limit"),
            AuditReview::Splitting => t!(self, "audit_review.splitting"),
            AuditReview::OneMember => t!(self, "audit_review.one_member"),
            AuditReview::AfterHours => t!(self, "audit_review.after_hours"),
            AuditReview::RoundHundreds => t!(self, "audit_review.round_hundreds"),
            AuditReview::Reasons => t!(self, "audit_review.reasons"),
            AuditReview::FirstDigits => t!(self, "audit_review.first_digits"),
            AuditReview::OwnCard => t!(self, "audit_review.own_card"),
            AuditReview::Unbacked => t!(self, "audit_review.unbacked"),
            AuditReview::DormantDrained => t!(self, "audit_review.dormant_drained"),
            AuditReview::BeforeRedemption => t!(self, "audit_review.before_redemption"),
            AuditReview::OwnReversal => t!(self, "audit_review.own_reversal"),
            AuditReview::OwnApproval => t!(self, "audit_review.own_approval"),
            AuditReview::QuickApproval => t!(self, "audit_review.quick_approval"),
            AuditReview::SingleControl => t!(self, "audit_review.single_control"),
        }
    }

    /// Its rule in a sentence.
    pub fn audit_rule(self, review: AuditReview) -> String {
        match review {
            AuditReview::BelowLimit => t!(self, "audit_rule.below_limit"),
            AuditReview::Splitting => t!(self, "audit_rule.splitting"),
            AuditReview::OneMember => t!(self, "audit_rule.one_member"),
            AuditReview::AfterHours => t!(self, "audit_rule.after_hours"),
            AuditReview::RoundHundreds => t!(self, "audit_rule.round_hundreds"),
            AuditReview::Reasons => t!(self, "audit_rule.reasons"),
            AuditReview::FirstDigits => t!(self, "audit_rule.first_digits"),
            AuditReview::OwnCard => t!(self, "audit_rule.own_card"),
            AuditReview::Unbacked => t!(self, "audit_rule.unbacked"),
            AuditReview::DormantDrained => t!(self, "audit_rule.dormant_drained"),
            AuditReview::BeforeRedemption => t!(self, "audit_rule.before_redemption"),
            AuditReview::OwnReversal => t!(self, "audit_rule.own_reversal"),
            AuditReview::OwnApproval => t!(self, "audit_rule.own_approval"),
            AuditReview::QuickApproval => t!(self, "audit_rule.quick_approval"),
            AuditReview::SingleControl => t!(self, "audit_rule.single_control"),
        }
    }

    pub fn finding_verdict(self, verdict: FindingVerdict) -> String {
        match verdict {
            FindingVerdict::Look => t!(self, "audit.verdict_look"),
            FindingVerdict::Usual => t!(self, "audit.verdict_usual"),
            FindingVerdict::TooFew => t!(self, "audit.verdict_too_few"),
        }
    }

    pub fn sample_kind(self, kind: SampleKind) -> String {
        match kind {
            SampleKind::Attribute => t!(self, "audit.kind_attribute"),
            SampleKind::Credits => t!(self, "audit.kind_credits"),
            SampleKind::Debits => t!(self, "audit.kind_debits"),
        }
    }

    /// `12 of 60`, statistic, p.
    pub fn finding_numbers(self, finding: &Finding) -> [String; 3] {
        let share = t!(self, "audit.of", x = grouped_count(finding.x), n = grouped_count(finding.n));
        let statistic = finding.statistic.map(|value| format!("{value:.3}")).unwrap_or_default();
        [share, statistic, finding.p.map(chance).unwrap_or_default()]
    }

    /// Who has looked at a finding last, and how many were meant then where that has changed.
    pub fn finding_signed(self, zone: Zone, finding: &Finding) -> String {
        let Some(last) = finding.signatures.last() else { return String::new() };
        let time = self.time(zone, last.at);
        if last.x == finding.x {
            return t!(self, "audit.signed_by", by = last.by, time = time);
        }
        t!(self, "audit.signed_before", by = last.by, time = time, n = grouped_count(last.x))
    }

    /// What was found of an operation of a sample.
    pub fn judgement(self, found: &Judgement) -> String {
        match (found.is_right, found.right) {
            (true, _) => t!(self, "audit.judged_right"),
            (false, Some(right)) => t!(self, "audit.judged_points", n = self.signed(right)),
            (false, None) => t!(self, "audit.judged_wrong"),
        }
    }

    /// How a sample was drawn and what it says, each with its label.
    pub fn sample_facts(self, sheet: &SampleSheet) -> Vec<(String, String)> {
        let (draw, design) = (&sheet.sample.draw, &sheet.sample.draw.design);
        let n = grouped_count(draw.population);
        let population = if design.kind.is_by_points() {
            let (points, interval) = (grouped(draw.points), grouped(draw.interval));
            t!(self, "audit.sample_of_points", n = n, points = points, interval = interval)
        } else {
            t!(self, "audit.sample_of_operations", n = n)
        };
        let mut facts = vec![
            (t!(self, "audit.sample"), sheet.sample.id.clone()),
            (t!(self, "audit.sample_kind"), self.sample_kind(design.kind)),
            (t!(self, "audit.sample_period"), format!("{}…{}", design.from, design.to)),
            (t!(self, "audit.sample_seed"), design.words.clone()),
            (t!(self, "audit.sample_population"), population),
            (t!(self, "audit.sample_by"), sheet.sample.by.clone()),
            (t!(self, "audit.sample_result"), self.sample_says(sheet)),
        ];
        if !design.query.is_empty() {
            facts.insert(3, (t!(self, "audit.sample_filter"), design.query.clone()));
        }
        facts
    }

    /// What a sample says so far, in a line.
    pub fn sample_says(self, sheet: &SampleSheet) -> String {
        let SampleSheet { sample, result, .. } = sheet;
        let (done, n) = (grouped_count(result.done), grouped_count(sample.draw.len() as u64));
        let seen = t!(self, "audit.seen", done = done, n = n, wrong = grouped_count(result.wrong));
        let says = match (sample.draw.design.kind.is_by_points(), result.upper) {
            (false, None) => return seen,
            (true, None) => return format!("{seen} · {}", t!(self, "audit.points_at_the_end")),
            (false, Some(upper)) => {
                let (likely, upper) = (share(result.most_likely), share(upper));
                match result.upper_count {
                    Some(count) => {
                        t!(self, "audit.says_count", likely = likely, upper = upper, count = grouped_count(count))
                    }
                    None => t!(self, "audit.says_share", likely = likely, upper = upper),
                }
            }
            (true, Some(upper)) => {
                let of = share(upper / points(sample.draw.points));
                t!(
                    self,
                    "audit.says_points",
                    likely = format!("{:.1}", result.most_likely),
                    upper = format!("{upper:.1}"),
                    share = of
                )
            }
        };
        format!("{seen} · {says}")
    }
}

fn grouped_count(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A share in percent with two decimals.
fn share(share: f64) -> String {
    format!("{:.2} %", 100.0 * share)
}

#[expect(clippy::cast_precision_loss, reason = "points stay below 10^12")]
fn points(n: i64) -> f64 {
    n as f64
}

/// A probability with two digits that tell something.
fn chance(p: f64) -> String {
    if p >= 0.001 { format!("{p:.3}") } else { format!("{p:.1e}") }
}
