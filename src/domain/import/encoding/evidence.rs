//! Which encoding reads best: how much of a text is made of what people write in it.

use super::{GUESSED, NAMED, NoGuess, TextEncoding};
use encoding_rs::{BIG5, GB18030};

/// What a guess must reach, and by how much it must be better than the next one.
const ENOUGH: u32 = 50;
const CLEARLY: u32 = 6;

/// Characters that names, headers and shops are full of, simplified and traditional.
const FREQUENT: &str = "\
王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石\
姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕\
張劉陳楊趙黃吳孫馬羅鄭謝韓馮董蕭鄧許傅呂蘇盧蔣賈葉閻鐘範譚鄒陸顧龍萬錢湯喬賀賴龔\
伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志伟小大子文佳欣宇婷雪慧琳晨浩俊豪怡君雅婉淑惠美玲家豪志明春秋冬\
偉麗強軍豔傑濤剛華蘭紅豐會員號門店電話金額日期積分訂單渠道備註\
一二三四五六七八九十百千万元会员号姓名手机电话门店金额日期生日等级积分订单渠道备注标签卡号性别时间消费退款状态普通银黄白钻";

struct CandidateLine<'a> {
    number: u64,
    bytes: &'a [u8],
}

pub(super) fn guess(bytes: &[u8], whole: bool) -> Result<TextEncoding, NoGuess> {
    let mut end = bytes.len();
    if !whole {
        end = bytes.iter().rposition(|b| *b == b'\n').map_or(end, |end| end + 1);
    }
    let numbered = (1..).zip(bytes[..end].split(|b| *b == b'\n'));
    let lines: Vec<CandidateLine<'_>> =
        numbered.filter(|(_, l)| !l.is_ascii()).map(|(number, bytes)| CandidateLine { number, bytes }).collect();
    let (good, bad): (Vec<CandidateLine<'_>>, Vec<CandidateLine<'_>>) =
        lines.into_iter().partition(|line| is_utf8(line.bytes, whole));
    // Most lines are not UTF-8 by chance, not even those of two-byte characters.
    let certain = good.iter().filter(|line| !is_by_chance(line.bytes)).count();
    if bad.is_empty() || certain >= bad.len() || good.len() > bad.len() {
        return Ok(TextEncoding::Utf8);
    }
    let all: Vec<&CandidateLine<'_>> = bad.iter().chain(good.iter().filter(|line| is_by_chance(line.bytes))).collect();
    among(&all)
}

/// Whether a line is UTF-8. The last one of what is not the whole file may end within a character.
fn is_utf8(line: &[u8], whole: bool) -> bool {
    match str::from_utf8(line) {
        Ok(_) => true,
        Err(error) => !whole && error.error_len().is_none() && error.valid_up_to() > 0,
    }
}

/// Whether a line of another encoding may look like this by chance: characters of two bytes only.
fn is_by_chance(line: &[u8]) -> bool {
    str::from_utf8(line).is_ok_and(|text| text.chars().all(|c| c < '\u{800}'))
}

