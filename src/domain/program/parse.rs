//! `program.toml` → [`Program`].

use super::alerts;
use super::care;
use super::check;
use super::problem::{ProgramError, ProgramProblem};
use super::read::{ProgramReader, TomlNode, TomlSection, count};
use super::targets;
use super::{
    ApprovalRules, BirthdayRules, ChurnReason, ClvRules, Currency, DEFAULT_TOML, DataRules, DowngradeRule, Expiry,
    FeedbackRules, LeapBirthday, LifecycleRules, PointsRules, Program, QualifyingPeriod, Reason, RefundPolicy,
    RefundTierRule, RfmRules, Threshold, ThresholdMode, Tier, TierRules,
};
use crate::domain::day::Zone;
use crate::domain::num::{LIMIT, Money, Points};
use crate::domain::op::kind::OpKind;
use crate::domain::operator::{Limits, Role};
use crate::domain::segment::Ties;
use crate::domain::staff::session::SessionRules;
use toml::de::DeTable;

const ROOT: [&str; 22] = [
    "name",
    "currency",
    "zone",
    "points",
    "refund",
    "tier",
    "tiers",
    "reasons",
    "limits",
    "lifecycle",
    "feedback",
    "rfm",
    "clv",
    "data",
    "birthday",
    "contact",
    "care",
    "approval",
    "session",
    "alerts",
    "targets",
    "churn_reasons",
];
/// Decimals of `points.rate`, and the largest rate.
const RATE_PLACES: u32 = 6;
const RATE_MAX: i64 = 10_000 * 1_000_000;
/// Decimals of a multiplier, and the largest one.
const MULTIPLIER_PLACES: u32 = 4;
const MULTIPLIER_MAX: i64 = 1_000 * 10_000;
const MONTHS_MAX: i64 = 1_200;
const DAYS_MAX: i64 = 36_525;
/// The lapsing window under `auto` until there are gaps to set it: the default's own.
const LAPSING_DAYS: i64 = 180;
/// Most hours until a case is due: a year.
const SLA_HOURS_MAX: i64 = 8_784;
/// More members than any shop has.
const MEMBERS_MAX: i64 = 1_000_000_000;
/// More than anybody looks at in a day.
const REVEALS_MAX: i64 = 100_000;
/// Most days for which an approval request waits.
const APPROVAL_DAYS_MAX: i64 = 90;
/// A note may have 500 characters.
const NOTE_MAX: i64 = 500;

pub(super) fn parse(text: &str) -> Result<Program, Vec<ProgramError>> {
    let mut reader = ProgramReader::new(text);
    let (own, base) = match (DeTable::parse(text), DeTable::parse(DEFAULT_TOML)) {
        (Ok(own), Ok(base)) => (own, base),
        (Err(error), _) | (_, Err(error)) => {
            let line = reader.line(error.span().map_or(0, |span| span.start));
            reader.error(line, "", ProgramProblem::Syntax { message: error.message().to_owned() });
            return Err(reader.into_errors());
        }
    };
    let program = document(&mut reader, &own, &base);
    let errors = reader.into_errors();
    if errors.is_empty() { Ok(program) } else { Err(errors) }
}

