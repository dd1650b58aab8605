//! How a document's values are read, so that errors keep their line: serde_json knows it only inside a visitor.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::text::{Phrase, carried};

/// A field that may be left out, but isn't `null`.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

/// A value that is written as a text.
pub(super) fn text<'de, D: Deserializer<'de>, T: FromStr<Err: Into<Phrase>>>(value: D) -> Result<T, D::Error> {
    value.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: FromStr<Err: Into<Phrase>>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|error: T::Err| E::custom(carried(&error.into())))
    }
}
