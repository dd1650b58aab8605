//! A sentence as a value: which text, and what goes into its places. The core makes it; whoever shows it picks the
//! language.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ENGLISH, Text};

/// A sentence, or a part of one, that can be said in every language. Displayed, it is English. Made by
/// [`phrase!`](crate::phrase).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Phrase {
    /// The same in every language: a number, a technical name, what somebody wrote.
    Written(Cow<'static, str>),
    /// A text with places.
    Keyed {
        /// The text's key in [`Text`].
        key: Cow<'static, str>,
        /// What goes into its places, by their names.
        values: Vec<(Cow<'static, str>, Phrase)>,
    },
}

/// A [`Phrase`]: `phrase!(line_number, n = 7)`. That the text exists and has these places, no others, is checked when
/// this is compiled.
#[macro_export]
macro_rules! phrase {
    ($key:ident $(, $place:ident = $value:expr)* $(,)?) => {{
        const { assert!($crate::text::has_places($crate::text::ENGLISH.$key, &[$(stringify!($place)),*])) };
        $crate::text::Phrase::Keyed {
            key: stringify!($key).into(),
            values: vec![$((stringify!($place).into(), $crate::text::Phrase::from($value))),*],
        }
    }};
}

impl Default for Phrase {
    fn default() -> Self {
        Self::Written(Cow::Borrowed(""))
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&ENGLISH.say(self))
    }
}

impl std::error::Error for Phrase {}

impl From<&'static str> for Phrase {
    fn from(text: &'static str) -> Self {
        Self::Written(text.into())
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::Written(text.into())
    }
}

/// Numbers.
macro_rules! from_numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Phrase {
            fn from(number: $number) -> Self {
                Self::Written(number.to_string().into())
            }
        })*
    };
}

from_numbers!(u32, u64, usize, f64);

impl Text {
    /// A phrase in this language.
    #[must_use]
    pub fn say(&self, phrase: &Phrase) -> String {
        match phrase {
            Phrase::Written(text) => text.clone().into_owned(),
            Phrase::Keyed { key, values } => {
                let text = self.pairs().find(|(name, _)| name == key).map_or("", |(_, text)| text);
                filled(text, |place| values.iter().find(|(name, _)| name == place).map(|(_, value)| self.say(value)))
            }
        }
    }
}

/// Puts values into a text's places, once: what a value says is no place. Unknown places stay.
pub(super) fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split('{');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}').and_then(|(place, rest)| Some((value(place)?, rest))) {
            Some((value, rest)) => said.extend([value.as_str(), rest]),
            None => said.extend(["{", part]),
        }
    }
    said
}

/// Whether a text has each of these places, once, and no others. For [`phrase!`](crate::phrase).
#[must_use]
pub const fn has_places(text: &str, places: &[&str]) -> bool {
    let text = text.as_bytes();
    let (mut at, mut open) = (0, 0);
    while at < text.len() {
        open += (text[at] == b'{') as usize;
        at += 1;
    }
    let mut place = 0;
    while place < places.len() {
        if count(text, places[place].as_bytes()) != 1 {
            return false;
        }
        place += 1;
    }
    open == places.len()
}

/// How often `{place}` stands in a text.
const fn count(text: &[u8], place: &[u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at + place.len() + 2 <= text.len() {
        let mut same = 0;
        while same < place.len() && text[at + 1 + same] == place[same] {
            same += 1;
        }
        count += (text[at] == b'{' && same == place.len() && text[at + 1 + same] == b'}') as usize;
        at += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_phrase_is_english_until_another_language_says_it() {
        let phrase = phrase!(line_number, n = 7_usize);
        assert_eq!(phrase.to_string(), "Line 7:");
        assert_eq!(Language::Japanese.text().say(&phrase), "7 行目：");
    }

    #[test]
    fn phrases_nest_and_what_they_hold_is_no_place() {
        let inner = phrase!(map_of, group = "{n}");
        assert_eq!(phrase!(line_number, n = inner).to_string(), "Line Map: {n}:");
    }

    #[test]
    fn a_phrase_crosses_to_the_page_and_keeps_its_language() {
        for phrase in [phrase!(line_number, n = phrase!(absent)), Phrase::from("as written")] {
            let json = serde_json::to_string(&phrase).unwrap();
            assert_eq!(serde_json::from_str::<Phrase>(&json).unwrap(), phrase);
        }
    }

    #[test]
    fn places_are_checked_when_compiled() {
        assert!(has_places("{n} of {total}", &["total", "n"]));
        for wrong in [&["n"][..], &["n", "all"], &["n", "total", "x"], &[]] {
            assert!(!has_places("{n} of {total}", wrong), "{wrong:?}");
        }
    }
}
