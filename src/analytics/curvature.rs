//! Second derivatives at a minimum: whether it is one, in which directions it is flat, and the step that ends there.

/// A symmetric matrix as rows.
pub type Matrix = Vec<Vec<f64>>;

/// Second derivatives of a function from its gradient, by central differences with a step of 10⁻⁴ in every variable: right to
/// about eight digits where the variables are logarithms.
///
/// ```
/// use loyaltui::analytics::curvature::second_derivatives;
///
/// let square = |p: &[f64]| (p[0] * p[0] + 3.0 * p[0] * p[1], vec![2.0 * p[0] + 3.0 * p[1], 3.0 * p[0]]);
/// let h = second_derivatives(&[0.3, -0.7], square);
/// assert!((h[0][0] - 2.0).abs() < 1e-8 && (h[0][1] - 3.0).abs() < 1e-8 && h[1][1].abs() < 1e-8);
/// ```
pub fn second_derivatives(at: &[f64], mut f: impl FnMut(&[f64]) -> (f64, Vec<f64>)) -> Matrix {
    let n = at.len();
    let mut rows = Vec::with_capacity(n);
    for i in 0..n {
        let mut shifted = |step: f64| {
            let mut place = at.to_vec();
            place[i] += step;
            f(&place).1
        };
        let (up, down) = (shifted(STEP), shifted(-STEP));
        rows.push(up.iter().zip(&down).map(|(u, d)| (u - d) / (2.0 * STEP)).collect::<Vec<f64>>());
    }
    (0..n).map(|i| (0..n).map(|j| f64::midpoint(rows[i][j], rows[j][i])).collect()).collect()
}

const STEP: f64 = 1e-4;

/// Eigenvalues of a symmetric matrix, smallest first, each with its eigenvector of length 1 (Jacobi's rotations; Golub & Van
/// Loan, Matrix Computations, 8.5).
///
/// ```
/// use loyaltui::analytics::curvature::eigen;
///
/// let found = eigen(&[vec![2.0, 1.0], vec![1.0, 2.0]]);
/// assert!((found[0].0 - 1.0).abs() < 1e-14 && (found[1].0 - 3.0).abs() < 1e-14);
/// ```
pub fn eigen(matrix: &[Vec<f64>]) -> Vec<(f64, Vec<f64>)> {
    let n = matrix.len();
    let mut a = matrix.to_vec();
    let mut vectors: Matrix = (0..n).map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect();
    for _ in 0..SWEEPS {
        let off: f64 = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| a[i][j] * a[i][j]).sum();
        if off == 0.0 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    let mut found: Vec<(f64, Vec<f64>)> =
        (0..n).map(|i| (a[i][i], vectors.iter().map(|row| row[i]).collect())).collect();
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    found
}

const SWEEPS: usize = 40;

/// Turns the plane of two axes so that the cell between them becomes nothing.
fn rotate(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let tan = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cos = 1.0 / tan.hypot(1.0);
    let sin = tan * cos;
    for row in a.iter_mut().chain(vectors.iter_mut()) {
        (row[p], row[q]) = (cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]);
    }
    let turned = |one: f64, other: f64| a[p].iter().zip(&a[q]).map(|(x, y)| one * x + other * y).collect::<Vec<f64>>();
    (a[p], a[q]) = (turned(cos, -sin), turned(sin, cos));
}

/// An eigenvalue below this share of the largest is nothing but rounding, where the derivatives are differences.
pub const FLAT: f64 = 1e-9;

/// The inverse of a matrix whose eigenvalues are all above nothing; `None` where one is not.
///
/// ```
/// use loyaltui::analytics::curvature::inverse;
///
/// let found = inverse(&[vec![2.0, 1.0], vec![1.0, 1.0]]).unwrap();
/// assert!((found[0][0] - 1.0).abs() < 1e-14 && (found[1][1] - 2.0).abs() < 1e-14);
/// assert!(inverse(&[vec![1.0, 1.0], vec![1.0, 1.0]]).is_none());
/// ```
pub fn inverse(matrix: &[Vec<f64>]) -> Option<Matrix> {
    let found = eigen(matrix);
    let largest = found.last()?.0;
    if found[0].0 <= FLAT * largest {
        return None;
    }
    let n = matrix.len();
    let cell = |i: usize, j: usize| found.iter().map(|(value, v)| v[i] * v[j] / value).sum();
    Some((0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect())
}
