//! Connections, once for all nouns: `Connection<Customer>` is `CustomerConnection`.

use super::want::Arguments;
use crate::{
    auth::keyring::Keyring,
    service::{
        error::ServiceError,
        list::Listed,
        op::Op,
        page::{First, Page, Total},
    },
};
use async_graphql::{Object, OutputType, SimpleObject, TypeName};
use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::id::WrongId;
use std::{borrow::Cow, fmt::Debug, str::FromStr};

/// A way of asking for a list below a row, read from the arguments of its field: before the
/// statement, to ask, and again by the resolver, to find what came back.
pub trait ListArguments: Sized + PartialEq {
    /// Reads it.
    ///
    /// # Errors
    /// An argument is out of range.
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError>;
}

/// The length of a page, which every list asks for: there is no default.
///
/// # Errors
/// It is missing or out of range.
pub fn first(first: Option<i32>) -> Result<First, ServiceError> {
    let missing = || ServiceError::BadInput("`first` is required".into());
    First::new(first.ok_or_else(missing)?.into())
}

/// A node that has a place in the order of its list.
pub trait Placed {
    /// Text of that place within its list: the id, the sort key. It leaves sealed.
    fn place(&self) -> String;

    /// What the types of its lists are called after: the node, where it stands in lists of its own
    /// only.
    #[must_use]
    fn list() -> Cow<'static, str>
    where
        Self: OutputType,
    {
        Self::type_name()
    }
}

/// A page of nodes.
#[derive(Debug)]
pub struct Connection<'op, Node> {
    op: &'op Op,
    list: String,
    nodes: Vec<Node>,
    has_next: bool,
    has_previous: bool,
    total: Option<TotalCount>,
}

impl<'op, Node> Connection<'op, Node> {
    /// Wraps each row of a page of `list` in its view.
    pub fn new<Row>(
        op: &'op Op,
        list: String,
        page: Page<Row>,
        view: impl Fn(Row) -> Node,
    ) -> Self {
        let total = page.total.map(Into::into);
        Self {
            op,
            list,
            nodes: page.rows.into_iter().map(view).collect(),
            has_next: page.has_next,
            has_previous: page.has_previous,
            total,
        }
    }

    /// Cuts the page that one alias asks for from what came back for all of them.
    pub fn cut<Row: Clone>(
        op: &'op Op,
        list: String,
        listed: &Listed<Row>,
        first: First,
        has_previous: bool,
        view: impl Fn(Row) -> Node,
    ) -> Self {
        let longest = usize::try_from(first.rows_and_next()).unwrap_or(usize::MAX);
        let rows = listed.rows.iter().take(longest).cloned().collect();
        let mut page = Page::cut(rows, first);
        page.has_previous = has_previous;
        page.total = listed.total.map(Total::whole);
        Self::new(op, list, page, view)
    }
}

impl<Node: OutputType + Placed> TypeName for Connection<'_, Node> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", Node::list()).into()
    }
}

/// A page of a list.
#[Object(name_type)]
impl<Node: OutputType + Placed> Connection<'_, Node> {
    /// The nodes with their cursors.
    async fn edges(&self) -> Vec<Edge<'_, Node>> {
        self.nodes.iter().map(|node| Edge { op: self.op, list: &self.list, node }).collect()
    }

    /// The nodes alone.
    async fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Whether and from where the list goes on.
    async fn page_info(&self) -> Result<PageInfo, ServiceError> {
        PageInfo::of(self.op, &self.list, &self.nodes, (self.has_next, self.has_previous))
    }

    /// How many nodes the whole list has. Costs a statement, so ask for it once, not for each page.
    async fn total_count(&self) -> Result<TotalCount, ServiceError> {
        self.total.ok_or(ServiceError::Defect("total not wanted"))
    }
}

/// A node with its place in the list.
#[derive(Debug)]
pub struct Edge<'page, Node> {
    op: &'page Op,
    list: &'page str,
    node: &'page Node,
}

impl<Node: OutputType + Placed> TypeName for Edge<'_, Node> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", Node::list()).into()
    }
}

