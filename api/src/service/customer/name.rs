//! Names of customers: how they are kept, and what they are sorted by.

use crate::service::{
    locale::Text,
    refusal::{Code, Refusal},
};
use pinyin::ToPinyin;

/// Longest name, in characters.
const MAX_NAME: usize = 200;

const PATH: &[&str] = &["input", "name"];

/// A name as it is kept. Judged after the repeat was looked for: a name that was taken once is
/// not refused to the repeat because the rules have changed since.
pub(super) fn checked(name: &str) -> Result<&str, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        let message = Text { zh: "客户名称不能为空。", en: "A customer needs a name." };
        return Err(Refusal::new(Code::Required, PATH, message));
    }
    if name.chars().count() > MAX_NAME {
        let message =
            Text { zh: "名称最多200个字。", en: "A name may have 200 characters." };
        return Err(Refusal::new(Code::TooLong, PATH, message));
    }
    if name.chars().any(char::is_control) {
        let message =
            Text { zh: "名称只能是一行文字。", en: "A name is one line of text." };
        return Err(Refusal::new(Code::Invalid, PATH, message));
    }
    Ok(name)
}

/// What names are sorted by: the pinyin of each character with a space after it, so that 李安
/// stands before 李宁 and 理想 among the li; other letters in lower case.
#[must_use]
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() * 2);
    for character in name.chars() {
        match character.to_pinyin() {
            Some(pinyin) => {
                key.push_str(pinyin.plain());
                key.push(' ');
            }
            None => key.extend(character.to_lowercase()),
        }
    }
    key.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn chinese_names_sort_by_pinyin() {
        let mut names = ["张伟", "李宁", "李安", "Novak", "阿里"];
        names.sort_by_key(|name| name_key(name));
        assert_eq!(names, ["阿里", "李安", "李宁", "Novak", "张伟"]);
        assert_eq!(name_key("张伟"), "zhang wei");
        assert_eq!(name_key("ABC中国"), "abczhong guo");
    }
}
