//! Headers recognised: which field a column of another system's file most likely is.
//!
//! A field's own word comes first, then what other systems call it, the likeliest first. One column is one field, and one
//! field one column; what is left over is named, never guessed.

use super::aliases::aliases;
use super::target::{ImportField, ImportKind};
use crate::domain::width::half_width;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Rows among which a header is looked for.
pub const HEAD_ROWS: usize = 24;

/// How a column came to its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnMatch {
    /// Its name is the field's own word.
    Named,
    /// Its name is one that other systems have for the field: a guess.
    Recognised,
    /// It was said.
    Mapped,
}

/// The column of each field that a header has, with how it was recognised; ascending by column.
pub fn recognise(kind: ImportKind, header: &[String]) -> Vec<(usize, ImportField, ColumnMatch)> {
    let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
    let own = is_own_list(&keys);
    let mut best: Vec<(usize, usize, ImportField)> = Vec::new();
    for (column, name) in keys.iter().enumerate() {
        let fits = NAMES.get(name.as_str()).into_iter().flatten().filter(|fit| fit.kind == kind);
        let fits = fits.filter(|fit| !own || counts_in_own_list(fit));
        best.extend(fits.map(|fit| (fit.rank, column, fit.field)));
    }
    best.sort_by_key(|(rank, column, field)| (*rank, *column, field.place()));
    let mut found: Vec<(usize, ImportField, ColumnMatch)> = Vec::new();
    for (rank, column, field) in best {
        if !found.iter().any(|(c, f, _)| *c == column || *f == field) {
            found.push((column, field, if rank == 0 { ColumnMatch::Named } else { ColumnMatch::Recognised }));
        }
    }
    found.sort_by_key(|(column, ..)| *column);
    found
}

/// A field that a name may stand for.
struct NameFit {
    kind: ImportKind,
    field: ImportField,
    /// 0 where it is the field's own word, then by the place among what others call it.
    rank: usize,
}

/// What every name that is known may stand for. Made once: a file's first rows are looked through many times over.
static NAMES: LazyLock<HashMap<String, Vec<NameFit>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<NameFit>> = HashMap::new();
    for kind in ImportKind::ALL {
        for field in kind.targets().iter().copied() {
            let words = [key(field.word())].into_iter().chain(aliases(kind, field).map(str::to_owned));
            for (rank, word) in words.enumerate() {
                let fits = names.entry(word).or_default();
                if !fits.iter().any(|fit| fit.kind == kind && fit.field == field) {
                    fits.push(NameFit { kind, field, rank });
                }
            }
        }
    }
    names
});

/// Whether a name counts in a list that this program has written: there a column is called what it is, but for those by which
/// members are found.
fn counts_in_own_list(fit: &NameFit) -> bool {
    let finds =
        matches!(fit.field, ImportField::MemberNo | ImportField::Name | ImportField::Phone | ImportField::Email);
    !is_only_shown(fit.field) && (fit.rank == 0 || finds)
}

/// Whether these are the columns of a list that this program has written: what it shows of points and tier comes from its own
/// records and says nothing new.
fn is_own_list(keys: &[String]) -> bool {
    let has = |names: [&str; 3]| keys.iter().any(|key| names.contains(&key.as_str()));
    has(["segment", "分群", "segments"]) && has(["lifecycle", "生命周期阶段", "生命周期"])
}

fn is_only_shown(field: ImportField) -> bool {
    matches!(field, ImportField::Tier | ImportField::TierUntil | ImportField::OpeningPoints | ImportField::JoinedOn)
}

/// A name without what differs from system to system: case, blanks, signs, stars, and a unit or a remark in brackets.
fn key(name: &str) -> String {
    let plain = half_width(name).to_lowercase();
    let before = plain.split(['(', '[', '【', '{']).next().filter(|t| !t.trim().is_empty()).unwrap_or(&plain);
    before.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two names are the same to a reader: case and blanks around do not count.
pub fn is_same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.trim().trim_matches('\u{feff}').trim().to_lowercase();
    plain(a) == plain(b)
}

/// How much of a header a row is: 0 for none; rows of data have hardly any.
pub fn score(kind: ImportKind, cells: &[String]) -> usize {
    score_with(kind, cells, |_| false)
}

/// The same where some fields are said elsewhere.
pub fn score_with(kind: ImportKind, cells: &[String], said: impl Fn(ImportField) -> bool) -> usize {
    let found = recognise(kind, cells);
    let has = |field: ImportField| said(field) || found.iter().any(|(_, f, _)| *f == field);
    let complete = kind.required().iter().all(|field| has(*field)) && (!kind.needs_a_member() || has_key(&has));
    if complete { kind.targets().iter().filter(|field| has(**field)).count() } else { 0 }
}

