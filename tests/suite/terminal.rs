//! The real program in a real terminal: it takes the terminal and gives it back, whatever ends it.

use crate::common::pty::{Terminal, loyaltui};
use crate::world::{Asks, World};
use loyaltui::domain::question::FeedbackListQuery;
use loyaltui::runtime::clock::now;
use portable_pty::CommandBuilder;
use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process};
use std::time::Duration;

/// The console, with its first frame on the screen.
fn console(shop: &World) -> Terminal {
    let terminal = Terminal::start(loyaltui(&shop.path()), 120, 36);
    terminal.until_text("shop.db");
    terminal
}

#[test]
fn quitting_gives_the_terminal_back() {
    let shop = World::in_a_file(now);
    let mut terminal = console(&shop);
    assert!(terminal.is_raw());
    terminal.keys("ctrl-c");
    assert_eq!(terminal.exit(), Ok(0));
    terminal.until_given_back();
}

#[rstest]
#[case::term(Signal::TERM, 143)]
#[case::int(Signal::INT, 130)]
#[case::hup(Signal::HUP, 129)]
fn a_signal_gives_the_terminal_back(#[case] signal: Signal, #[case] code: u32) {
    let shop = World::in_a_file(now);
    let mut terminal = console(&shop);
    terminal.signal(signal);
    assert_eq!(terminal.exit(), Ok(code));
    terminal.until_given_back();
}

#[rstest]
#[case::a_page_that_is_gone(Signal::BUS)]
#[case::a_wrong_address(Signal::SEGV)]
#[case::a_wrong_instruction(Signal::ILL)]
#[case::a_wrong_number(Signal::FPE)]
fn a_fault_gives_the_terminal_back(#[case] signal: Signal) {
    let shop = World::in_a_file(now);
    let mut terminal = console(&shop);
    terminal.signal(signal);
    assert!(terminal.exit().is_err(), "it ends by the signal");
    terminal.until("a terminal given back", |screen| !screen.alternate_screen() && !screen.hide_cursor());
    assert!(!terminal.is_raw());
}

#[test]
fn an_index_cut_short_by_hand_leaves_the_terminal_usable() {
    // A file of its own: whoever else has it open would end as well.
    let (shop, folder) = (stocked(), tempfile::tempdir().unwrap());
    let path = folder.path().join("copy.db");
    shop.desk.backup(&path, now()).unwrap();
    let mut terminal = Terminal::start(loyaltui(&path), 120, 36);
    terminal.until_text("copy.db");
    std::fs::write(path.with_extension("db-shm"), "").unwrap();
    // Whatever is read next ends the program: there is no page where the index was.
    terminal.keys("5 6 7 8 enter");
    let _ = terminal.exit();
    terminal.until("a terminal given back", |screen| !screen.alternate_screen() && !screen.hide_cursor());
    assert!(!terminal.is_raw());
}

#[rstest]
#[case::term(Signal::TERM, 143)]
#[case::hup(Signal::HUP, 129)]
fn what_was_typed_and_not_saved_is_said_when_a_signal_ends_it(#[case] signal: Signal, #[case] code: u32) {
    let shop = stocked();
    let mut terminal = console(&shop);
    terminal.keys("5678 enter");
    terminal.until("the member's file", |s| s.contents().contains("M0012345") && s.contents().contains("500"));
    terminal.keys("f 2 tab tab tab");
    terminal.until_text("NPS 2 detractor");
    terminal.send("the tea was cold");
    terminal.until_text("the tea was cold");
    terminal.signal(signal);
    assert_eq!(terminal.exit(), Ok(code));
    terminal.until_given_back();
    terminal
        .until("what was typed", |s| s.contents().contains("not saved") && s.contents().contains("the tea was cold"));
}

