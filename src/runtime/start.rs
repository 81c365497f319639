//! The first start, with no store yet: a few lines on the terminal as it is, before there is anything to show.

use crate::t;
use crate::text::{Words, path_text};
use std::io::{self, BufRead, Write};
use std::path::Path;

/// What somebody without a store wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Look around in a generated store.
    Demo,
    /// Begin with an empty one.
    New,
    /// Begin with what another system wrote: the console asks for the files.
    Import,
    /// Nothing.
    Leave,
}

/// Asks on the terminal what to begin with, until an answer is one. The end of the input is [`Start::Leave`].
pub fn ask(store: &Path, words: Words, mut input: impl BufRead, mut out: impl Write) -> io::Result<Start> {
    writeln!(out, "{}\n", t!(words, "start.no_store", path = path_text(store)))?;
    for choice in [
        t!(words, "start.choice_demo"),
        t!(words, "start.choice_new"),
        t!(words, "start.choice_import"),
        t!(words, "start.choice_leave"),
    ] {
        writeln!(out, "  {choice}")?;
    }
    writeln!(out)?;
    loop {
        let Some(answer) = prompted_line(&t!(words, "start.choose"), &mut input, &mut out)? else {
            return Ok(Start::Leave);
        };
        match answer.to_lowercase().as_str() {
            "1" | "d" | "demo" | "演示" => return Ok(Start::Demo),
            "2" | "n" | "new" | "新建" => return Ok(Start::New),
            "3" | "i" | "import" | "导入" => return Ok(Start::Import),
            "q" | "quit" | "0" | "退出" => return Ok(Start::Leave),
            _ => {}
        }
    }
}

/// One line after a prompt, trimmed; `None` at the end of the input.
pub fn prompted_line(prompt: &str, input: &mut impl BufRead, out: &mut impl Write) -> io::Result<Option<String>> {
    write!(out, "{prompt} ")?;
    out.flush()?;
    let mut text = String::new();
    match input.read_line(&mut text)? {
        0 => Ok(None),
        _ => Ok(Some(text.trim().to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use rstest::rstest;

    fn asked(typed: &str, lang: Lang) -> (Start, String) {
        let mut out = Vec::new();
        let start = ask(Path::new("shop.db"), Words::new(lang), typed.as_bytes(), &mut out).unwrap();
        (start, String::from_utf8(out).unwrap())
    }

    #[rstest]
    #[case::demo("1\n", Start::Demo)]
    #[case::by_word("NEW\n", Start::New)]
    #[case::by_chinese_word("演示\n", Start::Demo)]
    #[case::after_a_mistake("what\n\n2\n", Start::New)]
    #[case::leaving("q\n", Start::Leave)]
    #[case::end_of_input("", Start::Leave)]
    #[case::importing("3\n", Start::Import)]
    #[case::importing_by_chinese_word("导入\n", Start::Import)]
    fn an_answer_is_a_choice(#[case] typed: &str, #[case] start: Start) {
        assert_eq!(asked(typed, Lang::En).0, start);
    }

    #[rstest]
    #[case::english(Lang::En, "No data file yet")]
    #[case::chinese(Lang::Zh, "还没有")]
    fn it_says_what_there_is_to_choose(#[case] lang: Lang, #[case] first: &str) {
        let (_, out) = asked("q\n", lang);
        assert!(out.starts_with(first) && out.contains("shop.db"), "{out}");
        assert!(!out.contains('⟦'), "{out}");
        assert_eq!(out.lines().filter(|line| line.starts_with("  ")).count(), 4);
    }
}
