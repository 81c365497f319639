//! The grammar in a language. English help stands beside the arguments; Chinese is found by it in `help-zh.toml`.

use super::commands::Cli;
use super::roles::with_roles;
use crate::text::Lang;
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// English help → Chinese help, and `<FILE>` → the Chinese name of a value.
static CHINESE: LazyLock<BTreeMap<String, String>> =
    // A table that can't be read leaves English, and a test fails.
    LazyLock::new(|| toml::from_str(include_str!("../../assets/locales/help-zh.toml")).unwrap_or_default());

/// The order of the options for help and version, which stand behind those of the command.
const LAST: usize = 998;

/// clap's own layout with the one word that it can't be told otherwise.
const CHINESE_TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The grammar, from which parsing, help, completions and the manual are made.
pub fn grammar(lang: Lang) -> Command {
    match lang {
        Lang::En => with_roles(Cli::command(), lang),
        Lang::Zh => with_roles(chinese(Cli::command()), lang).arg(flag("version", 'V', "显示版本", ArgAction::Version)),
    }
}

fn chinese(command: Command) -> Command {
    let about = command.get_about().map(translated);
    let after = command.get_after_help().map(translated);
    // Arguments under a heading are sorted by name unless their order is said.
    let mut place = 0;
    let in_place = |arg: Arg| {
        place += 1;
        chinese_arg(arg).display_order(place)
    };
    let mut command = command
        .help_template(CHINESE_TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .disable_version_flag(true)
        // Its lines are set by `help::chinese`.
        .term_width(0)
        .mut_args(in_place)
        .mut_subcommands(chinese)
        .arg(flag("help", 'h', "显示帮助", ArgAction::Help));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command
}

fn chinese_arg(arg: Arg) -> Arg {
    let value_name = |arg: &Arg| {
        let [name] = arg.get_value_names()? else { return None };
        CHINESE.get(&format!("<{name}>")).map(String::as_str)
    };
    let arg = match value_name(&arg) {
        Some(chinese) => arg.value_name(chinese),
        None => arg,
    };
    let arg = if arg.get_action().takes_values() { arg.hide_possible_values(true) } else { arg };
    let heading = match arg.get_help_heading() {
        Some(english) => CHINESE.get(english).map(String::as_str),
        None if arg.is_positional() => Some("参数"),
        None => Some("选项"),
    };
    let help = arg.get_help().map(translated).unwrap_or_default();
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let arg = if arg.get_action().takes_values() && !defaults.is_empty() {
        let help = format!("{help} [默认：{}]", defaults.join(" "));
        arg.help(help).hide_default_value(true)
    } else {
        arg.help(help)
    };
    match heading {
        Some(chinese) => arg.help_heading(chinese),
        None => arg,
    }
}

fn flag(name: &'static str, short: char, help: &'static str, action: ArgAction) -> Arg {
    Arg::new(name).short(short).long(name).action(action).help(help).help_heading("选项").display_order(LAST)
}

fn translated(english: &StyledStr) -> String {
    let english = english.to_string();
    CHINESE.get(&english).cloned().unwrap_or(english)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every English text of a command and of those below it.
    fn texts(command: &Command, out: &mut BTreeSet<String>) {
        out.extend(command.get_about().map(ToString::to_string));
        out.extend(command.get_after_help().map(ToString::to_string));
        for arg in command.get_arguments() {
            out.extend(arg.get_help().map(ToString::to_string));
            out.extend(arg.get_help_heading().map(ToOwned::to_owned));
            let names = arg.get_value_names().unwrap_or_default().iter().map(|name| format!("<{name}>"));
            out.extend(names.filter(|name| arg.get_action().takes_values() && name.contains(char::is_uppercase)));
        }
        command.get_subcommands().for_each(|sub| texts(sub, out));
    }

    #[test]
    fn every_help_text_has_its_chinese_and_nothing_is_left_over() {
        let mut english = BTreeSet::new();
        texts(&Cli::command(), &mut english);
        let known: BTreeSet<String> = CHINESE.keys().cloned().collect();
        assert_eq!(english.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "without Chinese");
        assert_eq!(known.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new(), "left over");
    }

    #[test]
    fn both_grammars_hold_together() {
        for lang in Lang::ALL {
            grammar(lang).debug_assert();
        }
    }
}
