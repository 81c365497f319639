//! `loyaltui feedback import FILE`.

use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::import::{FileArgs, WhatArg};
use crate::desk::import::ImportOptions;
use clap::Args;

/// Import answers to a survey from a CSV file or a workbook
#[derive(Debug, Args)]
#[command(after_help = "\
Columns: ref,member_no,answered_at,kind,score,topic,channel,text,follow_up; kind is nps, csat, ces or comment (--set \
kind=nps where the file does not say it), a blank member_no is nobody known, times are as for purchases.\n\
The same ref is the same answer: importing a file twice changes nothing. A detractor or a wish to hear back opens a case, \
due so many hours after the answer. `loyaltui undo` takes the whole file back.")]
pub struct ImportFeedbackArgs {
    #[command(flatten)]
    file: FileArgs,
}

impl ImportFeedbackArgs {
    pub(super) fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        self.file.run(Some(WhatArg::Feedback), ImportOptions::default(), context)
    }
}
