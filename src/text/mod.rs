//! Every word that core and page say, in one place. The three files of English texts are the original; the
//! other languages are JSON files with the same keys. The core says a [`Phrase`], in no language yet. What a routing table says is data, and stays as written;
//! so do DICOM's own keywords. This module knows no other of the crate.

mod english;
mod english_core;
mod english_lesson;
mod json;
mod phrase;
mod texts;

use std::sync::OnceLock;

pub use english::{ENGLISH, Text};
pub use json::{carried, json_problem};
pub use phrase::{Phrase, has_places};

/// A language that the page speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Vietnamese.
    Vietnamese,
    /// Japanese.
    Japanese,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 3] = [Self::English, Self::Vietnamese, Self::Japanese];

    /// Its BCP 47 tag, as the document's `lang`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Vietnamese => "vi",
            Self::Japanese => "ja",
        }
    }

    /// Its name in itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Vietnamese => "Tiếng Việt",
            Self::Japanese => "日本語",
        }
    }

    /// The language of a tag such as `vi-VN`.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| tag.split('-').next() == Some(language.tag()))
    }

    /// Its texts.
    #[must_use]
    pub fn text(self) -> &'static Text {
        static VIETNAMESE: OnceLock<Option<Text>> = OnceLock::new();
        static JAPANESE: OnceLock<Option<Text>> = OnceLock::new();
        // A test reads them all, so that none falls back to English.
        let other = match self {
            Self::English => None,
            Self::Vietnamese => VIETNAMESE.get_or_init(|| Text::read(include_str!("vietnamese.json"))).as_ref(),
            Self::Japanese => JAPANESE.get_or_init(|| Text::read(include_str!("japanese.json"))).as_ref(),
        };
        other.unwrap_or(&ENGLISH)
    }
}

/// Puts values into a text's places: `fill("{n} files", &[("n", &7)])`.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    phrase::filled(text, |place| values.iter().find(|(name, _)| *name == place).map(|(_, value)| value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<_> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn every_language_says_everything_and_leaves_the_same_places_open() {
        for json in [include_str!("vietnamese.json"), include_str!("japanese.json")] {
            let text = Text::read(json).unwrap();
            for ((key, english), (_, other)) in ENGLISH.pairs().zip(text.pairs()) {
                assert!(!other.trim().is_empty(), "{key}");
                assert_eq!(places(english), places(other), "{key}: {other}");
            }
        }
    }

    #[test]
    fn a_language_that_lacks_a_text_or_has_another_one_is_not_taken() {
        let json = include_str!("japanese.json");
        let leak = |json: String| -> &'static str { json.leak() };
        assert!(Text::read(json).is_some());
        assert!(Text::read(leak(json.replacen("\"loading\"", "\"landing\"", 1))).is_none());
        assert!(Text::read(leak(json.replacen('{', "{\"more\": \"\",", 1))).is_none());
        assert!(Text::read("{").is_none());
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(Language::of("vi-VN"), Some(Language::Vietnamese));
        assert_eq!(Language::of("xx"), None);
        assert_ne!(Language::Japanese.text().loading, ENGLISH.loading);
    }

    #[test]
    fn values_go_where_they_belong() {
        assert_eq!(fill("{n} of {total}", &[("n", &1), ("total", &20)]), "1 of 20");
    }
}
