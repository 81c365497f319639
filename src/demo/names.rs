//! Names as a city's loyalty desk meets them: Chinese ones in their usual proportions, with compound surnames and characters
//! of several readings, and Western ones.

use super::rng::Rng;

/// A surname, its reading, and how many of ten thousand people bear it.
type Surname = (&'static str, &'static str, i64);

const SURNAMES: [Surname; 104] = [
    ("王", "wang", 725),
    ("李", "li", 719),
    ("张", "zhang", 683),
    ("刘", "liu", 538),
    ("陈", "chen", 453),
    ("杨", "yang", 308),
    ("黄", "huang", 223),
    ("赵", "zhao", 206),
    ("吴", "wu", 205),
    ("周", "zhou", 202),
    ("徐", "xu", 166),
    ("孙", "sun", 154),
    ("马", "ma", 129),
    ("朱", "zhu", 126),
    ("胡", "hu", 116),
    ("林", "lin", 114),
    ("郭", "guo", 114),
    ("何", "he", 107),
    ("高", "gao", 101),
    ("罗", "luo", 95),
    ("郑", "zheng", 93),
    ("梁", "liang", 84),
    ("谢", "xie", 83),
    ("宋", "song", 81),
    ("唐", "tang", 69),
    ("许", "xu", 67),
    ("邓", "deng", 62),
    ("冯", "feng", 62),
    ("韩", "han", 62),
    ("曹", "cao", 60),
    ("曾", "zeng", 60),
    ("彭", "peng", 59),
    ("萧", "xiao", 56),
    ("蔡", "cai", 53),
    ("潘", "pan", 53),
    ("田", "tian", 52),
    ("董", "dong", 51),
    ("袁", "yuan", 50),
    ("于", "yu", 48),
    ("余", "yu", 48),
    ("叶", "ye", 48),
    ("蒋", "jiang", 48),
    ("杜", "du", 47),
    ("苏", "su", 46),
    ("魏", "wei", 45),
    ("程", "cheng", 45),
    ("吕", "lv", 45),
    ("丁", "ding", 43),
    ("沈", "shen", 41),
    ("任", "ren", 41),
    ("姚", "yao", 40),
    ("卢", "lu", 40),
    ("傅", "fu", 39),
    ("钟", "zhong", 39),
    ("姜", "jiang", 38),
    ("崔", "cui", 38),
    ("谭", "tan", 38),
    ("廖", "liao", 37),
    ("范", "fan", 37),
    ("汪", "wang", 36),
    ("陆", "lu", 36),
    ("金", "jin", 35),
    ("石", "shi", 34),
    ("戴", "dai", 34),
    ("贾", "jia", 33),
    ("韦", "wei", 32),
    ("夏", "xia", 31),
    ("邱", "qiu", 31),
    ("方", "fang", 31),
    ("侯", "hou", 30),
    ("邹", "zou", 30),
    ("熊", "xiong", 29),
    ("孟", "meng", 29),
    ("秦", "qin", 29),
    ("白", "bai", 28),
    ("江", "jiang", 28),
    ("阎", "yan", 27),
    ("薛", "xue", 26),
    ("尹", "yin", 25),
    ("段", "duan", 24),
    ("雷", "lei", 24),
    // Characters whose reading as a surname is not their usual one.
    ("单", "shan", 20),
    ("翟", "zhai", 20),
    ("解", "xie", 18),
    ("仇", "qiu", 16),
    ("查", "zha", 14),
    ("盖", "ge", 8),
    ("区", "ou", 8),
    ("朴", "piao", 8),
    ("缪", "miao", 8),
    ("乐", "yue", 8),
    ("覃", "qin", 12),
    // Compound surnames.
    ("欧阳", "ouyang", 20),
    ("上官", "shangguan", 8),
    ("司马", "sima", 7),
    ("诸葛", "zhuge", 7),
    ("司徒", "situ", 6),
    ("皇甫", "huangfu", 6),
    ("夏侯", "xiahou", 5),
    ("慕容", "murong", 5),
    ("令狐", "linghu", 5),
    ("尉迟", "yuchi", 4),
    ("长孙", "zhangsun", 3),
    ("端木", "duanmu", 3),
];

/// A character (or two) of a given name and its reading.
type Sound = (&'static str, &'static str);

const WOMEN: [Sound; 44] = [
    ("芳", "fang"),
    ("娜", "na"),
    ("敏", "min"),
    ("静", "jing"),
    ("丽", "li"),
    ("艳", "yan"),
    ("娟", "juan"),
    ("霞", "xia"),
    ("婷", "ting"),
    ("雪", "xue"),
    ("琳", "lin"),
    ("颖", "ying"),
    ("秀英", "xiuying"),
    ("桂英", "guiying"),
    ("玉兰", "yulan"),
    ("春梅", "chunmei"),
    ("海燕", "haiyan"),
    ("晓燕", "xiaoyan"),
    ("婷婷", "tingting"),
    ("子涵", "zihan"),
    ("梓涵", "zihan"),
    ("欣怡", "xinyi"),
    ("雨桐", "yutong"),
    ("诗涵", "shihan"),
    ("佳怡", "jiayi"),
    ("思颖", "siying"),
    ("晨曦", "chenxi"),
    ("雅琪", "yaqi"),
    ("可馨", "kexin"),
    ("梦瑶", "mengyao"),
    ("语嫣", "yuyan"),
    ("佳琪", "jiaqi"),
    ("若曦", "ruoxi"),
    ("一诺", "yinuo"),
    ("依然", "yiran"),
    ("晓彤", "xiaotong"),
    ("文静", "wenjing"),
    ("慧敏", "huimin"),
    ("淑华", "shuhua"),
    ("美玲", "meiling"),
    ("乐瑶", "leyao"),
    ("朝霞", "zhaoxia"),
    ("小曼", "xiaoman"),
    ("璐", "lu"),
];

