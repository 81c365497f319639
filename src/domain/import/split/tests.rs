//! What a text becomes, whatever pieces it arrives in.

use super::*;
use proptest::prelude::*;
use rstest::rstest;

type Line = (u64, Result<Vec<String>, RowReject>);

/// Reads a text that arrives in pieces of so many bytes.
fn read(text: &[u8], delimiter: Delimiter, piece: usize) -> Vec<Line> {
    let mut splitter = Splitter::new(delimiter);
    let mut rows = CsvRows::default();
    let (mut done, mut known) = (0, piece.min(text.len()));
    loop {
        match splitter.step(&text[done..known], known == text.len(), &mut rows) {
            SplitStep::Row(n) => done += n,
            SplitStep::More(n) => {
                done += n;
                known = (known + piece).min(text.len());
            }
            SplitStep::End => break,
        }
    }
    let cells = |row: CsvRow<'_>| (0..row.len()).map(|i| String::from_utf8_lossy(row.cell(i)).into_owned()).collect();
    rows.iter().map(|row| (row.line(), row.problem().cloned().map_or_else(|| Ok(cells(row)), Err))).collect()
}

fn good(line: u64, cells: &[&str]) -> Line {
    (line, Ok(cells.iter().map(|c| (*c).to_owned()).collect()))
}

#[rstest]
#[case::plain("a,b\n1,2\n", &[good(1, &["a", "b"]), good(2, &["1", "2"])])]
#[case::no_newline_at_the_end("a,b\n1,2", &[good(1, &["a", "b"]), good(2, &["1", "2"])])]
#[case::crlf("a,b\r\n1,2\r\n", &[good(1, &["a", "b"]), good(2, &["1", "2"])])]
#[case::old_mac("a,b\r1,2\r", &[good(1, &["a", "b"]), good(2, &["1", "2"])])]
#[case::blank_lines_count("\n\r\na,b\n\n\n1,2\n", &[good(3, &["a", "b"]), good(6, &["1", "2"])])]
#[case::empty_cells(",\n,,\n", &[good(1, &["", ""]), good(2, &["", "", ""])])]
#[case::quoted("\"a,1\",\"b\"\"c\"\n", &[good(1, &["a,1", "b\"c"])])]
#[case::quoted_newlines("x,\"1\n2\r\n3\"\ny,z\n", &[good(1, &["x", "1\n2\r\n3"]), good(4, &["y", "z"])])]
#[case::quoted_nothing("\"\"\n", &[good(1, &[""])])]
#[case::blanks_around_quotes("a, \"b\" ,c\n", &[good(1, &["a", "b", "c"])])]
#[case::quote_inside("5\" pipe,b\n", &[good(1, &["5\" pipe", "b"])])]
#[case::text_after_a_quote("\"a\"b,c\nd,e\n", &[(1, Err(RowReject::Quote)), good(2, &["d", "e"])])]
#[case::never_closed("a,b\n\"c,d\ne,f\n", &[good(1, &["a", "b"]), (2, Err(RowReject::Quote)), good(3, &["e", "f"])])]
#[case::marks("\u{feff}\u{feff}a,b\n\u{feff}\"c\",d\n", &[good(1, &["a", "b"]), good(2, &["c", "d"])])]
#[case::nothing("", &[])]
#[case::only_blank_lines("\n\n", &[])]
fn comma_separated(#[case] text: &str, #[case] lines: &[Line], #[values(1, 2, 3, 1000)] piece: usize) {
    assert_eq!(read(text.as_bytes(), Delimiter::default(), piece), lines);
}

#[rstest]
#[case(" 00004 0001 19970101  2   29.33\r\n 00021\t7\r\n", &[
    good(1, &["00004", "0001", "19970101", "2", "29.33"]), good(2, &["00021", "7"])])]
#[case("  \n a \"b c\n", &[good(2, &["a", "\"b", "c"])])]
fn blank_separated(#[case] text: &str, #[case] lines: &[Line], #[values(1, 5, 1000)] piece: usize) {
    assert_eq!(read(text.as_bytes(), Delimiter::Blanks, piece), lines);
}

#[test]
fn a_line_without_an_end_is_given_up_and_reading_goes_on() {
    let mut text = vec![b'x'; 3 * MAX_ROW];
    text.extend_from_slice(b"\na,b\n");
    let lines = read(&text, Delimiter::default(), MAX_ROW / 2);
    assert_eq!(lines, [(1, Err(RowReject::TooLong { max: MAX_ROW })), good(2, &["a", "b"])]);
}

#[test]
fn an_open_quote_spoils_its_line_only_in_a_large_file_too() {
    let mut text = b"\"open,1\n".to_vec();
    text.extend_from_slice(&b"a,b\n".repeat(MAX_ROW / 2));
    let lines = read(&text, Delimiter::default(), MAX_ROW / 4);
    assert_eq!(lines.len(), MAX_ROW / 2 + 1);
    assert_eq!(lines[0], (1, Err(RowReject::Quote)));
    assert_eq!(lines[MAX_ROW / 2], good(u64::try_from(MAX_ROW / 2).unwrap() + 1, &["a", "b"]));
}

#[rstest]
#[case("space", Some(Delimiter::Blanks))]
#[case("tab", Some(Delimiter::Byte(b'\t')))]
#[case(";", Some(Delimiter::Byte(b';')))]
#[case("\"", None)]
#[case("，", None)]
#[case("", None)]
#[case("ab", None)]
fn delimiters(#[case] text: &str, #[case] read: Option<Delimiter>) {
    assert_eq!(Delimiter::named(text), read);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_at_any_cut(
        table in prop::collection::vec(prop::collection::vec("[a \",\r\n张]{0,5}", 2..4), 0..6), piece in 1_usize..40,
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let back: Vec<Vec<String>> =
            read(&text, Delimiter::default(), piece).into_iter().map(|(_, cells)| cells.unwrap()).collect();
        prop_assert_eq!(back, table);
    }

    #[test]
    fn the_pieces_do_not_matter(text in "[ab,\"\r\n ]{0,40}", piece in 1_usize..8) {
        let whole = read(text.as_bytes(), Delimiter::default(), 1_000);
        prop_assert_eq!(read(text.as_bytes(), Delimiter::default(), piece), whole);
    }
}
