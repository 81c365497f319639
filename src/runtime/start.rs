//! The first start, with no store yet: a few lines on the terminal as it is, before there is anything to show.

use crate::t;
use crate::text::Words;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// What somebody without a store wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Look around in a generated store.
    Demo,
    /// Begin with an empty one.
    New,
    /// Begin with what another system wrote.
    Import {
        members: PathBuf,
        /// CSV of purchases, where there is one.
        purchases: Option<PathBuf>,
    },
    /// Nothing.
    Leave,
}

/// Asks on the terminal what to begin with, until an answer is one. The end of the input is [`Start::Leave`].
pub fn ask(store: &Path, words: Words, mut input: impl BufRead, mut out: impl Write) -> io::Result<Start> {
    writeln!(out, "{}\n", t!(words, "start.no_store", path = store.display()))?;
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
            "3" | "i" | "import" | "导入" => return files(words, &mut input, &mut out),
            "q" | "quit" | "0" | "退出" => return Ok(Start::Leave),
            _ => {}
        }
    }
}

fn files(words: Words, input: &mut impl BufRead, out: &mut impl Write) -> io::Result<Start> {
    let members = loop {
        match prompted_line(&t!(words, "start.members_file"), input, out)? {
            None => return Ok(Start::Leave),
            Some(answer) if answer.is_empty() => {}
            Some(answer) if Path::new(&answer).is_file() => break PathBuf::from(answer),
            Some(answer) => writeln!(out, "{}", t!(words, "start.no_file", path = answer))?,
        }
    };
    let purchases = loop {
        match prompted_line(&t!(words, "start.purchases_file"), input, out)? {
            Some(answer) if answer.is_empty() => break None,
            Some(answer) if Path::new(&answer).is_file() => break Some(PathBuf::from(answer)),
            Some(answer) => writeln!(out, "{}", t!(words, "start.no_file", path = answer))?,
            None => break None,
        }
    };
    Ok(Start::Import { members, purchases })
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
    #[case::end_of_input_in_the_middle("3\n", Start::Leave)]
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

    #[test]
    fn an_import_names_files_that_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let members = folder.path().join("members.csv");
        std::fs::write(&members, "member_no\n").unwrap();
        let (start, out) = asked(&format!("3\n{0}x\n{0}\n\n", members.display()), Lang::En);
        assert_eq!(start, Start::Import { members, purchases: None });
        assert!(out.contains("members.csvx"), "{out}");
    }
}
