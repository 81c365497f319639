//! A name taken apart: its Chinese characters, its words, and every way it may sound in pinyin.

use super::first_chars;
use super::fold::{fold, is_cjk, with_long_vowels};
use super::hash::TokenHash;
use pinyin::ToPinyinMulti;
use std::borrow::Cow;

/// At most so many ways to read a name from one place on; beyond, later characters have their first reading only.
const MAX_SOUNDS: usize = 16;

/// A query may begin at any of the first so many units.
const MAX_STARTS: usize = 8;

/// At most so many readings of one character (beyond, they are of the dictionary only).
const MAX_READINGS: usize = 4;

/// One character of a Chinese name, or one word of another.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unit {
    Character(char),
    Word(NameWord),
}

/// A word, and the longer way to spell it, where it has one: `muller` and `mueller`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NameWord {
    text: String,
    longer: Option<String>,
}

/// A folded name, ready to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    units: Vec<Unit>,
    /// All Chinese (Japanese, Korean) characters of the name, without what stands between.
    pub cjk: String,
}

/// How a name may be spelled from one unit on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spellings {
    /// Pinyin and words without blanks: `zhangwei`.
    pub sounds: Vec<String>,
    /// First letters: `zw`; empty where there is but one unit.
    pub initials: Vec<String>,
}

impl Name {
    /// Takes a name as it is written apart.
    pub fn of_text(text: &str) -> Self {
        let mut name = Self::of(&fold(text));
        if let Cow::Owned(longer) = with_long_vowels(text) {
            // Letters stand for letters, so that every unit has its counterpart.
            for (unit, other) in name.units.iter_mut().zip(Self::of(&fold(&longer)).units) {
                if let (Unit::Word(word), Unit::Word(other)) = (unit, other) {
                    word.longer = Some(other.text).filter(|longer| *longer != word.text);
                }
            }
        }
        name
    }

    /// Takes a folded name apart.
    pub fn of(folded: &str) -> Self {
        let mut name = Self::default();
        let mut word = String::new();
        for c in folded.chars() {
            if c.is_alphanumeric() && !is_cjk(c) {
                word.push(c);
                continue;
            }
            name.end_word(&mut word);
            if is_cjk(c) {
                name.units.push(Unit::Character(c));
                name.cjk.push(c);
            }
        }
        name.end_word(&mut word);
        name
    }

    /// A text that names sort by: Chinese by its sound, characters of one sound together, all else by its letters.
    ///
    /// ```
    /// use loyaltui::domain::terms::name::Name;
    ///
    /// let mut names = ["张三", "Zoe", "adam", "安娜", "章一", "张一"];
    /// names.sort_by_cached_key(|name| Name::of_text(name).sort_key());
    /// assert_eq!(names, ["adam", "安娜", "张三", "张一", "章一", "Zoe"]);
    /// ```
    pub fn sort_key(&self) -> String {
        let surname = self.surname();
        let mut key = String::new();
        for (at, unit) in self.units.iter().enumerate() {
            match unit {
                Unit::Word(word) => key.push_str(&word.text),
                Unit::Character(c) => {
                    let known = surname.get(at).and_then(|known| known.first().copied());
                    key.push_str(known.or_else(|| readings(*c).first().copied()).unwrap_or_default());
                    key.push(*c);
                }
            }
            key.push(' ');
        }
        key
    }

    fn end_word(&mut self, word: &mut String) {
        if !word.is_empty() {
            self.units.push(Unit::Word(NameWord { text: std::mem::take(word), longer: None }));
        }
    }

