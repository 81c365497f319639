//! The report as one page of HTML that prints on A4.

use super::escape::escaped;
use super::{ReportContent, svg};
use crate::domain::lang::Lang;
use crate::domain::num::grouped;
use crate::t;
use crate::text::Words;
use std::fmt::Write as _;

const STYLE: &str = "body{font:14px/1.45 system-ui,\"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif;color:#1d2129;\
max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .5rem}\
p.sub{color:#5b6470;margin:.2rem 0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem .3rem 0;\
border-bottom:1px solid #dfe3e8;vertical-align:top}th{font-weight:600;color:#5b6470}td.n,th.n{text-align:right;white-space:nowrap}\
td.about{color:#5b6470;font-size:.85em}svg text{font-size:12px;fill:#1d2129}svg{max-width:100%}\
@page{size:A4;margin:14mm}@media print{body{margin:0;max-width:none;font-size:11px}tr,svg{break-inside:avoid}}";

/// Where every page ends.
pub(super) const END: &str = "</body>\n</html>\n";

/// The beginning of a page, with its title and the line beneath.
pub(super) fn begin(words: Words, title: &str, subtitle: &str) -> String {
    let lang = match words.lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    };
    let (title, subtitle) = (escaped(title), escaped(subtitle));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <p class=\"sub\">{subtitle}</p>\n"
    )
}

/// The whole page. It holds everything it shows.
pub fn page(report: &ReportContent<'_>) -> String {
    let words = report.words;
    let mut out = begin(words, &report.title(), &report.subtitle());
    figures(report, &mut out);
    targets(report, &mut out);
    lost(report, &mut out);
    let bars = [
        (t!(words, "overview.this_month"), report.waterfall()),
        (t!(words, "overview.by_expiry"), report.by_expiry()),
        (t!(words, "overview.tiers"), report.tiers()),
    ];
    for (title, rows) in bars {
        section(&title, &rows, &mut out);
    }
    out + END
}

/// Every figure: value, interval, n, twelve months, and how it is made.
fn figures(report: &ReportContent<'_>, out: &mut String) {
    let words = report.words;
    let heads = [
        ("", t!(words, "overview.figure")),
        ("n", t!(words, "overview.value")),
        ("n", t!(words, "overview.interval")),
        ("n", t!(words, "overview.n")),
        ("", t!(words, "overview.months")),
        ("", t!(words, "report.definition")),
    ];
    out.push_str("<table>\n<tr>");
    for (class, head) in heads {
        let _ = write!(out, "<th class=\"{class}\">{}</th>", escaped(&head));
    }
    out.push_str("</tr>\n");
    for figure in report.figures() {
        let months: Vec<f64> = figure.months.iter().flatten().map(|value| value.number()).collect();
        let n = figure.n.map(|n| grouped(i64::try_from(n).unwrap_or(i64::MAX))).unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td class=\"n\"><b>{}</b></td><td class=\"n\">{}</td><td class=\"n\">{n}</td><td>{}</td>\
             <td class=\"about\">{}</td></tr>",
            escaped(&words.figure(figure.code)),
            escaped(&report.value(&figure)),
            escaped(&words.figure_interval(&figure)),
            svg::line(&months),
            escaped(&words.figure_about(figure.code)),
        );
    }
    out.push_str("</table>\n");
    let _ = writeln!(out, "<p class=\"sub\">{}</p>", escaped(&t!(words, "overview.months_note")));
}

/// What was planned, and what it came to.
fn targets(report: &ReportContent<'_>, out: &mut String) {
    if report.targets.is_empty() {
        return;
    }
    let _ = write!(out, "<h2>{}</h2>\n<table>\n<tr>", escaped(&t!(report.words, "targets.tab")));
    for (at, head) in report.target_heads().iter().enumerate() {
        let _ = write!(out, "<th class=\"{}\">{}</th>", if at > 1 { "n" } else { "" }, escaped(head));
    }
    out.push_str("</tr>\n");
    for row in report.target_rows() {
        let [month, figure, plan, actual, share] = row.each_ref().map(|text| escaped(text));
        let _ = writeln!(
            out,
            "<tr><td>{month}</td><td>{figure}</td><td class=\"n\">{plan}</td><td class=\"n\">{actual}</td>\
             <td class=\"n\">{share}</td></tr>"
        );
    }
    out.push_str("</table>\n");
}

/// Why members left, and who of the lost has bought again; nothing where nothing was recorded and nobody is left alone.
fn lost(report: &ReportContent<'_>, out: &mut String) {
    let words = report.words;
    let rows = report.churn_rows();
    if !rows.is_empty() {
        let _ = write!(out, "<h2>{}</h2>\n<table>\n<tr>", escaped(&t!(words, "churn.title")));
        for (at, head) in report.churn_heads().iter().enumerate() {
            let _ = write!(out, "<th class=\"{}\">{}</th>", if at > 1 { "n" } else { "" }, escaped(head));
        }
        out.push_str("</tr>\n");
        for row in rows {
            let [month, reason, n, share] = row.each_ref().map(|text| escaped(text));
            let _ = writeln!(
                out,
                "<tr><td>{month}</td><td>{reason}</td><td class=\"n\">{n}</td><td class=\"n\">{share}</td></tr>"
            );
        }
        out.push_str("</table>\n");
    }
    if report.lost.win_back.has_holdout {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(&t!(words, "win_back.title")));
        for line in words.win_back(&report.lost.win_back) {
            let _ = writeln!(out, "<p>{}</p>", escaped(&line));
        }
    }
}

fn section(title: &str, rows: &[(String, i64)], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h2>{}</h2>\n{}", escaped(title), svg::bars(title, rows));
}
