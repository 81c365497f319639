//! Models of a table of customers that whoever asks brings along: no data file is needed.

use super::model::second_opinion;
use super::present::{money, no_pareto, pareto, purchases};
use crate::analytics::bgnbd::{self, Buyer, PurchaseModel};
use crate::analytics::gamma_gamma::{self, Spender};
use crate::domain::given_model::{TableCustomer, TableFit};
use crate::domain::value::{NoValue, ParetoNbdFit, PurchaseFit};

/// Fits all models to customers whose times are counted in units, so many a week. `None` where nobody has bought again. What the fits
/// say is in weeks: another unit moves α and β with it, and the log-likelihood by each repeat purchase's share.
#[expect(clippy::cast_precision_loss, reason = "purchases are far below 2^52")]
pub fn fit_table(customers: &[TableCustomer], per_week: f64) -> Option<TableFit> {
    let buyers: Vec<Buyer> = customers.iter().map(|of| Buyer { x: of.x, t_x: of.t_x, age: of.age }).collect();
    let go_on = || false;
    let repeat_purchases: u64 = buyers.iter().map(|buyer| u64::from(buyer.x)).sum();
    // The models take a unit for a day.
    let longer = per_week / 7.0;
    let gained = repeat_purchases as f64 * longer.ln();
    let in_weeks = |fit: PurchaseFit| PurchaseFit {
        alpha: fit.alpha / longer,
        log_likelihood: fit.log_likelihood + gained,
        errors: fit.errors.map(|[r, alpha, a, b]| [r, alpha / longer, a, b]),
        ..fit
    };
    let pareto_in_weeks = |fit: ParetoNbdFit| ParetoNbdFit {
        alpha: fit.alpha / longer,
        beta: fit.beta / longer,
        log_likelihood: fit.log_likelihood + gained,
        errors: fit.errors.map(|[r, alpha, s, beta]| [r, alpha / longer, s, beta / longer]),
        ..fit
    };
    let bg = bgnbd::fit(PurchaseModel::Bg, &buyers)?;
    let mbg = bgnbd::fit(PurchaseModel::Mbg, &buyers)?;
    let second = second_opinion(&go_on, &buyers);
    let spends = customers.iter().filter(|of| of.x > 0 && of.mean > 0.0);
    let spenders: Vec<Spender> = spends.map(|of| Spender { x: of.x, mean: of.mean }).collect();
    let no_money = match spenders.len() {
        0 => NoValue::NoMoney,
        1 => NoValue::OneSpender,
        _ => NoValue::NoFit,
    };
    Some(TableFit {
        n: bg.n as u64,
        repeaters: bg.repeaters as u64,
        repeat_purchases,
        pareto: second.as_ref().map(pareto).map(pareto_in_weeks).ok_or_else(|| no_pareto(&bg)),
        bg: in_weeks(purchases(&bg)),
        mbg: in_weeks(purchases(&mbg)),
        money: gamma_gamma::fit(&spenders).map(money).ok_or(no_money),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Customers that differ in everything.
    fn customers(per_week: u32) -> Vec<TableCustomer> {
        (0..400_u32)
            .map(|i| {
                let x = (i * i) % 7 % 5;
                let age = 30 + i % 20;
                let t_x = if x == 0 { 0 } else { (i * 11) % age };
                TableCustomer { x, t_x: t_x * per_week, age: age * per_week, mean: f64::from(5 + i % 30) }
            })
            .collect()
    }

    #[test]
    fn a_unit_of_time_is_one_of_writing_only() {
        let (weeks, hundredths) = (fit_table(&customers(1), 1.0).unwrap(), fit_table(&customers(100), 100.0).unwrap());
        let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-5 * a.abs(), "{a} {b}");
        close(weeks.bg.alpha, hundredths.bg.alpha);
        close(weeks.mbg.log_likelihood, hundredths.mbg.log_likelihood);
        assert!((weeks.bg.log_likelihood - hundredths.bg.log_likelihood).abs() < 1e-6, "{weeks:?} {hundredths:?}");
    }

    #[test]
    fn nobody_who_came_again_is_no_table_to_fit() {
        let once = TableCustomer { x: 0, t_x: 0, age: 300, mean: 0.0 };
        assert_eq!(fit_table(&[once; 9], 7.0), None);
    }
}
