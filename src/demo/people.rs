//! The members: who they are, when they joined, how they shop.

use super::names::{DemoName, name};
use super::rng::Rng;
use crate::domain::day::Day;

pub(super) const STORES: [(&str, i64); 6] =
    [("南京西路店", 30), ("徐家汇店", 22), ("陆家嘴店", 16), ("静安寺店", 14), ("虹桥店", 10), ("线上商城", 24)];
pub(super) const ONLINE: &str = "线上商城";
pub(super) const CHANNELS: [(&str, i64); 4] = [("门店", 46), ("微信小程序", 34), ("App", 14), ("官网", 6)];
const TAGS: [(&str, i64); 8] = [
    ("母婴", 10),
    ("学生", 12),
    ("咖啡", 18),
    ("健身", 8),
    ("宠物", 9),
    ("企业团购", 4),
    ("生日礼", 14),
    ("短信勿扰", 6),
];
const MOBILE: [&str; 12] = ["138", "139", "136", "135", "158", "159", "186", "187", "188", "177", "199", "131"];

/// How often and how much somebody buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habit {
    /// Of a hundred members, so many.
    weight: i64,
    /// Mean days between two purchases; 0: never buys, or buys once.
    pub gap_days: i64,
    /// Purchases at most.
    pub at_most: i64,
    /// The smallest purchase in fen.
    pub low: i64,
    /// The largest.
    pub high: i64,
    /// Percent of them that stop for good at some time.
    pub leaves: i64,
}

const HABITS: [Habit; 6] = [
    Habit { weight: 6, gap_days: 0, at_most: 0, low: 0, high: 0, leaves: 0 },
    Habit { weight: 20, gap_days: 0, at_most: 1, low: 3_000, high: 60_000, leaves: 0 },
    Habit { weight: 33, gap_days: 110, at_most: 12, low: 4_000, high: 60_000, leaves: 40 },
    Habit { weight: 26, gap_days: 38, at_most: 40, low: 5_000, high: 90_000, leaves: 42 },
    Habit { weight: 11, gap_days: 17, at_most: 90, low: 6_000, high: 140_000, leaves: 30 },
    Habit { weight: 4, gap_days: 11, at_most: 140, low: 20_000, high: 480_000, leaves: 18 },
];

