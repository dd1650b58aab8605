//! From one picture to the next: what a reader chose stays where it means something there.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use dicom_imaging_router::classifier::{ActivationMap, Group};
use dicom_imaging_router::radiograph::{Field, View, VoiLut, Window};
use dicom_imaging_router::viewing::{About, Look, Preferences, PreferredMap, PreferredView};
use rstest::rstest;

/// A picture with windows of these names, 100, 200 … wide; the automatic one is 4000 wide.
fn about(windows: &[&str]) -> About {
    let view = |(name, at): (&&str, u32)| View {
        name: (*name).to_owned(),
        lut: VoiLut::Window(Window::between(0.0, f64::from(at) * 100.0)),
    };
    let map = |group| (group, ActivationMap { rows: 1, columns: 2, values: vec![-1.0, 3.0] });
    About {
        rows: 1,
        columns: 1,
        pixel_aspect: 1.0,
        millimetres: None,
        colour: false,
        first: 0.0,
        step: 1.0,
        inverted: false,
        views: windows.iter().zip(1..).map(view).collect(),
        automatic: Window::between(0.0, 4000.0),
        has_overlay: false,
        field: Field { top: 0, left: 0, rows: 1, columns: 1 },
        input_size: 0,
        input: Vec::new(),
        maps: [Group::Spine, Group::Other].into_iter().map(map).collect(),
        header: Vec::new(),
        frames: 1,
    }
}

fn width(look: &Look) -> f64 {
    match look.lut {
        VoiLut::Window(window) => window.width,
        VoiLut::Table(_) => f64::NAN,
    }
}

#[test]
fn without_a_choice_a_picture_is_seen_as_its_file_wants_it() {
    for windows in [&[][..], &["BONE", "LUNG"]] {
        let about = about(windows);
        assert_eq!(Preferences::default().look(&about, Some(Group::Spine)), Look::of(&about));
    }
}

#[rstest]
#[case::named_is_found_by_its_name(&["BONE", "LUNG"], 1, &["SOFT", "BONE", "LUNG"], 300.0)]
#[case::a_name_that_is_not_there_gives_the_first(&["BONE", "LUNG"], 1, &["SOFT", "BONE"], 100.0)]
#[case::automatic_stays_automatic(&["BONE"], 1, &["BONE", "LUNG"], 4000.0)]
#[case::a_place_alone_means_nothing_elsewhere(&["", ""], 1, &["", ""], 100.0)]
#[case::without_windows_it_is_automatic(&["BONE"], 0, &[], 4000.0)]
fn a_window(#[case] here: &[&str], #[case] chosen: usize, #[case] next: &[&str], #[case] expected: f64) {
    let view = PreferredView::of(&about(here), chosen);
    let look = Preferences { view, ..Preferences::default() }.look(&about(next), None);
    assert_eq!(width(&look).round(), expected);
}

#[rstest]
#[case::hidden(PreferredMap::Hidden, Some(Group::Spine), None)]
#[case::follows_the_likeliest(PreferredMap::Likeliest, Some(Group::Other), Some(Group::Other))]
#[case::of_no_likeliest(PreferredMap::Likeliest, None, None)]
#[case::of_a_group_stays(PreferredMap::Of(Group::Spine), Some(Group::Other), Some(Group::Spine))]
#[case::which_the_network_has_not(PreferredMap::Of(Group::Abdomen), Some(Group::Other), None)]
fn a_map(#[case] map: PreferredMap, #[case] likeliest: Option<Group>, #[case] expected: Option<Group>) {
    let preferences = Preferences { map, opacity: 0.4, ..Preferences::default() };
    let look = preferences.look(&about(&[]), likeliest);
    assert_eq!(look.map, expected.map(|group| (group, 0.4)));
}

#[test]
fn inversion_outline_and_overlays_stay() {
    let preferences = Preferences { inverted: true, overlays: false, field: true, ..Preferences::default() };
    let look = preferences.look(&about(&[]), None);
    assert_eq!((look.inverted, look.overlays, look.field), (true, false, true));
}

#[rstest]
#[case::as_asked(1000.0, 250.0, 250.0)]
#[case::never_without_width(1000.0, 0.0, 4.0)]
#[case::nor_below(1000.0, -5.0, 4.0)]
#[case::no_number_changes_nothing(f64::NAN, 250.0, 100.0)]
#[case::nor_infinity(1000.0, f64::INFINITY, 100.0)]
fn a_window_of_ones_own(#[case] center: f64, #[case] typed: f64, #[case] expected: f64) {
    let about = about(&["BONE"]);
    let mut look = Look::of(&about);
    look.set_window(&about, center, typed);
    assert_eq!(look.window(&about).width.round(), expected);
    assert_eq!(
        look.window(&about).center,
        if expected == 100.0 { Look::of(&about).window(&about).center } else { 1000.0 }
    );
}

#[rstest]
#[case::much(&[3.0, -1.0], true)]
#[case::little(&[0.2, -1.0], false)]
#[case::nothing(&[-0.5, -1.0], false)]
fn a_map_that_shows_nothing_is_known(#[case] values: &[f32], #[case] shows: bool) {
    let mut about = about(&[]);
    about.maps[1].1.values = values.to_vec();
    assert_eq!(about.has_evidence(Group::Other), shows);
    assert!(about.has_evidence(Group::Spine));
    assert!(!about.has_evidence(Group::Abdomen), "it has no map");
}
