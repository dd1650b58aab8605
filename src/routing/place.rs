//! In which line of a document a value stands.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

/// One step down into a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// An object's field.
    Name(&'static str),
    /// An array's item, counted from 0.
    Item(usize),
}

/// The line, counted from 1, in which the value at the end of a path begins.
pub(super) fn line_of(json: &str, path: &[Key]) -> Option<usize> {
    let mut value: &RawValue = serde_json::from_str(json).ok()?;
    for key in path {
        let text = value.get();
        value = match key {
            Key::Name(name) => serde_json::from_str::<HashMap<Cow<'_, str>, &RawValue>>(text).ok()?.remove(*name)?,
            Key::Item(index) => serde_json::from_str::<Vec<&RawValue>>(text).ok()?.get(*index)?,
        };
    }
    // The value's text is borrowed from the document.
    let offset = value.get().as_ptr().addr().checked_sub(json.as_ptr().addr())?;
    Some(1 + json.get(..offset)?.matches('\n').count())
}

#[cfg(test)]
mod tests {
    use super::{Key, line_of};

    #[test]
    fn a_values_line_is_where_it_begins() {
        let json = "{\n  \"a\": [\n    1,\n    {\"b\":\n\"c\"}\n]}";
        let path = [Key::Name("a"), Key::Item(1), Key::Name("b")];
        assert_eq!([0, 1, 2, 3].map(|depth| line_of(json, &path[..depth])), [Some(1), Some(2), Some(4), Some(5)]);
        assert_eq!(line_of(json, &[Key::Name("z")]), None);
    }
}
