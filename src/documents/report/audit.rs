//! The audit of a period: every review with its rule and what it found, every sample with its result, as a page or as CSV.

use super::escape::escaped;
use super::html::{END, begin};
use crate::domain::audit_review::{AuditReview, Finding, ReviewReport};
use crate::domain::drawn_sample::SampleSheet;
use crate::domain::formula::safe_text;
use crate::domain::num::grouped;
use crate::domain::program::Programs;
use crate::domain::verification::Checkpoint;
use crate::t;
use crate::text::Words;
use std::fmt::Write as _;

/// What the report of an audit is made of.
#[derive(Debug, Clone, Copy)]
pub struct AuditContent<'a> {
    pub words: Words,
    pub programs: &'a Programs,
    pub reviews: &'a ReviewReport,
    /// The samples of the period, with their operations.
    pub samples: &'a [SampleSheet],
    /// Where the audit log stands; `None` in a file without an operation.
    pub checkpoint: Option<&'a Checkpoint>,
}

impl AuditContent<'_> {
    fn of(&self, review: AuditReview) -> impl Iterator<Item = &Finding> {
        self.reviews.findings.iter().filter(move |finding| finding.review == review)
    }
}

/// The whole page. It holds everything it shows.
pub fn audit_page(content: &AuditContent<'_>) -> String {
    let words = content.words;
    let title = t!(words, "audit.report_title", name = content.programs.newest().program.name);
    let (from, to) = (content.reviews.period.from, content.reviews.period.to);
    let n = grouped(i64::try_from(content.reviews.operations).unwrap_or(i64::MAX));
    let mut out = begin(words, &title, &t!(words, "audit.reviews_of", n = n, from = from, to = to));
    if let Some(newest) = content.checkpoint {
        let n = grouped(i64::try_from(newest.head.size).unwrap_or(i64::MAX));
        let root = crate::domain::journal::base64(&newest.head.root);
        let _ = writeln!(
            out,
            "<p class=\"sub\">{}</p>",
            escaped(&t!(words, "audit.report_checkpoint", n = n, root = root))
        );
    }
    let _ = writeln!(out, "<p class=\"sub\">{}</p>", escaped(&t!(words, "audit.report_note")));
    let _ = writeln!(out, "<h2>{}</h2>", escaped(&t!(words, "audit.report_reviews")));
    reviews(content, &mut out);
    if !content.samples.is_empty() {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(&t!(words, "audit.report_samples")));
        for sheet in content.samples {
            sample(content, sheet, &mut out);
        }
    }
    out + END
}

fn heads(out: &mut String, heads: &[(&str, String)]) {
    out.push_str("<table>\n<tr>");
    for (class, head) in heads {
        let _ = write!(out, "<th class=\"{class}\">{}</th>", escaped(head));
    }
    out.push_str("</tr>\n");
}

/// Every review, also those that found nobody, with its rule.
fn reviews(content: &AuditContent<'_>, out: &mut String) {
    let words = content.words;
    heads(
        out,
        &[
            ("", t!(words, "audit.review")),
            ("", t!(words, "audit.operator")),
            ("n", t!(words, "audit.share")),
            ("n", t!(words, "audit.statistic")),
            ("n", t!(words, "audit.p")),
            ("", t!(words, "audit.verdict")),
            ("", t!(words, "audit.signed")),
        ],
    );
    for review in AuditReview::ALL {
        let name = escaped(&words.audit_review(review));
        let rule = escaped(&words.audit_rule(review));
        let _ = writeln!(out, "<tr><td><b>{name}</b></td><td class=\"about\" colspan=\"6\">{rule}</td></tr>");
        if content.of(review).next().is_none() {
            let _ = writeln!(out, "<tr><td></td><td colspan=\"6\">{}</td></tr>", escaped(&t!(words, "audit.nobody")));
        }
        for finding in content.of(review) {
            let [share, statistic, p] = words.finding_numbers(finding);
            let mut signed = words.finding_signed(content.programs.zone(), finding);
            if let Some(note) = finding.signatures.last().and_then(|signature| signature.note.as_deref()) {
                let _ = write!(signed, " – {note}");
            }
            let _ = writeln!(
                out,
                "<tr><td></td><td>{}</td><td class=\"n\">{share}</td><td class=\"n\">{statistic}</td><td class=\"n\">{p}</td>\
                 <td>{}</td><td>{}</td></tr>",
                escaped(&finding.operator),
                escaped(&words.finding_verdict(finding.verdict)),
                escaped(&signed),
            );
        }
    }
    out.push_str("</table>\n");
}

/// How a sample was drawn, what it says, and what was found of each operation.
fn sample(content: &AuditContent<'_>, sheet: &SampleSheet, out: &mut String) {
    let words = content.words;
    out.push_str("<table>\n");
    for (label, value) in words.sample_facts(sheet) {
        let _ = writeln!(out, "<tr><th>{}</th><td>{}</td></tr>", escaped(&label), escaped(&value));
    }
    out.push_str("</table>\n");
    heads(
        out,
        &[
            ("n", t!(words, "col.no")),
            ("", t!(words, "col.time")),
            ("", t!(words, "col.who")),
            ("", t!(words, "col.what")),
            ("", t!(words, "audit.member")),
            ("n", t!(words, "col.points")),
            ("", t!(words, "audit.verdict")),
        ],
    );
    for row in &sheet.operations {
        let verdict = sheet.sample.judged.get(&row.seq).map(|found| words.judgement(found)).unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><td class=\"n\">#{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            row.seq.0,
            escaped(&words.time(content.programs.zone(), row.at)),
            escaped(&row.operator),
            escaped(&words.op_kind(row.kind)),
            escaped(row.member_no.as_deref().unwrap_or_default()),
            row.points.map(|points| words.signed(points)).unwrap_or_default(),
            escaped(&verdict),
        );
    }
    out.push_str("</table>\n");
}

/// Every finding with codes and whole numbers.
pub fn audit_csv(content: &AuditContent<'_>) -> String {
    const HEAD: [&str; 11] =
        ["review", "subject", "n", "x", "statistic", "p", "verdict", "signed_by", "signed_at", "signed_x", "note"];
    let mut out = csv::Writer::from_writer(Vec::new());
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    // Nothing of it can fail: the file is in memory, and every row is as long as the head.
    let _ = out.write_record(HEAD);
    for finding in &content.reviews.findings {
        let signed = finding.signatures.last();
        let _ = out.write_record([
            finding.review.word().to_owned(),
            safe_text(&finding.operator).into_owned(),
            finding.n.to_string(),
            finding.x.to_string(),
            number(finding.statistic),
            number(finding.p),
            finding.verdict.word().to_owned(),
            signed.map(|signature| safe_text(&signature.by).into_owned()).unwrap_or_default(),
            signed.map(|signature| signature.at.rfc3339()).unwrap_or_default(),
            signed.map(|signature| signature.x.to_string()).unwrap_or_default(),
            signed
                .and_then(|signature| signature.note.as_deref())
                .map(|note| safe_text(note).into_owned())
                .unwrap_or_default(),
        ]);
    }
    String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
}
