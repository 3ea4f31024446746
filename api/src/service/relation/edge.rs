//! The way from a customer to those below it in a group.

/// Edges of groups between the customers under whom the ends are shown.
pub(in crate::service) const EDGES: &str = "\
    SELECT COALESCE(p.merged_into_id, p.id) AS parent_id, \
    COALESCE(c.merged_into_id, c.id) AS child_id \
    FROM relation r JOIN customer p ON p.id = r.from_id JOIN customer c ON c.id = r.to_id \
    WHERE r.kind = 'GROUP_PARENT' AND r.deleted_at IS NULL \
    AND p.deleted_at IS NULL AND c.deleted_at IS NULL";
