//! A film on a canvas: every pixel where it belongs, and as bright as it should be.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

use dicom_imaging_router::classifier::{ActivationMap, Group};
use dicom_imaging_router::radiograph::resample::resample;
use dicom_imaging_router::radiograph::{Field, GreyImage, View, VoiLut, Window, WindowFunction};
use dicom_imaging_router::viewing::{About, Film, Look, Viewport, heat_colour, lay_heat};
use rstest::rstest;

const YELLOW: [u8; 3] = [0xf0, 0xe4, 0x42];
const BLUE: [u8; 3] = [0x56, 0xb4, 0xe9];

/// A grey picture whose samples are its modality values, shown from 0 to 255.
fn about(rows: usize, columns: usize) -> About {
    About {
        rows,
        columns,
        pixel_aspect: 1.0,
        millimetres: None,
        colour: false,
        first: 0.0,
        step: 1.0,
        inverted: false,
        views: Vec::new(),
        automatic: Window::between(0.0, 255.0),
        has_overlay: false,
        field: Field { top: 0, left: 0, rows, columns },
        input_size: 0,
        input: Vec::new(),
        maps: Vec::new(),
        header: Vec::new(),
        frames: 1,
    }
}

fn film(about: &About, samples: &[u16]) -> Film {
    let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    Film::new(about.clone(), &bytes).unwrap()
}

/// A canvas of a width, as red, green, blue.
struct Canvas(usize, Vec<[u8; 3]>);

impl Canvas {
    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        self.1[y * self.0 + x]
    }

    fn greys(&self) -> Vec<u8> {
        self.1.iter().map(|pixel| pixel[0]).collect()
    }
}

