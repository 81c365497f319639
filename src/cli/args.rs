//! Arguments that several commands share. A command's own stand beside its code.

use crate::domain::contact::CareReason;
use crate::domain::day::Day;
use crate::domain::member::ProfileField;
use crate::domain::num::Points;
use crate::domain::width::half_width;
use crate::t;
use crate::text::{Words, path_text};
use clap::{Args, ValueEnum};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What holds for every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Globals {
    /// The data file [default: $LOYALTUI_DB, else loyaltui/store.db in the user's data folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Operator, as shown in the audit log [default: the user of the system]
    #[arg(long = "as", global = true, value_name = "OPERATOR")]
    pub operator: Option<String>,
    /// Language [default: by $LANG]
    #[arg(long, global = true, value_name = "en|zh", hide_possible_values = true)]
    pub lang: Option<LangArg>,
    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// This computer's clock is right, although it is far ahead of the data file
    #[arg(long, global = true)]
    pub accept_clock: bool,
}

impl Globals {
    /// The command that takes an operation back, on the same store.
    pub fn undo_command(&self, op: Uuid) -> String {
        let store = self.db.as_ref().map(|path| format!("--db {} ", quoted(path)));
        format!("loyaltui {}undo {op}", store.unwrap_or_default())
    }
}

/// A path as a shell reads it back.
fn quoted(path: &Path) -> String {
    let text = path_text(path);
    let Some(word) = path.to_str().filter(|word| *word == text) else { return text };
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    En,
    Zh,
}

/// A member by number.
#[derive(Debug, Clone, Args)]
pub struct MemberNo {
    /// Member number
    #[arg(value_name = "NO")]
    pub member_no: String,
}

/// A day to look back from.
#[derive(Debug, Clone, Copy, Args)]
pub struct AsOf {
    /// As of the end of this date, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub as_of: Option<Day>,
}

/// Whom everything is about.
#[derive(Debug, Clone, Default, Args)]
pub struct Scope {
    /// Only the members of a filter, a saved filter or a segment, as `S` in the console [default: all members]
    #[arg(long = "in", value_name = "QUERY")]
    filter: Option<String>,
}

impl Scope {
    /// The filter; `*` is all members.
    pub fn base(&self) -> String {
        self.filter.clone().unwrap_or_else(|| "*".to_owned())
    }
}

/// Words of a query. Filters such as `-status:frozen` need no `--` before them.
#[derive(Debug, Clone, Args)]
pub struct Query {
    /// Words and field:value filters; all must match, -field:value must not
    #[arg(value_name = "QUERY")]
    words: Vec<String>,
}

impl Query {
    /// The query as one line.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| unprotected(word)).collect::<Vec<_>>().join(" ")
    }
}

/// Text that is not what an argument asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Not `YYYY-MM-DD`, or no day of the calendar.
    #[error("not a day")]
    Day,
    /// Not a whole number of points.
    #[error("not points")]
    Points,
    /// Not `target=value`.
    #[error("not target=value")]
    NotAPair,
    /// No number of a feedback.
    #[error("not a feedback's number")]
    NotANumber,
    /// Not `field=value`.
    #[error("not field=value")]
    NotAField,
    /// No such field.
    #[error("no such field")]
    UnknownField,
    /// Not `PART/N`.
    #[error("not part/n")]
    Share,
    /// Not decimals separated by commas.
    #[error("not numbers")]
    Numbers,
    /// Not between 0 and 1.
    #[error("not a share")]
    Fraction,
    /// Not `name=number` pairs.
    #[error("not name=number pairs")]
    NamedNumbers,
    /// No horizon of weeks or days.
    #[error("not a horizon")]
    Horizon,
    /// Below nothing.
    #[error("negative")]
    NotNegative,
    /// No channel of contacts.
    #[error("not a channel")]
    NotAChannel,
    /// No purpose of contacts.
    #[error("not a purpose")]
    NotAPurpose,
    /// No reason of the care list.
    #[error("not a reason of the care list")]
    NotACareReason,
}

