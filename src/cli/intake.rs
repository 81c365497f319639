//! A first store made of somebody's own files: what was recognised of each is shown and can be changed, all of it is brought
//! into a file beside, and only a yes to what became of it makes that the store. Leaving leaves nothing behind.

use super::context::CliContext;
use super::fail::CliFailure;
use super::import::{FileArgs, WhatArg, report};
use super::init;
use crate::desk::Desk;
use crate::desk::import::ImportOptions;
use crate::domain::program::DEFAULT_TOML;
use crate::runtime::start::prompted_line;
use crate::t;
use crate::text::Words;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// Leads through the files. Answers whether there is a store now; if not, nothing was left behind.
pub(super) fn run(
    context: &CliContext,
    path: &Path,
    files: Vec<(WhatArg, PathBuf)>,
    mut input: impl BufRead,
    mut out: impl Write,
) -> Result<bool, CliFailure> {
    let mut agreed = Vec::new();
    for (what, file) in files {
        match agree(what, file, context.words, &mut input, &mut out)? {
            Some(file) => agreed.push((what, file)),
            None => return Ok(false),
        }
    }
    let beside = beside(path);
    discard(&beside);
    let brought = bring(context, &beside, &agreed, &mut out);
    let kept = brought.and_then(|()| {
        let answer =
            prompted_line(&t!(context.words, "start.keep"), &mut input, &mut out).map_err(|error| terminal(&error))?;
        Ok(answer.as_deref().is_some_and(is_yes))
    });
    match kept {
        Ok(true) => {
            fs::rename(&beside, path).map_err(|error| CliFailure::file(path, &error))?;
            Ok(true)
        }
        Ok(false) => {
            discard(&beside);
            Ok(false)
        }
        Err(failure) => {
            discard(&beside);
            Err(failure)
        }
    }
}

/// Shows what was recognised of a file and takes changes until somebody agrees; `None`: it was left.
fn agree(
    what: WhatArg,
    path: PathBuf,
    words: Words,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<Option<FileArgs>, CliFailure> {
    let mut file = FileArgs::plain(path);
    loop {
        match file.look(what) {
            Ok(examined) => {
                for text in words.examined(&examined) {
                    writeln!(out, "{text}").map_err(|error| terminal(&error))?;
                }
            }
            Err(failure) => writeln!(out, "{}", failure.message(words)).map_err(|error| terminal(&error))?,
        }
        let answer = prompted_line(&t!(words, "start.mapping"), input, out).map_err(|error| terminal(&error))?;
        match answer.as_deref() {
            None | Some("q") => return Ok(None),
            Some(yes) if is_yes(yes) => {
                if file.look(what).is_ok() {
                    return Ok(Some(file));
                }
            }
            Some(change) => {
                let before = file.clone();
                if !file.change(change) || file.look(what).is_err() {
                    if let Err(failure) = file.look(what) {
                        writeln!(out, "{}", failure.message(words)).map_err(|error| terminal(&error))?;
                    }
                    file = before;
                }
            }
        }
    }
}

/// Imports the files into a store beside, and says what became of them.
fn bring(
    context: &CliContext,
    path: &Path,
    files: &[(WhatArg, FileArgs)],
    out: &mut impl Write,
) -> Result<(), CliFailure> {
    let mut desk: Desk = init::make(context, path, DEFAULT_TOML)?;
    let programs = desk.programs()?;
    for (what, file) in files {
        let (summary, _) = file.take(Some(*what), &ImportOptions::default(), context, &mut desk)?;
        let text = report::text(&summary, Some(what.kind()), None, false, context.words, &programs);
        writeln!(out, "\n{text}").map_err(|error| terminal(&error))?;
    }
    Ok(())
}

/// The place of a store that is not one yet.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

/// Removes a store that was not wanted, with what the database keeps beside it. What is not there need not be removed.
fn discard(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let _ = fs::remove_file(PathBuf::from(name));
    }
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "ｙ")
}

fn terminal(error: &io::Error) -> CliFailure {
    CliFailure::file(Path::new("terminal"), error)
}

#[cfg(test)]
mod tests {
    use super::super::args::Globals;
    use super::*;
    use rstest::rstest;

    const MEMBERS: &str = "会员号;姓名;积分;备注\nM1;张三;120;x\nM2;李四;;\n";

    /// What is said, and whether there is a store, and what else lies in its folder.
    fn led(typed: &str, members: &str) -> (bool, String, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let (db, file) = (folder.path().join("shop.db"), folder.path().join("members.csv"));
        fs::write(&file, members).unwrap();
        let globals = Globals {
            db: Some(db.clone()),
            operator: Some("mei".to_owned()),
            lang: None,
            json: false,
            accept_clock: false,
        };
        let context = CliContext::new(globals);
        let mut out = Vec::new();
        let made = run(&context, &db, vec![(WhatArg::Members, file)], typed.as_bytes(), &mut out).unwrap();
        let files = fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = files.collect();
        files.sort();
        (made, String::from_utf8(out).unwrap(), files)
    }

    #[test]
    fn a_yes_to_both_makes_the_store() {
        let (made, out, files) = led("y\ny\n", MEMBERS);
        assert!(made & files.contains(&"shop.db".to_owned()), "{out}\n{files:?}");
        assert!(out.contains("会员号 → member_no") & out.contains("积分 → opening_points"), "{out}");
    }

    #[rstest]
    #[case::at_once("q\n")]
    #[case::after_the_counts("y\nn\n")]
    #[case::end_of_input("")]
    #[case::end_of_input_after_the_counts("y\n")]
    fn leaving_leaves_nothing_behind(#[case] typed: &str) {
        let (made, _, files) = led(typed, MEMBERS);
        assert_eq!((made, files), (false, vec!["members.csv".to_owned()]));
    }

    #[test]
    fn what_was_recognised_can_be_changed() {
        let (made, out, _) = led("opening_points=\ntags=备注\nnope=备注\ny\ny\n", MEMBERS);
        assert!(made & out.contains("备注 → tags"), "{out}");
        let last = out.rfind("tags").unwrap_or(0);
        assert!(!out[last..].contains("opening_points"), "{out}");
    }

    #[test]
    fn a_file_that_can_not_be_read_so_is_no_yes() {
        let (made, out, files) = led("y\nmember_no=wer\ny\ny\n", "wer,was\nM1,Ann\n");
        assert!(made & files.contains(&"shop.db".to_owned()), "{out}");
    }
}
