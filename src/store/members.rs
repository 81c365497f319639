//! Members' rows: who they are. The one table whose rows are changed, and emptied by an erasure.

use super::Store;
use super::error::StoreError;
use super::journal::{OperationWriter, cached_statement};
use super::personal::PersonalWords;
use super::salt::Seal;
use super::search;
use super::write::Tx;
use crate::domain::day::Day;
use crate::domain::journal::profile_commit;
use crate::domain::member::Profile;
use crate::domain::num::{FIRST_JOINED, LabelId, MemberId, OpSeq};
use rusqlite::{OptionalExtension, Row, params};

/// Between the parts of a list in one column; it can't occur in a tag.
const SEPARATOR: &str = "\n";

const NEW_MEMBER: &str = "INSERT INTO member (no, salt, name, phone, email, birthday, joined_on, store, channel, tags, \
    consents, referrer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

/// The columns of a profile, in the order of [`profile_of`].
pub(super) const PROFILE: &str = "no, name, phone, email, birthday, joined_on,
    COALESCE((SELECT text FROM label WHERE id = member.store), ''),
    COALESCE((SELECT text FROM label WHERE id = member.channel), ''), tags, consents, referrer";

/// This file's label of a text: the bound stands in it as it does in the index.
pub(super) fn label_of_text() -> String {
    format!("SELECT id FROM label WHERE text = ?1 AND id < {FIRST_JOINED}")
}

/// Who a member is, in one line. Unmasked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    pub no: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    /// Home store.
    pub store: String,
    pub birthday: Option<Day>,
}

impl Store {
    /// The member of a number; `None` where no member has it.
    pub fn member_id(&self, member_no: &str) -> Result<Option<MemberId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT id FROM member WHERE no = ?1")?;
        Ok(statement.query_row([member_no], |row| row.get(0).map(MemberId)).optional()?)
    }

    /// The number of a member; `None` where there is no such row.
    pub fn member_no(&self, member: MemberId) -> Result<Option<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT no FROM member WHERE id = ?1")?;
        Ok(statement.query_row([member.0], |row| row.get(0)).optional()?)
    }

    /// The profile, unmasked; `None` where there is no such row.
    pub fn profile(&self, member: MemberId) -> Result<Option<Profile>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {PROFILE} FROM member WHERE id = ?1"))?;
        Ok(statement.query_row([member.0], profile_of).optional()?)
    }

    /// What a list shows of a member; `None` where there is no such row.
    pub fn contact(&self, member: MemberId) -> Result<Option<Contact>, StoreError> {
        let sql =
            "SELECT no, name, phone, email, COALESCE((SELECT text FROM label WHERE id = member.store), ''), birthday
            FROM member WHERE id = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let contact = statement.query_row([member.0], |row| {
            Ok(Contact {
                no: row.get(0)?,
                name: row.get(1)?,
                phone: row.get(2)?,
                email: row.get(3)?,
                store: row.get(4)?,
                birthday: row.get::<_, Option<i64>>(5)?.map(Day),
            })
        });
        Ok(contact.optional()?)
    }

    /// Tells every member's phone and e-mail, where it has either.
    pub fn each_contact(&self, mut tell: impl FnMut(MemberId, &str, &str)) -> Result<(), StoreError> {
        let sql = "SELECT id, phone, email FROM member WHERE phone <> '' OR email <> '' ORDER BY id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = |place: usize| row.get_ref(place).and_then(|value| Ok(value.as_str()?));
            tell(MemberId(row.get(0)?), text(1)?, text(2)?);
        }
        Ok(())
    }

    /// The names of stores and channels that are on file.
    pub fn label_texts(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT text FROM label WHERE id < ?1 AND text <> ''")?;
        let texts = statement.query_map([FIRST_JOINED], |row| row.get(0))?;
        Ok(texts.collect::<Result<_, _>>()?)
    }

    /// The text of a store or channel label; empty for none.
    pub fn label(&self, label: LabelId) -> Result<String, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT text FROM label WHERE id = ?1")?;
        Ok(statement.query_row([label.0], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// This file's label of a text, where it has been used before; 0 for the empty text.
    pub fn label_id(&self, text: &str) -> Result<Option<LabelId>, StoreError> {
        if text.is_empty() {
            return Ok(Some(LabelId(0)));
        }
        Ok(self.db.prepare_cached(&label_of_text())?.query_row([text], |row| row.get(0).map(LabelId)).optional()?)
    }

    /// The salt of a member's profile commitments; empty after an erasure.
    pub(crate) fn salt(&self, member: MemberId) -> Result<Vec<u8>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT salt FROM member WHERE id = ?1")?;
        Ok(statement.query_row([member.0], |row| row.get(0))?)
    }
}

pub(super) fn profile_of(row: &Row<'_>) -> rusqlite::Result<Profile> {
    profile_with(row, row.get(6)?, row.get(7)?)
}

/// The same where the texts of store and channel are known.
pub(super) fn profile_with(row: &Row<'_>, store: String, channel: String) -> rusqlite::Result<Profile> {
    Ok(Profile {
        member_no: row.get(0)?,
        name: row.get(1)?,
        phone: row.get(2)?,
        email: row.get(3)?,
        birthday: row.get::<_, Option<i64>>(4)?.map(Day),
        joined_on: row.get::<_, Option<i64>>(5)?.map(Day),
        store,
        channel,
        tags: split(row.get_ref(8)?.as_str()?),
        consents: split(row.get_ref(9)?.as_str()?),
        referrer_no: row.get(10)?,
    })
}