fn paint(film: &Film, viewport: Viewport, look: &Look, (width, height): (usize, usize)) -> Canvas {
    let mut rgba = vec![7; width * height * 4];
    film.paint(&viewport, look, width, height, &mut rgba);
    assert!(rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
    Canvas(width, rgba.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
}

fn fitted(film: &Film, look: &Look, (width, height): (usize, usize)) -> Canvas {
    paint(film, Viewport::fit(&film.about, width as f64, height as f64), look, (width, height))
}

/// Pixels that differ from all their neighbours, 0–250.
fn texture(count: usize) -> Vec<u16> {
    (0..count as u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 16) as u16 % 251).collect()
}

#[test]
fn at_one_to_one_each_pixel_is_shown_as_it_is() {
    let (about, samples) = (about(30, 40), texture(1200));
    let canvas = fitted(&film(&about, &samples), &Look::of(&about), (40, 30));
    assert_eq!(canvas.greys(), samples.iter().map(|sample| *sample as u8).collect::<Vec<_>>());
}

#[rstest]
#[case::wide_canvas((300, 100), (1.0, 1.0))]
#[case::high_canvas((100, 300), (1.0, 1.0))]
#[case::flat_pixels((300, 200), (0.5, 1.0))]
fn fitting_shows_the_whole_picture_and_black_around_it(#[case] size: (usize, usize), #[case] (aspect, _): (f64, f64)) {
    let about = About { pixel_aspect: aspect, ..about(40, 80) };
    let canvas = fitted(&film(&about, &[200; 3200]), &Look::of(&about), size);
    let lit: Vec<(usize, usize)> =
        (0..size.0 * size.1).filter(|at| canvas.1[*at][0] == 200).map(|at| (at % size.0, at / size.0)).collect();
    let side = |of: fn(&(usize, usize)) -> usize| {
        let (least, most) = (lit.iter().map(of).min().unwrap(), lit.iter().map(of).max().unwrap());
        (least, most + 1)
    };
    let ((left, right), (top, bottom)) = (side(|at| at.0), side(|at| at.1));
    assert!((left == 0 && right == size.0) || (top == 0 && bottom == size.1), "it fills one side");
    assert_eq!(lit.len(), (right - left) * (bottom - top), "it is a rectangle");
    let wanted = 80.0 / (40.0 * aspect);
    let shown = (right - left) as f64 / (bottom - top) as f64;
    assert!((shown / wanted - 1.0).abs() < 0.03, "{shown}, not {wanted}");
    assert!(left.abs_diff(size.0 - right) <= 1 && top.abs_diff(size.1 - bottom) <= 1, "it lies in the middle");
}

/// A small picture turned and mirrored as arrays are: each quarter clockwise, then left to right.
fn oriented(samples: &[u16], (rows, columns): (usize, usize), turns: u8, mirrored: bool) -> Vec<Vec<u16>> {
    let mut picture: Vec<Vec<u16>> = samples.chunks(columns).map(<[u16]>::to_vec).collect();
    assert_eq!(picture.len(), rows);
    for _ in 0..turns {
        picture = (0..picture[0].len()).map(|column| picture.iter().rev().map(|row| row[column]).collect()).collect();
    }
    if mirrored {
        picture.iter_mut().for_each(|row| row.reverse());
    }
    picture
}

#[rstest]
fn turns_and_mirror_put_each_pixel_in_its_place(
    #[values(0, 1, 2, 3)] turns: u8,
    #[values(false, true)] mirrored: bool,
    #[values(1.0, 2.0)] aspect: f64,
    #[values(0.4, 1.0, 6.0)] zoom: f64,
) {
    let about = About { pixel_aspect: aspect, ..about(50, 70) };
    // Blocks of 10 × 10, so that a reduced picture has them too.
    let blocks = [
        10, 60, 110, 160, 210, 20, 70, 120, 170, 220, 30, 80, 130, 180, 230, 40, 90, 140, 190, 240, 50, 100, 150, 200,
        250, 5, 15, 25, 35, 45, 55, 65, 75, 85, 95,
    ];
    let samples: Vec<u16> = (0..3500).map(|at| blocks[at / 700 * 7 + at % 70 / 10]).collect();
    let viewport = Viewport { zoom, centre: (35.0, 25.0), quarter_turns: turns, mirrored };
    let (width, height) = (70.0 * zoom, 50.0 * zoom * aspect);
    let (width, height) = if turns.is_multiple_of(2) { (width, height) } else { (height, width) };
    let canvas = paint(&film(&about, &samples), viewport, &Look::of(&about), (width as usize, height as usize));
    let wanted = oriented(&blocks, (5, 7), turns, mirrored);
    for (y, line) in wanted.iter().enumerate() {
        for (x, block) in line.iter().enumerate() {
            let middle = |at: usize, of: usize, side: f64| ((at as f64 + 0.5) / of as f64 * side) as usize;
            let shown = canvas.at(middle(x, line.len(), width.floor()), middle(y, wanted.len(), height.floor()));
            assert_eq!(u16::from(shown[0]), *block, "block {x}, {y}");
        }
    }
}

#[rstest]
fn canvas_and_picture_coordinates_are_each_others_inverse(
    #[values(0, 1, 2, 3)] quarter_turns: u8,
    #[values(false, true)] mirrored: bool,
) {
    let about = About { pixel_aspect: 1.5, ..about(50, 70) };
    let viewport = Viewport { zoom: 3.0, centre: (12.0, 34.0), quarter_turns, mirrored };
    let size = (640.0, 480.0);
    let (column, row) = viewport.to_picture(&about, (100.0, 30.0), size);
    let (x, y) = viewport.to_canvas(&about, (column, row), size);
    assert!((x - 100.0).abs() < 1e-9 && (y - 30.0).abs() < 1e-9);
    assert_eq!(viewport.to_picture(&about, (320.0, 240.0), size), (12.0, 34.0));
}

#[rstest]
fn zooming_keeps_what_is_under_the_pointer(#[values(0, 1, 2, 3)] turns: i8, #[values(false, true)] mirrored: bool) {
    let about = About { pixel_aspect: 1.5, ..about(500, 700) };
    let size = (640.0, 480.0);
    let viewport = Viewport::fit(&about, size.0, size.1).turned(turns);
    let viewport = if mirrored { viewport.flipped() } else { viewport }.fit_keeping_turn(&about, size.0, size.1);
    for factor in [1.7, 4.0, 0.8] {
        let at = (400.0, 200.0);
        let zoomed = viewport.zoomed(&about, factor, at, size);
        let (before, after) = (viewport.to_picture(&about, at, size), zoomed.to_picture(&about, at, size));
        assert!((before.0 - after.0).abs() < 1e-9 && (before.1 - after.1).abs() < 1e-9, "{before:?}, {after:?}");
        assert!((zoomed.zoom / viewport.zoom - factor).abs() < 1e-9);
    }
}

#[test]
fn zoom_and_pan_never_lose_the_picture() {
    let (about, size) = (about(500, 700), (640.0, 480.0));
    let fit = Viewport::fit(&about, size.0, size.1);
    assert_eq!(fit.zoomed(&about, 1e9, (0.0, 0.0), size).zoom, 64.0);
    assert_eq!(fit.zoomed(&about, 1e-9, (0.0, 0.0), size).zoom, fit.zoom / 2.0);
    assert_eq!(fit.panned(&about, 1e9, -1e9).centre, (0.0, 500.0));
}

#[rstest]
fn a_pan_moves_the_picture_with_the_pointer(#[values(0, 1, 2, 3)] turns: i8, #[values(false, true)] mirrored: bool) {
    let (about, size) = (about(500, 700), (640.0, 480.0));
    let viewport = Viewport::fit(&about, size.0, size.1).turned(turns);
    let viewport = if mirrored { viewport.flipped() } else { viewport };
    let place = viewport.to_picture(&about, (300.0, 200.0), size);
    let (x, y) = viewport.panned(&about, 20.0, -10.0).to_canvas(&about, place, size);
    assert!((x - 320.0).abs() < 1e-9 && (y - 190.0).abs() < 1e-9, "{x}, {y}");
}

#[test]
fn a_turn_is_clockwise_as_it_is_seen_also_in_the_mirror() {
    let (about, size) = (about(100, 100), (100.0, 100.0));
    for viewport in [Viewport::fit(&about, 100.0, 100.0), Viewport::fit(&about, 100.0, 100.0).flipped()] {
        let top = viewport.to_picture(&about, (50.0, 10.0), size);
        let (x, y) = viewport.turned(1).to_canvas(&about, top, size);
        assert!((x - 90.0).abs() < 1e-9 && (y - 50.0).abs() < 1e-9, "the top goes to the right, not {x}, {y}");
        assert_eq!(viewport.turned(-1).turned(1), viewport);
        assert_eq!(viewport.flipped().flipped(), viewport);
    }
}

#[rstest]
#[case::linear(WindowFunction::Linear)]
#[case::exact(WindowFunction::LinearExact)]
#[case::sigmoid(WindowFunction::Sigmoid)]
fn greys_are_what_the_window_says(
    #[case] function: WindowFunction,
    #[values(false, true)] monochrome1: bool,
    #[values(false, true)] inverted: bool,
) {
    let about = About { first: -1000.0, step: 0.5, inverted: monochrome1, ..about(20, 20) };
    let samples: Vec<u16> = (0..400).map(|at| at * 10).collect();
    let lut = VoiLut::Window(Window { center: 40.0, width: 900.0, function });
    let look = Look { lut: lut.clone(), inverted, ..Look::of(&about) };
    let canvas = fitted(&film(&about, &samples), &look, (20, 20));
    for (sample, shown) in samples.iter().zip(canvas.greys()) {
        let shade = (lut.brightness(f32::from(*sample) * 0.5 - 1000.0) * 255.0).round() as u8;
        assert_eq!(shown, if monochrome1 == inverted { shade } else { 255 - shade });
    }
}

#[test]
fn the_look_may_change_from_one_drawing_to_the_next() {
    let about = about(20, 20);
    let film = film(&about, &texture(400));
    let look = Look::of(&about);
    let before = fitted(&film, &look, (20, 20)).greys();
    let inverted = fitted(&film, &Look { inverted: true, ..look.clone() }, (20, 20)).greys();
    assert!(before.iter().zip(&inverted).all(|(a, b)| *a == 255 - b));
    assert_eq!(fitted(&film, &look, (20, 20)).greys(), before);
}

#[test]
fn a_file_is_first_seen_through_its_own_first_view() {
    let window = VoiLut::Window(Window::between(3.0, 5.0));
    let about = About { views: vec![View { name: String::new(), lut: window.clone() }], ..about(1, 1) };
    assert_eq!(Look::of(&about).lut, window);
}

#[rstest]
#[case::half((60, 45))]
#[case::third((40, 30))]
#[case::fifth((24, 18))]
#[case::two_thirds((80, 60))]
fn a_reduced_pixel_is_the_mean_of_its_area(#[case] (width, height): (usize, usize)) {
    let (about, samples) = (about(90, 120), texture(90 * 120));
    let canvas = fitted(&film(&about, &samples), &Look::of(&about), (width, height));
    let picture = GreyImage { rows: 90, columns: 120, values: samples.iter().map(|value| f32::from(*value)).collect() };
    let wanted = resample(&picture, Field::whole(&picture), height, width).values;
    let gap = |(shown, wanted): (u8, &f32)| (f32::from(shown) - wanted).abs();
    // A reduction of no power of two looks at a halved copy, whose pixels lie across edges of areas.
    let allowed = if [60, 80].contains(&width) { 1.0 } else { 40.0 };
    let gaps: Vec<f32> = canvas.greys().into_iter().zip(&wanted).map(gap).collect();
    assert!(gaps.iter().all(|gap| *gap <= allowed), "{gaps:?}");
    assert!(gaps.iter().sum::<f32>() / gaps.len() as f32 <= 12.0);
}

#[test]
fn enlarged_a_little_it_is_smooth_enlarged_much_its_pixels_are_squares() {
    let about = about(1, 2);
    let film = film(&about, &[0, 200]);
    let twice = fitted(&film, &Look::of(&about), (4, 2)).greys();
    assert_eq!(twice[..4], [0, 50, 150, 200]);
    let eightfold = fitted(&film, &Look::of(&about), (16, 8)).greys();
    assert_eq!(eightfold[..16], [[0; 8], [200; 8]].concat());
}

#[rstest]
fn a_flat_picture_stays_flat_at_any_zoom(#[values(0.03, 0.11, 0.4, 0.77, 1.3, 3.9, 17.0)] zoom: f64) {
    let about = about(61, 83);
    let viewport = Viewport { zoom, ..Viewport::fit(&about, 50.0, 50.0) };
    let canvas = paint(&film(&about, &[123; 61 * 83]), viewport, &Look::of(&about), (50, 50));
    assert!(canvas.greys().iter().all(|grey| [0, 123].contains(grey)));
    assert_eq!(canvas.at(25, 25)[0], 123);
}

#[test]
fn values_are_read_where_the_pointer_is() {
    let about = About { first: -1024.0, step: 2.0, ..about(2, 3) };
    let film = film(&about, &[0, 1, 2, 3, 4, 5]);
    assert_eq!(
        [(0.0, 0.0), (2.9, 0.2), (1.0, 1.99)].map(|(x, y)| film.value_at(x, y)),
        [-1024.0, -1020.0, -1016.0].map(Some)
    );
    for (column, row) in [(-0.1, 0.0), (3.0, 0.0), (0.0, 2.0), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
        assert_eq!(film.value_at(column, row), None);
    }
}

#[test]
fn colours_are_shown_and_their_luma_read() {
    let about = About { colour: true, ..about(1, 2) };
    let film = Film::new(about.clone(), &[200, 100, 50, 255, 0, 0, 0, 255]).unwrap();
    let canvas = fitted(&film, &Look::of(&about), (2, 1));
    assert_eq!((canvas.at(0, 0), canvas.at(1, 0)), ([200, 100, 50], [0, 0, 0]));
    assert!((film.value_at(0.5, 0.5).unwrap() - 124.2).abs() < 1e-9);
}

#[rstest]
fn an_overlay_is_drawn_where_it_lies_and_no_line_is_lost(#[values(1, 3, 8)] reduced: usize) {
    let about = About { has_overlay: true, ..about(96, 96) };
    let mut bytes = vec![0; 96 * 96 * 2];
    let mut bits = vec![0_u8; 96 * 96 / 8];
    for row in 0..96 {
        let index = row * 96 + 41; // a line one pixel wide
        bits[index / 8] |= 1 << (index % 8);
    }
    bytes.extend(bits);
    let film = Film::new(about.clone(), &bytes).unwrap();
    let side = 96 / reduced;
    let canvas = fitted(&film, &Look::of(&about), (side, side));
    for y in 0..side {
        let drawn: Vec<usize> = (0..side).filter(|x| canvas.at(*x, y) == YELLOW).collect();
        assert!(drawn.contains(&(41 / reduced)) && drawn.len() <= 2, "{drawn:?}");
    }
    let without = fitted(&film, &Look { overlays: false, ..Look::of(&about) }, (side, side));
    assert!(without.1.iter().all(|pixel| *pixel == [0; 3]));
}

fn with_map(values: [f32; 4]) -> About {
    let map = ActivationMap { rows: 2, columns: 2, values: values.to_vec() };
    let weaker = ActivationMap { rows: 2, columns: 2, values: vec![-9.0, 2.0, 0.0, 0.0] };
    let field = Field { top: 20, left: 40, rows: 40, columns: 40 };
    About { field, maps: vec![(Group::Spine, map), (Group::Other, weaker)], ..about(80, 100) }
}

#[test]
fn a_class_activation_map_lies_over_the_exposed_field() {
    let about = with_map([0.0, 4.0, -3.0, 0.0]);
    let film = film(&about, &[100; 8000]);
    let look = |group, opacity| Look { map: Some((group, opacity)), ..Look::of(&about) };
    let canvas = fitted(&film, &look(Group::Spine, 1.0), (100, 80));
    assert_eq!(canvas.at(75, 25), [0xfc, 0xff, 0xa4], "strongest at the top right");
    assert_eq!(canvas.at(45, 55), [100; 3], "what speaks against the group isn't coloured");
    assert_eq!((canvas.at(81, 25), canvas.at(75, 18)), ([100; 3], [100; 3]), "nor what lies outside of the field");
    let half = fitted(&film, &look(Group::Spine, 0.5), (100, 80)).at(75, 25);
    assert_eq!(half, [176, 178, 132], "halfway between picture and colour");
    let other = fitted(&film, &look(Group::Other, 1.0), (100, 80)).at(75, 25);
    assert_ne!(other, [0xfc, 0xff, 0xa4], "a weaker group is drawn weaker");
    assert_eq!(fitted(&film, &look(Group::Abdomen, 1.0), (100, 80)).at(75, 25), [100; 3]);
}

#[test]
fn a_map_that_speaks_for_nothing_is_not_drawn() {
    let mut about = with_map([-1.0; 4]);
    about.maps.truncate(1);
    let look = Look { map: Some((Group::Spine, 1.0)), ..Look::of(&about) };
    assert!(fitted(&film(&about, &[100; 8000]), &look, (100, 80)).1.iter().all(|pixel| *pixel == [100; 3]));
}

#[rstest]
fn a_map_turns_with_its_picture(#[values(0, 1, 2, 3)] turns: u8, #[values(false, true)] mirrored: bool) {
    let about = with_map([0.0, 4.0, -3.0, 0.0]);
    let viewport = Viewport { zoom: 1.0, centre: (50.0, 40.0), quarter_turns: turns, mirrored };
    let look = Look { map: Some((Group::Spine, 1.0)), ..Look::of(&about) };
    let canvas = paint(&film(&about, &[100; 8000]), viewport, &look, (100, 100));
    let (x, y) = viewport.to_canvas(&about, (77.5, 22.5), (100.0, 100.0));
    assert_eq!(canvas.at(x as usize, y as usize), [0xfc, 0xff, 0xa4]);
}

#[test]
fn the_exposed_field_is_outlined() {
    let about = with_map([0.0; 4]);
    let canvas = fitted(&film(&about, &[100; 8000]), &Look { field: true, ..Look::of(&about) }, (100, 80));
    for (x, y) in [(40, 20), (60, 20), (79, 40), (41, 59), (78, 58)] {
        assert_eq!(canvas.at(x, y), BLUE, "{x}, {y}");
    }
    for (x, y) in [(39, 20), (60, 40), (80, 40), (42, 22), (50, 60)] {
        assert_eq!(canvas.at(x, y), [100; 3], "{x}, {y}");
    }
}

#[test]
fn what_does_not_fit_together_is_no_film_and_no_drawing() {
    assert!(Film::new(about(2, 2), &[0; 7]).is_none());
    assert!(Film::new(about(2, 2), &[0; 9]).is_none());
    assert!(Film::new(about(0, 2), &[]).is_none());
    assert!(Film::new(about(usize::MAX, 2), &[]).is_none());
    assert!(Film::new(About { has_overlay: true, ..about(2, 2) }, &[0; 8]).is_none());
    let mut canvas = [7; 15];
    let film = film(&about(2, 2), &[0; 4]);
    film.paint(&Viewport::fit(&film.about, 2.0, 2.0), &Look::of(&film.about), 2, 2, &mut canvas);
    assert_eq!(canvas, [7; 15]);
}

#[test]
fn everything_about_a_picture_goes_through_json_unchanged() {
    let about = About {
        views: vec![View { name: "BONE".to_owned(), lut: VoiLut::Window(Window::between(1.0, 2.0)) }],
        ..with_map([0.5; 4])
    };
    let json = serde_json::to_string(&about).unwrap();
    assert_eq!(serde_json::from_str::<About>(&json).unwrap(), about);
}

#[test]
fn a_map_of_ones_own_lies_over_its_part_of_a_picture_alone() {
    let map = ActivationMap { rows: 1, columns: 2, values: vec![-1.0, 4.0] };
    let mut rgba = [10, 20, 30, 255].repeat(16);
    lay_heat(&mut rgba, 4, [0.5, 0.0, 1.0, 1.0], &map, 4.0, 1.0);
    let (pixels, _) = rgba.as_chunks::<4>();
    assert!(pixels[..8].iter().all(|pixel| *pixel == [10, 20, 30, 255]), "above it");
    let [red, green, blue] = heat_colour(1.0);
    for row in pixels[8..].chunks(4) {
        assert_eq!(row[0], [10, 20, 30, 255], "what is below 0 isn't drawn");
        assert_eq!(row[3], [red, green, blue, 255], "the peak covers the picture");
    }
    lay_heat(&mut rgba, 4, [0.0, 0.0, 1.0, 1.0], &map, 0.0, 1.0);
    assert_eq!(rgba[..3], [10, 20, 30], "without a peak nothing is drawn");
}
