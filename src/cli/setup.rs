//! What a command finds around it: which store, who sits here, which language.

use super::args::{Globals, LangArg};
use super::fail::CliFailure;
use super::folders::data_folder;
use super::settings::Settings;
use crate::domain::operator::{Operator, Role};
use crate::runtime::environment;
use crate::text::Lang;
use std::ffi::OsString;
use std::path::PathBuf;

/// The language asked for, else that of the settings, else that of the environment, else English. Settings that can't be read
/// set none; that they can't is told elsewhere.
pub fn lang(asked: Option<LangArg>) -> Lang {
    let set = || Settings::load().ok().and_then(|settings| settings.lang());
    match asked {
        Some(LangArg::En) => Lang::En,
        Some(LangArg::Zh) => Lang::Zh,
        None => set().unwrap_or_else(|| lang_of_environment(environment::variable)),
    }
}

/// As `setlocale` reads it: the first of these that is set decides.
fn lang_of_environment(var: impl Fn(&str) -> Option<String>) -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| var(name).filter(|v| !v.is_empty()));
    set.and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default()
}

/// The language of a command line that could not be parsed.
pub fn lang_of_arguments(args: &[OsString]) -> Lang {
    let texts: Vec<&str> = args.iter().map(|a| a.to_str().unwrap_or_default()).collect();
    let after = texts.iter().position(|a| *a == "--lang").and_then(|i| texts.get(i + 1)).copied();
    let joined = texts.iter().find_map(|a| a.strip_prefix("--lang="));
    after.or(joined).and_then(Lang::from_tag).unwrap_or_else(|| lang(None))
}

/// The store asked for, else that of `$LOYALTUI_DB`, else the one in the user's data folder.
pub fn store_path(globals: &Globals) -> Result<PathBuf, CliFailure> {
    let named = globals.db.clone().or_else(|| environment::variable_os("LOYALTUI_DB").map(PathBuf::from));
    match named.filter(|path| !path.as_os_str().is_empty()) {
        Some(path) => Ok(path),
        None => Ok(data_folder()?.join("store.db")),
    }
}

/// The demo store asked for, else the one of that size and seed in the user's data folder; never that of `$LOYALTUI_DB`,
/// which is a real one.
pub fn demo_path(globals: &Globals, members: usize, seed: u64) -> Result<PathBuf, CliFailure> {
    match &globals.db {
        Some(path) => Ok(path.clone()),
        None => Ok(data_folder()?.join(format!("demo-{members}-{seed}.db"))),
    }
}

/// The operator asked for, else the user of the system; with the owner's rights.
pub fn operator(globals: &Globals) -> Operator {
    let name = globals.operator.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(system_user);
    Operator { name, role: Role::Owner }
}

/// The login name, else the number of the user.
fn system_user() -> String {
    let named = ["USER", "LOGNAME"].into_iter().find_map(|name| environment::variable(name).filter(|v| !v.is_empty()));
    named.unwrap_or_else(|| {
        let uid = rustix::process::getuid().as_raw();
        let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        name_of_user(&passwd, uid).unwrap_or_else(|| format!("uid {uid}"))
    })
}

fn name_of_user(passwd: &str, uid: u32) -> Option<String> {
    let mut lines = passwd.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let entry = lines.find(|fields| fields.get(2).and_then(|f| f.parse().ok()) == Some(uid))?;
    entry.first().map(|name| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain(&[("LANG", "zh_CN.UTF-8")], Lang::Zh)]
    #[case::all_wins(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_GB.UTF-8")], Lang::En)]
    #[case::empty_is_unset(&[("LC_ALL", ""), ("LANG", "zh")], Lang::Zh)]
    #[case::other(&[("LANG", "C.UTF-8")], Lang::En)]
    #[case::nothing(&[], Lang::En)]
    fn the_environment_chooses_the_language(#[case] vars: &[(&str, &str)], #[case] lang: Lang) {
        let var = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        assert_eq!(lang_of_environment(var), lang);
    }

    #[rstest]
    #[case(&["loyaltui", "--lang", "zh", "nonsense"], Lang::Zh)]
    #[case(&["loyaltui", "nonsense", "--lang=zh"], Lang::Zh)]
    fn a_wrong_command_line_still_names_its_language(#[case] args: &[&str], #[case] lang: Lang) {
        let args: Vec<OsString> = args.iter().map(Into::into).collect();
        assert_eq!(lang_of_arguments(&args), lang);
    }

    #[test]
    fn a_user_is_found_by_number() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nmei:x:1000:1000::/home/mei:/bin/sh\n";
        assert_eq!(name_of_user(passwd, 1000).as_deref(), Some("mei"));
        assert_eq!(name_of_user(passwd, 7), None);
    }
}
