//! Which roles may run a command, for its help. The desk decides; this table says beforehand what it will say.

use crate::domain::permission::Permission;
use crate::t;
use crate::text::{Lang, Words};
use clap::Command;

/// What a command takes; `None` for what is no command, or a group of them.
#[expect(clippy::unnested_or_patterns, reason = "a line a group of commands")]
fn needed(path: &[&str]) -> Option<Permission> {
    Some(match path {
        // They look, need no data file, or are how somebody comes in.
        ["find" | "why" | "journal" | "care" | "overview" | "alerts" | "report" | "segments" | "clv"]
        | ["member", "show"]
        | ["points", "ledger"]
        | ["feedback", "list" | "nps" | "show"]
        | ["contact", "list"]
        | ["care", "activation"]
        | ["care", "lost"]
        | ["segments", "members" | "activity" | "cohorts" | "moves" | "definitions"]
        | ["clv", "fit" | "new" | "at"]
        | ["stats", ..]
        | ["clock", "show" | "ahead"]
        | ["program", "show" | "check"]
        | ["operator", "list" | "pin"]
        | ["proposals", ..]
        | ["demo" | "init" | "login" | "logout" | "config" | "keys" | "completions" | "man"] => Permission::Look,
        ["member", "add" | "edit"]
        | ["points", "adjust" | "redeem"]
        | ["feedback", "add" | "work" | "resolve"]
        | ["contact", "log"]
        | ["alerts", "ack"]
        | ["segments", "save" | "delete"]
        | ["propose" | "withdraw" | "reveal"]
        | ["undo"] => Permission::Serve,
        ["member", "export" | "freeze" | "unfreeze" | "close" | "merge" | "unmerge"]
        | ["purchase", "void" | "move"]
        | ["approve" | "reject"]
        | ["tier", "set"] => Permission::Supervise,
        ["backup" | "rebuild" | "import"] | ["feedback", "import"] | ["clock", "accept"] => Permission::Manage,
        ["verify" | "checkpoint" | "receipt"] => Permission::Verify,
        ["audit", _] | ["audit", "reviews", _] => Permission::Audit,
        ["member", "erase"]
        | ["program", "apply"]
        | ["operator", "add" | "role" | "link" | "disable" | "enable"]
        | ["checkpoint", "accept"]
        | ["restore"] => Permission::Govern,
        _ => return None,
    })
}

/// Says at the end of each command's help which roles may run it, once a data file has operators.
pub fn with_roles(command: Command, lang: Lang) -> Command {
    named(command, &[], Words::new(lang))
}

fn named(command: Command, path: &[&str], words: Words) -> Command {
    let mut lines: Vec<String> = command.get_after_help().map(ToString::to_string).into_iter().collect();
    let roles = |permission: Permission| {
        let roles: Vec<String> = permission.roles().iter().map(|role| words.role(*role)).collect();
        words.list(&roles)
    };
    if let Some(permission) = needed(path).filter(|needed| *needed != Permission::Look) {
        lines.push(t!(words, "cli.help.roles", roles = roles(permission)));
    }
    if command.get_arguments().any(|arg| arg.get_id() == "csv") {
        lines.push(t!(words, "cli.help.csv_roles", roles = roles(Permission::Manage)));
    }
    let command = if lines.is_empty() { command } else { command.after_help(lines.join("\n\n")) };
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
        named(sub, &path, words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands::Cli;
    use clap::CommandFactory;

    fn without_a_row(command: &Command, path: &[&str], out: &mut Vec<String>) {
        for sub in command.get_subcommands() {
            let path: Vec<&str> = path.iter().copied().chain([sub.get_name()]).collect();
            if sub.get_subcommands().next().is_some() {
                without_a_row(sub, &path, out);
            } else if needed(&path).is_none() {
                out.push(path.join(" "));
            }
        }
    }

    #[test]
    fn every_command_says_what_it_takes() {
        let mut missing = Vec::new();
        without_a_row(&Cli::command(), &[], &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn help_names_the_roles_in_both_languages() {
        for (lang, said) in [
            (Lang::En, "With operators: supervisor, manager, owner."),
            (Lang::Zh, "设有操作员时，可用的角色：主管、店长、负责人。"),
        ] {
            let grammar = with_roles(Cli::command(), lang);
            let freeze = grammar.find_subcommand("member").and_then(|member| member.find_subcommand("freeze")).unwrap();
            assert!(freeze.get_after_help().unwrap().to_string().ends_with(said), "{:?}", freeze.get_after_help());
        }
    }
}
