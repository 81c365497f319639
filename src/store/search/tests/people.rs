//! Members and queries for tests, the same for the same seed: Chinese and Western names, numbers of several kinds.

use crate::domain::member::Profile;
use crate::domain::terms::fold::fold;
use crate::domain::terms::name::Name;

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁曾单解吕任沈仇查翟乐覃欧";
const COMPOUND: [&str; 5] = ["欧阳", "司马", "尉迟", "上官", "诸葛"];
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰涛明超霞平刚桂文建国志红玉辉波鹏飞宇浩子轩涵诺欣怡雨泽佳琪思博俊豪嘉瑞晨雪梅长乐晟行绿率娟";
const FIRST: [&str; 12] =
    ["James", "Mary", "José", "Linda", "Zoë", "Susan", "Peter", "Anna", "Emma", "Li", "O’Neil", "Jean-Luc"];
const LAST: [&str; 12] =
    ["Smith", "Brown", "Müller", "Wilson", "Johnson", "Jones", "Garcia", "Lee", "Hall", "King", "Wright", "Smithson"];
const DOMAINS: [&str; 8] =
    ["qq.com", "163.com", "126.com", "gmail.com", "outlook.com", "mail.sina.com.cn", "icloud.com", "x.org"];

/// A small generator of numbers (Knuth's MMIX constants), enough for test data.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5555)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn char_of(&mut self, text: &str) -> char {
        let all: Vec<char> = text.chars().collect();
        // The first are the most frequent.
        let (a, b) = (self.below(all.len()), self.below(all.len()));
        all[a.min(b)]
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

pub fn people(seed: u64, n: usize) -> Vec<Profile> {
    let mut dice = Dice::new(seed);
    (1..=n).map(|id| one(&mut dice, id)).collect()
}

fn one(dice: &mut Dice, id: usize) -> Profile {
    let name = match dice.below(20) {
        0 => format!("{} {}", dice.of(&FIRST), dice.of(&LAST)),
        1 => format!("{}{}", dice.of(&COMPOUND), dice.char_of(GIVEN)),
        2 => format!("{}{}", dice.char_of(SURNAMES), dice.of(&FIRST)),
        3..=6 => format!("{}{}", dice.char_of(SURNAMES), dice.char_of(GIVEN)),
        _ => format!("{}{}{}", dice.char_of(SURNAMES), dice.char_of(GIVEN), dice.char_of(GIVEN)),
    };
    let digits = 100_000_000 + dice.below(900_000_000);
    let phone = match dice.below(12) {
        0 => String::new(),
        1 => format!("+8613{digits}"),
        2 => format!("021-{:08}", digits % 100_000_000),
        _ => format!("1{}{digits}", 3 + dice.below(3)),
    };
    let member_no = match dice.below(6) {
        0 => format!("VIP-{id:05}"),
        1 => format!("8801{:03}{:08}7", dice.below(20), id * 7_919),
        2 => id.to_string(),
        3 if id.is_multiple_of(5) => id.to_string().bytes().map(|b| char::from(b + 49)).chain("xyz".chars()).collect(),
        _ => format!("M{id:08}"),
    };
    let spelled = Name::of(&fold(&name)).spellings().remove(0);
    let (sound, initials) = (spelled.sounds.concat(), spelled.initials.first().cloned().unwrap_or_default());
    let sound: String = sound.chars().take(14).collect();
    let local = match dice.below(6) {
        0 => (100_000_000 + dice.below(2_000_000_000)).to_string(),
        1 => format!("{sound}{}", dice.below(1_000)),
        2 => format!("{initials}{}", 1960 + dice.below(50)),
        3 => format!("{initials}_{}.{sound}", dice.below(100)),
        4 => format!("{sound}_{}", dice.below(10_000)),
        _ => String::new(),
    };
    let email = if local.is_empty() { local } else { format!("{local}@{}", dice.of(&DOMAINS)) };
    Profile { member_no, name, phone, email, ..Profile::default() }
}

/// The classes of what operators type.
pub const CLASSES: [&str; 43] = [
    "d1",
    "d2",
    "d3",
    "ph_pre46",
    "ph_mid4",
    "ph_mid56",
    "ph_last4",
    "ph_full",
    "ph_typo",
    "zh1_sur",
    "zh1_given",
    "zh2_pre",
    "zh2_given",
    "zh3_full",
    "py1",
    "py_pre25",
    "py_full",
    "py_given",
    "ini2",
    "ini3",
    "py_mixed",
    "py_mixed_later",
    "py_mixed_short",
    "py_typo",
    "em_pre",
    "em_mid",
    "em_domain",
    "card_pre9",
    "card_last5",
    "card_mid5",
    "nohit_d",
    "nohit_zh",
    "nohit_la",
    "two_zh_d4",
    "two_py_d3",
    "em_full",
    "em_part",
    "number",
    "western",
    "three",
    "mixed",
    "ph_coded",
    "two_typo",
];

fn cut(text: &str, from: usize, len: usize) -> String {
    text.chars().skip(from).take(len).collect()
}

