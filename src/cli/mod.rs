//! The command line: a stable contract, one file a command, no rules of its own.
//!
//! A command asks the desk and prints the answer, as text for people or with `--json` as one document. Exit 0 done, 1 refused
//! or failed, 2 wrong usage; messages go to standard error, in one line.

mod alerts;
mod appearance;
mod args;
mod audit;
mod backup;
mod care;
mod change;
mod clock;
mod clv;
mod commands;
mod completions;
mod config;
mod console;
mod console_login;
mod contact;
mod context;
mod csv;
mod demo;
mod fail;
mod fault;
mod feedback;
mod find;
mod folders;
mod grammar;
mod help;
mod import;
mod init;
mod journal;
mod keys;
mod login;
mod manual;
mod member;
mod notes;
mod operator;
mod out;
mod overview;
mod pin;
mod points;
mod program;
mod progress;
mod progress_watch;
mod proof;
mod purchase;
mod report;
mod requests;
mod restore;
mod reveal;
mod roles;
mod segments;
mod session;
mod settings;
mod setup;
mod show;
mod stats;
mod table;
mod tier;
mod undo;
mod usage;
mod verify;
mod why;

use crate::runtime::{environment, process};
use crate::t;
use clap::FromArgMatches;
use commands::{Cli, Command};
use context::CliContext;
use fail::CliFailure;
use points::PointsCommand;
use requests::ProposeArgs;
use std::process::ExitCode;

/// Runs the program with the arguments of its process.
pub fn run() -> ExitCode {
    process::harden();
    let args = environment::arguments();
    let lang = setup::lang_of_arguments(&args);
    let grammar = grammar::grammar(lang);
    let parsed = grammar.try_get_matches_from(args::protected(args.clone())).and_then(|m| Cli::from_arg_matches(&m));
    match parsed {
        Ok(cli) => {
            let context = CliContext::new(cli.globals.clone());
            let ended = fault::caught(|| command(&context, &cli));
            ended.unwrap_or_else(|failure| failed(&context, &failure))
        }
        Err(error) => {
            if let Some(text) = usage::help(&error, lang) {
                return out::raw(&text).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
            }
            let context = CliContext::of_wrong_arguments(&args);
            failed(&context, &usage::failure(&context, &args, &error))
        }
    }
}

fn failed(context: &CliContext, failure: &CliFailure) -> ExitCode {
    failure.tell(context.words, context.globals.json);
    ExitCode::from(failure.exit_code())
}

fn command(context: &CliContext, cli: &Cli) -> Result<ExitCode, CliFailure> {
    match &cli.command {
        None => return console::run(context, &cli.look),
        Some(Command::Demo(command)) => return command.run(context),
        Some(Command::Init(command)) => command.run(context),
        Some(Command::Import(command)) => command.run(context),
        Some(Command::Find(command)) => command.run(context),
        Some(Command::Member(command)) => command.run(context),
        Some(Command::Points(command)) => command.run(context),
        Some(Command::Purchase(command)) => command.run(context),
        Some(Command::Tier(command)) => command.run(context),
        Some(Command::Why(command)) => command.run(context),
        Some(Command::Undo(command)) => command.run(context),
        Some(Command::Segments(command)) => command.run(context),
        Some(Command::Clv(command)) => command.run(context),
        Some(Command::Stats(command)) => command.run(context),
        Some(Command::Journal(command)) => command.run(context),
        Some(Command::Audit(command)) => command.run(context),
        Some(Command::Feedback(command)) => command.run(context),
        Some(Command::Contact(command)) => command.run(context),
        Some(Command::Care(command)) => command.run(context),
        Some(Command::Overview(command)) => command.run(context),
        Some(Command::Alerts(command)) => command.run(context),
        Some(Command::Report(command)) => command.run(context),
        Some(Command::Clock(command)) => command.run(context),
        Some(Command::Verify(command)) => command.run(context),
        Some(Command::Checkpoint(command)) => command.run(context),
        Some(Command::Receipt(command)) => command.run(context),
        Some(Command::Rebuild) => verify::rebuild(context),
        Some(Command::Program(command)) => command.run(context),
        Some(Command::Operator(command)) => command.run(context),
        Some(Command::Reveal(command)) => command.run(context),
        Some(Command::Propose(command)) => return propose(context, command),
        Some(Command::Proposals(command)) => command.run(context),
        Some(Command::Approve(command)) => command.run(context),
        Some(Command::Reject(command)) => command.run(context),
        Some(Command::Withdraw(command)) => command.run(context),
        Some(Command::Login(command)) => command.run(context),
        Some(Command::Logout) => login::logout(context),
        Some(Command::Backup(command)) => command.run(context),
        Some(Command::Restore(command)) => command.run(context),
        Some(Command::Config(command)) => command.run(context),
        Some(Command::Keys) => keys::run(context),
        Some(Command::Completions(command)) => command.run(context, grammar::grammar(context.words.lang)),
        Some(Command::Man) => manual::run(context),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Runs the command of a change, which is asked for instead of made. What it says is said as its own options have it.
fn propose(context: &CliContext, change: &ProposeArgs) -> Result<ExitCode, CliFailure> {
    let (line, lang) = (change.line(), context.words.lang);
    let parsed = grammar::grammar(lang).try_get_matches_from(args::protected(line.clone()));
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let Some(help) = usage::help(&error, lang) else { return Err(usage::failure(context, &line, &error)) };
            out::raw(&help).map_err(|error| CliFailure::stdout(&error))?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    let asking = context.to_propose(&cli.globals);
    let is_proposable = match &cli.command {
        Some(Command::Points(command)) => !matches!(command, PointsCommand::Ledger(_)),
        Some(Command::Member(command)) => command.can_be_proposed(),
        other => matches!(other, Some(Command::Tier(_) | Command::Purchase(_) | Command::Undo(_))),
    };
    if !is_proposable {
        return Ok(failed(&asking, &CliFailure::Usage(t!(asking.words, "cli.propose.not_this"))));
    }
    Ok(command(&asking, &cli).unwrap_or_else(|failure| failed(&asking, &failure)))
}
