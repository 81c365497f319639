//! `loyaltui feedback import FILE`.

use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::import::{FileArgs, WhatArg};
use crate::desk::import::ImportOptions;
use clap::Args;

/// Import survey responses from a CSV file or a workbook
#[derive(Debug, Args)]
#[command(after_help = "\
Columns: ref,member_no,answered_at,kind,score,topic,channel,text,follow_up; kind is nps, csat, ces or comment (--set \
kind=nps if the file does not have it), a blank member_no is an unknown customer, times are as for purchases.\n\
The same ref is the same response: importing a file twice changes nothing. A detractor or a follow-up request opens a case, \
whose due time counts from the response. `loyaltui undo` undoes the whole file.")]
pub struct ImportFeedbackArgs {
    #[command(flatten)]
    file: FileArgs,
}

impl ImportFeedbackArgs {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        self.file.run(Some(WhatArg::Feedback), &ImportOptions::default(), context)
    }
}
