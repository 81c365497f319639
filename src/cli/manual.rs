//! `loyaltui man`: one page with every command, made from the grammar itself.

use super::context::CliContext;
use super::fail::CliFailure;
use super::grammar::grammar;
use super::help;
use crate::text::Lang;
use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use serde_json::json;
use std::io;

/// Prints the manual page.
pub fn run(context: &CliContext) -> Result<(), CliFailure> {
    let lang = context.words.lang;
    let page = page(grammar(lang), lang).map_err(|error| CliFailure::File {
        path: "man".to_owned(),
        kind: None,
        reason: error.to_string(),
    })?;
    context.print(&json!({ "man": page }), || page.clone())
}

fn page(mut root: Command, lang: Lang) -> io::Result<String> {
    let options = match lang {
        Lang::En => "[OPTIONS]",
        Lang::Zh => help::OPTIONS,
    };
    root.build();
    let man = Man::new(root.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut commands = Roff::new();
    commands.control("SH", ["COMMANDS"]);
    for command in root.get_subcommands() {
        describe(command, options, &mut commands);
    }
    commands.to_writer(&mut page)?;
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// A command's usage, what it does and its own arguments; of a group, each of its commands.
fn describe(command: &Command, options: &str, roff: &mut Roff) {
    if command.has_subcommands() {
        command.get_subcommands().for_each(|sub| describe(sub, options, roff));
        return;
    }
    let usage = command.clone().render_usage().to_string();
    roff.control("SS", [usage.trim_start_matches("Usage: ").replace("[OPTIONS]", options).as_str()]);
    let about = command.get_long_about().or_else(|| command.get_about());
    roff.text([roman(about.map(ToString::to_string).unwrap_or_default())]);
    for arg in command.get_arguments().filter(|arg| !arg.is_global_set() && arg.get_id() != "help") {
        roff.control("TP", []);
        roff.text(label(arg));
        roff.text([roman(arg.get_help().map(ToString::to_string).unwrap_or_default())]);
    }
}

fn label(arg: &Arg) -> Vec<Inline> {
    let value = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default();
    match arg.get_long() {
        Some(long) if arg.get_action().takes_values() => vec![bold(format!("--{long} ")), italic(value)],
        Some(long) => vec![bold(format!("--{long}"))],
        None => vec![italic(value)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The usages and the sentences of every command that is no group.
    fn said(command: &Command, out: &mut Vec<String>) {
        if command.has_subcommands() {
            command.get_subcommands().for_each(|sub| said(sub, out));
            return;
        }
        out.push(command.clone().render_usage().to_string().trim_start_matches("Usage: ").to_owned());
        out.extend(command.get_about().map(ToString::to_string));
        let args = command.get_arguments().filter(|arg| !arg.is_global_set() && arg.get_id() != "help");
        out.extend(args.filter_map(|arg| arg.get_help()).map(ToString::to_string));
    }

    #[test]
    fn the_manual_has_every_command_with_its_arguments() {
        for lang in Lang::ALL {
            let mut root = grammar(lang);
            let page =
                page(root.clone(), lang).unwrap().replace("\\-", "-").replace("\\*(Aq", "'").replace("\\\\", "\\");
            root.build();
            let mut expected = Vec::new();
            said(&root, &mut expected);
            if lang == Lang::Zh {
                for text in &mut expected {
                    *text = text.replace("[OPTIONS]", help::OPTIONS);
                }
            }
            assert!(expected.len() > 100, "the commands must be found: {}", expected.len());
            let missing: Vec<&String> = expected.iter().filter(|text| !page.contains(text.as_str())).collect();
            assert!(missing.is_empty(), "{missing:#?}");
        }
    }
}
