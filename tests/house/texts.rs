//! The style of the texts: which words a person never meets, how long names and sentences are, and where blanks stand in
//! Chinese.

use crate::locales::all_entries;
use loyaltui::text::{Lang, Shown, TextEntry};
use rstest::rstest;
use std::collections::BTreeMap;

/// The texts of the screen and of the command line, and the help of every command.
fn all_texts() -> Vec<(String, TextEntry)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/locales/help-zh.toml");
    let help: BTreeMap<String, String> = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let help = help.into_iter().map(|(en, zh)| (format!("help of {en}"), TextEntry { en, zh }));
    all_entries().into_iter().chain(help).collect()
}

/// A command's texts that are called `kind` (`""` its name, `"hint"`, `"help"`), by their keys.
fn of_commands(kind: &str) -> Vec<(String, TextEntry)> {
    let is_wanted = |key: &str| {
        let name = key.strip_prefix("cmd.");
        name.is_some_and(|name| name.split_once('.').map_or("", |(_, kind)| kind) == kind)
    };
    let found: Vec<_> = all_entries().into_iter().filter(|(key, _)| is_wanted(key)).collect();
    assert!(found.len() > 30, "the commands must be found");
    found
}

/// Words that name how the program is made, or say of nobody that he did something; the glossary has better ones.
const NOT_IN_ENGLISH: &str = "\
there is no, there are no, nobody, somebody, something, everybody, anybody, in hand, by hand, take along, taken along, \
take away, taken away, take back, taken back, took back, take up, forget, forgets, forgot, forgotten, is no, fact, facts, fold, \
ticket, tickets, slot, slots, write, writes, written, writing, wrote, plan, worth, alive, journal, journals, begun, anew, deed, \
deeds, withheld, claw-back, whom, told, dead, died, dies, answers, voices, counter-entry, put right";

const NOT_IN_CHINESE: &str = "\
用户, 人工, 死亡, 存活, 冠军, 不可失, 抹除, 清除, 打码, 遮盖, 接手, 渐失, 休眠, 趋于流失, 事实, 方案, 审核, 评级, 潜在客户, 挽回, 积分流水, \
统计期, 会员库, 计划, 写入, 已被, 有望, 流动, 图例, 级别, 分层, 回购";

