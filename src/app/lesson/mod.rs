//! The lesson: one film's way from file to decision, step by step, every number live; then the film changed, and a
//! visitor's guesses against the network.
//!
//! | file | what it does |
//! | --- | --- |
//! | `page` | loads a film's lesson, goes from step to step |
//! | `step`, `steps`, `scenes` | the steps and their words; what each shows |
//! | `break_it`, `game` | the last two: the film changed, and guessed |
//! | `rail`, `scene`, `controls`, `bars`, `chart` | what steps are made of |
//! | `image`, `raster` | pictures on canvases |
//! | `subject`, `walk`, `memory` | which film; its lesson; what stays |

mod bars;
mod break_it;
mod chart;
mod controls;
mod game;
mod image;
mod memory;
mod page;
mod rail;
mod raster;
mod scene;
mod scenes;
mod step;
mod steps;
mod subject;
mod walk;

pub(super) use memory::Memory;
pub(super) use page::LessonPage;
