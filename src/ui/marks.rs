//! The mark and the colour that a segment, a lifecycle stage or a tier has wherever it is shown: map, bar, list, legend, record.
//! The mark tells it without colours, the colour from afar.

use super::colour::Hue;
use super::line::StyledLine;
use super::theme::Tone;
use crate::domain::fold::view::LifecycleStage;
use crate::domain::program::Program;
use crate::domain::segment::Segment;
use crate::shell::setup::Palette;

/// One column wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub glyph: &'static str,
    pub hue: Hue,
}

impl Mark {
    /// The mark in its colour.
    pub fn tone(self) -> Tone {
        Tone::Hue(self.hue)
    }

    /// A piece of a stacked bar, so many columns wide: its colour with the mark at the beginning; without colours the mark
    /// all along. A legend shows a piece of one column.
    pub fn piece(self, columns: usize, palette: Palette) -> StyledLine {
        match palette {
            Palette::Plain => StyledLine::of(Tone::Text, self.glyph.repeat(columns)),
            Palette::Dark | Palette::Light => {
                let rest = " ".repeat(columns.saturating_sub(1));
                StyledLine::of(Tone::Chip(self.hue), format!("{}{rest}", if columns == 0 { "" } else { self.glyph }))
            }
        }
    }
}

pub fn segment(segment: Segment) -> Mark {
    let (glyph, hue) = match segment {
        Segment::Champions => ("★", Hue::Gold),
        Segment::Loyal => ("♥", Hue::Green),
        Segment::Potential => ("◆", Hue::Teal),
        Segment::New => ("✦", Hue::Blue),
        Segment::Promising => ("▲", Hue::Lime),
        Segment::NeedsAttention => ("◇", Hue::Slate),
        Segment::AboutToSleep => ("▽", Hue::Violet),
        Segment::AtRisk => ("▼", Hue::Orange),
        Segment::CantLose => ("■", Hue::Red),
        Segment::Hibernating => ("□", Hue::Brown),
        Segment::Lost => ("×", Hue::Grey),
    };
    Mark { glyph, hue }
}

pub fn stage(stage: LifecycleStage) -> Mark {
    let (glyph, hue) = match stage {
        LifecycleStage::Prospect => ("○", Hue::Slate),
        LifecycleStage::New => ("✦", Hue::Blue),
        LifecycleStage::WonBack => ("↑", Hue::Teal),
        LifecycleStage::Active => ("●", Hue::Green),
        LifecycleStage::Lapsing => ("▽", Hue::Orange),
        LifecycleStage::Dormant => ("□", Hue::Brown),
        LifecycleStage::Lost => ("×", Hue::Grey),
    };
    Mark { glyph, hue }
}

/// By rank: the higher the tier, the higher the mark. A programme of more tiers than marks repeats the highest.
pub fn tier(program: &Program, code: &str) -> Mark {
    const MARKS: [(&str, Hue); 7] = [
        ("▁", Hue::Slate),
        ("▂", Hue::Grey),
        ("▃", Hue::Gold),
        ("▄", Hue::Teal),
        ("▅", Hue::Violet),
        ("▆", Hue::Rose),
        ("▇", Hue::Red),
    ];
    let rank = program.tiers.iter().position(|tier| tier.code == code).unwrap_or(0);
    let (glyph, hue) = MARKS[rank.min(MARKS.len() - 1)];
    Mark { glyph, hue }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Shown;
    use std::collections::HashSet;

    fn all_differ(marks: &[Mark]) {
        let glyphs: HashSet<&str> = marks.iter().map(|mark| mark.glyph).collect();
        let hues: HashSet<Hue> = marks.iter().map(|mark| mark.hue).collect();
        assert_eq!((glyphs.len(), hues.len()), (marks.len(), marks.len()));
        assert!(marks.iter().all(|mark| Shown::new(mark.glyph).width() == 1));
    }

    #[test]
    fn every_segment_and_every_stage_has_a_mark_and_a_colour_of_its_own() {
        all_differ(&Segment::ALL.map(segment));
        all_differ(&LifecycleStage::ALL.map(stage));
    }

    #[test]
    fn a_piece_is_as_wide_as_it_is_asked_for() {
        for palette in [Palette::Dark, Palette::Light, Palette::Plain] {
            for columns in [0, 1, 9] {
                assert_eq!(stage(LifecycleStage::Active).piece(columns, palette).width(), columns, "{palette:?}");
            }
        }
    }
}
