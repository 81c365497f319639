//! `loyaltui audit result`: a sample, and what it says of all operations.

use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::show;
use crate::documents::audit::SamplesDoc;
use crate::domain::question::{ListSamples, OpenSample};
use clap::Args;

/// Show a sample and what it says of all operations, or list the samples
#[derive(Debug, Args)]
pub struct ResultArgs {
    /// The sample, or the beginning of its id [default: all, as a list]
    #[arg(value_name = "ID")]
    sample: Option<String>,
}

impl ResultArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        let programs = desk.programs()?;
        let tell = context.tell(&programs);
        let Some(id) = self.sample.clone() else {
            let sheets = context.ask(&mut desk, ListSamples)?;
            return context.print(&SamplesDoc::new(&sheets), || show::audit::samples(tell, &sheets));
        };
        let sheet = context.ask(&mut desk, OpenSample { id })?;
        context.print(&SamplesDoc::new(std::slice::from_ref(&*sheet)), || show::audit::sample(tell, &sheet))
    }
}
