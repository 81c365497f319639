//! One row of a purchase file, read.

use super::reader::{MemberKey, RowReader};
use super::reject::{CellReject, RowReject};
use super::split::CsvRow;
use super::target::ImportField;
use super::text;
use super::words::{is_refund, mapped};
use crate::domain::day::Instant;
use crate::domain::num::Money;

/// A sale or a refund as a file tells it. Empty text: not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase<'a> {
    pub member: MemberKey<'a>,
    pub reference: &'a str,
    /// The sale that a refund names.
    pub refund_of: &'a str,
    pub store: &'a str,
    pub channel: &'a str,
    /// A refund, not a sale.
    pub refund: bool,
    pub at: Instant,
    /// How much, ≥ 0.
    pub amount: Money,
    /// How much of it with points, ≥ 0.
    pub points_paid: Option<Money>,
}

impl RowReader {
    /// Reads a row that has its shape.
    pub fn purchase<'a>(&'a self, row: CsvRow<'a>) -> Result<Purchase<'a>, CellReject> {
        let layout = &self.layout;
        let member = self.required_key(row)?;
        let reference = text::code(layout, row, ImportField::OrderRef)?;
        let refund_of = text::code(layout, row, ImportField::RefundOf)?;
        let at = self.moment(row, ImportField::PurchasedAt)?;
        let signed = self
            .money(row, ImportField::Amount)?
            .ok_or_else(|| text::bad(ImportField::Amount, RowReject::Missing, ""))?;
        let refund = self.refund(row, signed, refund_of)?;
        let amount = Money(signed.0.abs());
        if refund && amount == Money::ZERO {
            return Err(text::bad(
                ImportField::Amount,
                RowReject::ZeroRefund,
                text::shown(layout, row, ImportField::Amount),
            ));
        }
        let points_paid = self.points_paid(row, refund, amount)?;
        let store = text::text(layout, row, ImportField::Store)?;
        let channel = text::text(layout, row, ImportField::Channel)?;
        Ok(Purchase { member, reference, refund_of, store, channel, refund, at, amount, points_paid })
    }

    fn money(&self, row: CsvRow<'_>, column: ImportField) -> Result<Option<Money>, CellReject> {
        let text = text::text(&self.layout, row, column)?;
        if text.is_empty() {
            return Ok(None);
        }
        self.numbers.amount(text, self.decimals).map(Some).map_err(|why| text::bad(column, why, text))
    }

    fn points_paid(&self, row: CsvRow<'_>, refund: bool, amount: Money) -> Result<Option<Money>, CellReject> {
        let column = ImportField::PointsPaid;
        let Some(paid) = self.money(row, column)? else { return Ok(None) };
        let wrong = |why| Err(text::bad(column, why, text::shown(&self.layout, row, column)));
        match paid {
            Money(below) if below < 0 && !refund => wrong(RowReject::Negative),
            Money(size) if size.abs() > amount.0 => wrong(RowReject::PointsPaidAboveAmount),
            Money(size) => Ok(Some(Money(size.abs()))),
        }
    }

    /// What the row is: its `kind`, else its sign, else whether it names a sale. A negative amount is always a refund.
    fn refund(&self, row: CsvRow<'_>, amount: Money, refund_of: &str) -> Result<bool, CellReject> {
        let kind = text::text(&self.layout, row, ImportField::Kind)?;
        let said = match mapped(&self.values, ImportField::Kind, kind) {
            "" => None,
            word => Some(is_refund(word).ok_or_else(|| text::bad(ImportField::Kind, RowReject::BadKind, kind))?),
        };
        let refund = amount.0 < 0 || said.unwrap_or(!refund_of.is_empty());
        if !refund && !refund_of.is_empty() {
            return Err(text::bad(ImportField::RefundOf, RowReject::SaleNamesSale, refund_of));
        }
        Ok(refund)
    }
}

#[cfg(test)]
mod tests {
    use super::super::setup::{Layout, Mapping};
    use super::super::split::{CsvRows, Delimiter, Splitter};
    use super::super::target::ImportKind;
    use super::*;
    use crate::domain::day::{Day, Zone};
    use crate::domain::program::Program;
    use rstest::rstest;

    const HEADER: &str = "order_ref,member_no,purchased_at,amount,kind,refund_of,store,channel,points_paid";

    fn reading() -> RowReader {
        let header: Vec<String> = HEADER.split(',').map(str::to_owned).collect();
        let layout = Layout::of_header(ImportKind::Purchases, &header, &Mapping::default()).unwrap();
        let zone = Zone::default();
        let now = zone.start_of(Day::parse("2026-11-22").unwrap());
        RowReader::new(layout, &Program::default(), now)
    }

    /// A refund, its amount, how much of it with points.
    type Told = (bool, i64, Option<i64>);

