//! Extensions of a record as a column has them.

use crate::domain::journal::Extensions;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

impl FromSql for Extensions {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_blob_or_null()? {
            None => Ok(Self::default()),
            Some(bytes) => Self::from_bytes(bytes).ok_or(FromSqlError::InvalidType),
        }
    }
}

impl ToSql for Extensions {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_bytes().into()))
    }
}
