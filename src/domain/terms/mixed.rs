//! Names typed partly by syllables and partly by initials, as input methods take them: `fanjg` for 范建国.
//!
//! Characters that follow each other in a name each give their whole syllable or its first letter; the last one may be begun. At
//! least one before the last gives its letter alone, and at least one gives more than that: syllables alone and initials alone
//! have terms of their own ([`Name::spellings`]).

use super::hash::{TermKey, term};
use super::name::Name;
use super::syllables::{begins_syllable, is_syllable};
use super::{MatchRank, first_chars};

/// So many characters give something at most: names are not longer, but for a few that are found by less.
pub const MAX_PIECES: usize = 4;

/// Whether characters of a name give what was typed.
pub fn matches(name: &Name, typed: &str) -> bool {
    if !is_typed(typed) {
        return false;
    }
    let runs = name.syllable_runs();
    let starts = runs.iter().flat_map(|run| (0..run.len()).map(move |at| &run[at..]));
    starts.into_iter().any(|run| gives(run, typed, Pieces::default()))
}

/// What has been given so far.
#[derive(Debug, Clone, Copy, Default)]
struct Pieces {
    count: usize,
    has_initial: bool,
    has_longer: bool,
}

impl Pieces {
    /// With another piece of so many letters that is not the last.
    fn with(self, letters: usize) -> Self {
        Self {
            count: self.count + 1,
            has_initial: self.has_initial || letters == 1,
            has_longer: self.has_longer || letters > 1,
        }
    }

    /// Whether they are a mixture with a last piece of so many letters.
    fn end_with(self, letters: usize) -> bool {
        self.count < MAX_PIECES && self.has_initial && (self.has_longer || letters > 1)
    }
}

/// Whether characters from the first on give all of a text; `before`: what others have given.
fn gives(run: &[Vec<&str>], rest: &str, before: Pieces) -> bool {
    let Some((readings, later)) = run.split_first().filter(|_| before.count < MAX_PIECES) else { return false };
    readings.iter().any(|reading| {
        if reading.starts_with(rest) && before.end_with(rest.len()) {
            return true;
        }
        let goes_on = |piece: &str| {
            let rest = rest.strip_prefix(piece).filter(|rest| !rest.is_empty());
            rest.is_some_and(|rest| gives(later, rest, before.with(piece.len())))
        };
        goes_on(reading) || (reading.len() > 1 && goes_on(first_chars(reading, 1)))
    })
}

/// Whether a text can be a mixture at all: letters of pinyin, three or more.
fn is_typed(typed: &str) -> bool {
    typed.len() > 2 && typed.bytes().all(|b| b.is_ascii_lowercase())
}

/// Terms that members have whose names give a text: one way for each way to take it apart, as a cover has them.
pub(super) fn ways(typed: &str) -> Vec<Vec<Vec<TermKey>>> {
    let mut apart = Vec::new();
    if is_typed(typed) {
        take_apart(typed, &mut Vec::new(), &mut apart);
    }
    apart.iter().map(|pieces| way_of(pieces)).collect()
}

/// Every way to take a text apart into pieces that characters could give.
fn take_apart<'t>(rest: &'t str, before: &mut Vec<&'t str>, out: &mut Vec<Vec<&'t str>>) {
    let given = before.iter().fold(Pieces::default(), |pieces, piece| pieces.with(piece.len()));
    if begins_syllable(rest) && given.end_with(rest.len()) {
        out.push(before.iter().copied().chain([rest]).collect());
    }
    if before.len() + 1 >= MAX_PIECES {
        return;
    }
    for end in 1..rest.len() {
        let piece = &rest[..end];
        if !begins_syllable(piece) {
            break;
        }
        if end == 1 || is_syllable(piece) {
            before.push(piece);
            take_apart(&rest[end..], before, out);
            before.pop();
        }
    }
}

