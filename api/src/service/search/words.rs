//! Names in the form in which they are searched, and what people type in the same form.

use pinyin::ToPinyin;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest run of letters of a name that is kept for those who type syllables without blanks.
const RUN: usize = 40;
/// Most initials of a name.
const INITIALS: usize = 12;

/// Surnames that are read otherwise than the character is (姓氏异读). In a company's name the
/// character is read as everywhere.
const SURNAMES: &[(char, &str)] = &[
    ('曾', "zeng"),
    ('单', "shan"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('查', "zha"),
    ('翟', "zhai"),
    ('盖', "ge"),
    ('区', "ou"),
    ('朴', "piao"),
    ('任', "ren"),
    ('华', "hua"),
    ('覃', "qin"),
    ('乐', "yue"),
    ('缪', "miao"),
    ('冼', "xian"),
    ('员', "yun"),
    ('折', "she"),
    ('种', "chong"),
    ('秘', "bi"),
    ('尉', "yu"),
];
/// Longest name that may be a person's, in characters.
const PERSON: usize = 4;

/// What a name is searched by. Each text has a blank before each word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The name.
    pub(super) name: String,
    /// Its pinyin, or what stands in its place in a name of other letters. Begins with the whole
    /// name in one run.
    pub(super) pinyin: String,
    /// Its initials.
    pub(super) initials: String,
}

impl Words {
    /// The words of a name.
    pub(super) fn of(name: &str) -> Self {
        let words = split(name);
        let read: Vec<String> = words.iter().map(|word| reading(word)).collect();
        let sounded = sounded(&words, &read);
        let mut words = Self { name: phrase(&words), ..Self::default() };
        words.say(&sounded);
        // The character's own reading is kept as well: who types it finds the name further down.
        if sounded != read {
            words.say(&read);
        }
        words
    }

    fn say(&mut self, syllables: &[String]) {
        for from in 0..syllables.len().saturating_sub(1) {
            let run: String = syllables.iter().skip(from).flat_map(|word| word.chars()).collect();
            push(&mut self.pinyin, &run, RUN);
            let rest = syllables.iter().skip(from);
            let initials: String = rest.filter_map(|word| word.chars().next()).collect();
            push(&mut self.initials, &initials, INITIALS);
        }
        for syllable in syllables {
            push(&mut self.pinyin, syllable, RUN);
        }
    }
}

fn push(text: &mut String, word: &str, most: usize) {
    text.push(' ');
    text.extend(word.chars().take(most));
}

/// Words with a blank before each.
pub(super) fn phrase(words: &[String]) -> String {
    words.iter().flat_map(|word| [" ", word]).collect()
}

/// The words of a text in their one form: full-width letters narrowed, small, without accents.
/// Whatever is neither letter nor digit ends a word and is nothing itself, so no sign means
/// anything to an index.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let small: String = text.nfkc().flat_map(char::to_lowercase).collect();
    // In pinyin ü is typed as v; elsewhere it is the same letter on both sides.
    let letters = small.nfc().map(|letter| if letter == 'ü' { 'v' } else { letter }).nfd();
    for letter in letters.filter(|letter| !is_combining_mark(*letter)) {
        if is_han(letter) || !letter.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            words.extend(is_han(letter).then(|| letter.to_string()));
        } else {
            word.push(letter);
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Whether a letter is a Chinese character, which means something alone.
pub(super) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The word in letters.
fn reading(word: &str) -> String {
    let mut letters = word.chars();
    let pinyin = match (letters.next(), letters.next()) {
        (Some(letter), None) => letter.to_pinyin(),
        _ => None,
    };
    pinyin.map_or_else(|| word.to_owned(), |pinyin| pinyin.plain().replace('ü', "v"))
}

/// The readings of a name, its surname as a surname.
fn sounded(words: &[String], read: &[String]) -> Vec<String> {
    let mut sounded = read.to_vec();
    let is_person =
        (2..=PERSON).contains(&words.len()) && words.iter().all(|word| word.chars().all(is_han));
    let surname = words.first().and_then(|word| word.chars().next());
    let known = SURNAMES.iter().find(|(known, _)| is_person && Some(*known) == surname);
    if let (Some((_, reading)), Some(first)) = (known, sounded.first_mut()) {
        (*reading).clone_into(first);
    }
    sounded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_known_by_its_parts() {
        let words = Words::of("王小明");
        assert_eq!(words.name, " 王 小 明");
        assert_eq!(words.pinyin, " wangxiaoming xiaoming wang xiao ming");
        assert_eq!(words.initials, " wxm xm");
    }

    #[test]
    fn surnames_are_read_as_surnames_and_still_as_characters() {
        assert_eq!(Words::of("单伟").pinyin, " shanwei shan wei danwei dan wei");
        assert_eq!(Words::of("吕布").pinyin, " lvbu lv bu");
    }

    #[test]
    fn other_letters_come_to_one_form() {
        assert_eq!(split("Ａ．Novák-Müller（北京）"), ["a", "novak", "mvller", "北", "京"]);
        assert_eq!(Words::of("Jan Novák").pinyin, " jannovak jan novak");
        assert_eq!(Words::of("Jan Novák").initials, " jn");
        assert_eq!(Words::of("Novák").pinyin, " novak");
        assert_eq!(split("50% _\"*'"), ["50"]);
    }

    proptest! {
        #[test]
        fn a_word_has_no_sign_that_an_index_could_take_for_its_own(text in "\\PC{0,30}") {
            let name = Words::of(&text).name;
            prop_assert!(name.chars().all(|letter| letter == ' ' || letter.is_alphanumeric()));
            let again: Vec<String> = split(&name);
            prop_assert_eq!(phrase(&again), name);
        }
    }
}