/// A member as the demo knows it.
pub(super) struct DemoMember {
    pub no: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub birthday: Option<Day>,
    pub joined: Day,
    pub store: &'static str,
    pub channel: &'static str,
    pub tags: Vec<&'static str>,
    pub consents: &'static str,
    pub referrer: Option<String>,
    pub habit: Habit,
    /// From another programme: points, and perhaps a tier with its last day.
    pub opening: Option<(i64, Option<(&'static str, Day)>)>,
}

/// So many members, in the order in which they joined: a third before `start`, the rest until `today`.
pub(super) fn people(seed: u64, count: usize, start: Day, today: Day) -> Vec<DemoMember> {
    let mut rng = Rng::new(seed, "people");
    let mut joined: Vec<Day> = (0..count).map(|_| joined(&mut rng, start, today)).collect();
    joined.sort_unstable();
    let mut people: Vec<DemoMember> = Vec::with_capacity(count);
    for (i, joined) in joined.into_iter().enumerate() {
        let referrer = if i > 0 && rng.chance(14) { Some(rng.index(i)) } else { None };
        let referrer = referrer.map(|at| people[at].no.clone());
        people.push(person(&mut rng, i, joined, start, referrer));
    }
    call_in(&mut people);
    people
}

/// Last digits of the phone with which the README's call begins.
const CALLER: &str = "5678";

/// One member's number ends as in the README's call, and nobody else's: who buys most often, so that there is much to see.
fn call_in(people: &mut [DemoMember]) {
    for person in people.iter_mut().filter(|p| p.phone.ends_with(CALLER)) {
        person.phone.clear();
    }
    let mobile = people.iter_mut().filter(|p| p.phone.len() == 11 && p.habit.at_most > 50);
    if let Some(caller) = mobile.min_by_key(|p| (p.habit.gap_days, p.joined)) {
        let kept = caller.phone.len() - CALLER.len();
        caller.phone.replace_range(kept.., CALLER);
    }
}

fn joined(rng: &mut Rng, start: Day, today: Day) -> Day {
    if rng.chance(34) { start.plus_days(-rng.between(0, 900)) } else { Day(rng.between(start.0, today.0 - 2)) }
}

fn person(rng: &mut Rng, i: usize, joined: Day, start: Day, referrer: Option<String>) -> DemoMember {
    let name = name(rng);
    let store = rng.weighted(&STORES, |s| s.1).0;
    let channel = if store == ONLINE { rng.pick(&CHANNELS[1..]).0 } else { rng.weighted(&CHANNELS, |c| c.1).0 };
    let mut tags: Vec<&str> = TAGS.iter().filter(|tag| rng.chance(tag.1 / 2)).map(|tag| tag.0).collect();
    tags.sort_unstable();
    let opening = (joined < start && rng.chance(40)).then(|| {
        let tier = rng.chance(22).then(|| {
            let code = if rng.chance(30) { "gold" } else { "silver" };
            (code, start.plus_days(rng.between(40, 360)))
        });
        (rng.mostly_low(50, 4_000), tier)
    });
    DemoMember {
        no: format!("M{:07}", 10_001 + i),
        phone: phone(rng, &name),
        email: email(rng, &name),
        birthday: rng.chance(62).then(|| joined.plus_days(-rng.between(18 * 365, 70 * 365))),
        name: name.shown,
        joined,
        store,
        channel,
        tags,
        consents: consents(i),
        referrer,
        habit: *rng.weighted(&HABITS, |h| h.weight),
        opening,
    }
}

/// What a member consents to: by the place alone, so that nothing else of the store hangs on it.
fn consents(i: usize) -> &'static str {
    match i * 7 % 10 {
        0..3 => "",
        3..6 => "marketing",
        6..9 => "marketing,profiling",
        _ => "profiling",
    }
}

/// A mobile number; for Western names one of the ranges that are kept free for fiction.
fn phone(rng: &mut Rng, name: &DemoName) -> String {
    if rng.chance(3) {
        return String::new();
    }
    if name.chinese {
        return format!("{}{:08}", rng.pick(&MOBILE), rng.below(100_000_000));
    }
    let area = rng.pick(&["212", "415", "617", "312"]);
    if rng.chance(50) {
        format!("+1{area}55501{:02}", rng.below(100))
    } else {
        format!("+447700900{:03}", rng.below(1_000))
    }
}

/// An address in a domain that is kept free for examples.
fn email(rng: &mut Rng, name: &DemoName) -> String {
    if rng.chance(35) {
        return String::new();
    }
    let number = if rng.chance(60) { rng.between(1, 99).to_string() } else { String::new() };
    format!("{}{number}@{}", name.letters, rng.pick(&["example.com", "example.net", "example.org"]))
}

/// The members as the file that `import members` takes.
pub(super) fn csv(people: &[DemoMember]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "member_no",
        "name",
        "phone",
        "email",
        "birthday",
        "joined_on",
        "store",
        "channel",
        "tags",
        "consents",
        "referrer_no",
        "opening_points",
        "tier",
        "tier_until",
    ])?;
    for p in people {
        let tier = p.opening.and_then(|(_, tier)| tier);
        out.write_record([
            p.no.as_str(),
            &p.name,
            &p.phone,
            &p.email,
            &p.birthday.map(|d| d.to_string()).unwrap_or_default(),
            &p.joined.to_string(),
            p.store,
            p.channel,
            &p.tags.join(","),
            p.consents,
            p.referrer.as_deref().unwrap_or_default(),
            &p.opening.map(|(points, _)| points.to_string()).unwrap_or_default(),
            tier.map_or("", |(code, _)| code),
            &tier.map(|(_, until)| until.to_string()).unwrap_or_default(),
        ])?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}