impl BadText {
    /// What is wrong with it, and what would be right.
    pub fn sentence(&self, words: Words) -> String {
        let fields = || words.list(&ProfileField::ALL.map(ProfileField::word));
        match self {
            Self::Day => t!(words, "cli.usage.day"),
            Self::Points => t!(words, "cli.usage.points"),
            Self::NotANumber => t!(words, "cli.usage.feedback_no"),
            Self::NotAPair => t!(words, "import.not_a_pair"),
            Self::NotAField => t!(words, "cli.usage.not_a_field", fields = fields()),
            Self::Share => t!(words, "cli.usage.share"),
            Self::Numbers => t!(words, "cli.usage.numbers"),
            Self::NamedNumbers => t!(words, "cli.usage.named_numbers"),
            Self::Horizon => t!(words, "cli.usage.horizon"),
            Self::NotNegative => t!(words, "cli.usage.not_negative"),
            Self::Fraction => t!(words, "cli.usage.fraction"),
            Self::NotAChannel => t!(words, "cli.usage.contact_channel"),
            Self::NotAPurpose => t!(words, "cli.usage.contact_purpose"),
            Self::NotACareReason => t!(words, "cli.usage.care_reason", known = words.list(&CareReason::WORDS)),
            Self::UnknownField => t!(words, "cli.usage.no_field", fields = fields()),
        }
    }
}

/// Reads `YYYY-MM-DD`.
pub fn day(text: &str) -> Result<Day, BadText> {
    Day::parse(text).ok_or(BadText::Day)
}

/// Reads whole points with an optional sign. What no integer holds becomes the largest: the rules refuse it with a reason.
pub fn whole_points(text: &str) -> Result<Points, BadText> {
    let text = &half_width(text);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadText::Points);
    }
    Ok(Points(sign * digits.parse::<i64>().unwrap_or(i64::MAX)))
}

/// Marks a word that begins with a hyphen and is no option; no argument of a person contains it.
const MARK: &str = "\u{0}";

/// Marks filters such as `-status:frozen` and lists such as `-0.2,3.4` so that they are read as words, wherever they stand. The
/// first `--` ends it.
pub fn protected(args: Vec<OsString>) -> Vec<OsString> {
    let end = args.iter().position(|a| a == "--").unwrap_or(args.len());
    let mark = |(i, arg): (usize, OsString)| match arg.to_str() {
        Some(text) if i < end && (is_negative_filter(text) || is_negative_list(text)) => {
            OsString::from(format!("{MARK}{text}"))
        }
        _ => arg,
    };
    args.into_iter().enumerate().map(mark).collect()
}

/// `-name:…`, `-name>…`, `-name<…`, `-name=…`: one hyphen, a word of two letters or more, an operator.
fn is_negative_filter(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-') else { return false };
    let name = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '_').len();
    name >= 2 && rest[name..].starts_with([':', '<', '>', '='])
}

/// Numbers separated by commas of which the first is negative.
fn is_negative_list(text: &str) -> bool {
    let digit_first = text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    digit_first && text.contains(',')
}

/// Takes the mark away again.
pub fn unprotected(word: &str) -> &str {
    word.strip_prefix(MARK).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[rstest]
    #[case("-120", Some(-120))]
    #[case("+500", Some(500))]
    #[case("0", Some(0))]
    #[case("99999999999999999999", Some(i64::MAX))]
    #[case("-99999999999999999999", Some(-i64::MAX))]
    #[case("1.5", None)]
    #[case("--5", None)]
    #[case("１２", Some(12))]
    #[case("－１２", Some(-12))]
    fn points_are_whole(#[case] text: &str, #[case] read: Option<i64>) {
        assert_eq!(whole_points(text).ok().map(|p| p.0), read);
    }

    #[rstest]
    #[case::filter("-status:frozen", true)]
    #[case::comparison("-spend>1000", true)]
    #[case::number("-120", false)]
    #[case::option("--limit", false)]
    #[case::option_with_value("--limit=5", false)]
    #[case::flag("-h", false)]
    #[case::plain("status:frozen", false)]
    fn filters_are_told_from_options(#[case] text: &str, #[case] is: bool) {
        assert_eq!(is_negative_filter(text), is);
    }

    #[rstest]
    #[case(None, "loyaltui undo 00000000-0000-0000-0000-000000000007")]
    #[case(Some("a/shop.db"), "loyaltui --db a/shop.db undo 00000000-0000-0000-0000-000000000007")]
    #[case(Some("o'neil $HOME.db"), r"loyaltui --db 'o'\''neil $HOME.db' undo 00000000-0000-0000-0000-000000000007")]
    fn the_command_that_takes_back_is_for_the_same_store(#[case] db: Option<&str>, #[case] command: &str) {
        let globals =
            Globals { db: db.map(PathBuf::from), operator: None, lang: None, json: false, accept_clock: false };
        assert_eq!(globals.undo_command(Uuid::from_u128(7)), command);
    }

    #[test]
    fn a_name_that_is_no_text_is_one_that_a_shell_takes_back() {
        assert_eq!(quoted(Path::new(OsStr::from_bytes(b"caf\xe9 1.db"))), r"$'caf\xe9 1.db'");
    }
}
