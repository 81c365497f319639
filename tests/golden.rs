//! Golden results, each computed by at least two independent programs: see `tests/golden/`.

#[path = "golden/models.rs"]
mod models;
