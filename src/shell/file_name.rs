//! Names of files that are offered for what is written beside the data file.

use crate::domain::day::Day;

/// A word for a file's name: what is no letter and no digit becomes a hyphen.
pub fn slug(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

/// The next name after one that is taken: `gold.csv`, `gold-2.csv`, `gold-3.csv`.
pub fn next_name(path: &str) -> String {
    let path = path.trim();
    let (stem, ending) = match path.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !ending.contains('/') => (stem, format!(".{ending}")),
        Some(_) | None => (path, String::new()),
    };
    let numbered = stem.rsplit_once('-').and_then(|(name, n)| Some((name, n.parse::<u32>().ok()?)));
    let (name, n) = match numbered {
        Some((name, n)) if n < 1_000 && !name.is_empty() && !is_date(stem) => (name, n + 1),
        Some(_) | None => (stem, 2),
    };
    format!("{name}-{n}{ending}")
}

/// Whether a name ends in a day: its last number is no counter.
fn is_date(stem: &str) -> bool {
    stem.len() >= 10 && stem.get(stem.len() - 10..).is_some_and(|end| Day::parse(end).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("gold-2026-11-29.csv", "gold-2026-11-29-2.csv")]
    #[case("gold-2026-11-29-2.csv", "gold-2026-11-29-3.csv")]
    #[case("lists/a.b/gold", "lists/a.b/gold-2")]
    #[case("r5f5-9.csv", "r5f5-10.csv")]
    #[case("会员.json", "会员-2.json")]
    fn the_next_name_is_offered(#[case] taken: &str, #[case] next: &str) {
        assert_eq!(next_name(taken), next);
    }

    #[test]
    fn a_word_for_a_name_leads_to_no_other_folder() {
        assert_eq!(slug("../M 1/张伟"), "---M-1-张伟");
    }
}