/// A node with its place in the list.
#[Object(name_type)]
impl<Node: OutputType + Placed> Edge<'_, Node> {
    /// Opaque; goes back as `after` or `before`.
    async fn cursor(&self) -> Result<String, ServiceError> {
        seal(self.op, self.list, self.node)
    }

    /// The node.
    async fn node(&self) -> &Node {
        self.node
    }
}

/// Whether and from where a list goes on.
#[derive(Debug, SimpleObject)]
pub struct PageInfo {
    /// Whether at least one more node follows.
    has_next_page: bool,
    /// Whether at least one more node comes before; true on every page that was asked for by a
    /// cursor.
    has_previous_page: bool,
    /// The first node's cursor; null on an empty page.
    start_cursor: Option<String>,
    /// The last node's cursor; null on an empty page.
    end_cursor: Option<String>,
}

impl PageInfo {
    /// Of these nodes of a list, and whether others follow and come before.
    ///
    /// # Errors
    /// A cursor cannot be sealed.
    pub fn of(
        op: &Op,
        list: &str,
        nodes: &[impl Placed],
        (has_next_page, has_previous_page): (bool, bool),
    ) -> Result<Self, ServiceError> {
        let start_cursor = nodes.first().map(|node| seal(op, list, node)).transpose()?;
        let end_cursor = nodes.last().map(|node| seal(op, list, node)).transpose()?;
        Ok(Self { has_next_page, has_previous_page, start_cursor, end_cursor })
    }
}

/// How many nodes a list has.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct TotalCount {
    /// The number, at most 10,000.
    value: i32,
    /// Whether there are more than that.
    is_capped: bool,
}

impl From<Total> for TotalCount {
    fn from(Total { value, is_capped }: Total) -> Self {
        Self { value: i32::try_from(value).unwrap_or(i32::MAX), is_capped }
    }
}

/// The cursor of a node in a list. Cursors are sealed: what they hold may be what the viewer sees
/// only in part.
///
/// # Errors
/// The system gives no randomness.
pub fn seal(op: &Op, list: &str, node: &impl Placed) -> Result<String, ServiceError> {
    let place = format!("{list}:{}", node.place());
    let sealed = op.instance().keyring().seal_cursor(place.as_bytes());
    sealed.map_err(|_| ServiceError::Defect("a cursor could not be sealed"))
}

/// The name of a list in its cursors. It holds what the list was asked for with, so that a cursor
/// of another order or filter is refused.
#[must_use]
pub fn list_name(name: &str, asked: &impl Debug) -> String {
    let hash = digest::digest(&digest::SHA256, format!("{asked:?}").as_bytes());
    format!("{name}-{}", URL_SAFE_NO_PAD.encode(&hash.as_ref()[..8]))
}

/// The text of the place that a cursor stands for, if it is one of this list.
///
/// # Errors
/// It is no cursor of ours, or of another list, order or filter.
pub fn open(keyring: &Keyring, cursor: &str, list: &str) -> Result<String, ServiceError> {
    let place = keyring.open_cursor(cursor).and_then(|bytes| String::from_utf8(bytes).ok());
    let place = place.as_deref().and_then(|text| text.strip_prefix(list)?.strip_prefix(':'));
    place.map(str::to_owned).ok_or_else(|| {
        ServiceError::BadInput("the cursor is not one of this list, order and filter".into())
    })
}

/// The sort key and the id that a cursor stands for; `None` where there is no cursor.
///
/// # Errors
/// It is not one of this list.
pub fn place_of<Key: FromStr, Id: FromStr<Err = WrongId>>(
    op: &Op,
    cursor: Option<String>,
    list: &str,
) -> Result<Option<(Key, Id)>, ServiceError> {
    let Some(cursor) = cursor else { return Ok(None) };
    let place = open(op.instance().keyring(), &cursor, list)?;
    let malformed = || ServiceError::Defect("a sealed place of no form");
    let (id, key) = place.split_once(':').ok_or_else(malformed)?;
    Ok(Some((key.parse().map_err(|_| malformed())?, id.parse().map_err(|_| malformed())?)))
}
