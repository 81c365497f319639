//! How much the machine looks at: a test counts it, so that a long history never costs more than its length. Otherwise it is nothing.

#[cfg(test)]
thread_local! {
    static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// So many rows were looked at.
#[cfg_attr(not(test), expect(clippy::missing_const_for_fn, reason = "it counts in tests"))]
#[inline]
pub(super) fn looked_at(rows: usize) {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + rows);
    #[cfg(not(test))]
    let _ = rows;
}

/// How many rows something looks at.
#[cfg(test)]
pub(super) fn counted(work: impl FnOnce()) -> usize {
    LOOKED_AT.set(0);
    work();
    LOOKED_AT.get()
}