const MEN: [Sound; 44] = [
    ("伟", "wei"),
    ("强", "qiang"),
    ("磊", "lei"),
    ("军", "jun"),
    ("洋", "yang"),
    ("勇", "yong"),
    ("杰", "jie"),
    ("涛", "tao"),
    ("明", "ming"),
    ("超", "chao"),
    ("平", "ping"),
    ("刚", "gang"),
    ("鹏", "peng"),
    ("宇", "yu"),
    ("建国", "jianguo"),
    ("建华", "jianhua"),
    ("志强", "zhiqiang"),
    ("志明", "zhiming"),
    ("国强", "guoqiang"),
    ("浩然", "haoran"),
    ("子轩", "zixuan"),
    ("宇航", "yuhang"),
    ("思远", "siyuan"),
    ("俊杰", "junjie"),
    ("天宇", "tianyu"),
    ("一鸣", "yiming"),
    ("文博", "wenbo"),
    ("晓明", "xiaoming"),
    ("家豪", "jiahao"),
    ("浩宇", "haoyu"),
    ("泽宇", "zeyu"),
    ("博文", "bowen"),
    ("嘉伟", "jiawei"),
    ("永康", "yongkang"),
    ("振华", "zhenhua"),
    ("少华", "shaohua"),
    ("行健", "xingjian"),
    ("重阳", "chongyang"),
    ("长青", "changqing"),
    ("朝阳", "zhaoyang"),
    ("乐", "le"),
    ("睿", "rui"),
    ("峰", "feng"),
    ("凯", "kai"),
];

const FIRST: [&str; 40] = [
    "Emma",
    "Olivia",
    "Anna",
    "Sophie",
    "Claire",
    "Julia",
    "Laura",
    "Maria",
    "Sarah",
    "Hannah",
    "Zoë",
    "Chloé",
    "Ingrid",
    "Camille",
    "Elena",
    "Grace",
    "Nora",
    "Alice",
    "Rebecca",
    "Marta",
    "James",
    "Oliver",
    "Thomas",
    "Daniel",
    "Lucas",
    "David",
    "Peter",
    "Martin",
    "Paul",
    "Michael",
    "Søren",
    "José",
    "François",
    "Jürgen",
    "Marco",
    "Henry",
    "Simon",
    "Andrew",
    "Felix",
    "Patrick",
];

const LAST: [&str; 40] = [
    "Smith",
    "Johnson",
    "Brown",
    "Miller",
    "Wilson",
    "Taylor",
    "Clark",
    "Walker",
    "Hall",
    "Young",
    "Müller",
    "Schmidt",
    "Weber",
    "Fischer",
    "Dubois",
    "Laurent",
    "Moreau",
    "García",
    "Fernández",
    "López",
    "Rossi",
    "Bianchi",
    "Silva",
    "Santos",
    "Jensen",
    "Nielsen",
    "Eriksson",
    "Novák",
    "Kowalska",
    "O'Brien",
    "McCarthy",
    "Van den Berg",
    "Peeters",
    "Nakamura",
    "Tanaka",
    "Kim",
    "Park",
    "Nguyen",
    "Tran",
    "Singh",
];

/// A name and how it is written in an address.
pub(super) struct DemoName {
    /// As the member writes it.
    pub shown: String,
    /// In letters, for an e-mail.
    pub letters: String,
    pub chinese: bool,
}

/// One name; one in eight is Western.
pub(super) fn name(rng: &mut Rng) -> DemoName {
    if rng.chance(12) {
        let (first, last) = (rng.pick(&FIRST), rng.pick(&LAST));
        let letters = format!("{}.{}", plain(first), plain(last));
        return DemoName { shown: format!("{first} {last}"), letters, chinese: false };
    }
    let (surname, reading, _) = rng.weighted(&SURNAMES, |s| s.2);
    let given = if rng.chance(54) { rng.pick(&WOMEN) } else { rng.pick(&MEN) };
    let letters = if rng.chance(50) { format!("{reading}{}", given.1) } else { format!("{}.{reading}", given.1) };
    DemoName { shown: format!("{surname}{}", given.0), letters, chinese: true }
}

/// `Müller` → `muller`: letters that an address takes.
fn plain(name: &str) -> String {
    let plainer = |c: char| match c {
        'ë' | 'é' | 'è' => 'e',
        'ü' => 'u',
        'ç' => 'c',
        'í' => 'i',
        'á' => 'a',
        'ø' | 'ó' => 'o',
        other => other,
    };
    name.chars().map(plainer).filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_their_proportions() {
        let mut rng = Rng::new(1, "names");
        let names: Vec<DemoName> = (0..5_000).map(|_| name(&mut rng)).collect();
        let share = |test: &dyn Fn(&DemoName) -> bool| names.iter().filter(|n| test(n)).count();
        assert!((450..750).contains(&share(&|n| !n.chinese)));
        assert!(share(&|n| n.shown.starts_with('王')) > share(&|n| n.shown.starts_with('邹')));
        assert!(share(&|n| n.shown.starts_with("欧阳")) > 0);
        assert!(share(&|n| ["单", "曾", "翟", "仇"].iter().any(|s| n.shown.starts_with(s))) > 20);
    }

    #[test]
    fn letters_fit_an_address() {
        let mut rng = Rng::new(2, "names");
        for _ in 0..2_000 {
            let name = name(&mut rng);
            assert!(name.letters.bytes().all(|b| b.is_ascii_lowercase() || b == b'.'), "{}", name.letters);
        }
    }
}
