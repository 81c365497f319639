//! `loyaltui backup FILE`.