/// Reads all of it. Where a value is wrong the mistake is noted and something stands in for it.
fn document<'t>(
    r: &mut ProgramReader<'t>,
    own: &'t toml::Spanned<DeTable<'t>>,
    base: &'t toml::Spanned<DeTable<'t>>,
) -> Program {
    let root = r.root(own, base, &ROOT);
    let name = root.get(r, "name").and_then(|p| r.name(&p)).unwrap_or_default().to_owned();
    let currency = root.get(r, "currency").and_then(|p| currency(r, &p));
    let zone = root.get(r, "zone").and_then(|p| zone(r, &p)).unwrap_or_default();
    // Thresholds are money: without a currency they are read with two decimals, so that their own mistakes show too.
    let decimals = currency.as_ref().map_or(2, |c| c.decimals);
    let refund = r.section(&root, "refund", &["policy"]);
    let (limits, reveals) = limits(r, &root);
    Program {
        name,
        zone,
        points: points(r, &root),
        refund: refund.get(r, "policy").and_then(|p| r.choice(&p, &REFUND)).unwrap_or(RefundPolicy::Deficit),
        tier: tier_rules(r, &root),
        tiers: tiers(r, &root, decimals),
        reasons: reasons(r, &root),
        limits,
        reveals,
        lifecycle: lifecycle(r, &root),
        feedback: feedback(r, &root),
        rfm: rfm(r, &root),
        clv: clv(r, &root),
        data: data(r, &root),
        birthday: birthday(r, &root),
        contact: care::contact(r, &root),
        care: care::care(r, &root),
        approval: approval(r, &root),
        session: session(r, &root),
        alerts: alerts::alerts(r, &root),
        targets: targets::targets(r, &root),
        churn_reasons: churn_reasons(r, &root),
        currency: currency.unwrap_or(Currency { code: String::new(), symbol: String::new(), decimals }),
    }
}

const REFUND: [(&str, RefundPolicy); 3] = [
    ("deficit", RefundPolicy::Deficit),
    ("within_balance", RefundPolicy::WithinBalance),
    ("pending_only", RefundPolicy::PendingOnly),
];

fn currency<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Option<Currency> {
    let code = r.text(place)?;
    Currency::of_code(code).or_else(|| {
        let codes: Vec<&str> = Currency::codes().collect();
        r.unknown_name(place, code, &codes)
    })
}

fn zone<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Option<Zone> {
    let name = r.text(place)?;
    Zone::named(name).or_else(|| {
        let names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
        r.unknown_name(place, name, &names)
    })
}

fn points<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> PointsRules {
    let section = r.section(root, "points", &["rate", "expiry", "pending_days"]);
    PointsRules {
        rate_e6: section.get(r, "rate").and_then(|p| r.decimal(&p, RATE_PLACES, &(0..=RATE_MAX))).unwrap_or_default(),
        pending_days: count(r, &section, "pending_days", 0, 3_650),
        expiry: section.get(r, "expiry").and_then(|p| expiry(r, &p)).unwrap_or(Expiry::Never),
    }
}