#[rstest]
#[case::replaced(|path: &std::path::Path| {
    std::fs::rename(path, path.with_extension("old")).unwrap();
    std::fs::write(path, "another").unwrap();
}, "replaced")]
#[case::overwritten(|path: &std::path::Path| std::fs::write(path, "another").unwrap(), ".overwritten-1")]
#[case::log_emptied(|path: &std::path::Path| std::fs::write(path.with_extension("db-wal"), "").unwrap(), "-wal")]
fn a_file_that_is_lost_while_it_is_left_is_told(#[case] away: fn(&std::path::Path), #[case] told: &str) {
    let mut shop = stocked();
    let mut terminal = console(&shop);
    // Once something was saved, every thread has the file open.
    terminal.keys("5678 enter +70 enter enter y");
    terminal.until("the write", |_| shop.balance("M0012345") == 570);
    away(&shop.path());
    terminal.keys("ctrl-c");
    assert_eq!(terminal.exit(), Ok(1));
    terminal.until_given_back();
    terminal.until_text(told);
}

#[rstest]
#[case::told_by_sighup("exec \"$@\"")]
#[case::sighup_ignored("trap '' HUP; exec \"$@\"")]
#[case::in_a_session_that_is_not_told("trap '' HUP; setsid -w \"$@\"")]
fn a_closed_window_ends_it_within_a_second(#[case] script: &str) {
    // On a machine that is busy with other things a second may pass before the program gets its turn: best of five.
    let ended = (0..5).any(|_| {
        let shop = World::in_a_file(now);
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", script, "sh"]);
        command.args(loyaltui(&shop.path()).get_argv());
        let mut terminal = Terminal::start(command, 120, 36);
        terminal.until_text("shop.db");
        terminal.hang_up();
        terminal.ends_within(Duration::from_secs(1))
    });
    assert!(ended);
}

#[rstest]
#[case::input("loyaltui < /dev/null")]
#[case::output("loyaltui > /dev/null")]
#[case::pipe("loyaltui | cat")]
fn without_a_terminal_it_says_so_in_one_line(#[case] line: &str) {
    let shop = World::in_a_file(now);
    let mut shell = Shell::start(&shop);
    shell.run(line);
    shell.terminal.until_text("terminal");
    assert!(!shell.terminal.written().contains("\x1b[?1049h"), "nothing was switched on");
    if !line.contains('|') {
        shell.run("echo status=$?");
        shell.terminal.until_text("status=2");
    }
}

#[rstest]
#[case::by_the_key("ctrl-z")]
#[case::from_outside("TSTP")]
#[case::at_once("STOP")]
fn stopped_it_gives_the_terminal_back_and_comes_again(#[case] key: &str) {
    let shop = World::in_a_file(now);
    let mut shell = Shell::start(&shop);
    shell.run("loyaltui");
    shell.terminal.until("the console", is_up);
    match key {
        // Nobody can be asked before that one; but on coming back everything is switched on afresh.
        "STOP" => shell.signal_the_job(Signal::STOP),
        "TSTP" => shell.signal_the_job(Signal::TSTP),
        key => shell.terminal.keys(key),
    }
    if key != "STOP" {
        shell.terminal.until_given_back();
    }
    shell.terminal.until_text("Stopped");
    shell.run("echo still=$((40+2))");
    shell.terminal.until_text("still=42");
    shell.run("fg");
    shell.terminal.until("the console again", |screen| is_up(screen) && !screen.contents().contains("still"));
    assert!(shell.terminal.is_raw());
    shell.terminal.keys("ctrl-c");
    shell.terminal.until_given_back();
    shell.run("echo over=$((40+3))");
    shell.terminal.until_text("over=43");
}

#[test]
fn a_stopped_job_can_be_killed() {
    let shop = World::in_a_file(now);
    let mut shell = Shell::start(&shop);
    shell.run("loyaltui");
    shell.terminal.until("the console", is_up);
    shell.terminal.keys("ctrl-z");
    shell.terminal.until_text("Stopped");
    shell.run("kill %1; fg; echo status=$?");
    shell.terminal.until_text("status=143");
    shell.terminal.until_given_back();
}

#[test]
fn idle_it_uses_no_processor() {
    let shop = World::in_a_file(now);
    let mut terminal = console(&shop);
    terminal.keys("x");
    terminal.until_idle(Duration::from_secs(1));
    terminal.keys("ctrl-c");
    assert_eq!(terminal.exit(), Ok(0));
}

