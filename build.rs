//! Gathers the locale tables, so that a room's words are a file of their own and nothing else; and notes when the program is built.

use std::fmt::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs, io};

/// Tables that are looked through first: the command line needs little else, and a table is read when it is looked through.
const FIRST: [&str; 3] = ["core.toml", "cli.toml", "import.toml"];

/// Translates the command line's own help, which is looked up otherwise.
const NO_TABLE: &str = "help-zh.toml";

#[expect(clippy::disallowed_methods, reason = "cargo says in the environment where to put what is made")]
fn main() -> io::Result<()> {
    note_time();
    let folder = Path::new("assets/locales");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "toml") && name != NO_TABLE {
            names.push(name);
        }
    }
    names.sort_by_key(|name| (FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()), name.clone()));
    let mut code = format!(
        "/// Every table: its file's name and its text.\npub const TABLES: [(&str, &str); {}] = [\n",
        names.len()
    );
    for name in &names {
        let path = fs::canonicalize(folder.join(name))?;
        writeln!(code, "    ({name:?}, include_str!({:?})),", path.display().to_string()).map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names the folder for what is made"))?;
    fs::write(Path::new(&out).join("locales.rs"), code)
}

/// Notes when the program is built, in seconds since 1970: no clock can be earlier. `SOURCE_DATE_EPOCH` stands instead of now, for
/// builds that have to be the same again.
#[expect(clippy::disallowed_methods, reason = "the time of the build is this program's to know")]
fn note_time() {
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let asked = env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    println!("cargo::rustc-env=LOYALTUI_BUILT={}", asked.unwrap_or_else(now));
}
