//! The steps, in order, and their words.

use crate::app::text;

/// A step of the lesson.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::app) enum Step {
    #[default]
    Header,
    Stored,
    Modality,
    Window,
    Polarity,
    Resize,
    Input,
    Maps,
    Average,
    Head,
    Logits,
    Temperature,
    Softmax,
    Activation,
    Gate,
    Rules,
    Break,
    Game,
}

/// What a step says.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) questions: [&'static str; 3],
}

impl Step {
    pub(super) const ALL: [Self; 18] = [
        Self::Header,
        Self::Stored,
        Self::Modality,
        Self::Window,
        Self::Polarity,
        Self::Resize,
        Self::Input,
        Self::Maps,
        Self::Average,
        Self::Head,
        Self::Logits,
        Self::Temperature,
        Self::Softmax,
        Self::Activation,
        Self::Gate,
        Self::Rules,
        Self::Break,
        Self::Game,
    ];

    /// The stable identifier, for programs that drive the page.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Stored => "stored",
            Self::Modality => "modality",
            Self::Window => "window",
            Self::Polarity => "polarity",
            Self::Resize => "resize",
            Self::Input => "input",
            Self::Maps => "maps",
            Self::Average => "average",
            Self::Head => "head",
            Self::Logits => "logits",
            Self::Temperature => "temperature",
            Self::Softmax => "softmax",
            Self::Activation => "activation",
            Self::Gate => "gate",
            Self::Rules => "rules",
            Self::Break => "break",
            Self::Game => "game",
        }
    }

    /// From 0.
    pub(super) fn place(self) -> usize {
        self as usize
    }

    /// The one before or after; none beyond the ends.
    pub(super) fn beside(self, by: isize) -> Option<Self> {
        Self::ALL.get(self.place().checked_add_signed(by)?).copied()
    }

    pub(super) fn words(self) -> Words {
        let t = text();
        let words = |title, questions| Words { title, questions };
        match self {
            Self::Header => words(t.way_header, [t.way_header_1, t.way_header_2, t.way_header_3]),
            Self::Stored => words(t.way_stored, [t.way_stored_1, t.way_stored_2, t.way_stored_3]),
            Self::Modality => words(t.way_modality, [t.way_modality_1, t.way_modality_2, t.way_modality_3]),
            Self::Window => words(t.way_window, [t.way_window_1, t.way_window_2, t.way_window_3]),
            Self::Polarity => words(t.way_polarity, [t.way_polarity_1, t.way_polarity_2, t.way_polarity_3]),
            Self::Resize => words(t.way_resize, [t.way_resize_1, t.way_resize_2, t.way_resize_3]),
            Self::Input => words(t.way_input, [t.way_input_1, t.way_input_2, t.way_input_3]),
            Self::Maps => words(t.way_maps, [t.way_maps_1, t.way_maps_2, t.way_maps_3]),
            Self::Average => words(t.way_average, [t.way_average_1, t.way_average_2, t.way_average_3]),
            Self::Head => words(t.way_head, [t.way_head_1, t.way_head_2, t.way_head_3]),
            Self::Logits => words(t.way_logits, [t.way_logits_1, t.way_logits_2, t.way_logits_3]),
            Self::Temperature => {
                words(t.way_temperature, [t.way_temperature_1, t.way_temperature_2, t.way_temperature_3])
            }
            Self::Softmax => words(t.way_softmax, [t.way_softmax_1, t.way_softmax_2, t.way_softmax_3]),
            Self::Activation => words(t.way_cam, [t.way_cam_1, t.way_cam_2, t.way_cam_3]),
            Self::Gate => words(t.way_gate, [t.way_gate_1, t.way_gate_2, t.way_gate_3]),
            Self::Rules => words(t.way_rules, [t.way_rules_1, t.way_rules_2, t.way_rules_3]),
            Self::Break => words(t.way_break, [t.way_break_1, t.way_break_2, t.way_break_3]),
            Self::Game => words(t.way_game, [t.way_game_1, t.way_game_2, t.way_game_3]),
        }
    }
}
