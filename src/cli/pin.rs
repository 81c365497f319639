//! How a command comes by a PIN: from the terminal, or line by line from standard input where a script gives it. Never from
//! arguments or the environment, where others can read it.

use super::context::CliContext;
use super::fail::CliFailure;
use crate::domain::staff::pin::Pin;
use crate::runtime::environment;
use crate::runtime::pin_prompt::{TypedPin, ask};
use crate::t;
use clap::Args;
use std::io::{self, BufRead};
use std::path::Path;

/// Where PINs come from.
#[derive(Debug, Clone, Args)]
pub struct PinArgs {
    /// Read each PIN that is asked for as a line of standard input, instead of asking on the terminal
    #[arg(long)]
    pin_stdin: bool,
}

impl PinArgs {
    /// They come from the terminal.
    pub fn on_terminal() -> Self {
        Self { pin_stdin: false }
    }

    /// The PIN of an operator.
    pub fn of(&self, context: &CliContext, name: &str) -> Result<Pin, CliFailure> {
        self.asked(context, &t!(context.words, "cli.pin.of", name = name))
    }

    /// A new PIN of an operator, typed twice on a terminal.
    pub fn new_of(&self, context: &CliContext, name: &str) -> Result<Pin, CliFailure> {
        let pin = self.asked(context, &t!(context.words, "cli.pin.new_of", name = name))?;
        if !self.pin_stdin && self.asked(context, &t!(context.words, "cli.pin.again"))? != pin {
            return Err(CliFailure::Usage(t!(context.words, "cli.pin.differ")));
        }
        Ok(pin)
    }

    fn asked(&self, context: &CliContext, prompt: &str) -> Result<Pin, CliFailure> {
        let failed = |place: &str, error: &io::Error| CliFailure::file(Path::new(place), error);
        if self.pin_stdin {
            let mut line = String::new();
            let read = environment::stdin().lock().read_line(&mut line).map_err(|error| failed("stdin", &error))?;
            return if read == 0 {
                Err(CliFailure::Usage(t!(context.words, "cli.pin.no_line")))
            } else {
                Ok(Pin::typed(&line))
            };
        }
        match ask(prompt).map_err(|error| failed("/dev/tty", &error))? {
            Some(TypedPin::Pin(pin)) => Ok(pin),
            Some(TypedPin::Cancelled) => Err(CliFailure::Usage(t!(context.words, "cli.pin.cancelled"))),
            None => Err(CliFailure::Usage(t!(context.words, "cli.pin.no_terminal"))),
        }
    }
}