    fn read(line: &[u8]) -> Result<Told, (Option<ImportField>, RowReject)> {
        let mut rows = CsvRows::default();
        Splitter::new(Delimiter::default()).step(line, true, &mut rows);
        let reading = reading();
        let row = rows.iter().next().unwrap();
        let read = reading.purchase(row);
        read.map(|p| (p.refund, p.amount.0, p.points_paid.map(|m| m.0))).map_err(|bad| (bad.column, bad.reason))
    }

    #[rstest]
    #[case::sale("A1,M1,2026-01-05 10:00,299.9", (false, 29_990, None))]
    #[case::sale_of_nothing("A1,M1,2026-01-05,0.00,sale", (false, 0, None))]
    #[case::with_points("A1,M1,2026-01-05,100.00,sale,,,,20.00", (false, 10_000, Some(2_000)))]
    #[case::negative("A1,M1,2026-01-05,-40", (true, 4_000, None))]
    #[case::negative_whatever_the_kind("A1,M1,2026-01-05,-40,sale", (true, 4_000, None))]
    #[case::kind("R1,M1,2026-01-05,40,REFUND,A1", (true, 4_000, None))]
    #[case::kind_and_sign("R1,M1,2026-01-05,-40,refund,A1,,,-10", (true, 4_000, Some(1_000)))]
    #[case::named_without_kind("R1,M1,2026-01-05,40,,A1", (true, 4_000, None))]
    #[case::a_day_ahead("A1,M1,2026-11-23,1", (false, 100, None))]
    #[case::chinese_kind("A1,M1,2026-01-05,40,退款,A0", (true, 4_000, None))]
    #[case::chinese_sale("A1,M1,2026-01-05,40,消费", (false, 4_000, None))]
    #[case::as_a_spreadsheet_has_it("A1,M1,2026/1/5 18:06,\"¥1,299.90\"", (false, 129_990, None))]
    #[case::short_row("A1,M1,2026-01-05,40", (false, 4_000, None))]
    fn rows(#[case] line: &str, #[case] told: Told) {
        assert_eq!(read(line.as_bytes()), Ok(told));
    }

    #[rstest]
    #[case::no_member("A1, ,2026-01-05,1", ImportField::MemberNo, RowReject::Missing)]
    #[case::no_time("A1,M1,,1", ImportField::PurchasedAt, RowReject::Missing)]
    #[case::no_amount("A1,M1,2026-01-05,", ImportField::Amount, RowReject::Missing)]
    #[case::bad_time("A1,M1,5 January,1", ImportField::PurchasedAt, RowReject::BadTime)]
    #[case::future("A1,M1,2026-11-23 00:01,1", ImportField::PurchasedAt, RowReject::Future)]
    #[case::too_old("A1,M1,1970-01-01,1", ImportField::PurchasedAt, RowReject::TooOld { oldest: Day::parse("1990-01-01").unwrap() })]
    #[case::zero_of_a_spreadsheet("A1,M1,1899-12-30,1", ImportField::PurchasedAt, RowReject::TooOld { oldest: Day::parse("1990-01-01").unwrap() })]
    #[case::spoiled_time("A1,M1,#######,1", ImportField::PurchasedAt, RowReject::Spoiled)]
    #[case::spoiled_number("A1,6.22848E+18,2026-01-05,1", ImportField::MemberNo, RowReject::Spoiled)]
    #[case::spoiled_amount("A1,M1,2026-01-05,1.3E+3", ImportField::Amount, RowReject::Spoiled)]
    #[case::decimals("A1,M1,2026-01-05,1.234", ImportField::Amount, RowReject::Decimals { max: 2 })]
    #[case::kind("A1,M1,2026-01-05,1,gift", ImportField::Kind, RowReject::BadKind)]
    #[case::sale_names("A1,M1,2026-01-05,1,sale,A0", ImportField::RefundOf, RowReject::SaleNamesSale)]
    #[case::zero("A1,M1,2026-01-05,0,refund", ImportField::Amount, RowReject::ZeroRefund)]
    #[case::too_much_paid("A1,M1,2026-01-05,1,sale,,,,1.01", ImportField::PointsPaid, RowReject::PointsPaidAboveAmount)]
    #[case::paid_below_zero("A1,M1,2026-01-05,1,sale,,,,-1", ImportField::PointsPaid, RowReject::Negative)]
    #[case::line_break("\"A\n1\",M1,2026-01-05,1", ImportField::OrderRef, RowReject::Control)]
    fn what_is_wrong_is_named(#[case] line: &str, #[case] column: ImportField, #[case] why: RowReject) {
        assert_eq!(read(line.as_bytes()), Err((Some(column), why)));
    }

    #[rstest]
    #[case::no_utf8(b"A1,M\xff1,2026-01-05,1")]
    #[case::replaced("A1,M\u{fffd}1,2026-01-05,1".as_bytes())]
    #[case::nul(b"A1,M\x001,2026-01-05,1")]
    fn what_is_no_text_is_named(#[case] line: &[u8]) {
        assert_eq!(read(line), Err((Some(ImportField::MemberNo), RowReject::Encoding)));
    }
}
