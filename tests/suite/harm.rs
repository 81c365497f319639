//! What machines do to a file: bits that turn over, and a limit to how large a file may be.

use crate::cli::shop::{Shop, ran};
use crate::world::{Asks, NOW, World, operator};
use loyaltui::desk::Desk;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// How many bits turn over, one at a time, where `LOYALTUI_BIT_FLIPS` does not say so.
const FLIPS: u64 = 60;

/// A number of the environment.
fn asked(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

/// The next number of a sequence that a seed makes (splitmix64).
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A file with members, points, a merge and an erasure, all of it in one piece.
fn sound_file() -> (World, PathBuf) {
    let mut world = World::in_a_file(|| NOW);
    for n in 0..12 {
        let member = world.member(&format!("M{n}"), "张伟", &format!("1391234{n:04}"));
        world.adjust(member, 100 + n);
    }
    let file = world.path().with_file_name("sound.db");
    world.desk_of("owner").backup(&file, NOW).unwrap();
    (world, file)
}

/// Everything that the tables of a file hold; `None` where SQLite can't read it.
fn contents(path: &Path) -> Option<Vec<(String, Vec<Vec<Value>>)>> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let mut names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").ok()?;
    let names: Vec<String> = names.query_map([], |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()?;
    let mut all = Vec::new();
    for name in names {
        let mut rows = db.prepare(&format!("SELECT * FROM \"{name}\" NOT INDEXED")).ok()?;
        let columns = rows.column_count();
        let rows = rows.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).ok()?;
        all.push((name, rows.collect::<Result<Vec<Vec<Value>>, _>>().ok()?));
    }
    Some(all)
}

/// Whether the program names what is wrong with a file, or refuses it.
fn is_found(path: &Path) -> bool {
    match Desk::open(path, operator("owner")) {
        Ok(mut desk) => desk.verify().map_or(true, |report| report.wrong.is_some()),
        Err(_) => true,
    }
}

#[test]
fn a_bit_that_turned_over_is_found_or_means_nothing() {
    let (world, sound) = sound_file();
    assert!(!is_found(&sound), "the file is sound before");
    let (bytes, before) = (fs::read(&sound).unwrap(), contents(&sound).unwrap());
    let flipped = world.path().with_file_name("flipped.db");
    let mut seed = asked("LOYALTUI_SEED", 11);
    let mut found = 0;
    for _ in 0..asked("LOYALTUI_BIT_FLIPS", FLIPS) {
        let from = seed;
        let bit = next(&mut seed) % (bytes.len() as u64 * 8);
        let (at, mask) = (usize::try_from(bit / 8).unwrap(), 1_u8 << (bit % 8));
        let mut spoilt = bytes.clone();
        spoilt[at] ^= mask;
        fs::write(&flipped, &spoilt).unwrap();
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(world.path().with_file_name(format!("flipped.db{suffix}")));
        }
        if is_found(&flipped) {
            found += 1;
        } else {
            assert_eq!(contents(&flipped).as_ref(), Some(&before), "byte {at}, mask {mask}, LOYALTUI_SEED={from}");
        }
    }
    assert!(found > 0, "no bit that means anything turned over");
}

/// The program under a limit to how large a file may be, in blocks of 1,024 bytes.
fn limited(shop: &Shop, blocks: u64, args: &[&str]) -> crate::cli::shop::Ran {
    let mut command = assert_cmd::Command::new("bash");
    let program = assert_cmd::cargo::cargo_bin("loyaltui");
    command.arg("-c").arg(format!("ulimit -f {blocks}; exec \"$@\"")).arg("bash").arg(program);
    command.arg("--db").arg(shop.path("store.db")).args(args);
    command.env("XDG_CONFIG_HOME", std::env::temp_dir().join("loyaltui-without-settings"));
    command.env("XDG_STATE_HOME", std::env::temp_dir().join("loyaltui-without-settings"));
    ran(&mut command)
}

#[test]
fn a_file_that_may_not_grow_loses_nothing_and_says_what_was_saved() {
    let shop = Shop::new();
    let rows: Vec<String> = (0..4_000).map(|n| format!("W{n},顾客{n},1380000{n:04}")).collect();
    let file = shop.write("many.csv", &format!("member_no,name,phone\n{}\n", rows.join("\n")));
    let import = ["import", "members", file.as_str()];
    let large = |name: &str| fs::metadata(shop.path(name)).map_or(0, |meta| meta.len()) / 1_024;
    let refused = limited(&shop, large("store.db") + 400, &import).failed(1);
    assert!(refused.err.contains("saved"), "{refused:?}");
    assert_eq!(shop.json(&["verify"])["ok"], true);
    shop.run(&import).done();
    assert_eq!(shop.json(&["verify"])["ok"], true);
    let adjust = ["points", "adjust", "W1", "+5", "--reason", "goodwill", "--note", "late"];
    for (lang, said) in [("en", "nothing was saved"), ("zh", "未保存")] {
        let refused = limited(&shop, 0, &[&adjust[..], &["--lang", lang]].concat()).failed(1);
        assert!(refused.err.contains(said), "{refused:?}");
    }
    assert_eq!(shop.balance("W1"), 0);
    shop.run(&adjust).done();
    assert_eq!((shop.balance("W1"), shop.json(&["verify"])["ok"].clone()), (5, true.into()));
}