fn expiry<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Option<Expiry> {
    let text = r.text(place)?;
    let with_number = |name: &str| -> Option<u32> {
        let digits = text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let months_max = u32::try_from(MONTHS_MAX).unwrap_or(u32::MAX);
    let read = match text {
        "never" => Some(Expiry::Never),
        _ => with_number("months")
            .filter(|n| (1..=months_max).contains(n))
            .map(Expiry::Months)
            .or_else(|| with_number("end_of_month").filter(|n| *n <= months_max).map(Expiry::EndOfMonth))
            .or_else(|| with_number("end_of_year").filter(|n| *n <= months_max / 12).map(Expiry::EndOfYear)),
    };
    read.or_else(|| r.fail(place, ProgramProblem::BadExpiry { value: text.to_owned() }))
}

fn tier_rules<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> TierRules {
    let section = r.section(root, "tier", &["window", "met", "validity_months", "down", "on_refund"]);
    let met = [("any", ThresholdMode::Any), ("all", ThresholdMode::All)];
    let down = [("one_down", DowngradeRule::OneDown), ("to_earned", DowngradeRule::ToEarned)];
    let on_refund = [("keep", RefundTierRule::Keep), ("drop", RefundTierRule::Drop)];
    TierRules {
        window: section.get(r, "window").and_then(|p| window(r, &p)).unwrap_or(QualifyingPeriod::CalendarYear),
        met: section.get(r, "met").and_then(|p| r.choice(&p, &met)).unwrap_or(ThresholdMode::Any),
        validity_months: count(r, &section, "validity_months", 1, MONTHS_MAX),
        down: section.get(r, "down").and_then(|p| r.choice(&p, &down)).unwrap_or(DowngradeRule::OneDown),
        on_refund: section.get(r, "on_refund").and_then(|p| r.choice(&p, &on_refund)).unwrap_or(RefundTierRule::Keep),
    }
}

fn window<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Option<QualifyingPeriod> {
    let text = r.text(place)?;
    if text == "calendar_year" {
        return Some(QualifyingPeriod::CalendarYear);
    }
    let digits = text.strip_suffix("_days").filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
    match digits.and_then(|d| d.parse().ok()).filter(|n| (1..=DAYS_MAX).contains(&i64::from(*n))) {
        Some(n) => Some(QualifyingPeriod::Days(n)),
        None => r.fail(place, ProgramProblem::BadWindow { value: text.to_owned() }),
    }
}

fn tiers<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>, decimals: u32) -> Vec<Tier> {
    let Some(list) = root.get(r, "tiers") else { return Vec::new() };
    let mut read = Vec::new();
    for item in r.list(&list) {
        let Some(section) = r.table(&item, &["code", "name", "multiplier", "spend", "orders", "keep"]) else {
            continue;
        };
        let code = section.require(r, "code").and_then(|p| r.code(&p)).unwrap_or_default().to_owned();
        let (name_en, name_zh) = names(r, &section, &code);
        let one = 10_i64.pow(MULTIPLIER_PLACES);
        let multiplier_e4 = match section.get(r, "multiplier") {
            Some(place) => r.decimal(&place, MULTIPLIER_PLACES, &(0..=MULTIPLIER_MAX)).unwrap_or(one),
            None => one,
        };
        let enter = threshold(r, &section, decimals);
        let keep = section.get(r, "keep").and_then(|place| {
            let keep = r.table(&place, &["spend", "orders"])?;
            let read = threshold(r, &keep, decimals);
            if keep.get(r, "spend").or_else(|| keep.get(r, "orders")).is_none() {
                return r.fail(&place, ProgramProblem::Empty);
            }
            Some(read)
        });
        read.push((section, Tier { code, name_en, name_zh, multiplier_e4, enter, keep }));
    }
    check::tiers(r, &read, decimals);
    read.into_iter().map(|(_, tier)| tier).collect()
}

fn threshold<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>, decimals: u32) -> Threshold {
    Threshold {
        spend: section.get(r, "spend").and_then(|p| r.decimal(&p, decimals, &(1..=LIMIT))).map(Money),
        orders: section.get(r, "orders").and_then(|p| r.integer(&p, &(1..=1_000_000))),
    }
}

/// `name = { en = "…", zh = "…" }`: one language may stand for the other, and the code for both.
/// A name in both languages; where one is missing the other stands in for it, then the code.
fn names<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>, code: &str) -> (String, String) {
    let given = section.get(r, "name").and_then(|place| {
        let table = r.table(&place, &["en", "zh"])?;
        let en = table.get(r, "en").and_then(|p| r.name(&p));
        let zh = table.get(r, "zh").and_then(|p| r.name(&p));
        Some((en, zh))
    });
    let (en, zh) = given.unwrap_or_default();
    let or = |first: Option<&str>, second: Option<&str>| first.or(second).unwrap_or(code).to_owned();
    (or(en, zh), or(zh, en))
}

