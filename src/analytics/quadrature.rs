//! Integrals by Gauss–Legendre panels that grow from the place where the integrand is steepest.

use std::sync::LazyLock;

/// Nodes and weights of a panel: on the way of a panel from 0 to 1, weights that sum to 1.
pub struct GaussLegendre {
    nodes: Vec<(f64, f64)>,
}

/// The rule with sixteen nodes: exact for polynomials of degree 31.
pub static SIXTEEN: LazyLock<GaussLegendre> = LazyLock::new(|| GaussLegendre::new(16));

/// The rule with ten nodes.
pub static TEN: LazyLock<GaussLegendre> = LazyLock::new(|| GaussLegendre::new(10));

impl GaussLegendre {
    /// The rule with `n` nodes, the zeros of the Legendre polynomial of degree `n` (Abramowitz and Stegun 25.4.29), by Newton's
    /// method from their asymptotic places.
    ///
    /// ```
    /// use loyaltui::analytics::quadrature::GaussLegendre;
    ///
    /// let fifth_power: f64 = GaussLegendre::new(3).panel(0.0, 2.0).map(|(x, weight)| weight * x.powi(5)).sum();
    /// assert!((fifth_power - 64.0 / 6.0).abs() < 1e-14);
    /// ```
    pub fn new(n: u32) -> Self {
        let degree = f64::from(n);
        let nodes = (1..=n)
            .map(|k| {
                let mut x = ((f64::from(k) - 0.25) / (degree + 0.5) * std::f64::consts::PI).cos();
                let mut slope = 1.0;
                for _ in 0..8 {
                    let value;
                    (value, slope) = legendre(n, x);
                    x -= value / slope;
                }
                (f64::midpoint(1.0, -x), 1.0 / ((1.0 - x * x) * slope * slope))
            })
            .collect();
        Self { nodes }
    }

    /// The nodes of a panel from `from` to `to` with their weights: the integral of f over it is the sum of weight × f(node).
    ///
    /// ```
    /// use loyaltui::analytics::quadrature::SIXTEEN;
    ///
    /// let area: f64 = SIXTEEN.panel(0.0, 1.0).map(|(x, weight)| weight * x.exp()).sum();
    /// assert!((area - (1.0_f64.exp() - 1.0)).abs() < 1e-15);
    /// ```
    pub fn panel(&self, from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> + '_ {
        let width = to - from;
        self.nodes.iter().map(move |(place, weight)| (from + width * place, width * weight))
    }
}

/// The Legendre polynomial of degree `n` at x, and its slope there.
fn legendre(n: u32, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for k in 2..=n {
        let k = f64::from(k);
        (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
    }
    (value, f64::from(n) * (x * value - before) / (x * x - 1.0))
}
