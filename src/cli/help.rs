//! Help in Chinese, as the parser wrote it and as it is printed. The parser breaks lines at blanks, which Chinese has few of, counts
//! characters instead of columns, and has words of its own. So it writes one line a text, and the lines are set here.

use crate::text::{Shown, wrapped};

/// Columns of a line where the terminal has more, or where there is none.
pub const WIDEST: usize = 100;

/// What a usage line says where options may stand.
pub const OPTIONS: &str = "[选项]";

/// Columns between a name and its text.
const GAP: usize = 2;

/// Sets help in Chinese in lines of at most so many columns.
pub fn chinese(text: &str, columns: usize) -> String {
    let text = text.replace("[OPTIONS]", OPTIONS);
    let mut out = String::new();
    for block in text.split("\n\n") {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&set(block, columns).join("\n"));
    }
    out.trim_end().to_owned() + "\n"
}

/// The lines of a block: what has a name beside it in two columns, everything else from the edge.
fn set(block: &str, columns: usize) -> Vec<String> {
    let width = |text: &str| Shown::new(text).width();
    let names = block.lines().filter_map(named).map(|(name, _)| width(name)).max().unwrap_or(0) + GAP;
    let mut lines = Vec::new();
    for line in block.lines() {
        match (named(line), line.strip_suffix(':')) {
            (Some((name, text)), _) => {
                let pieces = wrapped(text, columns.saturating_sub(names));
                let heads = std::iter::once(name).chain(std::iter::repeat(""));
                let padded = |head: &str| format!("{head}{}", " ".repeat(names - width(head)));
                lines.extend(heads.zip(pieces).map(|(head, piece)| padded(head) + &piece));
            }
            (None, Some(heading)) if !heading.starts_with(' ') => lines.push(format!("{heading}：")),
            (None, _) if width(line) <= columns => lines.push(line.to_owned()),
            (None, _) => lines.extend(wrapped(line, columns)),
        }
    }
    lines
}

/// An indented name (an option, an argument, a command) and the text behind it.
fn named(line: &str) -> Option<(&str, &str)> {
    let start = line.len() - line.trim_start().len();
    let gap = start + line[start..].find("  ")?;
    (start >= 2).then(|| (&line[..gap], line[gap..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELP: &str = "\
列出某分群的会员

用法：loyaltui segments members [OPTIONS] [关键词]...

选项:
      --as-of <日期>  截至该日日终，YYYY-MM-DD [默认：今天]
  -h, --help  显示帮助

* 表示全部会员。分群：champions 核心、loyal 忠诚、potential 潜力。
";

    #[test]
    fn names_and_texts_stand_in_two_columns() {
        assert_eq!(
            chinese(HELP, 80),
            "\
列出某分群的会员

用法：loyaltui segments members [选项] [关键词]...

选项：
      --as-of <日期>  截至该日日终，YYYY-MM-DD [默认：今天]
  -h, --help          显示帮助

* 表示全部会员。分群：champions 核心、loyal 忠诚、potential 潜力。
"
        );
    }

    #[test]
    fn no_line_is_wider_than_asked_for_and_nothing_is_lost() {
        let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        for columns in 40..100 {
            let set = chinese(HELP, columns);
            assert!(set.lines().all(|line| Shown::new(line).width() <= columns.max(52)), "{columns}:\n{set}");
            assert_eq!(solid(&set), solid(&chinese(HELP, 1_000)));
        }
    }
}
