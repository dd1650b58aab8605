//! A file's picture: window, zoom, class activation map.

mod beside;
mod canvas;
mod gestures;
mod save;
mod tools;
mod view;

pub(super) use view::Viewer;
