//! How large a document is once its fragments are expanded, found without expanding them: each
//! fragment is measured once, and what it measures is added wherever it is spread.

use super::{
    limits::GuardLimits,
    refusal::{Limit, Refusal},
    shape::{Introspection, Shape},
};
use async_graphql_parser::{
    Positioned,
    types::{ExecutableDocument, Selection, SelectionSet},
};
use std::collections::HashMap;

/// Measures a document and holds it to the limits.
///
/// # Errors
/// Everything that is too much of it, or the fragment that spreads itself.
pub(super) fn check(
    document: &ExecutableDocument,
    limits: &GuardLimits,
) -> Result<(), Vec<Refusal>> {
    let mut walk = Walk { document, known: HashMap::new() };
    let mut whole = Shape::default();
    let mut widest = Shape::default();
    for (_, operation) in document.operations.iter() {
        let own = operation.node.directives.len()
            + operation
                .node
                .variable_definitions
                .iter()
                .map(|v| v.node.directives.len())
                .sum::<usize>();
        let shape = walk.set(&operation.node.selection_set.node)?;
        whole = whole.beside(Shape { directives: shape.directives.saturating_add(own), ..shape });
        widest.fields = widest.fields.max(shape.fields);
        widest.aliases = widest.aliases.max(shape.aliases);
    }
    // Validation reads what no operation spreads, too.
    for name in document.fragments.keys() {
        if !walk.known.contains_key(name.as_str()) {
            let unused = walk.fragment(name)?;
            whole = whole.beside(Shape { fields: 0, aliases: 0, ..unused });
        }
    }
    let refusals = refusals(&whole, &widest, limits);
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// What of `whole`, the document, and of `widest`, its largest operation, passes the limits.
fn refusals(whole: &Shape, widest: &Shape, limits: &GuardLimits) -> Vec<Refusal> {
    let mut figures = vec![
        (Limit::Depth, whole.depth, limits.depth),
        (Limit::Selections, whole.selections, limits.selections),
        (Limit::Aliases, widest.aliases, limits.aliases),
        (Limit::RootFields, widest.fields, limits.root_fields),
        (Limit::Directives, whole.directives, limits.directives),
    ];
    let schema = whole.introspection;
    if let Some(limits) = &limits.introspection {
        figures.extend([
            (Limit::IntrospectionDepth, schema.depth, limits.depth),
            (Limit::IntrospectionSelections, schema.selections, limits.selections),
            (Limit::IntrospectionLists, schema.lists, limits.lists),
        ]);
    }
    let off = limits.introspection.is_none() && schema != Introspection::default();
    let wide = |figure| u64::try_from(figure).unwrap_or(u64::MAX);
    let over = |(limit, found, allowed)| Refusal::over(limit, wide(found), wide(allowed));
    off.then_some(Refusal::IntrospectionOff)
        .into_iter()
        .chain(figures.into_iter().filter_map(over))
        .collect()
}

/// A walk over one document. `None` in `known` is a fragment whose measuring has begun.
struct Walk<'doc> {
    document: &'doc ExecutableDocument,
    known: HashMap<&'doc str, Option<Shape>>,
}

impl<'doc> Walk<'doc> {
    /// Recurses at most as deep as brackets nest and fragments follow one another, both of which
    /// the lexer has bounded.
    fn set(&mut self, set: &'doc SelectionSet) -> Result<Shape, Vec<Refusal>> {
        let mut sum = Shape::default();
        for Positioned { node, .. } in &set.items {
            let one = match node {
                Selection::Field(field) => {
                    self.set(&field.node.selection_set.node)?.under(&field.node)
                }
                Selection::InlineFragment(inline) => {
                    self.set(&inline.node.selection_set.node)?.wrapped(inline.node.directives.len())
                }
                Selection::FragmentSpread(spread) => self
                    .fragment(&spread.node.fragment_name.node)?
                    .wrapped(spread.node.directives.len()),
            };
            sum = sum.beside(one);
        }
        Ok(sum)
    }

