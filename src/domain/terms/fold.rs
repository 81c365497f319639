//! Text as the index and the query compare it: without case, accents, widths and what can't be seen, traditional Chinese as
//! simplified, katakana as hiragana.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Folds a text: compatibility forms become plain (full-width digits, ligatures), accents go, letters become small.
/// Control and format characters and apostrophes vanish; every kind of blank becomes one space.
///
/// ```
/// use loyaltui::domain::terms::fold::fold;
///
/// assert_eq!(fold("Ｊosé  O’Brien"), "jose  obrien");
/// assert_eq!(fold("张伟"), "张伟");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.chars().all(is_plain) {
        text.chars().for_each(|c| push(&mut out, c.to_ascii_lowercase()));
        return out;
    }
    // Composed again at the end, so that a Hangul syllable stays one character.
    let stripped = text.nfkd().filter(|c| canonical_combining_class(*c) == 0).flat_map(char::to_lowercase);
    stripped.nfc().for_each(|c| push(&mut out, c));
    out
}

/// What folding can only change in case: ASCII and the common ideographs.
fn is_plain(c: char) -> bool {
    c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn push(out: &mut String, c: char) {
    match c {
        // Letters that no decomposition takes apart.
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ł' => out.push('l'),
        'ı' => out.push('i'),
        'ħ' => out.push('h'),
        '\'' | '`' | '´' | 'ʼ' | '‘' | '’' => {}
        c if c.is_whitespace() => out.push(' '),
        c if c.is_control() || is_format(c) => {}
        // Katakana as hiragana: the same sounds, and people write names in either.
        'ァ'..='ヶ' => out.push(char::from_u32(u32::from(c) - KATAKANA_TO_HIRAGANA).unwrap_or(c)),
        '\u{3400}'..='\u{9fff}' => out.push(simplified(c)),
        c => out.push(c),
    }
}

/// How far katakana stand behind hiragana.
const KATAKANA_TO_HIRAGANA: u32 = 0x60;

/// The simplified form of a traditional Chinese character; every other one as it is.
fn simplified(c: char) -> char {
    static FORMS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let forms =
            ('\u{3400}'..='\u{9fff}').map(|c| (c, simplet2s::convert(c.encode_utf8(&mut [0; 4])).chars().next()));
        forms.filter_map(|(c, form)| form.filter(|form| *form != c).map(|form| (c, form))).collect()
    });
    FORMS.get(&c).copied().unwrap_or(c)
}

/// Writes the letters that German and Nordic names have two ways of (`Müller`, `Mueller`) the longer way, so that the folded
/// text has it. Other texts stay as they are.
pub fn with_long_vowels(text: &str) -> Cow<'_, str> {
    let composed: String = text.nfc().collect();
    if !composed.contains(|c| long_vowel(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(composed.len() + 4);
    for c in composed.chars() {
        match long_vowel(c) {
            Some(long) => out.push_str(long),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn long_vowel(c: char) -> Option<&'static str> {
    match c {
        'ä' | 'Ä' => Some("ae"),
        'ö' | 'Ö' | 'ø' | 'Ø' => Some("oe"),
        'ü' | 'Ü' => Some("ue"),
        'å' | 'Å' => Some("aa"),
        _ => None,
    }
}

/// Characters that only steer layout: joiners, direction marks, the byte order mark, the soft hyphen.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

/// Whether a character is written without blanks between words, so that any run of it may be asked for.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3105}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::case("Zhang WEI", "zhang wei")]
    #[case::width("１３８ＡＢ", "138ab")]
    #[case::accents("Müller Élodie Ångström Łukasz", "muller elodie angstrom lukasz")]
    #[case::vietnamese("Nguyễn Đức", "nguyen duc")]
    #[case::sharp("Weiß", "weiss")]
    #[case::turkish("İstanbul ılgaz", "istanbul ilgaz")]
    #[case::apostrophe("O’Brien", "obrien")]
    #[case::ideographic_space("张　伟", "张 伟")]
    #[case::hidden("a\u{0}b\u{200b}c\u{202e}d", "abcd")]
    #[case::kana("サトウ さくら ヴー", "さとう さくら うー")]
    #[case::half_width_kana("ｻﾄｳ", "さとう")]
    #[case::traditional("陳大文 張偉 龍", "陈大文 张伟 龙")]
    #[case::rare_traditional("於", "于")]
    #[case::hangul("김철수", "김철수")]
    #[case::compatibility_ideograph("\u{f9b4}", "领")]
    fn what_folding_makes(#[case] from: &str, #[case] to: &str) {
        assert_eq!(fold(from), to);
    }

    #[rstest]
    #[case("Müller", "Mueller")]
    #[case("Mu\u{308}ller Ørsted Ångström", "Mueller oersted aangstroem")]
    #[case("张伟 José", "张伟 José")]
    fn the_longer_way_to_write_a_vowel(#[case] from: &str, #[case] to: &str) {
        assert_eq!(with_long_vowels(from), to);
    }

    #[rstest]
    #[case('张', true)]
    #[case('々', true)]
    #[case('あ', true)]
    #[case('김', true)]
    #[case('a', false)]
    #[case('Я', false)]
    #[case('、', false)]
    fn which_characters_stand_without_blanks(#[case] c: char, #[case] cjk: bool) {
        assert_eq!(is_cjk(c), cjk);
    }
}
