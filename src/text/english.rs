//! The English texts, and the keys that every language has. `{name}` is filled in.

use serde::Deserialize;

use super::fill;

use crate::case::{Case, State};
use crate::classifier::Group;

use crate::radiograph::{AttributeGroup, Preamble};

macro_rules! texts {
    ($($key:ident: $english:literal,)*) => {
        /// What the page says.
        #[derive(Debug, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Text {
            $(#[doc = $english] pub $key: &'static str,)*
        }

        /// English.
        pub static ENGLISH: Text = Text { $($key: $english,)* };

        impl Text {
            /// All keys with their texts.
            #[must_use]
            pub fn pairs(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($key), self.$key),)*]
            }
        }
    };
}

texts! {
    // Around everything
    loading: "Loading the classifier …",
    ready: "Ready",
    sections: "Sections",
    worklist: "Worklist",
    rules: "Rules",
    model: "Model",
    language: "Language",
    light_theme: "Light theme",
    dark_theme: "Dark theme",
    help: "Help and keys",
    close: "Close",
    undo: "Undo",
    reset: "Reset",
    not_for_diagnosis: "For research and teaching, not for diagnosis.",
    the_network_errs: "The network errs; a person must check every result before it is used.",
    after_the_paper: "After DICOM Imaging Router (Pham, Do, Nguyen; VinBigData 2021). Network weights: CC BY-NC-SA 4.0. Code: MIT or Apache-2.0.",
    how_quick: "How quick is it on this computer?",
    keep_settings: "Keep language, theme and rules in this browser (never files or results)",

    // The empty page
    headline: "Which body part is this X-ray, and which AI model should read it?",
    introduction: "Archives are full of X-rays whose headers don’t say reliably what they show. A small neural network looks at the pixels instead, in your browser, and sorts each film into one of five groups.",
    the_five_groups: "The five groups",
    step_read: "Read",
    step_read_text: "The file’s picture is decoded in this tab. Its DICOM header is kept as evidence, not as truth.",
    step_look: "Look",
    step_look_text: "A convolutional network says which of five body part groups the pixels show, and how sure it is.",
    step_route: "Route",
    step_route_text: "Rules that you can edit weigh group, confidence and header, and name the AI model it fits, or a person.",
    add_files: "Add files",
    drop_here: "Drop X-rays here",
    drop_more: "Drop more X-rays",
    drop_hint: "DICOM files, whole folders, ZIP archives; PNG and JPEG too",
    choose_files: "Choose files",
    choose_folder: "Choose a folder",
    try_sample: "Try samples",
    never_leave: "Your images never leave this browser.",
    never_leave_text: "They are read and classified on your own device. Once loaded, this page asks the network for nothing.",

    // Groups and outcomes
    abdomen: "Abdomen",
    adult_chest: "Adult chest",
    paediatric_chest: "Paediatric chest",
    spine: "Spine",
    other: "Other body part",
    unsure: "Unsure",
    not_a_radiograph: "Not an X-ray",
    confidence: "Confidence",
    weights_published: "weights published",
    code_only: "code only",
    paper_only: "paper only",
    your_own: "your own",
    a_person_decides: "a person decides",

    // The list
    file_number: "File {n}",
    film: "Film",
    file: "File",
    pixels_show: "The pixels show",
    send_it_to: "Send it to",
    waiting: "Waiting",
    reading: "Reading …",
    not_routed: "Not routed",
    not_read: "Could not be read",
    duplicate: "same image as before",
    duplicates: "Seen before",
    header_conflict: "header conflict",
    header_conflicts: "Header conflicts",
    for_a_person: "For a person",
    reviewed: "Reviewed",
    reviewed_by_person: "reviewed by a person",
    first_frame_of: "frame 1 of {n}",
    no_header: "no header",
    one_finished: "1 file, finished",
    all_finished: "{total} files, all finished",
    some_finished: "{settled} of {total} files finished",
    files_finished: "Files finished",
    pace: "{rate} a second, {time}",
    seconds_left: "{n} s left",
    minutes_left: "{n} min left",
    stop: "Stop",
    stopped: "You stopped it before it was read. Try it again when you like.",
    retry_failed: "Retry failed",
    clear: "Clear",
    opening_archives: "Opening folders and archives …",
    show_identifying: "Show identifying data",
    identifying_hint: "File names, and what names the patient in a header. Off unless you switch it on.",
    summary: "Summary",
    not_routed_because: "Not routed, because",
    nothing_found: "No file fits. Change the filter.",
    filter_the_worklist: "Filter the worklist",
    filter_placeholder: "Filter: words in name, header, group, destination",
    filter_by_words: "Filter by words",
    show_only: "Show only",
    show_all: "Show all",

    // Taking out
    take_out: "Save as",
    save_json: "JSON",
    save_json_hint: "Save the worklist as JSON",
    save_csv: "CSV",
    save_csv_hint: "Save the worklist as a table for a spreadsheet (CSV)",
    save_reports: "DICOM SR",
    save_reports_hint: "Save a DICOM structured report for each routed file, in a ZIP archive",
    save_sorted: "Sorted ZIP",
    save_sorted_hint: "Save the files themselves, unchanged, in one folder for each destination (ZIP)",
    copy_diagnostics: "Diagnostics",
    copy_diagnostics_hint: "Copy a text for reporting a fault: counts and versions, nothing of a patient",
    diagnostics_copied: "Copied: counts and versions, nothing of a patient. Paste it into your report.",
    writing_archive: "Writing {done} of {total} …",
    nothing_to_write: "There is nothing to write yet. Drop X-rays first.",
    save_report: "Save DICOM structured report",

    // One file
    previous: "Previous file",
    next: "Next file",
    retry: "Read it again",
    remove: "Take it off the list",
    opening: "Opening the picture …",
    cannot_show: "The picture can’t be shown.",
    no_picture: "There is no picture to show.",
    probabilities: "What the network sees",
    threshold_note: "The line marks {n} %: below it, the network counts as unsure.",
    gate_passed: "It looks like an X-ray (score {score}, at least {limit} needed).",
    gate_failed: "It doesn’t look like an X-ray (score {score}, at least {limit} needed).",
    expects: "Expects",
    licence: "Licence",
    header_says: "What the header says",
    preamble_note: "Before its DICOM header this file has bytes that look like {kind}. They don’t matter here, but another program may open the file as that; be careful with whoever sent it.",
    preamble_tiff_note: "This file is a TIFF picture as well: its preamble says so, as DICOM allows.",
    preamble_program: "a program",
    preamble_script: "a script",
    preamble_archive: "an archive",
    preamble_pdf: "a PDF document",
    preamble_web_page: "a web page",
    preamble_other: "something unknown",
    no_header_text: "This is a plain picture: it has no DICOM header that could agree or contradict.",
    rules_tried: "Which rule decided, and why",
    rule_matched: "decided",
    rule_failed: "didn’t match",
    rule_not_reached: "not reached",
    absent: "absent",
    your_review: "Your review",
    confirm: "Confirm",
    confirmed: "Confirmed",
    changed_by_person: "Changed by you",
    it_shows: "It shows",
    none_of_the_five: "none of the five",
    as_the_rules_say: "as the rules say",
    timings: "Where the time went",
    time_read: "Read",
    time_decode: "Decode",
    time_prepare: "Prepare",
    time_infer: "Network",
    time_total: "From bytes to answer",
    header_panel: "Header ({n} attributes)",
    search_header: "Search keyword, tag or value",
    header_region: "The header’s attributes",
    private_attribute: "private",
    hidden: "hidden",
    group_patient: "Patient",
    group_study: "Study",
    group_series: "Series",
    group_equipment: "Equipment",
    group_image: "Image",
    group_pixels: "Pixels",
    group_other: "Other",

    // The viewer
    picture_label: "The X-ray. Drag, or Shift with the arrow keys, changes the window; the arrow keys move; + and − zoom.",
    picture_tools: "Picture tools",
    tool_window: "Drag changes brightness and contrast",
    tool_move: "Drag moves the picture",
    window_preset: "Window",
    automatic_window: "Automatic window",
    own_window: "Own window",
    window_number: "Window {n}",
    table_number: "VOI LUT {n}",
    window_readout: "C {center} W {width}",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    fit: "Fit to the view (0)",
    invert: "Invert (I)",
    turn: "Turn clockwise (T)",
    mirror: "Mirror (H)",
    activation_map: "Class activation map",
    activation_map_hint: "Where in the picture a group’s score comes from (M)",
    no_map: "No map",
    map_of: "Map: {group}",
    opacity: "Opacity of the map",
    outline_field: "Outline what the network looks at",
    overlays: "The file’s own overlays",
    save_png: "Save the picture as PNG",
    full_screen: "Full screen (F)",
    network_input: "The network’s own input",
    network_input_text: "What the network gets: {n} × {n} pixels",

    // Rules
    rules_heading: "Routing rules",
    rules_text: "Rules are tried from top to bottom; the first that matches decides. Whatever you change here routes the present worklist at once.",
    start_from: "Start from",
    own_rules: "Your own rules",
    preset_default: "Published models",
    preset_groups: "The paper’s five groups",
    preset_conflicts: "Header conflicts first",
    preset_chest: "Chest only",
    import_table: "Import",
    export_table: "Export",
    add_rule: "Add a rule",
    remove_rule: "Remove the rule",
    move_up: "Move up",
    move_down: "Move down",
    rule_name: "Rule",
    decides_files: "decides {n} here",
    fallback_decides: "No rule matched: {n} here.",
    when_all: "If all of these hold:",
    always: "Always:",
    add_condition: "Add a condition",
    remove_condition: "Remove the condition",
    because: "Because",
    because_i_said: "A rule of your own.",
    field: "Field",
    test: "Test",
    value: "Value",
    values_with_commas: "Values, separated by commas",
    from: "From",
    to: "To",
    test_equals: "is",
    test_one_of: "is one of",
    test_matches: "matches",
    test_at_least: "is at least",
    test_below: "is below",
    test_in_range: "is between",
    test_exists: "is present",
    not_a_number: "Write a number, such as 18.",
    is_there: "yes",
    is_absent: "no",
    otherwise: "If no rule matches",
    destinations: "Destinations",
    add_destination: "Add a destination",
    remove_destination: "Remove the destination (only if no rule names it)",
    name: "Name",
    state: "State",
    address: "Address",
    document_text: "The same table as a document: change it here or there.",
    line_number: "Line {n}:",
    go_there: "Go there",
    table_in_use: "Valid, and in use.",

    // The model
    model_heading: "The model",
    model_text: "A small convolutional network, trained for this page. Everything below was measured on X-rays of people it had never seen.",
    in_use: "In use",
    pictures_measured: "Measured on",
    unseen_patients: "Unseen patients, known hospitals",
    other_hospitals: "Other hospitals",
    measured_on: "{images} X-rays of {patients} patients. Small: 95 % intervals.",
    accuracy: "Accuracy",
    macro_f1: "Macro F1",
    macro_recall: "Macro recall",
    macro_precision: "Macro precision",
    turned_away: "Left to a person as unsure or no X-ray: {n} of {total} ({percent} %; 95 % CI {low}–{high}).",
    misrouted: "Sent to a wrong model without a person’s look: {n} of {total} ({percent} %; 95 % CI {low}–{high}).",
    by_group: "Figures by group",
    group_column: "Group",
    images: "Images",
    patients: "Patients",
    recall: "Recall",
    interval: "95 % CI",
    precision: "Precision",
    confusion_matrix: "What is taken for what",
    truth_by_network: "Truth ↓ network →",
    confusion_cell: "{n} of {total}: {true}, seen as {seen}. Show where they come from.",
    confusion_hint: "Choose a number to see where its pictures come from.",
    confusion_detail: "{true}, seen as {seen}",
    from_source: "{n} of {total} from {source}",
    calibration: "How far its confidence can be believed",
    calibration_label: "Calibration curve: share of right answers against confidence, with the diagonal as ideal",
    calibration_text: "Share right against confidence; on the line is ideal, larger dots stand for more pictures. Expected calibration error {ece}.",
    as_a_table: "As a table",
    share_right: "Share right",
    strangers_heading: "What is no X-ray",
    strangers_text: "Of CT, MR and ultrasound slices, photographs and documents never seen before, {n} of {total} were turned away by their pixels alone ({percent} %; 95 % CI {low}–{high}).",
    limits_heading: "Limits",
    limit_abdomen: "Abdomen and spine are taken for each other more than anything else, and few abdomens were there to learn from.",
    limit_adolescents: "Children’s chests were those of one to five year olds; older children often look like adults to it.",
    limit_sources: "Each group comes from few hospitals: part of what it knows may be their habits rather than anatomy.",
    limit_twice: "The pictures measured here were looked at twice while the model was made, so the figures flatter it slightly.",
    limit_diagnosis: "It knows body parts, not diseases.",
    sources_heading: "Data, with licences",
    own_model_heading: "Bring your own classifier",
    own_model_text: "An ONNX file with a description of its labels and input. It stays in this browser, replaces the model until you reload, and every file is read again.",
    onnx_file: "ONNX file",
    description_json: "Description (JSON)",
    use_model: "Use this model",
    trying_model: "Loading …",
    own_no_figures: "Your own model is in use; the page has no figures for it.",
    use_another: "Use another",
    own_model: "Your own",

    // Help
    keys: "Keys",
    key_move: "next or previous file",
    key_open: "open the file in focus",
    key_close: "close the file",
    key_filter: "filter the list",
    key_confirm: "confirm what the network says",
    key_retry: "read the file again",
    key_remove: "take the file off the list",
    key_invert: "invert the picture",
    key_map: "class activation map on or off",
    key_turn: "turn the picture",
    key_mirror: "mirror the picture",
    key_zoom: "zoom in, out, fit",
    key_full_screen: "full screen",
    key_help: "this help",
    letter_keys: "Single letters and signs are keys",
    mouse_help: "On the picture: drag changes the window (right and left contrast, up and down brightness), with Shift or the right button it moves; a click with the moving tool brings that place to the middle; Shift with the arrow keys changes the window; the wheel or two fingers zoom; a double click fits.",

    // Why a file has no result; English has more to say, see `Text::explanation`
    why_not_dicom: "Neither a DICOM file nor a picture",
    why_no_image: "A DICOM file without an image",
    why_unsupported_transfer_syntax: "Stored in a way that can’t be read here",
    why_unsupported_pixels: "Pixels of a kind that can’t be read here",
    why_too_large: "Too large to read safely",
    why_truncated: "Part of the file is missing",
    why_contradicting_header: "The header contradicts the picture",
    why_damaged: "Damaged",
    why_unreadable: "The browser could not open it",
    why_crashed: "Reading it made the decoder stop",
    why_timed_out: "Reading it took more than a minute",
    why_not_ready: "The classifier could not be used",
    why_cancelled: "You stopped it",
    why_not_an_archive: "Not a whole ZIP archive",
    why_too_many_files: "More files than are read at once",
    why_routing_failed: "The rules gave no destination",
    why_encrypted: "Locked by a password in its archive",
    why_unsupported_compression: "Packed in a way that can’t be read here",
    why_classifier_failed: "The classifier failed on it",
}