/// How much a row looks like the header of a kind of file. Answers to a survey are known by their score as well: what the survey asked
/// for is often said elsewhere.
pub fn likeness(kind: ImportKind, cells: &[String], said: impl Fn(ImportField) -> bool) -> usize {
    let is_survey = kind == ImportKind::Feedback && {
        let found = recognise(kind, cells);
        found.iter().any(|(_, field, _)| *field == ImportField::Score)
    };
    score_with(kind, cells, |field| said(field) || (is_survey && field == ImportField::Kind))
}

/// Whether a row can say whose it is.
pub fn has_key(has: &impl Fn(ImportField) -> bool) -> bool {
    [ImportField::MemberNo, ImportField::Phone, ImportField::Email].into_iter().any(has)
}

/// The kind with the highest score, where it has that alone.
pub fn clear_best(mut scored: [(usize, ImportKind); ImportKind::ALL.len()]) -> Option<ImportKind> {
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let [(best, kind), (next, _), ..] = scored;
    (best > 0 && best > next).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    fn fields(kind: ImportKind, names: &str) -> Vec<(usize, &'static str)> {
        recognise(kind, &header(names)).into_iter().map(|(column, field, _)| (column, field.word())).collect()
    }

    #[rstest]
    #[case::own("member_no,name,phone", &[(0, "member_no"), (1, "name"), (2, "phone")])]
    #[case::chinese("会员号,姓名,手机号,生日,入会时间,门店,渠道,标签,积分,等级", &[
        (0, "member_no"), (1, "name"), (2, "phone"), (3, "birthday"), (4, "joined_on"), (5, "store"), (6, "channel"),
        (7, "tags"), (8, "opening_points"), (9, "tier")])]
    #[case::english("Card No.,Full Name,Mobile,E-mail Address,Date of Birth", &[
        (0, "member_no"), (1, "name"), (2, "phone"), (3, "email"), (4, "birthday")])]
    #[case::two_for_one("卡号,会员号,电话,手机", &[(1, "member_no"), (3, "phone")])]
    #[case::signs("会员号*, 姓 名 ,手机（必填）", &[(0, "member_no"), (1, "name"), (2, "phone")])]
    #[case::traditional("會員編號,姓名,電話", &[(0, "member_no"), (1, "name"), (2, "phone")])]
    #[case::own_list("member_no,name,tier,points,last_on,purchases,net_spend,r,f,m,segment,lifecycle,status,phone,email", &[
        (0, "member_no"), (1, "name"), (13, "phone"), (14, "email")])]
    fn members(#[case] names: &str, #[case] found: &[(usize, &'static str)]) {
        assert_eq!(fields(ImportKind::Members, names), found);
    }

    #[rstest]
    #[case::chinese("单号,卡号,消费时间,实付金额,消费金额,类型,原单号,积分抵扣", &[
        (0, "order_ref"), (1, "member_no"), (2, "purchased_at"), (3, "amount"), (5, "kind"), (6, "refund_of"), (7, "points_paid")])]
    #[case::unit("订单号,手机号,下单时间,金额(元)", &[(0, "order_ref"), (1, "phone"), (2, "purchased_at"), (3, "amount")])]
    #[case::english("Order ID,Customer,Date,Total", &[(0, "order_ref"), (1, "member_no"), (2, "purchased_at"), (3, "amount")])]
    fn purchases(#[case] names: &str, #[case] found: &[(usize, &'static str)]) {
        assert_eq!(fields(ImportKind::Purchases, names), found);
    }

    #[rstest]
    #[case("会员号,姓名,手机号", Some(ImportKind::Members))]
    #[case("member_no,name", Some(ImportKind::Members))]
    #[case::survey_of_one_measure("问卷编号,手机号,评分,评价,时间", Some(ImportKind::Feedback))]
    #[case::survey_in_english("response id,email,rating,comments,submitted at", Some(ImportKind::Feedback))]
    #[case("订单号,会员号,下单时间,实付金额", Some(ImportKind::Purchases))]
    #[case("order_ref,member_no,purchased_at,amount", Some(ImportKind::Purchases))]
    #[case("ref,member_no,answered_at,kind,score,text", Some(ImportKind::Feedback))]
    #[case("ref,member_no,happened_at,kind,channel", Some(ImportKind::Events))]
    #[case::clicks("事件编号,会员号,发生时间,行为,渠道", Some(ImportKind::Events))]
    #[case("a,b,c", None)]
    #[case("M1,张三,13800138001", None)]
    fn the_kind_is_the_one_whose_fields_are_there(#[case] names: &str, #[case] kind: Option<ImportKind>) {
        let header = header(names);
        assert_eq!(clear_best(ImportKind::ALL.map(|kind| (likeness(kind, &header, |_| false), kind))), kind);
    }

    #[test]
    fn no_two_fields_of_a_kind_share_a_name_in_the_first_place() {
        for kind in ImportKind::ALL {
            for field in kind.targets() {
                assert_eq!(aliases(kind, *field).find(|alias| *alias != key(alias)), None, "{}", field.word());
            }
        }
    }
}
