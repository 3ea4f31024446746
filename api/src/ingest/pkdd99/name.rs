//! Names for people of whom the source has none. Whoever stores one says that it is generated.

use crate::ingest::stage::Gender;

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "林", "罗", "高", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾",
    "肖", "田", "董", "袁", "潘", "蒋", "蔡", "余",
];

const OF_WOMEN: [&str; 24] = [
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "秀英", "玉兰", "桂英", "雪梅", "婷婷", "慧",
    "佳怡", "欣", "雅琴", "晓燕", "美玲", "淑珍", "思雨", "文静", "海燕", "春梅",
];

const OF_MEN: [&str; 24] = [
    "伟", "强", "磊", "军", "勇", "杰", "涛", "明", "超", "建国", "志强", "国华", "文博", "浩然",
    "俊杰", "海涛", "永康", "子轩", "鹏", "斌", "建华", "天宇", "世杰", "立新",
];

/// A name for the person whom the source calls `key` among those of a `kind`. The same key has the
/// same name in every run; two keys may share one, as people do.
pub(super) fn person(kind: &str, key: u32, gender: Gender) -> String {
    let seed = kind.bytes().fold(u64::from(key), |seed, byte| mix(seed ^ u64::from(byte)));
    let given = if gender == Gender::Female { &OF_WOMEN } else { &OF_MEN };
    format!("{}{}", pick(&SURNAMES, seed), pick(given, mix(seed)))
}

fn pick<'a>(from: &[&'a str], seed: u64) -> &'a str {
    let count = u64::try_from(from.len()).unwrap_or(1);
    let at = usize::try_from(seed % count).unwrap_or_default();
    from.get(at).copied().unwrap_or_default()
}

/// One step of `SplitMix64`.
const fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_keeps_its_name() {
        let name = person("client", 1, Gender::Female);
        assert_eq!(name, person("client", 1, Gender::Female));
        let names: std::collections::HashSet<String> =
            (0..1_000).map(|key| person("client", key, Gender::Male)).collect();
        assert!(names.len() > 500, "{}", names.len());
    }
}