/// Says which of the words stand in an English text, outside of options, commands in backquotes and names that are filled in.
fn unwanted(text: &str) -> Vec<&'static str> {
    let mut plain = String::new();
    for (n, part) in text.split('`').enumerate() {
        plain.push_str(if n % 2 == 0 { part } else { "" });
    }
    let is_of_a_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || c == '{' || c == '.';
    let plain = plain.to_lowercase();
    let stands = |word: &str| {
        plain.match_indices(word).any(|(at, _)| {
            let (before, after) = (plain[..at].chars().next_back(), plain[at + word.len()..].chars().next());
            !before.is_some_and(is_of_a_word) && !after.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
    };
    NOT_IN_ENGLISH.split(", ").filter(|word| stands(word)).collect()
}

#[rstest]
#[case::sentence("Nobody bought 7", &["nobody"])]
#[case::option("run again without --plan", &[])]
#[case::longer_word("planned for the artefact", &[])]
#[case::command("`loyaltui journal` lists them", &[])]
#[case::placeholder("{plan} of {n} {n:fact|facts}", &["fact", "facts"])]
#[case::capital("Written to a file", &["written"])]
fn words_are_found_where_they_stand_alone(#[case] text: &str, #[case] found: &[&str]) {
    assert_eq!(unwanted(text), found);
}

#[test]
fn no_text_has_a_word_that_means_nothing_to_a_person() {
    let mut wrong = Vec::new();
    for (key, entry) in all_texts() {
        wrong.extend(unwanted(&entry.en).into_iter().map(|word| format!("{key}: “{word}” in {}", entry.en)));
        let chinese = NOT_IN_CHINESE.split(", ").filter(|word| entry.zh.contains(word));
        wrong.extend(chinese.map(|word| format!("{key}: “{word}” in {}", entry.zh)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_command_has_a_short_name() {
    for (key, entry) in of_commands("") {
        for lang in Lang::ALL {
            let width = Shown::new(entry.of(lang)).width();
            assert!(width <= 19, "{key} takes {width} columns in {}", lang.tag());
        }
        assert!(entry.en.starts_with(char::is_uppercase), "{key} in sentence case: {}", entry.en);
    }
}

#[test]
fn a_hint_is_a_word_or_two_in_lower_case() {
    for (key, entry) in of_commands("hint") {
        assert!(entry.en.split(' ').count() <= 2 && entry.en == entry.en.to_lowercase(), "{key}: {}", entry.en);
        assert!(Shown::new(&entry.zh).width() <= 8, "{key}: {}", entry.zh);
    }
}

#[test]
fn a_command_is_explained_in_one_short_sentence() {
    for (key, entry) in of_commands("help") {
        assert!(entry.en.chars().count() <= 100 && entry.en.ends_with('.'), "{key}: {}", entry.en);
        assert!(entry.en.starts_with(char::is_uppercase), "{key}: {}", entry.en);
        let sentences = entry.en.replace("e.g.", "").matches(". ").count() + 1;
        assert_eq!(sentences, 1, "{key} is one sentence: {}", entry.en);
        assert!(entry.zh.ends_with('。') && !entry.zh.trim_end_matches('。').contains('。'), "{key}: {}", entry.zh);
    }
}

/// Placeholders whose filling is Chinese in a Chinese text.
const CHINESE_FILLED: [&str; 4] = ["tier", "stage", "field", "mode"];

/// Placeholders that are filled with what a person has typed or with a name, in whatever script.
const FILLED_WITH_ANY: [&str; 12] =
    ["reward", "purpose", "name", "status", "from", "to", "segment", "expected", "days", "topic", "value", "reason"];

/// What stands at a place of a Chinese text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glyph {
    Han,
    /// A letter, a digit, a key, and what is filled with them.
    Latin,
    FullWidth,
    /// Punctuation of English.
    HalfWidth,
    Blank,
    Any,
}

fn glyph(c: char) -> Glyph {
    match c {
        '\u{4e00}'..='\u{9fff}' => Glyph::Han,
        '，' | '。' | '：' | '；' | '？' | '！' | '（' | '）' | '“' | '”' | '、' => Glyph::FullWidth,
        ',' | ';' | '?' | '!' | '(' | ')' => Glyph::HalfWidth,
        ' ' => Glyph::Blank,
        '+' | '*' | '#' | '<' | '>' | '%' | '⏎' => Glyph::Latin,
        c if c.is_ascii_alphanumeric() => Glyph::Latin,
        _ => Glyph::Any,
    }
}

/// What a placeholder is filled with. In the filter language and in `program.toml` a field and a tier are codes.
fn filling(key: &str, name: &str) -> Glyph {
    let is_code = key.starts_with("query.") || key.starts_with("program.");
    if CHINESE_FILLED.contains(&name) && !is_code {
        Glyph::Han
    } else if FILLED_WITH_ANY.contains(&name) {
        Glyph::Any
    } else {
        Glyph::Latin
    }
}

/// A text glyph by glyph; a placeholder and a command in backquotes are one each.
fn glyphs(key: &str, text: &str) -> Vec<Glyph> {
    let (mut out, mut rest) = (Vec::new(), text);
    while let Some(c) = rest.chars().next() {
        let placeholder = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let quoted = rest.strip_prefix('`').and_then(|inner| inner.split_once('`'));
        (out, rest) = match (placeholder, quoted) {
            (Some((name, after)), _) => {
                out.push(filling(key, name.split(':').next().unwrap_or(name)));
                (out, after)
            }
            (None, Some((_, after))) => {
                out.push(Glyph::Latin);
                (out, after)
            }
            (None, None) => {
                out.push(glyph(c));
                (out, &rest[c.len_utf8()..])
            }
        };
    }
    out
}

/// Whether two neighbours have a blank too few, a blank too many, or punctuation of the other language.
fn is_badly_set(pair: &[Glyph]) -> bool {
    use Glyph::{Blank, FullWidth, HalfWidth, Han, Latin};
    matches!(pair, [Han, Latin | HalfWidth] | [Latin | HalfWidth, Han] | [FullWidth, Blank] | [Blank, FullWidth])
}

#[rstest]
#[case::digits("共3位", false)]
#[case::spaced("共 3 位", true)]
#[case::number("共{n}位", false)]
#[case::key("按 ⏎ 打开", true)]
#[case::tier("距{tier}还差 {gap}", true)]
#[case::comma("您好,请按 y", false)]
#[case::blank_beside_punctuation("按 y， 再按 n", false)]
#[case::command("可用`loyaltui init 文件`新建", false)]
#[case::command_spaced("可用 `loyaltui init 文件` 新建", true)]
#[case::punctuation("第 {n} 行（共 {all} 行）：完成", true)]
fn chinese_is_set_with_blanks(#[case] text: &str, #[case] is_good: bool) {
    assert_eq!(!glyphs("a.b", text).windows(2).any(is_badly_set), is_good);
}

#[test]
fn a_blank_stands_between_chinese_and_latin_and_none_beside_full_width_punctuation() {
    let mut wrong = Vec::new();
    for (key, entry) in all_texts() {
        if glyphs(&key, &entry.zh).windows(2).any(is_badly_set) {
            wrong.push(format!("{key}: {}", entry.zh));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