/// The terms of whoever gives these pieces: each syllable, as the name may be spelled from there on, and the initials of each two
/// neighbours. Longer runs of initials have no term in a name of which there are many ways to read it.
fn way_of(pieces: &[&str]) -> Vec<Vec<TermKey>> {
    let letters = [MatchRank::Exact, MatchRank::Prefix, MatchRank::Infix];
    let slot = |token: &str| letters.iter().map(|rank| term(*rank, token)).collect();
    let pairs = pieces.windows(2).map(|two| format!("{}{}", first_chars(two[0], 1), first_chars(two[1], 1)));
    let syllables = pieces.iter().filter(|piece| piece.len() > 1).map(|piece| slot(piece));
    syllables.chain(pairs.map(|pair| slot(&pair))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fields::Fields;
    use super::super::index::Terms;
    use super::super::name::readings;
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use std::collections::HashSet;

    #[rstest]
    #[case::the_last_two_by_initials("范建国", "fanjg", true)]
    #[case::the_first_by_its_initial("范建国", "fjianguo", true)]
    #[case::the_one_between("范建国", "fanjguo", true)]
    #[case::the_last_one_begun("范建国", "fjgu", true)]
    #[case::from_a_later_character("范建国", "jguo", true)]
    #[case::of_a_compound_surname("欧阳建国", "ouyjg", true)]
    #[case::another_reading("单建国", "sjguo", true)]
    #[case::with_letters_after_it("张伟 Tony", "zwei", true)]
    #[case::syllables_alone_are_no_mixture("范建国", "fanjian", false)]
    #[case::nor_are_initials_alone("范建国", "fjg", false)]
    #[case::one_left_out("范建国", "fanguo", false)]
    #[case::one_before_the_last_begun("范建国", "fanjig", false)]
    #[case::over_a_word("张 Tony 伟", "zwei", false)]
    #[case::no_pinyin("Fan Jianguo", "fanjg", false)]
    #[case::too_short("张伟", "zw", false)]
    fn characters_give_syllables_or_initials(#[case] name: &str, #[case] typed: &str, #[case] is_found: bool) {
        assert_eq!(matches(&Name::of_text(name), typed), is_found);
    }

    /// How often a query is compared with rows hangs on how many ways there are to take it apart, and how many terms each has.
    #[rstest]
    #[case::short("zha", 1)]
    #[case::as_people_type("fanjg", 3)]
    #[case::a_whole_name("zhangguoqiang", 3)]
    #[case::one_with_many_joints("changan", 16)]
    #[case::letters_that_are_all_syllables("anananananan", 0)]
    #[case::no_name("nightingale", 0)]
    fn there_are_few_ways_to_take_a_text_apart(#[case] typed: &str, #[case] most: usize) {
        let ways = ways(typed);
        assert!(ways.len() <= most, "{}", ways.len());
        assert!(ways.iter().all(|way| way.len() >= 2));
    }

    proptest! {
        #[test]
        fn whoever_gives_a_text_has_all_terms_of_one_of_its_ways(
            name in prop::collection::vec(prop::sample::select("王单吕长乐行绿安范建国欧阳曾解".chars().collect::<Vec<_>>()), 2..6),
            cut in 0..4_usize,
            letters in prop::collection::vec(1..7_usize, 4),
        ) {
            let name: String = name.into_iter().collect();
            let typed: String = name.chars().skip(cut).zip(&letters)
                .map(|(c, n)| readings(c).first().map_or("", |reading| first_chars(reading, *n))).collect();
            let fields = Fields::of("", &name, "", "");
            let mut terms = Terms::default();
            terms.make(&fields);
            let terms: HashSet<_> = terms.keys().collect();
            let is_covered = ways(&typed).iter().any(|way| way.iter().all(|slot| slot.iter().any(|key| terms.contains(key))));
            prop_assert!(!matches(&fields.name, &typed) || is_covered, "{name} by {typed}");
        }
    }
}