fn split(text: &str) -> Vec<String> {
    text.split(SEPARATOR).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn join(parts: &[String]) -> String {
    parts.join(SEPARATOR)
}

impl OperationWriter<'_, '_> {
    /// The label of a text, made where it is new; 0 for the empty text.
    pub fn label(&mut self, text: &str) -> Result<LabelId, StoreError> {
        if let Some(known) = self.labels.get(text) {
            return Ok(*known);
        }
        let label = match self.tx.label_id(text)? {
            Some(known) => known,
            None => self.new_label(text)?,
        };
        self.labels.insert(text.to_owned(), label);
        Ok(label)
    }

    fn new_label(&mut self, text: &str) -> Result<LabelId, StoreError> {
        let sql = "SELECT COALESCE(MAX(id), 0) + 1 FROM label WHERE id < ?1";
        let id = LabelId(self.tx.db.prepare_cached(sql)?.query_row([FIRST_JOINED], |row| row.get(0))?);
        let mut statement = self.tx.db.prepare_cached("INSERT INTO label (id, text, op) VALUES (?1, ?2, ?3)")?;
        statement.execute(params![id.0, text, self.seq().0])?;
        self.records.label(id, text);
        Ok(id)
    }

    /// Writes a new member's row. Answers its id and the commitment that its `Enrol` event must hold.
    pub fn new_member(&mut self, profile: &Profile) -> Result<(MemberId, String), StoreError> {
        let seal = self.sealer.seal(profile)?;
        self.sealed_member(profile, seal)
    }

    /// The same with a seal that was made for this profile before.
    pub fn sealed_member(&mut self, profile: &Profile, seal: Seal) -> Result<(MemberId, String), StoreError> {
        let (store, channel) = (self.label(&profile.store)?, self.label(&profile.channel)?);
        let id = cached_statement(&mut self.held.member, self.tx, NEW_MEMBER)?.insert(params![
            profile.member_no,
            seal.salt,
            profile.name,
            profile.phone,
            profile.email,
            profile.birthday.map(|d| d.0),
            profile.joined_on.map(|d| d.0),
            store.0,
            channel.0,
            join(&profile.tags),
            join(&profile.consents),
            profile.referrer_no,
        ])?;
        self.new_members += 1;
        Ok((MemberId(id), seal.commit))
    }

    /// Writes other fields into a member's row. Answers the commitment that its `Profile` event must hold.
    pub fn change_member(&mut self, member: MemberId, profile: &Profile) -> Result<String, StoreError> {
        let (store, channel) = (self.label(&profile.store)?, self.label(&profile.channel)?);
        if let Some(old) = self.tx.profile(member)? {
            search::change(&self.tx.db, member, &old, profile)?;
        }
        let mut statement = self.tx.db.prepare_cached(
            "UPDATE member SET no = ?2, name = ?3, phone = ?4, email = ?5, birthday = ?6, joined_on = ?7, store = ?8,
                    channel = ?9, tags = ?10, consents = ?11, referrer = ?12 WHERE id = ?1",
        )?;
        statement.execute(params![
            member.0,
            profile.member_no,
            profile.name,
            profile.phone,
            profile.email,
            profile.birthday.map(|d| d.0),
            profile.joined_on.map(|d| d.0),
            store.0,
            channel.0,
            join(&profile.tags),
            join(&profile.consents),
            profile.referrer_no,
        ])?;
        Ok(profile_commit(&self.tx.salt(member)?, &*self.tx.as_on_card(member, profile)?))
    }
}

impl Tx<'_> {
    /// Empties every personal field of a member, the salt of its commitments (with which they could be guessed) and the
    /// secrets of all operations that name it. The number stays.
    pub fn erase_member(&self, member: MemberId) -> Result<(), StoreError> {
        self.erase_member_by(member, OpSeq(FIRST_JOINED - 1))
    }

    /// The same by an operation of any file: what later operations of that file keep secret stays.
    pub(super) fn erase_member_by(&self, member: MemberId, erasure: OpSeq) -> Result<(), StoreError> {
        let said = self.said_of(member)?;
        if let Some(old) = self.profile(member)? {
            search::change(&self.db, member, &old, &old.tombstone())?;
        }
        self.db.execute(
            "UPDATE member SET salt = x'', name = '', phone = '', email = '', birthday = NULL, joined_on = NULL, store = 0,
                    channel = 0, tags = '', consents = '', referrer = '' WHERE id = ?1",
            [member.0],
        )?;
        self.erase_requests(member)?;
        self.db.execute(
            "DELETE FROM op_secret WHERE op IN
             (SELECT seq FROM operation WHERE member = ?1 UNION SELECT op FROM op_member WHERE member = ?1)
             AND NOT (op >= ?2 AND op < ?3)",
            [member.0, erasure.0, erasure.file().end()],
        )?;
        self.erase_interactions(member)?;
        self.db.execute("DELETE FROM event_text WHERE member = ?1", [member.0])?;
        self.drop_filters_about(&said)?;
        self.log_holds_erased()
    }

    /// Names, phones and e-mail addresses that a member has or ever had, as far as the file still tells.
    fn said_of(&self, member: MemberId) -> Result<PersonalWords, StoreError> {
        let mut said = PersonalWords::default();
        if let Some(profile) = self.profile(member)? {
            said.add(&[&profile.name, &profile.phone, &profile.email]);
        }
        let sql = "SELECT body FROM op_secret WHERE op IN
                   (SELECT seq FROM operation WHERE member = ?1 UNION SELECT op FROM op_member WHERE member = ?1)";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([member.0])?;
        while let Some(row) = rows.next()? {
            if let Ok(body) = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default()) {
                said.add_of(&body);
            }
        }
        Ok(said)
    }
}