fn reasons<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> Vec<Reason> {
    let Some(list) = root.get(r, "reasons") else { return Vec::new() };
    let mut read: Vec<(TomlSection<'t>, Reason)> = Vec::new();
    for item in r.list(&list) {
        let Some(section) = r.table(&item, &["code", "name", "min_note"]) else { continue };
        let code = section.require(r, "code").and_then(|p| r.code(&p)).unwrap_or_default().to_owned();
        let (name_en, name_zh) = names(r, &section, &code);
        let min_note = section.get(r, "min_note").and_then(|p| r.integer(&p, &(0..=NOTE_MAX))).unwrap_or_default();
        let min_note = usize::try_from(min_note).unwrap_or_default();
        read.push((section, Reason { code, name_en, name_zh, min_note }));
    }
    check::codes_differ(r, read.iter().map(|(section, reason)| (section, reason.code.as_str())));
    read.into_iter().map(|(_, reason)| reason).collect()
}

/// Why members leave; nothing unless the file has some.
fn churn_reasons<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> Vec<ChurnReason> {
    let Some(list) = root.own(r, "churn_reasons") else { return Vec::new() };
    let mut read: Vec<(TomlSection<'t>, ChurnReason)> = Vec::new();
    for item in r.list(&list) {
        let Some(section) = r.table(&item, &["code", "name"]) else { continue };
        let code = section.require(r, "code").and_then(|p| r.code(&p)).unwrap_or_default().to_owned();
        let (name_en, name_zh) = names(r, &section, &code);
        read.push((section, ChurnReason { code, name_en, name_zh }));
    }
    check::codes_differ(r, read.iter().map(|(section, reason)| (section, reason.code.as_str())));
    read.into_iter().map(|(_, reason)| reason).collect()
}

/// Limits as a whole are the file's or the default's: a role that a file leaves out has none.
/// The limits of a role.
const LIMIT_KEYS: [&str; 4] = ["per_op", "per_day", "per_member_month", "reveal_per_day"];

/// Limits by role, and how often a role may look at personal fields in a day.
type RoleLimits = (Vec<(Role, Limits)>, Vec<(Role, u32)>);

/// The limits of each role that has some, and how often it may look at personal fields in a day where it says so.
fn limits<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> RoleLimits {
    let (mut out, mut reveals) = (Vec::new(), Vec::new());
    let place = root.get(r, "limits");
    let Some(section) = place.and_then(|place| r.table(&place, &Role::ALL.map(Role::word))) else {
        return (out, reveals);
    };
    for role in Role::ALL {
        let Some(place) = section.get(r, role.word()) else { continue };
        let Some(of_role) = r.table(&place, &LIMIT_KEYS) else { continue };
        let mut limit = |key: &str| of_role.get(r, key).and_then(|p| r.integer(&p, &(0..=LIMIT))).map(Points);
        out.push((
            role,
            Limits { per_op: limit("per_op"), per_day: limit("per_day"), per_member_month: limit("per_member_month") },
        ));
        let often = of_role.get(r, "reveal_per_day").and_then(|p| r.integer(&p, &(0..=REVEALS_MAX)));
        reveals.extend(often.and_then(|n| u32::try_from(n).ok()).map(|n| (role, n)));
    }
    (out, reveals)
}

fn lifecycle<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> LifecycleRules {
    let section = r.section(root, "lifecycle", &["new_days", "active_days", "lapsing_days", "dormant_days"]);
    let lapsing = days_or(r, &section, "lapsing_days", "auto");
    let mut days = |key: &str| section.get(r, key).and_then(|p| r.integer(&p, &(1..=DAYS_MAX))).unwrap_or_default();
    let rules = LifecycleRules {
        new_days: days("new_days"),
        active_days: days("active_days"),
        lapsing_auto: matches!(lapsing, Some(Days::Word)),
        lapsing_days: match lapsing {
            Some(Days::Of(days)) => days,
            Some(Days::Word) => LAPSING_DAYS,
            None => 0,
        },
        dormant_days: days("dormant_days"),
    };
    let rules = rules.with_gap(LAPSING_DAYS);
    check::stages_lengthen(r, &section, &rules);
    rules
}

/// A number of days, or the one word that stands where no number is given.
enum Days {
    Of(i64),
    Word,
}

fn days_or<'t>(r: &mut ProgramReader<'t>, section: &TomlSection<'t>, key: &str, word: &str) -> Option<Days> {
    let place = section.get(r, key)?;
    if place.value.as_str().is_some() {
        return r.choice(&place, &[(word, ())]).map(|()| Days::Word);
    }
    r.integer(&place, &(1..=DAYS_MAX)).map(Days::Of)
}

fn feedback<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> FeedbackRules {
    let section = r.section(root, "feedback", &["sla_hours"]);
    let hours = section.get(r, "sla_hours").and_then(|p| r.integer(&p, &(1..=SLA_HOURS_MAX)));
    FeedbackRules { sla_hours: hours.unwrap_or_default() }
}

/// The oldest day is a text, as days are everywhere else in files.
fn data<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> DataRules {
    let section = r.section(root, "data", &["oldest"]);
    let oldest = section.get(r, "oldest").and_then(|p| r.day(&p));
    DataRules { oldest: oldest.unwrap_or_default() }
}

fn birthday<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> BirthdayRules {
    let section = r.section(root, "birthday", &["leap"]);
    let days = [("28", LeapBirthday::February28), ("01", LeapBirthday::March1)];
    let leap = section.get(r, "leap").and_then(|p| r.choice(&p, &days));
    BirthdayRules { leap: leap.unwrap_or(LeapBirthday::February28) }
}

fn approval<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> ApprovalRules {
    let section = r.section(root, "approval", &["days", "always"]);
    let days = count(r, &section, "days", 1, APPROVAL_DAYS_MAX);
    let always = section.get(r, "always").map(|p| proposable(r, &p)).unwrap_or_default();
    ApprovalRules { days, always }
}

/// Kinds of changes that can wait for a second person.
fn proposable<'t>(r: &mut ProgramReader<'t>, place: &TomlNode<'t>) -> Vec<OpKind> {
    let kinds = OpKind::ALL.into_iter().filter(|kind| kind.can_be_proposed()).map(|kind| (kind.word(), kind));
    let kinds: Vec<(&str, OpKind)> = kinds.collect();
    let items = r.list(place);
    items.iter().filter_map(|item| r.choice(item, &kinds)).collect()
}

