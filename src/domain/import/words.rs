//! Fixed words as other systems write them: `退款` for a refund, `金卡` for a tier, and what `--map-value` says.

use super::target::ImportField;
use crate::domain::width::half_width;

/// `--map-value [field:]value=text`: where the file says `text`, `value` is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueMap {
    /// `None`: every field with fixed words.
    pub field: Option<ImportField>,
    pub value: String,
    pub text: String,
}

/// Fields that may hold one of a few words only.
pub const FIXED: [ImportField; 4] = [ImportField::Kind, ImportField::Tier, ImportField::Topic, ImportField::FollowUp];

impl ValueMap {
    /// Reads what `--map-value` says; `None` where it is no pair or names a field without fixed words.
    pub fn parse(text: &str) -> Option<Self> {
        let (value, text) = text.split_once('=')?;
        let (field, value) = match value.split_once(':') {
            Some((field, value)) => {
                let word = field.trim().to_ascii_lowercase();
                (Some(FIXED.into_iter().find(|fixed| fixed.word() == word)?), value)
            }
            None => (None, value),
        };
        let (value, text) = (value.trim(), text.trim());
        (!value.is_empty() && !text.is_empty()).then(|| Self { field, value: value.to_owned(), text: text.to_owned() })
    }
}

/// What a cell means by what was said of its words; else the cell as it is.
pub(super) fn mapped<'t>(values: &'t [ValueMap], field: ImportField, text: &'t str) -> &'t str {
    let said = |map: &&ValueMap| map.field.is_none_or(|f| f == field) && is_same(&map.text, text);
    values.iter().find(said).map_or(text, |map| &map.value)
}

/// Whether two words are the same to a reader.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    half_width(a).trim().to_lowercase() == half_width(b).trim().to_lowercase()
}

/// Whether a word says a sale or a refund; `None`: neither.
pub(super) fn is_refund(word: &str) -> Option<bool> {
    const SALES: [&str; 17] = [
        "sale",
        "sales",
        "sell",
        "purchase",
        "order",
        "buy",
        "payment",
        "消费",
        "销售",
        "购买",
        "下单",
        "正常",
        "收款",
        "消費",
        "銷售",
        "普通订单",
        "销售单",
    ];
    const REFUNDS: [&str; 18] = [
        "refund",
        "refunded",
        "return",
        "returned",
        "returns",
        "reversal",
        "credit note",
        "退款",
        "退货",
        "退单",
        "退换",
        "冲销",
        "退貨",
        "退款单",
        "退货单",
        "退销",
        "销售退货",
        "退货退款",
    ];
    let is = |words: &[&str]| words.iter().any(|known| is_same(known, word));
    if is(&SALES) { Some(false) } else { is(&REFUNDS).then_some(true) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("gold=金卡", Some((None, "gold", "金卡")))]
    #[case("tier:gold = VIP 1", Some((Some(ImportField::Tier), "gold", "VIP 1")))]
    #[case("kind:refund=冲红", Some((Some(ImportField::Kind), "refund", "冲红")))]
    #[case("name:x=y", None)]
    #[case("gold", None)]
    #[case("gold=", None)]
    fn pairs(#[case] text: &str, #[case] read: Option<(Option<ImportField>, &str, &str)>) {
        let found = ValueMap::parse(text);
        assert_eq!(found.as_ref().map(|m| (m.field, m.value.as_str(), m.text.as_str())), read);
    }

    #[test]
    fn a_word_is_mapped_in_its_field_only() {
        let values = ["tier:gold=金卡", "refund=冲红"].map(|text| ValueMap::parse(text).unwrap());
        assert_eq!(mapped(&values, ImportField::Tier, "金卡"), "gold");
        assert_eq!(mapped(&values, ImportField::Kind, "金卡"), "金卡");
        assert_eq!(mapped(&values, ImportField::Kind, " 冲红 "), "refund");
    }

    #[rstest]
    #[case("SALE", Some(false))]
    #[case("消费", Some(false))]
    #[case("退货", Some(true))]
    #[case("Refund", Some(true))]
    #[case("gift", None)]
    fn kinds(#[case] word: &str, #[case] refund: Option<bool>) {
        assert_eq!(is_refund(word), refund);
    }
}