    /// A fragment, by name. One that is not defined measures nothing; validation tells of it.
    fn fragment(&mut self, name: &str) -> Result<Shape, Vec<Refusal>> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Ok(Shape::default());
        };
        match self.known.get(name.as_str()) {
            Some(Some(shape)) => return Ok(*shape),
            Some(None) => return Err(vec![Refusal::FragmentCycle { fragment: name.to_string() }]),
            None => {}
        }
        self.known.insert(name, None);
        let mut shape = self.set(&fragment.node.selection_set.node)?;
        shape.directives = shape.directives.saturating_add(fragment.node.directives.len());
        self.known.insert(name, Some(shape));
        Ok(shape)
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, Walk};
    use crate::config::Limits;
    use crate::http::guard::{Document, GuardLimits, Limit, Refusal};
    use async_graphql_parser::parse_query;
    use proptest::prelude::*;
    use std::{collections::HashMap, fmt::Write, time::Instant};

    fn refused(text: &str) -> Vec<Limit> {
        let refusals = Document::read(text, &GuardLimits::new(&Limits::default(), true))
            .err()
            .unwrap_or_default();
        let limit = |refusal| match refusal {
            Refusal::TooMuch { limit, .. } => limit,
            other => panic!("{other:?}"),
        };
        refusals.into_iter().map(limit).collect()
    }

    /// Each fragment spreads the next one twice.
    fn bomb(fragments: usize) -> String {
        let mut text = "{ ...F0 }".to_owned();
        for n in 0..fragments {
            let next = n + 1;
            write!(text, "fragment F{n} on Q{{...F{next} ...F{next}}}").unwrap();
        }
        write!(text, "fragment F{fragments} on Q{{a}}").unwrap();
        text
    }

    #[test]
    fn fragment_bomb_is_refused_at_once() {
        let text = bomb(25);
        assert!(text.len() <= 1_000, "{}", text.len());
        let start = Instant::now();
        assert_eq!(refused(&text), [Limit::Selections, Limit::RootFields]);
        assert!(start.elapsed().as_millis() < 50, "{:?}", start.elapsed());
    }

    #[test]
    fn counting_saturates() {
        let text = bomb(80);
        assert_eq!(refused(&text), [Limit::Selections, Limit::RootFields]);
    }

    #[test]
    fn fragment_that_spreads_itself_is_refused() {
        for text in [
            "{ ...A } fragment A on Q { a { ...A } }",
            "{ ...A } fragment A on Q { ...B } fragment B on Q { ...A }",
            "{ a } fragment A on Q { ...B } fragment B on Q { ... on Q { ...A } }",
        ] {
            let refusals =
                Document::read(text, &GuardLimits::new(&Limits::default(), true)).unwrap_err();
            assert!(matches!(refusals[..], [Refusal::FragmentCycle { .. }]), "{text}");
        }
    }

    #[test]
    fn every_limit_holds_and_what_is_within_passes() {
        let repeat = |text: &str, times: usize| text.repeat(times);
        let nested = |depth| format!("{}a{}", repeat("{ a ", depth), repeat("}", depth));
        let cases = [
            (nested(12), vec![]),
            (nested(13), vec![Limit::Depth]),
            (format!("{{ a {{ {} }} }}", repeat("b: a ", 30)), vec![]),
            (format!("{{ a {{ {} }} }}", repeat("b: a ", 31)), vec![Limit::Aliases]),
            (format!("{{ {} }}", repeat("a ", 20)), vec![]),
            (format!("{{ {} }}", repeat("a ", 21)), vec![Limit::RootFields]),
            (format!("{{ a {{ {} }} }}", repeat("a @b ", 20)), vec![]),
            (format!("{{ a {{ {} }} }}", repeat("a @b ", 21)), vec![Limit::Directives]),
            (format!("{{ a(b: [{}]) }}", repeat("1 ", 250)), vec![]),
            (format!("{{ a(b: {{ c: [{}] }}) }}", repeat("1 ", 251)), vec![Limit::ListItems]),
            (format!("query($a: A = [{}]) {{ a }}", repeat("1 ", 251)), vec![Limit::ListItems]),
        ];
        for (text, expected) in cases {
            assert_eq!(refused(&text), expected, "{text}");
        }
    }

    #[test]
    fn unused_fragments_and_other_operations_count_too() {
        let wide = "a { b c d e } ".repeat(20);
        let query = |name: usize| format!("query Q{name} {{ {wide} }} ");
        let document: String = (0..12).map(query).collect();
        assert_eq!(refused(&document), []);
        let fragments = format!(
            "{{ a }} fragment A on Q {{ {} }} fragment B on Q {{ {} }}",
            "...C ".repeat(20),
            "...A ".repeat(10),
        );
        let bomb = format!("{fragments} fragment C on Q {{ {} }}", "c ".repeat(20));
        assert_eq!(refused(&bomb), [Limit::Selections]);
    }

    #[test]
    fn introspection_has_limits_of_its_own() {
        let types = |inner: &str| format!("{{ __schema {{ types {{ {inner} }} }} }}");
        let of_type = format!("{}name{}", "ofType { ".repeat(9), "}".repeat(9));
        let usual = types(&format!("fields {{ args {{ type {{ {of_type} }} }} }}"));
        assert_eq!(refused(&usual), []);
        let cyclic = types("fields { type { fields { type { fields { name } } } } }");
        assert_eq!(refused(&cyclic), [Limit::IntrospectionLists]);
        let deep = types(&format!("fields {{ args {{ type {{ ofType {{ {of_type} }} }} }} }}"));
        assert_eq!(refused(&deep), [Limit::IntrospectionDepth]);

        let off = GuardLimits { introspection: None, ..GuardLimits::new(&Limits::default(), true) };
        let refusals = Document::read("{ a ...B } fragment B on Q { __schema { c } }", &off);
        assert_eq!(refusals.unwrap_err(), [Refusal::IntrospectionOff]);
        assert!(Document::read("{ __typename }", &off).is_ok());
    }

    /// A selection of a random document: a field with an alias or a directive or what is inside,
    /// or the spread of a later fragment, so that there are no cycles.
    fn selection() -> impl Strategy<Value = String> {
        let leaf = prop_oneof!["a", "b: a", "a @d", r"\.\.\.F[1-4]"];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop::collection::vec(inner, 1..4)
                .prop_map(|items| items.join(" "))
                .prop_flat_map(|set| prop_oneof![
                    Just(format!("c {{ {set} }}")),
                    Just(format!("... @d {{ {set} }}")),
                ])
        })
    }

    proptest! {
        #[test]
        fn memoised_measure_is_that_of_the_expanded_document(
            sets in prop::collection::vec(selection(), 5)
        ) {
            // F4 holds what is left of a text without spreads, F3 may spread F4, and so on.
            let later = |n: usize, set: &str| (1..=n).fold(set.to_owned(), |set, taken| {
                set.replace(&format!("...F{taken}"), "a")
            });
            let named = |n: usize| later(n, &sets[n]);
            let mut text = format!("{{ {} }}", named(0));
            for n in 1..5 {
                write!(text, " fragment F{n} on Q {{ {} }}", named(n)).unwrap();
            }
            let mut expanded = named(0);
            for n in 1..5 {
                // An inline fragment is what a spread is, and it has no directives of its own.
                expanded = expanded.replace(&format!("...F{n}"), &format!("... {{ {} }}", named(n)));
            }
            let measure = |text: &str| -> Shape {
                let document = parse_query(text).unwrap();
                let (_, operation) = document.operations.iter().next().unwrap();
                let mut walk = Walk { document: &document, known: HashMap::new() };
                walk.set(&operation.node.selection_set.node).unwrap()
            };
            prop_assert_eq!(measure(&text), measure(&format!("{{ {expanded} }}")));
        }

        #[test]
        fn any_text_is_answered(text in ".{0,200}", noise in r##"[{}()\[\]a-c.:@$"#\n ]{0,200}"##) {
            let _ = Document::read(&text, &GuardLimits::new(&Limits::default(), true));
            let _ = Document::read(&noise, &GuardLimits::new(&Limits::default(), true));
        }
    }
}
