//! A survey of many answers of few members: what it costs, by counts and not by a clock.

use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch};
use crate::store::histories_read;
use rstest::rstest;
use std::fmt::Write as _;

const MEMBERS: usize = 5;

/// A desk at which members have adjusted points today, so that each answer of the survey lies before what is known.
fn desk_of_members() -> Desk {
    let mut desk = desk_with(DEFAULT_TOML);
    for n in 0..MEMBERS {
        let profile = Profile { member_no: format!("M{n}"), name: "张伟".to_owned(), ..Profile::default() };
        let member = done(&mut desk, &Intent::Enrol(op::Enrol { profile: Box::new(profile) })).member.unwrap();
        done(&mut desk, &adjust(member, 10));
    }
    desk
}

fn import(desk: &mut Desk, file: &str) -> u64 {
    let (source, options) = (ImportSource::bytes(file.as_bytes()), ImportOptions::default());
    desk.import_feedback(source, &options, &mut NoWatch, NOW).unwrap().new
}

fn survey(answers: usize) -> String {
    let mut file = "ref,member_no,answered_at,kind,score\n".to_owned();
    for n in 0..answers {
        let (hour, minute) = (8 + n / 60 % 12, n % 60);
        writeln!(file, "S-{n},M{},2026-1{}-1{} {hour:02}:{minute:02},nps,{}", n % MEMBERS, n % 2, n % 10, n % 11)
            .unwrap();
    }
    file
}

/// With every step the histories of all members in it were read, and they grow with the steps before: 16,000 answers took four times as
/// long as 8,000.
#[rstest]
#[case::of_members_who_have_answered_before(200, false, 0)]
#[case::of_those_in_many_steps(6_000, false, 0)]
#[case::of_new_members(200, true, 5)]
#[case::of_those_in_many_steps_too(6_000, true, 5)]
fn answers_before_what_is_known_read_no_history_a_step(
    #[case] answers: usize,
    #[case] is_new: bool,
    #[case] most: u64,
) {
    let mut desk = desk_of_members();
    if !is_new {
        let mut first = "ref,member_no,answered_at,kind,score\n".to_owned();
        (0..MEMBERS).for_each(|n| writeln!(first, "F-{n},M{n},2026-01-05,nps,9").unwrap());
        assert_eq!(import(&mut desk, &first), MEMBERS as u64);
    }
    let before = histories_read();
    assert_eq!(import(&mut desk, &survey(answers)), answers as u64);
    // Those whose history begins with an answer of it, once.
    let read = histories_read() - before;
    assert!(read <= most, "{read} histories");
    let proof = desk.verify(None, &[], &mut |_, _| {}).unwrap();
    assert!(proof.wrong.is_none(), "what is kept of each member is what a fold of everything makes");
}