fn session<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> SessionRules {
    let section = r.section(root, "session", &["lock_minutes", "hours", "pin_min"]);
    SessionRules {
        lock_minutes: count(r, &section, "lock_minutes", 1, 1_440),
        hours: count(r, &section, "hours", 1, 168),
        pin_min: count(r, &section, "pin_min", 6, 64),
    }
}

fn rfm<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> RfmRules {
    let section = r.section(root, "rfm", &["ties", "min_members", "window_days"]);
    let ties = [("together", Ties::Together), ("split", Ties::Split)];
    let window = days_or(r, &section, "window_days", "all");
    RfmRules {
        ties: section.get(r, "ties").and_then(|p| r.choice(&p, &ties)).unwrap_or(Ties::Together),
        min_members: u64::from(count(r, &section, "min_members", 5, MEMBERS_MAX)),
        window_days: match window {
            Some(Days::Of(days)) => u32::try_from(days).ok(),
            Some(Days::Word) | None => None,
        },
    }
}

fn clv<'t>(r: &mut ProgramReader<'t>, root: &TomlSection<'t>) -> ClvRules {
    let section = r.section(root, "clv", &["min_repeaters", "margin", "discount", "months"]);
    let mut decimal = |key: &str, places: u32| {
        let place = section.get(r, key);
        place.and_then(|p| r.decimal(&p, places, &(0..=10_i64.pow(places)))).unwrap_or_default()
    };
    let (margin_e4, discount_e6) = (decimal("margin", 4), decimal("discount", 6));
    ClvRules {
        min_repeaters: u64::from(count(r, &section, "min_repeaters", 2, MEMBERS_MAX)),
        margin_e4,
        discount_e6,
        months: count(r, &section, "months", 1, 120),
    }
}
