//! `loyaltui operator pin [NAME]`.

use crate::cli::change::print_done;
use crate::cli::context::CliContext;
use crate::cli::fail::CliFailure;
use crate::cli::pin::PinArgs;
use crate::domain::op::ChangeOperator;
use crate::domain::plan::outcome::Refusal;
use crate::runtime::clock;
use clap::Args;

/// Change a PIN: your own, or as an owner that of any operator
#[derive(Debug, Args)]
#[command(
    after_help = "For your own PIN the old one is asked first. Other sessions of the operator end, and a lock is lifted."
)]
pub struct SetPinArgs {
    /// Name of the operator [default: who is logged in]
    #[arg(value_name = "OPERATOR")]
    name: Option<String>,
    #[command(flatten)]
    pin: PinArgs,
}

impl SetPinArgs {
    pub fn run(&self, context: &CliContext) -> Result<(), CliFailure> {
        let mut desk = context.open()?;
        if !desk.has_operators()? {
            return Err(CliFailure::Desk(Refusal::NoOperators.into()));
        }
        let own = desk.operator().name.clone();
        let name = self.name.as_deref().map_or(own.as_str(), str::trim);
        let old = (name == own).then(|| self.pin.of(context, name)).transpose()?;
        let new = self.pin.new_of(context, name)?;
        let done = desk.set_pin(name, old.as_ref(), &new, clock::now())?;
        let intent = ChangeOperator { name: name.to_owned(), changes: Vec::new() };
        print_done(context, &mut desk, &intent.into(), &done)
    }
}
