//! A store of its own for every test, and the binary to use it with.

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The one document on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// It was done, perhaps with something to look at.
    #[track_caller]
    pub fn done(self) -> Self {
        assert!(matches!(self.code, 0 | 3), "{self:?}");
        self
    }

    /// It was refused or failed, with one line on standard error.
    #[track_caller]
    pub fn failed(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        assert!(self.err.starts_with("loyaltui: "), "{self:?}");
        self
    }
}

/// The binary, with nothing of the machine's environment that it reads.
pub fn loyaltui() -> Command {
    let mut command = Command::cargo_bin("loyaltui").unwrap();
    for name in ["LOYALTUI_DB", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.env("XDG_CONFIG_HOME", std::env::temp_dir().join("loyaltui-without-settings"));
    command.env("XDG_STATE_HOME", std::env::temp_dir().join("loyaltui-without-settings"));
    command
}

/// Runs a command without a store.
pub fn run(args: &[&str]) -> Ran {
    ran(loyaltui().args(args))
}

/// Runs what was prepared.
pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with a store in it.
pub struct Shop {
    folder: TempDir,
}

impl Shop {
    /// An empty store with the default programme.
    pub fn new() -> Self {
        let shop = Self::without_store();
        shop.run(&["init"]).done();
        shop
    }

    /// An empty folder.
    pub fn without_store() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A store with two members: M1 with 500 points, M2 with none.
    pub fn with_members() -> Self {
        let shop = Self::new();
        shop.run(&["member", "add", "M1", "name=张伟", "phone=13812345678", "email=zhang.wei@example.com"]).done();
        shop.run(&["member", "add", "M2", "name=Anna Müller"]).done();
        shop.run(&["points", "adjust", "M1", "500", "--reason", "goodwill"]).done();
        shop
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder and answers its path as text.
    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The binary on this store, as operator `mei`.
    pub fn command(&self, args: &[&str]) -> Command {
        self.command_of("mei", args)
    }

    /// The same as another operator.
    pub fn command_of(&self, operator: &str, args: &[&str]) -> Command {
        let mut command = loyaltui();
        command
            .current_dir(self.folder.path())
            .env("LOYALTUI_DB", self.path("store.db"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_STATE_HOME", self.path("state"))
            .args(["--as", operator])
            .args(args);
        command
    }

    /// Runs a command on this store.
    pub fn run(&self, args: &[&str]) -> Ran {
        ran(&mut self.command(args))
    }

    /// Runs a command with `--json` and answers its document.
    pub fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        self.run(&args).done().json()
    }

    /// The points that a member can spend today.
    pub fn balance(&self, member_no: &str) -> i64 {
        self.json(&["member", "show", member_no])["points"]["balance"].as_i64().unwrap()
    }

    /// The refusal's code of a command that must be refused.
    #[track_caller]
    pub fn refused(&self, args: &[&str]) -> Value {
        self.refused_with(1, args)
    }

    /// The same with another exit code.
    #[track_caller]
    pub fn refused_with(&self, code: i32, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        self.run(&args).failed(code).json()["refused"].clone()
    }
}
