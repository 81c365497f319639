//! Sentences for what the models say of a member.

use super::Words;
use crate::domain::experiment::NoLogit;
use crate::domain::num::grouped;
use crate::domain::value::{
    ChosenModel, FitWarning, FittedModels, NoParetoNbd, NoValue, PARETO_NBD_FROM, ValueForecast,
};
use crate::t;

/// As papers call it.
fn model_name(model: ChosenModel) -> &'static str {
    match model {
        ChosenModel::BgNbd => "BG/NBD",
        ChosenModel::ParetoNbd => "Pareto/NBD",
    }
}

impl Words {
    /// What the models expect of a member; `value`: the money over so many months, as it shall be shown.
    pub fn expectation(self, worth: &ValueForecast, value: &str, months: u32) -> String {
        let [a, b, c] = worth.expected_e2.map(hundredths);
        let alive = format!("{}.{} %", worth.alive_e3 / 10, worth.alive_e3 % 10);
        t!(self, "cli.clv.known", value = value, months = months, alive = alive, a = a, b = b, c = c)
    }

    /// Which model tells purchases and value, and why.
    pub fn chosen_model(self, models: &FittedModels) -> String {
        let name = model_name(models.chosen);
        let errors = models.tested.as_ref().and_then(|test| Some((test.model.rmse, test.pareto?.rmse)));
        match errors {
            Some((bg, pareto)) => {
                let (bg, pareto) = (format!("{bg:.4}"), format!("{pareto:.4}"));
                t!(self, "cli.clv.chosen", name = name, bg = bg, pareto = pareto)
            }
            None => t!(self, "cli.clv.chosen_untested", name = name),
        }
    }

    /// Why there is no logistic regression.
    pub fn no_logit(self, why: NoLogit) -> String {
        match why {
            NoLogit::OneOutcome => t!(self, "no_logit.one_outcome"),
            NoLogit::Alike => t!(self, "no_logit.alike"),
            NoLogit::Collinear => t!(self, "no_logit.collinear"),
            NoLogit::Separated => t!(self, "no_logit.separated"),
        }
    }

    /// Why there is no Pareto/NBD model.
    pub fn no_pareto_nbd(self, why: NoParetoNbd, repeaters: u64) -> String {
        match why {
            NoParetoNbd::TooFewRepeaters => {
                t!(
                    self,
                    "no_pareto_nbd.too_few_repeaters",
                    n = grouped(i64::try_from(repeaters).unwrap_or(i64::MAX)),
                    needed = PARETO_NBD_FROM
                )
            }
            NoParetoNbd::NoMaximum => t!(self, "no_pareto_nbd.no_maximum"),
        }
    }

    /// Why a value can't be told, as a sentence.
    pub fn no_value(self, why: NoValue) -> String {
        match why {
            NoValue::NoMoney => t!(self, "no_value.no_money"),
            NoValue::OneSpender => t!(self, "no_value.one_spender"),
            NoValue::NoFit => t!(self, "no_value.no_fit"),
            NoValue::NoMean => t!(self, "no_value.no_mean"),
        }
    }

    /// Why a value can't be told, in a cell.
    pub fn no_value_short(self, why: NoValue) -> String {
        match why {
            NoValue::NoMoney => t!(self, "no_value.no_money_short"),
            NoValue::OneSpender => t!(self, "no_value.one_spender_short"),
            NoValue::NoFit => t!(self, "no_value.no_fit_short"),
            NoValue::NoMean => t!(self, "no_value.no_mean_short"),
        }
    }

    /// What is to be known of a fit before its numbers are believed; with the correlation of number and size, where there is one.
    pub fn fit_warning(self, warning: FitWarning, correlation: Option<f64>) -> String {
        match warning {
            FitWarning::AllAlike => t!(self, "fit_warning.all_alike"),
            FitWarning::NobodyDropsOut => t!(self, "fit_warning.nobody_drops_out"),
            FitWarning::EverybodyDropsOut => t!(self, "fit_warning.everybody_drops_out"),
            FitWarning::DropOutAlike => t!(self, "fit_warning.drop_out_alike"),
            FitWarning::DropOutExtreme => t!(self, "fit_warning.drop_out_extreme"),
            FitWarning::RatesAlike => t!(self, "fit_warning.rates_alike"),
            FitWarning::SpendAlike => t!(self, "fit_warning.spend_alike"),
            FitWarning::SpendSteady => t!(self, "fit_warning.spend_steady"),
            FitWarning::Correlated => {
                t!(self, "cli.clv.correlated", r = format!("{:.2}", correlation.unwrap_or_default()))
            }
            FitWarning::NoMean => t!(self, "no_value.no_mean"),
            FitWarning::NotReached => t!(self, "fit_warning.not_reached"),
        }
    }

    /// What that rests on, and how far off the models were where they could be tested.
    pub fn fitted_on(self, worth: &ValueForecast) -> String {
        let n = grouped(i64::try_from(worth.n).unwrap_or(i64::MAX));
        let name = model_name(worth.chosen);
        let fit = t!(self, "cli.clv.known_fit", name = name, day = worth.fitted_on, n = n);
        match worth.errors_e2.map(|errors| errors.map(hundredths)) {
            Some([a, b, c]) => t!(self, "cli.clv.known_test", fit = fit, model = a, zero = b, past = c),
            None => fit,
        }
    }
}

/// A number of hundredths with two decimals.
pub fn hundredths(n: u32) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}
