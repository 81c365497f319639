//! What stands between the columns, by evidence: which sign makes a header, or rows of one length.

use super::split::{CsvRow, CsvRows, Delimiter, SplitStep, Splitter};

/// Rows that are looked at.
const ROWS: usize = 40;

const GUESSED: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter that a first line like `sep=;` names, and how many bytes that line has.
pub fn of_sep_line(head: &[u8]) -> Option<(Delimiter, usize)> {
    let mut from = 0;
    while head[from..].starts_with(super::encoding::MARK) {
        from += super::encoding::MARK.len();
    }
    let end = from + head[from..].iter().position(|b| matches!(b, b'\n' | b'\r'))?;
    let line = str::from_utf8(&head[from..end]).ok()?.trim_matches([' ', '"']);
    let sign = line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).map(|_| &line[4..])?;
    let next = if head[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
    Delimiter::named(if sign == "\t" { "tab" } else { sign }).map(|delimiter| (delimiter, next))
}

/// The delimiter of a text, of which `whole` says whether it is all there is. `score` says how much of a header a row is.
pub fn guess(head: &[u8], whole: bool, score: impl Fn(&[String]) -> usize) -> Delimiter {
    let judged = GUESSED.map(|byte| {
        let rows = first_rows(head, whole, Delimiter::Byte(byte));
        let header = rows.iter().map(|row| score(row)).max().unwrap_or(0);
        (header, evenness(&rows), byte)
    });
    // The first of equals: the comma.
    let best = judged.into_iter().rev().max_by_key(|(header, even, _)| (*header, *even));
    best.map_or_else(Delimiter::default, |(.., byte)| Delimiter::Byte(byte))
}

/// How many of the rows have the most frequent number of columns, where that is more than one.
fn evenness(rows: &[Vec<String>]) -> usize {
    let lengths: Vec<usize> = rows.iter().map(Vec::len).filter(|n| *n > 1).collect();
    lengths.iter().map(|length| lengths.iter().filter(|n| *n == length).count()).max().unwrap_or(0)
}

fn first_rows(head: &[u8], whole: bool, delimiter: Delimiter) -> Vec<Vec<String>> {
    let (mut splitter, mut rows, mut at) = (Splitter::new(delimiter), CsvRows::default(), 0);
    while rows.len() < ROWS {
        match splitter.step(&head[at..], whole, &mut rows) {
            SplitStep::Row(used) => at += used,
            SplitStep::More(_) | SplitStep::End => break,
        }
    }
    rows.iter().map(CsvRow::texts).collect()
}

#[cfg(test)]
mod tests {
    use super::super::header;
    use super::super::target::ImportKind;
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::comma("member_no,name\nM1,甲\n", b',')]
    #[case::semicolon("member_no;name;phone\nM1;张三;13800138001\n", b';')]
    #[case::tab("会员号\t姓名\nM1\t甲\n", b'\t')]
    #[case::bar("会员号|姓名\nM1|甲\n", b'|')]
    #[case::commas_inside("会员号;姓名;标签\nM1;甲;a,b,c\nM2;乙;a,b,c\n", b';')]
    #[case::decimal_commas("订单号;会员号;日期;金额\nA1;M1;2026-11-01;299,90\n", b';')]
    #[case::title("会员名单;;\n\n会员号;姓名;手机\nM1;甲;1\n", b';')]
    #[case::one_column("member_no\nM1\nM2\n", b',')]
    #[case::nothing("", b',')]
    fn the_sign_that_makes_a_header(#[case] text: &str, #[case] byte: u8) {
        let score =
            |cells: &[String]| ImportKind::ALL.map(|kind| header::score(kind, cells)).into_iter().max().unwrap_or(0);
        assert_eq!(guess(text.as_bytes(), true, score), Delimiter::Byte(byte));
    }

    #[test]
    fn without_a_header_the_sign_that_makes_rows_of_one_length() {
        assert_eq!(guess("1;2,5;3\n4;5;6\n".as_bytes(), true, |_| 0), Delimiter::Byte(b';'));
    }

    #[rstest]
    #[case::semicolon("sep=;\r\nmember_no;name\r\n", Some((Delimiter::Byte(b';'), 7)))]
    #[case::comma("sep=,\nmember_no\n", Some((Delimiter::Byte(b','), 6)))]
    #[case::quoted("\"sep=;\"\nmember_no\n", Some((Delimiter::Byte(b';'), 8)))]
    #[case::capital("SEP=\t\nx\n", Some((Delimiter::Byte(b'\t'), 6)))]
    #[case::marked("\u{feff}sep=;\nx\n", Some((Delimiter::Byte(b';'), 9)))]
    #[case::none("member_no,name\n", None)]
    #[case::unfinished("sep=;", None)]
    fn a_line_may_name_it(#[case] head: &str, #[case] found: Option<(Delimiter, usize)>) {
        assert_eq!(of_sep_line(head.as_bytes()), found);
    }
}
