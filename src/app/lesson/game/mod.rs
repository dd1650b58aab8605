//! A visitor's guesses against the network's answers.

mod question;
mod tally;
mod view;

pub(super) use tally::Played;
pub(super) use view::Game;
