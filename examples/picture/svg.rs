//! Cells as SVG: every run of equal cells is one text, stretched to its columns, so that wide characters keep their place.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

const COLUMN: usize = 9;
const ROW: usize = 19;
const MARGIN: usize = 12;
const GROUND: &str = "#16181d";
const INK: &str = "#d6d8dc";

/// The picture of a screen.
pub fn of(buffer: &Buffer) -> String {
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (width, height) = (columns * COLUMN + 2 * MARGIN, rows * ROW + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>\n\
         <g font-family=\"ui-monospace,Menlo,Consolas,'Noto Sans Mono CJK SC',monospace\" font-size=\"15\" xml:space=\"preserve\">\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let from = x;
            let first = &buffer[(x, y)];
            let wide = columns_of(first) > 1;
            let mut text = String::new();
            while x < buffer.area.width {
                let cell = &buffer[(x, y)];
                let same = cell.style() == first.style() && (columns_of(cell) > 1) == wide;
                if !same || (wide && x > from) {
                    break;
                }
                text.push_str(cell.symbol());
                x += u16::try_from(columns_of(cell).max(1)).unwrap_or(1);
            }
            run(&mut out, usize::from(from), usize::from(y), usize::from(x - from), &text, first);
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn columns_of(cell: &Cell) -> usize {
    cell.symbol().width()
}

fn run(out: &mut String, x: usize, y: usize, columns: usize, text: &str, cell: &Cell) {
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let (mut ink, mut ground) = (hex(cell.fg).unwrap_or(INK.to_owned()), hex(cell.bg));
    if reversed {
        let was = ground.unwrap_or(GROUND.to_owned());
        ground = Some(std::mem::replace(&mut ink, was));
    }
    let (left, top) = (MARGIN + x * COLUMN, MARGIN + y * ROW);
    let width = columns * COLUMN;
    // Writing into a String does not fail.
    if let Some(ground) = ground {
        let _ = writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{ROW}\" fill=\"{ground}\"/>");
    }
    if text.trim().is_empty() {
        return;
    }
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let dim = if cell.modifier.contains(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
    let line = if cell.modifier.contains(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let base = top + ROW - 5;
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{base}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{weight}{dim}{line}>{text}</text>"
    );
}

/// The sixteen colours as a dark terminal shows them, and the 256 by their formula. `None`: the terminal's own.
fn hex(color: Color) -> Option<String> {
    let named = match color {
        Color::Reset => return None,
        Color::Black => "#16181d",
        Color::Red => "#d2505a",
        Color::Green => "#7fbf6a",
        Color::Yellow => "#e0b454",
        Color::Blue => "#5f93d6",
        Color::Magenta => "#b682c8",
        Color::Cyan => "#56b6c2",
        Color::Gray => "#b4b8bf",
        Color::DarkGray => "#6c7079",
        Color::LightRed => "#ee6d76",
        Color::LightGreen => "#98d982",
        Color::LightYellow => "#f2cf7e",
        Color::LightBlue => "#84b2ec",
        Color::LightMagenta => "#d3a4e2",
        Color::LightCyan => "#80d2dc",
        Color::White => "#ffffff",
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Indexed(n) => return Some(indexed(n)),
    };
    Some(named.to_owned())
}

fn indexed(n: u8) -> String {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match n {
        232.. => {
            let grey = 8 + 10 * (n - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
        16.. => {
            let n = n - 16;
            format!("#{:02x}{:02x}{:02x}", level(n / 36), level(n / 6 % 6), level(n % 6))
        }
        _ => INK.to_owned(),
    }
}