/// Chooses among the encodings that fit all lines.
fn among(lines: &[&CandidateLine<'_>]) -> Result<TextEncoding, NoGuess> {
    let misfits = |encoding: TextEncoding| -> Vec<u64> {
        lines.iter().filter(|line| !encoding.fits(line.bytes)).map(|line| line.number).collect()
    };
    let mut fitting: Vec<(u32, TextEncoding)> = Vec::new();
    let mut fewest: Vec<u64> = lines.iter().map(|line| line.number).collect();
    for encoding in GUESSED {
        let against = misfits(encoding);
        if against.is_empty() {
            fitting.push((
                lines
                    .iter()
                    .map(|line| score(encoding, line.bytes))
                    .fold(ScoreShare::default(), ScoreShare::plus)
                    .percent(),
                encoding,
            ));
        } else if against.len() < fewest.len() {
            fewest = against;
        }
    }
    fitting.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    fewest.sort_unstable();
    fewest.truncate(NAMED);
    match fitting.as_slice() {
        [(best, encoding)] if *best >= ENOUGH => Ok(*encoding),
        [(best, encoding), (next, _), ..] if *best >= ENOUGH && *best >= next + CLEARLY => Ok(*encoding),
        [(best, _), (_, _), ..] if *best >= ENOUGH => {
            let mut lines: Vec<u64> = lines.iter().map(|line| line.number).collect();
            lines.sort_unstable();
            lines.truncate(NAMED);
            let close = fitting.iter().filter(|(score, _)| score + CLEARLY > *best);
            Err(NoGuess { lines, between: close.map(|(_, encoding)| encoding.name()).collect() })
        }
        _ => Err(NoGuess { lines: fewest, between: Vec::new() }),
    }
}

/// Points that characters got, of those that they could have got.
#[derive(Debug, Clone, Copy, Default)]
struct ScoreShare {
    got: u32,
    most: u32,
}

impl ScoreShare {
    fn plus(self, other: Self) -> Self {
        Self { got: self.got.saturating_add(other.got), most: self.most.saturating_add(other.most) }
    }

    fn one(got: u32) -> Self {
        Self { got, most: 100 }
    }

    fn percent(self) -> u32 {
        u32::try_from(u64::from(self.got) * 100 / u64::from(self.most.max(1))).unwrap_or(0)
    }
}

fn score(encoding: TextEncoding, line: &[u8]) -> ScoreShare {
    match encoding {
        TextEncoding::Other(e) if e == GB18030 => pairs(line, e, |lead, trail| {
            let plain = trail >= 0xa1;
            match lead {
                0xa1..=0xa3 if plain => 60,
                0xb0..=0xd7 if plain => 70,
                0xd8..=0xf7 if plain => 40,
                _ => 10,
            }
        }),
        TextEncoding::Other(e) if e == BIG5 => pairs(line, e, |lead, _| match lead {
            0xa1..=0xa3 => 60,
            0xa4..=0xc6 => 70,
            0xc9..=0xf9 => 25,
            _ => 10,
        }),
        TextEncoding::Utf8 | TextEncoding::Utf16Le | TextEncoding::Utf16Be | TextEncoding::Other(_) => western(line),
    }
}

/// Scores characters of two (or four) bytes, with a premium for frequent ones.
fn pairs(line: &[u8], encoding: &'static encoding_rs::Encoding, weight: impl Fn(u8, u8) -> u32) -> ScoreShare {
    let (mut sum, mut at) = (ScoreShare::default(), 0);
    while let Some(lead) = line.get(at).copied() {
        if lead.is_ascii() {
            at += 1;
            continue;
        }
        let trail = line.get(at + 1).copied().unwrap_or_default();
        let length = if trail.is_ascii_digit() { 4 } else { 2 };
        let character = line.get(at..at + length).unwrap_or(&line[at..]);
        let text = encoding.decode_without_bom_handling_and_without_replacement(character);
        let frequent = text.is_some_and(|text| text.chars().next().is_some_and(|c| FREQUENT.contains(c)));
        sum = sum.plus(ScoreShare::one(if frequent { 100 } else { weight(lead, trail) }));
        at += length;
    }
    sum
}

/// Scores Western text: letters with accents among letters, signs where signs stand.
fn western(line: &[u8]) -> ScoreShare {
    let is_letter = |b: u8| b.is_ascii_alphabetic() || (b >= 0xc0 && b != 0xd7 && b != 0xf7);
    let mut sum = ScoreShare::default();
    for (place, byte) in line.iter().enumerate().filter(|(_, b)| !b.is_ascii()) {
        let before = place.checked_sub(1).and_then(|p| line.get(p)).copied().unwrap_or(b' ');
        let after = line.get(place + 1).copied().unwrap_or(b' ');
        let beside_ascii = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
        sum = sum.plus(ScoreShare::one(match byte {
            // Letters of languages that are hardly written in this encoding, and what damaged bytes look like.
            0xd0 | 0xde | 0xf0 | 0xfe | 0xff => 20,
            0xc0.. if is_letter(*byte) && beside_ascii => 95,
            // Typographic quotes, dashes, the euro: alone.
            0x80 | 0x85 | 0x91..=0x97 | 0xa0..=0xbf if before.is_ascii() && after.is_ascii() => 60,
            _ => 5,
        }));
    }
    sum
}
