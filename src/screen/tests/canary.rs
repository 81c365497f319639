//! No frame shows a phone, an e-mail or a birthday whole, but for the half minute for which somebody has asked for that.

use super::{at, drawn};
use crate::app::sample::{FakeDesk, Person};
use crate::domain::day::Day;
use crate::domain::num::MemberId;
use crate::shell::msg::Msg;
use rstest::rstest;

const PHONE: &str = "13981239876";
const EMAIL: &str = "canary.bird@example.com";
const BIRTHDAY: &str = "1987-03-05";

/// Somebody at a desk where the first member has contacts that stand nowhere else.
fn with_canary() -> Person {
    let mut desk = FakeDesk::new();
    let profile = &mut desk.files.get_mut(&MemberId(1)).unwrap().1;
    (profile.phone, profile.email) = (PHONE.to_owned(), EMAIL.to_owned());
    profile.birthday = Day::from_ymd(1987, 3, 5);
    at(desk)
}

/// The canaries that stand in a frame.
fn seen(person: &Person) -> Vec<&'static str> {
    let text = drawn(&person.model, (160, 44)).text();
    [PHONE, EMAIL, BIRTHDAY].into_iter().filter(|canary| text.contains(canary)).collect()
}

#[rstest]
#[case::file("9876 enter")]
#[case::tabs("9876 enter tab right right right right right")]
#[case::edit("9876 enter e tab tab tab tab")]
#[case::edited("9876 enter e tab 13900001111 ctrl-s enter")]
#[case::points("9876 enter + 5 0 enter 1 enter y")]
#[case::redeem("9876 enter r 5 enter")]
#[case::merge("9876 enter :merge enter")]
#[case::export("9876 enter X")]
#[case::why("9876 enter w")]
#[case::columns("| down down down down down down space enter")]
#[case::segments("3 down enter")]
#[case::feedback("4 down enter")]
#[case::audit("9876 enter + 5 0 enter 1 enter y esc esc 5 enter")]
#[case::overview("6 tab")]
#[case::help("9876 enter ?")]
#[case::palette("9876 enter :edit")]
fn no_frame_shows_a_contact_whole(#[case] keys: &str) {
    let mut person = with_canary();
    for key in keys.split(' ') {
        // The fragment that finds the member is no contact.
        person.press(key);
        assert_eq!(seen(&person), Vec::<&str>::new(), "after {key} of {keys}");
    }
}

#[test]
fn what_is_asked_for_is_shown_for_half_a_minute() {
    let mut person = with_canary();
    person.press("9876 enter p");
    assert_eq!(seen(&person), [PHONE, EMAIL]);
    let until = person.model.deadline();
    person.send(Msg::Clock(until));
    assert_eq!(seen(&person), Vec::<&str>::new());
}
