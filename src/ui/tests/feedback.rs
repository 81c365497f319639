//! The feedback pane and its forms in every state.

use super::{at, snapshot};
use crate::app::sample::Desk;
use rstest::rstest;

#[rstest]
#[case::log_empty("log_empty", "5678⏎f")]
#[case::log_promoter("log_promoter", "5678⏎fx⏎")]
#[case::log_detractor("log_detractor", "5678⏎f3")]
#[case::log_off_the_scale("log_off_the_scale", "5678⏎f⇤2⇥9")]
#[case::log_kind("log_kind", "5678⏎f⇤3")]
#[case::log_topic("log_topic", "5678⏎f9⇥")]
#[case::log_comment_lacks_words("log_comment_lacks_words", "5678⏎f⇤4^s")]
#[case::log_of_nobody("log_of_nobody", "⇥f2⇥⇥⇥⇥2")]
#[case::log_chinese(
    "log_chinese",
    "5678⏎f9⏎茶太苦了，希望下次可以换一种；店员态度很好。⏎第二行，还有 some English words that are long enough to be folded at the edge↑"
)]
#[case::log_full("log_full", "5678⏎f9⏎1⏎2⏎3⏎4⏎5⏎6⏎7⏎8⏎9")]
#[case::log_plan("log_plan", "5678⏎f3⏎苦⇥⏎")]
#[case::logged("logged", "5678⏎f3⏎苦^s")]
#[case::logged_of_nobody("logged_of_nobody", "⇥f9^s")]
#[case::retract("retract", "5678⏎f3^su")]
#[case::retracted("retracted", "5678⏎f3^suy")]
#[case::help_in_the_words("help_in_the_words", "5678⏎f3⏎")]
fn the_form(#[case] name: &str, #[case] keys: &str) {
    let mut person = at(Desk::new());
    person.press(keys);
    if name == "help_in_the_words" {
        person.send(crate::app::msg::Msg::Key(crate::app::key::Key::plain(crate::app::key::Code::F(1))));
    }
    snapshot(&format!("feedback__{name}"), &person);
}
