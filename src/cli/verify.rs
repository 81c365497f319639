//! `loyaltui verify`, `checkpoint` and `rebuild`.
