//! What the page asks of the browser beside drawing.

mod clipboard;
mod download;
mod embed;
mod folders;
mod keyboard;
mod offline;
mod settings;

pub(super) use clipboard::copied;
pub(super) use download::{download, save, text_file};
pub(super) use embed::{Embedder, EmbedderAsks};
pub(super) use folders::{Dropped, chosen, dropped};
pub(super) use keyboard::{is_in_region, is_writing, is_written, listen, set_letters};
pub(super) use offline::{Offline, hear_offline_requests, prepare_offline, reload_into_newer};
pub(super) use settings::{Settings, Theme};
