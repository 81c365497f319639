//! Operators: who they are, and what they log in with.

use super::Store;
use super::error::StoreError;
use super::salt::new_salt;
use super::write::Tx;
use crate::domain::day::Instant;
use crate::domain::journal::{hex, secret_commit};
use crate::domain::staff::lockout::Lockout;
use crate::domain::staff::session::LoginSession;
use crate::domain::staff::{OPERATOR, Staff};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest as _, Sha256};

/// What an operator logs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorSecret {
    /// The hash of the PIN, in the form of the Password Hashing Competition.
    pub phc: String,
    pub lockout: Lockout,
    pub sessions: Vec<LoginSession>,
    salt: Vec<u8>,
}

impl OperatorSecret {
    /// A secret for a hash, with a salt that nobody had.
    pub fn new(phc: String) -> Result<Self, StoreError> {
        let (lockout, sessions) = (Lockout::default(), Vec::new());
        Ok(Self { phc, lockout, sessions, salt: new_salt()?.to_vec() })
    }

    /// What the `pin` event of the operator holds, hex.
    pub fn commitment(&self) -> String {
        hex(&secret_commit(&self.salt, &self.phc))
    }
}

/// 16 random bytes, hex: what a session is known by.
pub fn new_token() -> Result<String, StoreError> {
    Ok(hex(&new_salt()?))
}

/// What of a token is kept.
pub fn token_digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

impl Store {
    /// The operators, as of now.
    pub fn staff(&self) -> Result<Staff, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT 1 FROM desk_event WHERE key >= ?1 || ':' AND key < ?1 || ';' LIMIT 1")?;
        if !statement.exists([OPERATOR])? {
            return Ok(Staff::default());
        }
        Ok(Staff::of(&self.desk_keys(OPERATOR, Instant(i64::MAX))?))
    }

    /// What an operator logs in with; `None` where no PIN was set in this file.
    pub fn operator_secret(&self, name: &str) -> Result<Option<OperatorSecret>, StoreError> {
        let sql = "SELECT salt, phc, failures, locked_until, session FROM operator_secret WHERE name = ?1";
        let found = self.db.prepare_cached(sql)?.query_row([name], |row| {
            let lockout = Lockout { failures: row.get(2)?, until: Instant(row.get(3)?) };
            let secret = OperatorSecret { salt: row.get(0)?, phc: row.get(1)?, lockout, sessions: Vec::new() };
            Ok((secret, row.get::<_, String>(4)?))
        });
        let Some((secret, sessions)) = found.optional()? else { return Ok(None) };
        let damaged = |e: serde_json::Error| StoreError::Damaged(format!("operator_secret {name}: {e}"));
        Ok(Some(OperatorSecret { sessions: serde_json::from_str(&sessions).map_err(damaged)?, ..secret }))
    }

    /// The names that have a secret.
    pub(super) fn names_with_secret(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT name FROM operator_secret ORDER BY name")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// Keeps what an operator logs in with, in the place of what was there.
    pub fn keep_operator_secret(&self, name: &str, secret: &OperatorSecret) -> Result<(), StoreError> {
        let sessions = serde_json::to_string(&secret.sessions).map_err(|e| StoreError::Sql(e.to_string()))?;
        let sql = "INSERT OR REPLACE INTO operator_secret (name, salt, phc, failures, locked_until, session)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let Lockout { failures, until } = secret.lockout;
        self.db.prepare_cached(sql)?.execute(params![name, secret.salt, secret.phc, failures, until.0, sessions])?;
        Ok(())
    }
}
