//! Language, theme and routing table, kept in this browser only when the visitor asks for it.

use serde::{Deserialize, Serialize};
use web_sys::Storage;

use crate::text::Language;

const KEY: &str = "dicom-imaging-router";

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::app) enum Theme {
    /// A reading room.
    #[default]
    Dark,
    /// A desk by the window.
    Light,
}

impl Theme {
    pub(in crate::app) fn id(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    pub(in crate::app) fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::app) struct Settings {
    pub(in crate::app) theme: Theme,
    /// BCP 47 tag; none: the host's, or the browser's.
    pub(in crate::app) language: Option<String>,
    /// Whether single letters are keys.
    pub(in crate::app) letters: bool,
    /// The routing table (JSON), if it was changed.
    pub(in crate::app) table: Option<String>,
    /// Whether they are kept at all.
    #[serde(skip)]
    pub(in crate::app) kept: bool,
    /// What the host speaks, where it says so.
    #[serde(skip)]
    pub(in crate::app) usual: Option<Language>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::default(), language: None, letters: true, table: None, kept: false, usual: None }
    }
}

impl Settings {
    /// What was kept, or the defaults, with the language that the host speaks.
    pub(in crate::app) fn load(usual: Option<Language>) -> Self {
        let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let kept = kept.and_then(|json| serde_json::from_str::<Self>(&json).ok());
        let settings = kept.map(|settings| Self { kept: true, ..settings }).unwrap_or_default();
        Self { usual, ..settings }
    }

    /// Keeps them, or forgets what was kept. A browser that refuses keeps nothing.
    pub(in crate::app) fn store(&self) {
        let Some(storage) = storage() else { return };
        match serde_json::to_string(self) {
            Ok(json) if self.kept => drop(storage.set_item(KEY, &json)),
            _ => drop(storage.remove_item(KEY)),
        }
    }

    /// The language to speak: the chosen one, else the host's, else the browser's, else English.
    pub(in crate::app) fn language(&self) -> Language {
        let chosen = self.language.as_deref().and_then(Language::of);
        let browsers = || web_sys::window()?.navigator().language().and_then(|tag| Language::of(&tag));
        chosen.or(self.usual).or_else(browsers).unwrap_or_default()
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