/// A shop with two members, one of them with 500 points.
fn stocked() -> World {
    let mut shop = World::in_a_file(now);
    let wei = shop.member("M0012345", "张伟", "13812345678");
    shop.member("M0012346", "赵薇", "13912349999");
    shop.adjust(wei, 500);
    shop
}

#[test]
fn the_main_job_from_the_first_key_to_the_file() {
    let mut shop = stocked();
    let mut terminal = console(&shop);
    terminal.keys("5678 enter");
    terminal.until("the member's file", |s| s.contents().contains("M0012345") && s.contents().contains("500"));
    terminal.keys("+70 enter enter y");
    terminal.until("the write", |_| shop.balance("M0012345") == 570);
    terminal.keys("uy");
    terminal.until("the undone balance", |_| shop.balance("M0012345") == 500);
    terminal.keys("ctrl-k language enter down enter");
    terminal.until_text("会员");
    terminal.keys("q");
    assert_eq!(terminal.exit(), Ok(0));
    terminal.until_given_back();
}

#[test]
fn all_of_it_typed_at_once_does_the_same() {
    let mut shop = stocked();
    let mut terminal = console(&shop);
    terminal.keys("5678 enter +70 enter enter y");
    terminal.until("the write", |_| shop.balance("M0012345") == 570);
    terminal.keys("ctrl-c");
    assert_eq!(terminal.exit(), Ok(0));
}

#[test]
fn a_burst_of_three_calls_in_one_write_logs_all_three() {
    let mut shop = stocked();
    shop.member("M0012347", "周文", "13612340000");
    let mut terminal = console(&shop);
    let call = |who: &str, points: u32, text: &str| {
        format!("{who} enter +{points} enter enter y f9 enter '{text}' ctrl-s esc ")
    };
    terminal.keys(&[call("M0012345", 10, "one"), call("M0012346", 20, "two"), call("M0012347", 30, "three")].concat());
    terminal.until("all three", |_| {
        let said = shop.desk_of("auditor").feedback(FeedbackListQuery::default(), now()).unwrap().rows;
        said.len() == 3 && ["M0012345", "M0012346", "M0012347"].map(|no| shop.balance(no)) == [510, 20, 30]
    });
}

#[test]
fn the_data_of_a_member_is_taken_along_in_2_keys_and_takes_no_files_place() {
    let shop = stocked();
    let folder = tempfile::tempdir().unwrap();
    let mut command = loyaltui(&shop.path());
    command.cwd(folder.path());
    let mut terminal = Terminal::start(command, 120, 36);
    terminal.until_text("shop.db");
    terminal.keys("M0012345 enter X enter");
    terminal.until_text("all data exported");
    terminal.keys("X enter");
    terminal.until_text("exists already");
    terminal.until_text("-2.json");
    terminal.keys("enter");
    let files = || {
        let names = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
        let mut names: Vec<_> = names.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
        names.sort();
        names
    };
    terminal.until("the second file", |_| files().len() == 2);
    for path in files() {
        let document: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(document["member"]["phone"], "13812345678");
        assert_eq!(document["member"]["points"]["balance"], 500);
    }
    let exports = shop.desk_of("auditor").journal("kind:export", 9).unwrap().rows;
    assert_eq!(exports.len(), 2, "nothing is recorded as taken where nothing was written");
}