/// A query of a class, made from some member.
pub fn query(people: &[Profile], class: &str, dice: &mut Dice) -> String {
    let p = people[dice.below(people.len())].clone();
    let other = people[dice.below(people.len())].clone();
    let mut spelled = Name::of(&fold(&p.name)).spellings().into_iter();
    let (spelled, later) = (spelled.next().unwrap_or_default(), spelled.next().unwrap_or_default());
    let pick = |all: &[String], dice: &mut Dice| all.get(dice.below(all.len().max(1))).cloned().unwrap_or_default();
    let sound = pick(&spelled.sounds, dice);
    let (at, more) = (dice.below(6), dice.below(3));
    match class {
        "d1" => dice.below(10).to_string(),
        "d2" => format!("{:02}", dice.below(100)),
        "d3" => cut(&p.phone, at, 3),
        "ph_pre46" => cut(&p.phone, 0, 4 + more),
        "ph_mid4" => cut(&p.phone, 3 + at, 4),
        "ph_mid56" => cut(&p.phone, 1 + at, 5 + more),
        "ph_last4" => cut(&p.phone, 7, 9),
        "ph_full" => p.phone,
        "ph_coded" => format!("+86 {} {}", cut(&p.phone, 0, 3), cut(&p.phone, 3, 8)),
        "ph_typo" => misspelt(&p.phone, b'0'..=b'9', dice),
        "zh1_sur" | "zh1_given" => cut(&p.name, more, 1),
        "zh2_pre" => cut(&p.name, 0, 2),
        "zh2_given" => cut(&p.name, 1, 2),
        "zh3_full" => p.name,
        "py1" => cut(&sound, 0, 1),
        "py_pre25" => cut(&sound, 0, 2 + at),
        "py_full" => sound,
        "py_given" => pick(&later.sounds, dice),
        "ini2" => cut(&pick(&spelled.initials, dice), 0, 2),
        "ini3" => pick(&spelled.initials, dice),
        "py_mixed" => mixture(&p.name, 0, dice),
        "py_mixed_later" => mixture(&p.name, 1, dice),
        "py_mixed_short" => cut(&mixture(&p.name, more, dice), 0, 3),
        "py_typo" => misspelt(&sound, b'a'..=b'z', dice),
        "em_pre" => cut(&p.email, 0, 3 + at),
        "em_mid" => cut(&p.email, 1 + at, 4 + more),
        "em_domain" => ["gmail", "qq.com", "163.com", "@qq", "icloud", "sina", "@126", "qq", "@mail.sina.com.c"]
            [at + more]
            .to_owned(),
        "em_full" => p.email,
        "em_part" => p.email.find('@').map_or(String::new(), |i| cut(&p.email, i.saturating_sub(at), at + 1 + more)),
        "card_pre9" => cut(&p.member_no, 0, 4 + at),
        "card_last5" => cut(&p.member_no, p.member_no.chars().count().saturating_sub(3 + more), 9),
        "card_mid5" => cut(&p.member_no, at, 4 + more),
        "number" => p.member_no,
        "nohit_d" => format!("{:012}", 777_777_000_000 + dice.below(1_000_000)),
        "nohit_zh" => format!("{}龘", cut(&p.name, 0, 1)),
        "nohit_la" => format!("{}xq{}", cut(&sound, 0, 3), cut(&sound, 1, 1)),
        "two_zh_d4" => format!("{} {}", cut(&p.name, 0, 1), cut(&p.phone, 7, 9)),
        "two_py_d3" => format!("{} {}", cut(&sound, 0, 2 + more), cut(&p.phone, 3, 3)),
        "two_typo" => format!("{} {}", misspelt(&sound, b'a'..=b'z', dice), cut(&p.phone, 0, 2)),
        "western" => cut(p.name.rsplit(' ').next().unwrap_or_default(), more, 2 + at),
        "three" => format!("{} {} {}", cut(&p.name, 1, 1), cut(&p.phone, 0, 2), cut(&p.email, 0, 2)),
        "mixed" => format!("{}{}", cut(&p.name, 0, 1 + more), cut(&other.phone, 0, 2)),
        _ => unreachable!("{class}"),
    }
}

/// The characters of a name from one on, each by a syllable or its first letter, the last one begun.
fn mixture(name: &str, from: usize, dice: &mut Dice) -> String {
    let named = Name::of(&fold(name));
    let runs = named.syllable_runs().concat();
    let characters = &runs[from.min(runs.len())..];
    let piece = |(at, readings): (usize, &Vec<&str>)| {
        let reading = readings[dice.below(readings.len())];
        let letters = if at + 1 == characters.len() { 1 + dice.below(reading.len()) } else { reading.len() };
        if dice.below(2) == 0 { cut(reading, 0, 1) } else { cut(reading, 0, letters) }
    };
    characters.iter().enumerate().map(piece).collect()
}

fn misspelt(text: &str, keys: std::ops::RangeInclusive<u8>, dice: &mut Dice) -> String {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.len() < 4 || !text.is_ascii() {
        return text.to_owned();
    }
    let at = 1 + dice.below(bytes.len() - 2);
    let key = keys.start() + u8::try_from(dice.below(usize::from(keys.end() - keys.start()) + 1)).unwrap();
    match dice.below(4) {
        0 => bytes.swap(at, at + 1),
        1 => drop(bytes.remove(at)),
        2 => bytes.insert(at, key),
        _ => bytes[at] = key,
    }
    String::from_utf8(bytes).unwrap()
}
