//! Names as they are common: surnames by how many bear them, given names by decade and gender,
//! companies by place, trade name, trade and form.

use super::stream::Stream;
use crate::ingest::stage::Gender;

/// Surnames with the number of their bearers, in tenths of a per cent of the people.
const SURNAMES: &[(&str, u64)] = &[
    ("王", 72),
    ("李", 71),
    ("张", 67),
    ("刘", 54),
    ("陈", 45),
    ("杨", 31),
    ("黄", 23),
    ("赵", 21),
    ("吴", 21),
    ("周", 20),
    ("徐", 15),
    ("孙", 14),
    ("马", 13),
    ("朱", 12),
    ("胡", 12),
    ("郭", 12),
    ("何", 11),
    ("林", 11),
    ("罗", 9),
    ("高", 9),
    ("郑", 9),
    ("梁", 8),
    ("谢", 8),
    ("宋", 7),
    ("唐", 7),
    ("许", 6),
    ("韩", 6),
    ("邓", 6),
    ("冯", 6),
    ("曹", 6),
    ("彭", 5),
    ("曾", 5),
    ("肖", 5),
    ("田", 5),
    ("董", 5),
    ("潘", 4),
    ("袁", 4),
    ("蔡", 4),
    ("蒋", 4),
    ("余", 4),
    ("于", 4),
    ("杜", 4),
    ("叶", 4),
    ("程", 4),
    ("魏", 4),
    ("苏", 4),
    ("吕", 4),
    ("丁", 4),
    ("任", 3),
    ("卢", 3),
    ("姚", 3),
    ("沈", 3),
    ("钟", 3),
    ("姜", 3),
    ("崔", 3),
    ("谭", 3),
    ("陆", 3),
    ("范", 3),
    ("汪", 3),
    ("廖", 3),
    ("石", 3),
    ("金", 3),
    ("贾", 3),
    ("夏", 3),
    ("付", 3),
    ("方", 3),
    ("邹", 3),
    ("熊", 3),
    ("白", 2),
    ("孟", 2),
    ("秦", 2),
    ("邱", 2),
    ("侯", 2),
    ("江", 2),
    ("尹", 2),
    ("薛", 2),
    ("闫", 2),
    ("段", 2),
    ("雷", 2),
    ("龙", 2),
    ("黎", 2),
    ("史", 2),
    ("陶", 2),
    ("贺", 2),
    ("毛", 2),
    ("郝", 2),
    ("顾", 2),
    ("龚", 2),
    ("邵", 2),
    ("万", 2),
    ("欧阳", 1),
    ("上官", 1),
    ("司徒", 1),
    ("诸葛", 1),
];
/// Given names of men.
const MEN: &[&str] = &[
    "伟", "强", "磊", "军", "勇", "涛", "超", "明", "刚", "平", "辉", "鹏", "杰", "斌", "波", "浩",
    "志强", "建国", "建华", "国强", "志明", "文博", "浩然", "子轩", "俊杰", "天宇", "嘉豪", "晓东",
    "海波", "永强", "振华", "家明", "立群", "思远", "宇航", "泽楷", "鸿涛", "景行", "承宇", "博文",
    "卫东", "金龙", "少华", "德胜", "光明", "庆丰", "长春", "玉山", "立新", "瑞霖", "启航", "书豪",
];
/// Given names of women.
const WOMEN: &[&str] = &[
    "芳", "娜", "静", "敏", "丽", "艳", "娟", "霞", "燕", "玲", "梅", "莉", "洁", "颖", "琳", "雪",
    "秀英", "秀兰", "桂英", "玉兰", "淑珍", "丽华", "晓燕", "海燕", "雨桐", "欣怡", "梓涵", "诗雨",
    "佳怡", "思琪", "慧敏", "美玲", "春梅", "红梅", "婉婷", "若曦", "语嫣", "静怡", "晓雯", "雅琴",
    "佩珊", "月华", "素贞", "凤英", "巧云", "文静", "倩倩", "梦瑶", "书瑶", "可欣", "芷若", "清扬",
];
/// First halves of trade names.
const TRADE_FIRST: &[&str] = &[
    "华", "盛", "恒", "瑞", "鼎", "金", "宏", "天", "中", "东", "海", "江", "佳", "嘉", "永", "泰",
    "兴", "顺", "凯", "博", "新", "德", "安", "同", "正", "润", "明", "卓", "远", "汇",
];
/// Second halves of trade names.
const TRADE_SECOND: &[&str] = &[
    "达", "源", "丰", "通", "祥", "隆", "辉", "宇", "诚", "信", "和", "宝", "晟", "腾", "茂", "荣",
    "康", "业", "创", "合", "翔", "阳", "航", "林", "川", "美", "联", "益", "峰", "致",
];
/// Trades, each as it stands in a name and as an industry.
pub(super) const TRADES: &[(&str, &str)] = &[
    ("机械制造", "制造业"),
    ("精密电子", "制造业"),
    ("纺织", "制造业"),
    ("食品", "制造业"),
    ("新材料", "制造业"),
    ("医药", "制造业"),
    ("建筑工程", "建筑业"),
    ("装饰工程", "建筑业"),
    ("商贸", "批发和零售业"),
    ("国际贸易", "批发和零售业"),
    ("电子商务", "批发和零售业"),
    ("物流", "交通运输、仓储和邮政业"),
    ("供应链管理", "交通运输、仓储和邮政业"),
    ("信息技术", "信息传输、软件和信息技术服务业"),
    ("软件", "信息传输、软件和信息技术服务业"),
    ("餐饮管理", "住宿和餐饮业"),
    ("农业科技", "农、林、牧、渔业"),
    ("环保科技", "水利、环境和公共设施管理业"),
    ("教育咨询", "教育"),
    ("医疗器械", "卫生和社会工作"),
];

/// A person's name.
pub(super) fn person(stream: &mut Stream, gender: Gender) -> String {
    let surname = stream.weighted(SURNAMES);
    let given = if gender == Gender::Female { stream.pick(WOMEN) } else { stream.pick(MEN) };
    format!("{surname}{given}")
}

/// A person's name, whatever the gender.
pub(super) fn anyone(stream: &mut Stream) -> String {
    let gender = if stream.chance(500) { Gender::Female } else { Gender::Male };
    person(stream, gender)
}

/// A company's name and its industry.
pub(super) fn company(stream: &mut Stream) -> (String, &'static str) {
    let (first, second) = (stream.pick(TRADE_FIRST), stream.pick(TRADE_SECOND));
    let (trade, industry) = stream.pick(TRADES);
    let form = stream.weighted(&[("有限公司", 85), ("股份有限公司", 10), ("集团有限公司", 5)]);
    (format!("江澜{first}{second}{trade}{form}"), industry)
}

#[cfg(test)]
mod tests {
    use super::{Stream, company, person};
    use crate::ingest::stage::Gender;

    #[test]
    fn names_are_varied() {
        let mut stream = Stream::new(1, "name", 0);
        let mut people: Vec<String> =
            (0..1000).map(|_| person(&mut stream, Gender::Female)).collect();
        people.sort();
        people.dedup();
        assert!(people.len() > 500, "{}", people.len());
        assert!(company(&mut stream).0.starts_with("江澜"));
    }
}