#[test]
fn the_terminals_ground_is_asked_for_and_suited_and_never_typed() {
    let shop = stocked();
    let mut command = loyaltui(&shop.path());
    command.env_remove("COLORFGBG");
    let mut terminal = Terminal::start(command, 120, 36);
    terminal.until_text("shop.db");
    assert!(terminal.written().contains("\x1b]11;?"));
    let colours = |screen: &vt100::Screen| -> Vec<vt100::Color> {
        (0..120).filter_map(|column| screen.cell(2, column)).map(vt100::Cell::fgcolor).collect()
    };
    let mut dark = Vec::new();
    terminal.until("the first frame", |screen| {
        dark = colours(screen);
        screen.contents().contains("张伟")
    });
    terminal.send("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    terminal.until("other colours", |screen| colours(screen) != dark);
    assert!(!terminal.text().contains("rgb:"), "the answer is not typed into the search box");
}

#[test]
fn the_scope_is_remembered_for_the_next_console() {
    let shop = stocked();
    let mut terminal = console(&shop);
    terminal.keys("down S ctrl-u tier:base enter");
    terminal.until_text("tier:base");
    terminal.keys("ctrl-c");
    assert_eq!(terminal.exit(), Ok(0));
    let mut again = console(&shop);
    again.until_text("tier:base");
    again.keys("down S ctrl-u enter");
    again.until("everybody", |screen| !screen.contents().contains("tier:base"));
    again.keys("ctrl-c");
    assert_eq!(again.exit(), Ok(0));
    let third = console(&shop);
    third.until_text("张伟");
    assert!(!third.text().contains("tier:base"));
}

#[test]
fn a_paste_is_text() {
    let shop = stocked();
    let mut terminal = console(&shop);
    terminal.send("\x1b[200~138 1234 5678\x1b[201~");
    terminal.until("one of the two", |s| s.contents().contains("张伟") && !s.contents().contains("赵薇"));
}

#[test]
fn any_size_is_lived_through_and_drawn_afresh() {
    let shop = stocked();
    let mut terminal = console(&shop);
    terminal.until_text("张伟");
    for (columns, rows) in [(80, 24), (1, 1), (200, 60), (59, 15), (2, 50), (80, 24)] {
        terminal.resize(columns, rows);
    }
    terminal.until("80 by 24", |s| s.contents().contains("张伟") && s.contents().contains("M0012346"));
    terminal.resize(1, 1);
    terminal.resize(120, 36);
    terminal.until("120 by 36", |s| s.contents().contains("赵薇 · M0012346"));
    terminal.keys("5678 enter");
    terminal.until("the file", |s| s.contents().contains("M0012345"));
}

#[test]
fn killed_at_any_point_it_has_done_no_harm() {
    let mut shop = stocked();
    let wei = shop.id("M0012345");
    let mut terminal = console(&shop);
    terminal.keys("5678 enter +70 enter enter y");
    terminal.until("the write", |_| shop.balance("M0012345") == 570);
    terminal.keys("uy");
    terminal.signal(Signal::KILL);
    assert!(terminal.exit().is_err());
    let balance = shop.balance("M0012345");
    assert!(balance == 570 || balance == 500, "{balance}");
    shop.adjust(wei, 1);
    assert_eq!(shop.balance("M0012345"), balance + 1);
}

/// Whether the console stands on the screen.
fn is_up(screen: &vt100::Screen) -> bool {
    screen.alternate_screen() && screen.contents().contains("shop.db")
}

/// A shell with jobs, in which `loyaltui` is the program on the shop's store.
struct Shell {
    terminal: Terminal,
}

impl Shell {
    fn start(shop: &World) -> Self {
        let argv =
            loyaltui(&shop.path()).get_argv().iter().map(|a| format!("'{}'", a.to_str().unwrap())).collect::<Vec<_>>();
        let mut command = CommandBuilder::new("sh");
        command.args(["-i"]);
        command.env("TERM", "xterm-256color");
        command.env("PS1", "ready> ");
        command.env("ENV", "");
        let mut shell = Self { terminal: Terminal::start(command, 120, 36) };
        shell.terminal.until_text("ready>");
        shell.run(&format!("alias loyaltui=\"{}\"", argv.join(" ")));
        shell
    }

    fn signal_the_job(&self, signal: Signal) {
        let shell = self.terminal.pid.as_raw_nonzero();
        let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
        let child = Pid::from_raw(children.trim().parse().unwrap()).unwrap();
        kill_process(child, signal).unwrap();
    }

    fn run(&mut self, line: &str) {
        self.terminal.send(line);
        self.terminal.send("\n");
    }
}
