//! What a host may change of the page without building it anew: `site.json` beside it. What can't be used is left out, and
//! said; the page works as if it weren't there.

mod accent;
mod reading;
mod shape;

use crate::text::Language;

pub use accent::{Accent, Colour, LEAST_CONTRAST};
pub use reading::Reading;

/// The document's name.
pub const FILE: &str = "site.json";
/// Most bytes of the document.
pub const MAX_BYTES: usize = 100_000;
/// Most characters of the page's name.
pub const MAX_NAME: usize = 60;
/// Most characters of a notice.
pub const MAX_NOTICE: usize = 500;
/// Most models.
pub const MAX_MODELS: usize = 20;
/// Most origins.
pub const MAX_ORIGINS: usize = 20;

/// A model that the host has, in a folder below `models/` with `model.onnx`, `model.json` and, if there are figures,
/// `metrics.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The folder's name.
    pub folder: String,
    /// What it is called in the page's choice.
    pub name: String,
}

/// What the host says of its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// What the page is called.
    pub name: String,
    /// A sentence of the host, for each language that it was written in.
    pub notice: Vec<(Language, String)>,
    /// The colour of links and buttons; none: the page's own.
    pub accent: Option<Accent>,
    /// What the page speaks until a visitor chooses; none: what the browser does.
    pub language: Option<Language>,
    /// The routing table, by its name.
    pub routing_table: String,
    /// The models, at least one; the page starts with the first.
    pub models: Vec<Model>,
    /// Whose pages get the results when they show this one in a frame: exact origins, such as `https://example.org`.
    pub allowed_origins: Vec<String>,
}

impl Default for Site {
    fn default() -> Self {
        let model = |folder: &str, name: &str| Model { folder: folder.to_owned(), name: name.to_owned() };
        Self {
            name: "DICOM Imaging Router".to_owned(),
            notice: Vec::new(),
            accent: None,
            language: None,
            routing_table: "routing.json".to_owned(),
            models: vec![model("default", "EfficientNet-Lite0"), model("mobilenet-v2", "MobileNet-V2")],
            allowed_origins: Vec::new(),
        }
    }
}

impl Site {
    /// The notice in a language, else in English, else in whichever there is; with the language that it is in.
    #[must_use]
    pub fn notice(&self, language: Language) -> Option<&(Language, String)> {
        let of = |wanted| self.notice.iter().find(|(language, _)| *language == wanted);
        of(language).or_else(|| of(Language::English)).or_else(|| self.notice.first())
    }
}
