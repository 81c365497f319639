//! `loyaltui import`.

mod bar;
mod file;
mod kept;
mod report;

use super::context::CliContext;
use super::fail::CliFailure;
use crate::desk::import::ImportOptions;
use crate::domain::import::target::ImportKind;
use crate::t;
use clap::{Args, ValueEnum};
pub(super) use file::FileArgs;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum WhatArg {
    Members,
    Purchases,
    Feedback,
    Events,
}

impl WhatArg {
    pub(super) fn kind(self) -> ImportKind {
        match self {
            Self::Members => ImportKind::Members,
            Self::Purchases => ImportKind::Purchases,
            Self::Feedback => ImportKind::Feedback,
            Self::Events => ImportKind::Events,
        }
    }
}

/// Import members, purchases, feedback or events from a CSV file or a workbook
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[command(allow_missing_positional = true)]
#[command(after_help = "\
Columns of members: member_no,name,phone,email,birthday,joined_on,store,channel,tags,consents,referrer_no and, from \
another system, opening_points,opening_expires_on,opened_on,tier,tier_until.\n\
Columns of purchases: order_ref,member_no,purchased_at,amount,kind,refund_of,store,channel,points_paid; amounts in major \
units (299.90; 1,299.90, ¥299.90 and (120.00) are read too), times as RFC 3339, YYYY-MM-DD HH:MM[:SS], 2023/5/1 18:06 or a \
day.\n\
Columns of feedback: ref,member_no,answered_at,kind,score,topic,channel,text,follow_up; kind is nps, csat, ces or \
comment, a blank member_no is an unknown customer.\n\
Columns of events: ref,member_no,happened_at,kind,channel,churn_reason; kind is click, visit, social or a word of your own, the same ref \
is the same event. They are kept as counts of a day; churn_reason says why the member left.\n\
Headers of other systems are recognised, in Chinese and English; without member_no a row is whose phone or email it has. \
What was guessed of a file is printed. An opening_points or tier of a member file may be left out with --map \
opening_points= .\n\
A bad row is reported and does not stop the rest. Importing a file twice changes nothing. After ctrl-c a second run goes \
on from there. Exit: 0 all taken or known, 3 some rows or cells rejected, 1 all rows rejected.")]
pub struct ImportArgs {
    /// What the file holds [default: as its header tells]
    #[arg(value_name = "WHAT")]
    what: Option<WhatArg>,
    #[command(flatten)]
    file: FileArgs,
    /// Enrol unknown members found in purchases
    #[arg(long)]
    enrol: bool,
    /// Overwrite differing fields of existing members
    #[arg(long)]
    update: bool,
    /// Rows of one order are its items: their amounts are added up
    #[arg(long)]
    lines: bool,
    /// Every row without an order number is a new purchase, also one equal to a purchase on file
    #[arg(long)]
    new_rows: bool,
    /// Purchases earn no points: they came with an opening credit
    #[arg(long)]
    no_earn: bool,
}

impl ImportArgs {
    /// Imports the file and prints what became of it.
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        if self.what.is_none() && self.file.is_only_a_kind() {
            return Err(CliFailure::Usage(t!(context.words, "import.no_file")));
        }
        let Self { enrol, update, lines, new_rows, no_earn, .. } = *self;
        let options = ImportOptions { enrol, update, no_earn, lines, new_rows, ..ImportOptions::default() };
        self.file.run(self.what, &options, context)
    }
}
