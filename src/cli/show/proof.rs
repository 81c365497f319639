//! What the journal proves.

use super::Teller;
use crate::domain::proof::Checkpoint;
use crate::t;

/// The digest to note down elsewhere.
pub fn checkpoint(tell: Teller<'_>, checkpoint: Option<&Checkpoint>) -> String {
    let words = tell.words;
    let Some(newest) = checkpoint else { return t!(words, "cli.checkpoint.none") + "\n" };
    let at = words.time(tell.programs.zone(), newest.at);
    let mut out = format!("{}\n", newest.hash);
    out += &t!(words, "cli.checkpoint.what", seq = newest.seq.0, at = at);
    out.push('\n');
    out
}
