//! What a terminal answers when it is asked for the colour of its ground (OSC 11).

/// The question. A terminal that does not know it says nothing.
pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// How every answer begins.
const ANSWER: &[u8] = b"\x1b]11;";

/// What bytes from an escape on are, while an answer is awaited.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum GroundBytes {
    /// Something else.
    Other,
    /// They were the beginning of an answer, and the last byte does not go on with it.
    Broken,
    More,
    /// A whole answer: whether the ground is light, where its colour could be read.
    Answer(Option<bool>),
}

/// Reads `bytes`, all but the last of which were [`GroundBytes::More`] or [`GroundBytes::Other`] before.
pub(super) fn parse(bytes: &[u8]) -> GroundBytes {
    let Some(told) = bytes.strip_prefix(ANSWER) else {
        let begun = |bytes: &[u8]| bytes.len() >= 2 && ANSWER.starts_with(bytes);
        return match bytes {
            whole if begun(whole) => GroundBytes::More,
            [before @ .., _] if begun(before) => GroundBytes::Broken,
            _ => GroundBytes::Other,
        };
    };
    match told {
        [colour @ .., 0x07] | [colour @ .., 0x1b, b'\\'] => GroundBytes::Answer(is_light(colour)),
        _ => GroundBytes::More,
    }
}

/// Whether bytes are the beginning of an answer that never came to its end.
pub(super) fn is_cut_off(bytes: &[u8]) -> bool {
    bytes.starts_with(ANSWER)
}

/// `rgb:ffff/ffff/ffff`, each with one to four digits: whether it is nearer to white than to black.
fn is_light(colour: &[u8]) -> Option<bool> {
    let text = std::str::from_utf8(colour).ok()?;
    let parts = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let mut parts = parts.split('/').map(share);
    let [red, green, blue] = [parts.next()??, parts.next()??, parts.next()??];
    // How bright each looks, in thousandths (ITU-R BT.601).
    Some((299 * red + 587 * green + 114 * blue) / 1_000 > 500)
}

/// A channel in thousandths of full brightness.
fn share(digits: &str) -> Option<u32> {
    let full = 16_u32.checked_pow(u32::try_from(digits.len()).ok().filter(|n| (1..=4).contains(n))?)? - 1;
    Some(u32::from_str_radix(digits, 16).ok()? * 1_000 / full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::white("rgb:ffff/ffff/ffff", Some(true))]
    #[case::black("rgb:0000/0000/0000", Some(false))]
    #[case::two_digits("rgb:fd/f6/e3", Some(true))]
    #[case::solarized_dark("rgb:0000/2b2b/3636", Some(false))]
    #[case::with_alpha("rgba:1e1e/1e1e/2e2e/ffff", Some(false))]
    #[case::name("white", None)]
    #[case::too_few("rgb:ff/ff", None)]
    #[case::no_number("rgb:xx/ff/ff", None)]
    #[case::empty("rgb://", None)]
    fn grounds(#[case] colour: &str, #[case] light: Option<bool>) {
        assert_eq!(is_light(colour.as_bytes()), light);
    }
}