    /// The words that are not Chinese.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.units.iter().filter_map(|u| match u {
            Unit::Word(w) => Some(w.text.as_str()),
            Unit::Character(_) => None,
        })
    }

    /// Every way to read each unit; units that can't be read (kana, say) are not among them.
    fn readings(&self) -> Vec<Vec<&str>> {
        let surname = self.surname();
        let units = self.units.iter().enumerate().map(|(at, unit)| match unit {
            Unit::Word(word) => std::iter::once(&word.text).chain(&word.longer).map(String::as_str).collect(),
            Unit::Character(c) => surname.get(at).map_or_else(|| readings(*c), |known| known.to_vec()),
        });
        units.filter(|all| !all.is_empty()).collect()
    }

    /// Chinese characters that follow each other, each with every way to read it; one that can't be read is passed over. Of the
    /// units that a query may begin at.
    pub fn syllable_runs(&self) -> Vec<Vec<Vec<&str>>> {
        let surname = self.surname();
        let mut runs: Vec<Vec<Vec<&str>>> = vec![Vec::new()];
        let mut starts = 0;
        for (at, unit) in self.units.iter().enumerate() {
            let readings = match unit {
                Unit::Word(_) => Vec::new(),
                Unit::Character(c) => surname.get(at).map_or_else(|| readings(*c), |known| known.to_vec()),
            };
            let is_word = matches!(unit, Unit::Word(_));
            starts += usize::from(is_word || !readings.is_empty());
            match runs.last_mut() {
                _ if is_word => runs.push(Vec::new()),
                Some(run) if starts <= MAX_STARTS && !readings.is_empty() => run.push(readings),
                Some(_) | None => {}
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    /// How the name may be spelled: from its beginning on, from its second unit on, and so forth.
    pub fn spellings(&self) -> Vec<Spellings> {
        let units = self.readings();
        let from = |start: usize| {
            let mut out = Spellings::default();
            for unit in &units[start..] {
                extend(&mut out.sounds, unit, |begun, ending| format!("{begun}{ending}"));
                extend(&mut out.initials, &initials(unit), |begun, ending| format!("{begun}{ending}"));
            }
            if units.len() < start + 2 {
                out.initials.clear();
            }
            out
        };
        (0..units.len().min(MAX_STARTS)).map(from).collect()
    }

    /// Visits every beginning of every spelling that is not of digits alone, of at most `max` characters: with the unit it
    /// begins at, and whether it is the whole spelling. The same beginning may come twice.
    pub fn spell(&self, max: usize, mut visit: impl FnMut(usize, TokenHash, bool)) {
        let units = self.readings();
        for start in 0..units.len().min(MAX_STARTS) {
            let mut sounds = Vec::new();
            let mut firsts = Vec::new();
            for (at, unit) in units.iter().enumerate().skip(start) {
                let last = at + 1 == units.len();
                let mut each = |begun: &PartialSpelling, ending: &str| {
                    begun.spell(ending, max, |s, end| visit(start, s, last && end))
                };
                extend(&mut sounds, unit, &mut each);
                if units.len() >= start + 2 {
                    extend(&mut firsts, &initials(unit), &mut each);
                }
            }
        }
    }

    /// Readings of the one or two characters of the surname, where they differ from those of the characters elsewhere.
    fn surname(&self) -> Vec<&'static [&'static str]> {
        let (Some(Unit::Character(first)), second) = (self.units.first(), self.units.get(1)) else { return Vec::new() };
        if let Some(Unit::Character(second)) = second
            && let Some(compound) = COMPOUND_SURNAMES.iter().find(|s| s.0 == *first && s.1 == *second)
        {
            return vec![&compound.2, &compound.3];
        }
        SURNAMES.iter().find(|s| s.0 == *first).map(|s| vec![s.1]).unwrap_or_default()
    }
}

/// First letters of readings, without repeats.
fn initials<'a>(readings: &[&'a str]) -> Vec<&'a str> {
    let mut out = Vec::with_capacity(readings.len());
    for reading in readings {
        let first = first_chars(reading, 1);
        if !out.contains(&first) {
            out.push(first);
        }
    }
    out
}