impl Text {
    /// A group's name.
    #[must_use]
    pub fn group(&self, group: Group) -> &'static str {
        match group {
            Group::Abdomen => self.abdomen,
            Group::AdultChest => self.adult_chest,
            Group::PaediatricChest => self.paediatric_chest,
            Group::Spine => self.spine,
            Group::Other => self.other,
        }
    }

    /// What is said of a file that begins with something else than DICOM.
    #[must_use]
    pub fn preamble(&self, preamble: Preamble) -> String {
        let kind = match preamble {
            Preamble::Program => self.preamble_program,
            Preamble::Script => self.preamble_script,
            Preamble::Tiff => return self.preamble_tiff_note.to_owned(),
            Preamble::Archive => self.preamble_archive,
            Preamble::Pdf => self.preamble_pdf,
            Preamble::WebPage => self.preamble_web_page,
            Preamble::Other => self.preamble_other,
        };
        fill(self.preamble_note, &[("kind", &kind)])
    }

    /// What a kind of attributes is called.
    #[must_use]
    pub fn attribute_group(&self, group: AttributeGroup) -> &'static str {
        match group {
            AttributeGroup::Patient => self.group_patient,
            AttributeGroup::Study => self.group_study,
            AttributeGroup::Series => self.group_series,
            AttributeGroup::Equipment => self.group_equipment,
            AttributeGroup::Image => self.group_image,
            AttributeGroup::Pixels => self.group_pixels,
            AttributeGroup::Other => self.group_other,
        }
    }

    /// The states of destinations, in the order of [`crate::routing::DestinationState`].
    #[must_use]
    pub fn states(&self) -> [&'static str; 5] {
        [self.weights_published, self.code_only, self.paper_only, self.your_own, self.a_person_decides]
    }

    /// A test's name, by its name in a routing table.
    #[must_use]
    pub fn test(&self, id: &str) -> &'static str {
        match id {
            "equals" => self.test_equals,
            "one_of" => self.test_one_of,
            "matches" => self.test_matches,
            "at_least" => self.test_at_least,
            "below" => self.test_below,
            "in_range" => self.test_in_range,
            _ => self.test_exists,
        }
    }

    /// A ready routing table's name, by its id.
    #[must_use]
    pub fn preset(&self, id: &str) -> Option<&'static str> {
        Some(match id {
            "default" => self.preset_default,
            "five-groups" => self.preset_groups,
            "conflicts-first" => self.preset_conflicts,
            "chest-only" => self.preset_chest,
            _ => return None,
        })
    }

    /// Why a file has no result, by its stable code.
    #[must_use]
    pub fn reason(&self, code: &str) -> Option<&'static str> {
        Some(match code {
            "not-dicom" => self.why_not_dicom,
            "no-image" => self.why_no_image,
            "unsupported-transfer-syntax" => self.why_unsupported_transfer_syntax,
            "unsupported-pixels" => self.why_unsupported_pixels,
            "too-large" => self.why_too_large,
            "truncated" => self.why_truncated,
            "contradicting-header" => self.why_contradicting_header,
            "damaged" => self.why_damaged,
            "unreadable" => self.why_unreadable,
            "crashed" => self.why_crashed,
            "timed-out" => self.why_timed_out,
            "not-ready" => self.why_not_ready,
            "cancelled" => self.why_cancelled,
            "not-an-archive" => self.why_not_an_archive,
            "too-many-files" => self.why_too_many_files,
            "routing-failed" => self.why_routing_failed,
            "encrypted" => self.why_encrypted,
            "unsupported-compression" => self.why_unsupported_compression,
            "classifier-failed" => self.why_classifier_failed,
            _ => return None,
        })
    }

    /// Why a file goes where it goes, or why it has no result. The core says more than the codes do, in English; what
    /// rules say is written in the routing table.
    #[must_use]
    pub fn explanation(&self, case: &Case) -> String {
        let failed = matches!(case.state, State::Refused | State::Failed);
        let reason = case.reason.as_deref().filter(|_| failed && !std::ptr::eq(self, &ENGLISH));
        reason.and_then(|code| self.reason(code)).map_or_else(|| case.explanation.clone(), str::to_owned)
    }
}
