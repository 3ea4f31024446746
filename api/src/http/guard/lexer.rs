//! Counts what the parser would be fed, without feeding it: one pass, no allocation, no recursion.
//!
//! It must never see fewer tokens than the parser. Where the two could differ, at a string that is
//! not closed, the text is refused.

use super::{
    limits::GuardLimits,
    refusal::{Limit, Refusal},
};
use async_graphql_parser::Pos;

/// Words that start a definition; a brace does too.
const DEFINITIONS: [&str; 4] = ["query", "mutation", "subscription", "fragment"];

/// Refuses a text that is too long, or that the parser would misread.
///
/// # Errors
/// The first limit that is passed; counting stops there.
pub(super) fn check(text: &str, limits: &GuardLimits) -> Result<(), Refusal> {
    over(Limit::DocumentBytes, text.len(), limits.document_bytes)?;
    let (mut rest, mut tokens, mut open) = (text, 0, 0_usize);
    // Whether the next token starts a definition.
    let mut fresh = true;
    while let Some(token) = next(&mut rest).map_err(|left| unclosed(text, left))? {
        tokens += 1;
        over(Limit::Tokens, tokens, limits.tokens)?;
        let starts_name = token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if fresh && starts_name && !DEFINITIONS.contains(&token) {
            let at = position(text, rest.len() + token.len());
            return Err(Refusal::UnknownDefinition { at });
        }
        match token {
            "{" | "[" | "(" => open += 1,
            "}" | "]" | ")" => open = open.saturating_sub(1),
            _ => {}
        }
        over(Limit::Nesting, open, limits.nesting)?;
        fresh = token == "}" && open == 0;
    }
    Ok(())
}

/// Cuts the next token off `rest`.
///
/// # Errors
/// A string is not closed; given is how many bytes stand from its start on.
fn next<'text>(rest: &mut &'text str) -> Result<Option<&'text str>, usize> {
    skip_ignored(rest);
    let Some(first) = rest.chars().next() else { return Ok(None) };
    let length = match first {
        '"' => string_length(rest).ok_or(rest.len())?,
        '.' if rest.starts_with("...") => 3,
        c if c.is_ascii_alphanumeric() || c == '_' => {
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())
        }
        // A punctuator, or what the parser will refuse.
        c => c.len_utf8(),
    };
    let (token, after) = rest.split_at(length);
    *rest = after;
    Ok(Some(token))
}

/// Drops white space, commas and comments.
fn skip_ignored(rest: &mut &str) {
    loop {
        *rest = rest.trim_start_matches([' ', '\t', ',', '\u{feff}', '\n', '\r']);
        if !rest.starts_with('#') {
            return;
        }
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        *rest = rest.get(end..).unwrap_or_default();
    }
}

/// How long the string is that `text` starts with; `None` where it is not closed.
fn string_length(text: &str) -> Option<usize> {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        let mut from = 0;
        loop {
            let end = from + block.get(from..)?.find("\"\"\"")?;
            if !block.get(..end)?.ends_with('\\') {
                return Some(end + 6);
            }
            from = end + 3;
        }
    }
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' | '\r' => return None,
            '"' if !escaped => return Some(at + 1),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    None
}

fn over(limit: Limit, found: usize, allowed: usize) -> Result<(), Refusal> {
    let wide = |figure| u64::try_from(figure).unwrap_or(u64::MAX);
    Refusal::over(limit, wide(found), wide(allowed)).map_or(Ok(()), Err)
}

fn unclosed(text: &str, left: usize) -> Refusal {
    let message = "a string is not closed".to_owned();
    Refusal::Syntax { message, at: Some(position(text, left)) }
}

/// Line and column, from 1, of the place where `left` bytes are still to come.
fn position(text: &str, left: usize) -> Pos {
    let before = text.get(..text.len().saturating_sub(left)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    Pos { line, column }
}

#[cfg(test)]
mod tests {
    use super::{check, next};
    use crate::config::Limits;
    use crate::http::guard::{GuardLimits, Limit, Refusal};

    fn limits() -> GuardLimits {
        GuardLimits::new(&Limits::default(), true)
    }

    fn tokens(mut text: &str) -> Vec<&str> {
        std::iter::from_fn(|| next(&mut text).unwrap()).collect()
    }

    #[test]
    fn tokens_are_those_of_the_grammar() {
        let text =
            "{ a1: b(c: \"x\\\" # y\", d: [-1.5e3]) # no, comment\n ...F \"\"\"g\\\"\"\" h\"\"\" }";
        let expected = [
            "{",
            "a1",
            ":",
            "b",
            "(",
            "c",
            ":",
            "\"x\\\" # y\"",
            "d",
            ":",
            "[",
            "-",
            "1",
            ".",
            "5e3",
            "]",
            ")",
            "...",
            "F",
            "\"\"\"g\\\"\"\" h\"\"\"",
            "}",
        ];
        assert_eq!(tokens(text), expected);
    }

    #[test]
    fn word_that_starts_no_definition_is_refused() {
        for text in
            ["queryx { a }", "{ a } queryx { a }", "fragmentF on A { a }", "type A { a: B }"]
        {
            let refused = check(text, &limits());
            assert!(matches!(refused, Err(Refusal::UnknownDefinition { .. })), "{text}");
        }
        for text in ["query x { a }", "query($a: A) { a } fragment queryx on A { a }", "#q\n{ a }"]
        {
            assert_eq!(check(text, &limits()), Ok(()), "{text}");
        }
    }

    #[test]
    fn string_that_is_not_closed_is_refused() {
        for text in ["{ a(b: [\"\"\"c\"]) { d } }", "{ a(b: \"c) }", "{ a(b: \"\"\"c\\\"\"\") }"] {
            assert!(matches!(check(text, &limits()), Err(Refusal::Syntax { .. })), "{text}");
        }
    }

    #[test]
    fn counting_stops_at_the_limit() {
        let refused = |text: &str| match check(text, &limits()) {
            Err(Refusal::TooMuch { limit, found, allowed }) => (limit, found, allowed),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&format!("{{ {}", "a ".repeat(9_000))), (Limit::Tokens, 2_001, 2_000));
        assert_eq!(refused(&"[".repeat(1_000)), (Limit::Nesting, 65, 64));
        assert_eq!(refused(&" ".repeat(40_000)), (Limit::DocumentBytes, 40_000, 32_768));
    }
}