/// Puts each ending behind each beginning, as far as [`MAX_SOUNDS`] allows.
fn extend<T: Default>(all: &mut Vec<T>, endings: &[&str], mut joined: impl FnMut(&T, &str) -> T) {
    if all.is_empty() {
        all.push(T::default());
    }
    let endings = if all.len() * endings.len() > MAX_SOUNDS { &endings[..1] } else { endings };
    let beginnings = std::mem::take(all);
    for beginning in &beginnings {
        all.extend(endings.iter().map(|ending| joined(beginning, ending)));
    }
}

/// A spelling on its way.
struct PartialSpelling {
    spelled: TokenHash,
    chars: usize,
    digits: bool,
}

impl Default for PartialSpelling {
    fn default() -> Self {
        Self { spelled: TokenHash::RANKED, chars: 0, digits: true }
    }
}

impl PartialSpelling {
    /// Goes on with a unit, character by character; says of each whether the unit ends with it.
    fn spell(&self, ending: &str, max: usize, mut visit: impl FnMut(TokenHash, bool)) -> Self {
        let mut next = Self { ..*self };
        for (at, c) in ending.char_indices() {
            let end = at + c.len_utf8();
            next.spelled = next.spelled.then(&ending[at..end]);
            next.chars += 1;
            next.digits &= c.is_ascii_digit();
            if next.chars <= max && !next.digits {
                visit(next.spelled, end == ending.len());
            }
        }
        next
    }
}

/// Every way to read a character, the most common first; `ü` as people type it.
pub fn readings(c: char) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    let Some(multi) = c.to_pinyin_multi() else { return out };
    for reading in multi.into_iter().take(MAX_READINGS) {
        let typed: &[&'static str] = match reading.plain() {
            "lü" => &["lv", "lu", "lyu"],
            "nü" => &["nv", "nu", "nyu"],
            "lüe" => &["lve", "lue"],
            "nüe" => &["nve", "nue"],
            plain if plain.is_ascii() => &[plain],
            _ => &[],
        };
        for one in typed {
            if !out.contains(one) {
                out.push(one);
            }
        }
    }
    out
}

/// Surnames whose readings are not those the dictionary gives the character: others, in another order, or fewer, where the
/// rest is dead (王 as `yu` would put every Wang under Yu). What people misread stays, after the right one.
const SURNAMES: &[(char, &[&str])] = &[
    ('王', &["wang"]),
    ('朱', &["zhu"]),
    ('石', &["shi"]),
    ('贾', &["jia"]),
    ('于', &["yu"]),
    ('余', &["yu"]),
    ('彭', &["peng"]),
    ('潘', &["pan"]),
    ('蔡', &["cai"]),
    ('姚', &["yao"]),
    ('方', &["fang"]),
    ('陶', &["tao"]),
    ('沈', &["shen"]),
    ('任', &["ren"]),
    ('祝', &["zhu"]),
    ('单', &["shan", "dan", "chan"]),
    ('曾', &["zeng", "ceng"]),
    ('解', &["xie", "jie"]),
    ('仇', &["qiu", "chou"]),
    ('查', &["zha", "cha"]),
    ('盖', &["ge", "gai"]),
    ('区', &["ou", "qu"]),
    ('朴', &["piao", "pu", "po"]),
    ('乐', &["yue", "le"]),
    ('覃', &["qin", "tan"]),
    ('员', &["yun", "yuan"]),
    ('贠', &["yun", "yuan"]),
    ('阚', &["kan", "han"]),
    ('能', &["nai", "neng"]),
    ('都', &["du", "dou"]),
    ('隗', &["wei", "kui"]),
    ('於', &["yu"]),
    ('郗', &["xi", "chi"]),
    ('翟', &["zhai", "di"]),
    ('宿', &["su", "xiu"]),
    ('柏', &["bai", "bo"]),
    ('缪', &["miao", "mou"]),
    ('种', &["chong", "zhong"]),
    ('尉', &["wei", "yu"]),
    ('召', &["shao", "zhao"]),
    ('黑', &["he", "hei"]),
    ('折', &["she", "zhe"]),
    ('秘', &["bi", "mi"]),
    ('冼', &["xian"]),
    ('洗', &["xian", "xi"]),
    ('那', &["na"]),
    ('牟', &["mu", "mou"]),
    ('谌', &["chen", "shen"]),
    ('郇', &["xun", "huan"]),
    ('句', &["gou", "ju"]),
    ('过', &["guo"]),
    ('应', &["ying"]),
    ('华', &["hua"]),
    ('宁', &["ning"]),
    ('纪', &["ji"]),
    ('燕', &["yan"]),
    ('车', &["che"]),
    ('盛', &["sheng"]),
    ('相', &["xiang"]),
    ('晟', &["cheng", "sheng"]),
    ('适', &["kuo", "shi"]),
    ('佴', &["nai"]),
    ('祭', &["zhai", "ji"]),
    ('万', &["wan"]),
    ('长', &["chang", "zhang"]),
    ('行', &["xing", "hang"]),
    ('逄', &["pang"]),
    ('眭', &["sui"]),
    ('乜', &["nie"]),
    ('撒', &["sa"]),
    ('重', &["chong", "zhong"]),
    ('曲', &["qu"]),
    ('莘', &["shen", "xin"]),
    ('厍', &["she"]),
    ('阙', &["que"]),
    ('訾', &["zi"]),
];

