//! A command line that can't be understood: one line in the language asked for, with the help to look at.

use super::args::BadText;
use super::context::CliContext;
use super::fail::CliFailure;
use super::grammar::grammar;
use super::help;
use crate::runtime::environment;
use crate::t;
use crate::text::{Lang, Words};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error;
use std::ffi::OsString;

/// The text of `--help` or `--version` in a language, where that was asked for.
pub fn help(error: &clap::Error, lang: Lang) -> Option<String> {
    let text = || error.render().to_string();
    match (error.kind(), lang) {
        (ErrorKind::DisplayHelp, Lang::Zh) => {
            let columns = environment::columns().unwrap_or(help::WIDEST).min(help::WIDEST);
            Some(help::chinese(&text(), columns))
        }
        (ErrorKind::DisplayHelp, Lang::En) | (ErrorKind::DisplayVersion, Lang::En | Lang::Zh) => Some(text()),
        (_, Lang::En | Lang::Zh) => None,
    }
}

/// What is wrong with the arguments, and where the help is.
pub fn failure(context: &CliContext, args: &[OsString], error: &clap::Error) -> CliFailure {
    let words = context.words;
    let command = command_path(args);
    CliFailure::Usage(t!(words, "cli.usage.see", what = sentence(words, error), command = command))
}

fn sentence(words: Words, error: &clap::Error) -> String {
    let told = ParseError(error);
    let arg = told.argument();
    let value = told.texts(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            with_suggestion(words, t!(words, "cli.usage.unknown", arg = arg), &told.best(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let name = told.texts(ContextKind::InvalidSubcommand);
            let suggested = told.best(ContextKind::SuggestedSubcommand);
            with_suggestion(words, t!(words, "cli.usage.no_command", name = name), &suggested)
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            t!(words, "cli.usage.which_command")
        }
        ErrorKind::MissingRequiredArgument => t!(words, "cli.usage.missing", arg = arg),
        ErrorKind::InvalidValue if value.is_empty() => t!(words, "cli.usage.no_value", arg = arg),
        ErrorKind::InvalidValue => {
            let known = told.texts(ContextKind::ValidValue);
            t!(words, "cli.usage.bad_value", value = value, arg = arg, known = known)
        }
        ErrorKind::ValueValidation => {
            let why = match error.source().and_then(|source| source.downcast_ref::<BadText>()) {
                Some(bad) => bad.sentence(words),
                None => error.source().map(ToString::to_string).unwrap_or_default(),
            };
            t!(words, "cli.usage.unreadable", value = value, arg = arg, why = why)
        }
        ErrorKind::ArgumentConflict => t!(words, "cli.usage.twice", arg = arg),
        // Rare ones keep the parser's own first line.
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    }
}

/// A value as a sentence names it: one that is pasted by mistake must not hide what is wrong with it.
fn shortened(value: &str) -> String {
    const MOST: usize = 80;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

fn with_suggestion(words: Words, sentence: String, suggested: &str) -> String {
    if suggested.is_empty() { sentence } else { t!(words, "cli.usage.meant", what = sentence, name = suggested) }
}

/// What the parser knows about its error.
struct ParseError<'a>(&'a clap::Error);

impl ParseError<'_> {
    /// One or several texts of a kind, with commas.
    fn texts(&self, kind: ContextKind) -> String {
        match self.0.get(kind) {
            Some(ContextValue::String(text)) => shortened(text.trim_start_matches('\0')),
            Some(ContextValue::Strings(texts)) => texts.join(", "),
            _ => String::new(),
        }
    }

    /// The argument it is about: `--reason <CODE>`, or a value's bare name.
    fn argument(&self) -> String {
        let text = self.texts(ContextKind::InvalidArg);
        if !text.starts_with(['<', '[']) || text.contains(", ") {
            return text;
        }
        text.trim_end_matches("...").trim_matches(['<', '>', '[', ']']).to_owned()
    }

    /// The likeliest of several suggestions: the parser lists it last.
    fn best(&self, kind: ContextKind) -> String {
        match self.0.get(kind) {
            Some(ContextValue::Strings(texts)) => texts.last().cloned().unwrap_or_default(),
            _ => self.texts(kind),
        }
    }
}

/// `loyaltui member add`: the command that the arguments name, as far as they name one.
fn command_path(args: &[OsString]) -> String {
    let mut command = grammar(Lang::En);
    let mut path = command.get_name().to_owned();
    for arg in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        let Some(next) = command.find_subcommand(arg).cloned() else { continue };
        path = format!("{path} {}", next.get_name());
        command = next;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::short("2027-13-01", "2027-13-01")]
    #[case::pasted(&"会员".repeat(50_000), &format!("{}…", "会员".repeat(40)))]
    fn a_long_value_is_shortened(#[case] value: &str, #[case] told: &str) {
        assert_eq!(shortened(value), told);
    }

    #[rstest]
    #[case(&["loyaltui", "member", "add", "--nonsense"], "loyaltui member add")]
    #[case(&["loyaltui", "--json", "points"], "loyaltui points")]
    #[case(&["loyaltui", "nonsense"], "loyaltui")]
    fn the_help_to_look_at_is_that_of_the_command(#[case] args: &[&str], #[case] path: &str) {
        let args: Vec<OsString> = args.iter().map(Into::into).collect();
        assert_eq!(command_path(&args), path);
    }
}
