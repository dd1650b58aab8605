//! A file's picture: window, zoom, class activation map.

mod beside;
mod canvas;
mod full_screen;
mod gestures;
mod keys;
mod readout;
mod save;
mod tools;
mod view;
mod window;

pub(super) use canvas::draw;
pub(super) use save::Picture;
pub(super) use view::{Habits, Viewer};
