//! Finite numbers that were typed: equal where they are the same number.

/// A finite number.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Real(f64);

impl Real {
    /// `None` of what is no number, and of infinity.
    ///
    /// ```
    /// use loyaltui::domain::real::Real;
    ///
    /// assert_eq!(Real::new(12.5).map(Real::get), Some(12.5));
    /// assert_eq!(Real::new(f64::NAN), None);
    /// ```
    pub fn new(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self(number))
    }

    pub fn get(self) -> f64 {
        self.0
    }
}

/// Finite numbers equal themselves.
impl Eq for Real {}
