//! The root that searches.

use super::{
    object::{Found, SearchConnection},
    value::SearchType,
};
use crate::{
    auth::policy::Right,
    graphql::{
        context,
        customer::{self, object::Customer},
        directive::auth,
        node::Node,
        page,
        product::object::Product,
        staff::{self, object::Staff},
        want::Selected,
    },
    service::{
        self,
        error::ServiceError,
        op::Op,
        search::{Hit, Phrase, Place, SearchAsk},
    },
};
use async_graphql::{Context, Object};
use entity::{
    id::{CustomerId, ProductId, StaffId},
    search_entry::SearchNoun,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The root that searches.
#[derive(Debug, Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Customers that the viewer may see, staff and products by what people type, the best first:
    /// whose name, pinyin or initials begin with it, then by the tail of a mobile or identity
    /// number, then by a number in a source system, then those that hold it further in. Equal
    /// ones by the text that fits. Analysts may not search.
    #[graphql(directive = auth::apply(Right::Search.into()))]
    async fn search<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Two letters or digits at least, or one Chinese character; at most 64. \
                          A sign, such as `%` or `*`, is no more than a blank.")]
        text: String,
        #[graphql(desc = "Which kinds; all where it is empty or left out.")] types: Option<
            Vec<SearchType>,
        >,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
    ) -> Result<SearchConnection<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let selected = Selected::root(ctx);
        let first = page::first(Some(first))?;
        let phrase = Phrase::read(&text)?;
        let nouns = nouns(types);
        let list = page::list_name("search", &(&phrase, &nouns));
        let beyond = after.map(|cursor| place(op, &cursor, &list)).transpose()?;
        let total = selected.under("totalCount").is_any();
        let ask = SearchAsk { phrase, nouns, first, beyond, total };
        let page = service::search::search(op, &ask).await?;
        let found = fetch(op, &selected.nodes(), &page.rows).await?;
        let (has_next, has_previous) = (page.has_next, page.has_previous);
        let total = page.total.map(Into::into);
        Ok(SearchConnection { op, list, found, has_next, has_previous, total })
    }
}

/// Each kind once, in one order, so that a cursor fits however the kinds are listed.
fn nouns(types: Option<Vec<SearchType>>) -> Vec<SearchNoun> {
    let all = [SearchNoun::Customer, SearchNoun::Staff, SearchNoun::Product];
    let asked: Vec<SearchNoun> = types.into_iter().flatten().map(Into::into).collect();
    all.into_iter().filter(|noun| asked.is_empty() || asked.contains(noun)).collect()
}

fn place(op: &Op, cursor: &str, list: &str) -> Result<Place, ServiceError> {
    let place = page::open(op.instance().keyring(), cursor, list)?;
    Place::of_text(&place).ok_or(ServiceError::Defect("a sealed place of no form"))
}

/// The rows that were found, each kind in one statement and one for each noun below, in order.
async fn fetch<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    hits: &[Hit],
) -> Result<Vec<Found<'op>>, ServiceError> {
    let of = |noun: SearchNoun| -> Vec<Uuid> {
        hits.iter().filter(|hit| hit.noun == noun).map(|hit| hit.row_id).collect()
    };
    let mut nodes = HashMap::new();
    let customers: Vec<_> = of(SearchNoun::Customer).into_iter().map(CustomerId).collect();
    if !customers.is_empty() {
        let want = customer::want::of_customer(op, selected)?;
        for tree in service::customer::by_ids(op, &customers, &want).await? {
            let key = (SearchNoun::Customer, tree.customer.id.0);
            nodes.insert(key, Node::Customer(Customer::alone(tree, op)));
        }
    }
    let people: Vec<_> = of(SearchNoun::Staff).into_iter().map(StaffId).collect();
    if !people.is_empty() {
        let want = staff::want::of_staff(op, selected)?;
        for (id, tree) in service::staff::by_ids(op, &people, &want).await? {
            nodes.insert((SearchNoun::Staff, id.0), Node::Staff(Staff { tree, op }));
        }
    }
    let products: Vec<_> = of(SearchNoun::Product).into_iter().map(ProductId).collect();
    for (id, row) in service::product::by_ids(op, &products).await? {
        nodes.insert((SearchNoun::Product, id.0), Node::Product(Product { row }));
    }
    let found = |hit: &Hit| {
        let node = nodes.remove(&(hit.noun, hit.row_id))?;
        Some(Found { node, place: hit.place.clone() })
    };
    Ok(hits.iter().filter_map(found).collect())
}