const COMPOUND_SURNAMES: &[(char, char, [&str; 1], [&str; 1])] = &[
    ('欧', '阳', ["ou"], ["yang"]),
    ('司', '马', ["si"], ["ma"]),
    ('上', '官', ["shang"], ["guan"]),
    ('诸', '葛', ["zhu"], ["ge"]),
    ('东', '方', ["dong"], ["fang"]),
    ('皇', '甫', ["huang"], ["fu"]),
    ('尉', '迟', ["yu"], ["chi"]),
    ('公', '孙', ["gong"], ["sun"]),
    ('慕', '容', ["mu"], ["rong"]),
    ('令', '狐', ["ling"], ["hu"]),
    ('宇', '文', ["yu"], ["wen"]),
    ('长', '孙', ["zhang"], ["sun"]),
    ('司', '徒', ["si"], ["tu"]),
    ('司', '空', ["si"], ["kong"]),
    ('夏', '侯', ["xia"], ["hou"]),
    ('端', '木', ["duan"], ["mu"]),
    ('南', '宫', ["nan"], ["gong"]),
    ('澹', '台', ["tan"], ["tai"]),
    ('万', '俟', ["mo"], ["qi"]),
    ('鲜', '于', ["xian"], ["yu"]),
    ('单', '于', ["chan"], ["yu"]),
    ('淳', '于', ["chun"], ["yu"]),
    ('独', '孤', ["du"], ["gu"]),
    ('轩', '辕', ["xuan"], ["yuan"]),
    ('呼', '延', ["hu"], ["yan"]),
    ('申', '屠', ["shen"], ["tu"]),
    ('太', '史', ["tai"], ["shi"]),
    ('赫', '连', ["he"], ["lian"]),
    ('钟', '离', ["zhong"], ["li"]),
    ('濮', '阳', ["pu"], ["yang"]),
    ('西', '门', ["xi"], ["men"]),
    ('拓', '跋', ["tuo"], ["ba"]),
    ('完', '颜', ["wan"], ["yan"]),
    ('纳', '兰', ["na"], ["lan"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::terms::{MatchRank, all_digits};
    use rstest::rstest;

    fn sounds(name: &str, start: usize) -> Vec<String> {
        Name::of_text(name).spellings().remove(start).sounds
    }

    #[rstest]
    #[case::plain("张伟", &["zhangwei"])]
    #[case::surname("单田芳", &["shantianfang", "dantianfang", "chantianfang"])]
    #[case::surname_zeng("曾国藩", &["zengguofan", "cengguofan"])]
    #[case::compound("尉迟恭", &["yuchigong"])]
    #[case::dead_reading("王方", &["wangfang", "wangpang"])]
    #[case::umlaut("吕布", &["lvbu", "lubu", "lyubu"])]
    #[case::western("Élodie Müller", &["elodiemuller", "elodiemueller"])]
    #[case::both("张Tony", &["zhangtony"])]
    #[case::dotted("买买提·吐", &["maimaititu"])]
    fn how_names_sound(#[case] name: &str, #[case] some: &[&str]) {
        let all = sounds(name, 0);
        for sound in some {
            assert!(all.iter().any(|a| a == sound), "{sound} of {name}: {all:?}");
        }
    }

    #[test]
    fn a_dead_reading_of_a_surname_is_left_out_and_one_of_a_given_name_is_not() {
        assert!(!sounds("王明", 0).iter().any(|s| s.starts_with("yu")));
        assert!(sounds("李长乐", 1).contains(&"changyue".to_owned()));
        assert!(sounds("李长乐", 1).contains(&"zhangle".to_owned()));
    }

    #[test]
    fn names_sort_by_sound() {
        let mut names =
            ["张三", "安娜", "王五", "Zoe", "adam", "Bob", "李四", "艾伦", "Álvaro", "陳七", "陈六", "单于", ""];
        names.sort_by_cached_key(|name| Name::of_text(name).sort_key());
        let sorted =
            ["", "adam", "艾伦", "Álvaro", "安娜", "Bob", "单于", "陈六", "陳七", "李四", "王五", "张三", "Zoe"];
        assert_eq!(names, sorted);
    }

    #[test]
    fn initials_need_two_units() {
        let name = Name::of("张伟明");
        let spelled = name.spellings();
        assert!(spelled[0].initials.contains(&"zwm".to_owned()));
        assert!(spelled[1].initials.contains(&"wm".to_owned()));
        assert_eq!(spelled[2].initials, Vec::<String>::new());
    }

    #[test]
    fn many_readings_are_capped_and_the_first_stays() {
        let all = sounds("王平平平平平平平", 0);
        assert!(all.len() <= MAX_SOUNDS);
        assert!(all.contains(&"wangpingpingpingpingpingpingping".to_owned()));
    }

    #[test]
    fn the_pieces_of_a_mixed_name() {
        let name = Name::of(&fold("王 小-Tony 2号 O'Neil"));
        assert_eq!(name.cjk, "王小号");
        assert_eq!(name.words().collect::<Vec<_>>(), ["tony", "2", "oneil"]);
    }

    #[rstest]
    #[case("单田芳")]
    #[case("尉迟乐")]
    #[case("张Tony 2号")]
    #[case("あ李い")]
    #[case("Jean-Luc 99")]
    #[case("Jürgen Müller")]
    #[case("陳大文")]
    #[case("王平平平平平平平平平")]
    fn what_is_visited_is_every_beginning_of_every_spelling(#[case] written: &str) {
        let name = Name::of_text(written);
        let mut visited = Vec::new();
        name.spell(6, |start, spelled, whole| visited.push((start, spelled.ranked(MatchRank::Exact), whole)));
        let mut wanted = Vec::new();
        for (start, spellings) in name.spellings().iter().enumerate() {
            for text in spellings.sounds.iter().chain(&spellings.initials) {
                for end in (1..=6).filter(|end| text.is_char_boundary(*end)) {
                    let token = TokenHash::RANKED.then(&text[..end]).ranked(MatchRank::Exact);
                    wanted.extend((!all_digits(&text[..end])).then_some((start, token, end == text.len())));
                }
            }
        }
        visited.sort();
        visited.dedup();
        wanted.sort();
        wanted.dedup();
        assert_eq!(visited, wanted);
    }
}
