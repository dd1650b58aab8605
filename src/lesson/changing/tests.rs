//! Each change does what it says, on pictures whose greys are known.

use super::*;
use crate::lesson::{Area, Mark, Shape};

/// Brighter to the right, from 0 to 1.
fn ramp(rows: usize, columns: usize) -> GreyImage {
    let value = |at: usize| (at % columns) as f32 / (columns - 1) as f32;
    GreyImage { rows, columns, values: (0..rows * columns).map(value).collect() }
}

/// Black, with one white pixel.
fn point(side: usize, row: usize, column: usize) -> GreyImage {
    let mut values = vec![0.0; side * side];
    values[row * side + column] = 1.0;
    GreyImage { rows: side, columns: side, values }
}

fn near(one: &GreyImage, other: &GreyImage) -> bool {
    (one.rows, one.columns) == (other.rows, other.columns)
        && one.values.iter().zip(&other.values).all(|(one, other)| (one - other).abs() < 1e-5)
}

fn row(picture: &GreyImage, row: usize) -> &[f32] {
    &picture.values[row * picture.columns..(row + 1) * picture.columns]
}

#[test]
fn no_changes_change_nothing() {
    assert!(Changes::default().is_none() && Changes { seed: 7, ..Changes::default() }.is_none());
    assert_eq!(change(ramp(3, 5), &Changes::default()), ramp(3, 5));
}

#[test]
fn numbers_out_of_range_are_brought_into_it() {
    let odd = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30];
    for number in odd {
        let area = Area { top: number, left: number, height: number, width: number };
        let line = Shape::Line { from: (number, 0.5), to: (0.5, number), thickness: number };
        let changes = Changes {
            window: Some((number, number)),
            gamma: number,
            rotate: number,
            crop: Some(area),
            blur: number,
            noise: number,
            marks: vec![Mark { shape: Shape::Rectangle(area), grey: number }, Mark { shape: line, grey: number }],
            ..Changes::default()
        };
        let picture = change(ramp(20, 30), &changes);
        assert!(picture.rows * picture.columns == picture.values.len() && !picture.values.is_empty());
        assert!(picture.values.iter().all(|grey| grey.is_finite()), "{number}");
    }
}

#[test]
fn a_negative_of_a_negative_is_the_picture() {
    let inverted = change(ramp(2, 5), &Changes { invert: true, ..Changes::default() });
    assert_eq!(row(&inverted, 0), [1.0, 0.75, 0.5, 0.25, 0.0]);
    assert!(near(&change(inverted, &Changes { invert: true, ..Changes::default() }), &ramp(2, 5)));
}

#[test]
fn a_window_loses_what_lies_outside() {
    let through = |window| change(ramp(1, 5), &Changes { window: Some(window), ..Changes::default() });
    assert_eq!(row(&through((0.25, 0.75)), 0), [0.0, 0.0, 0.5, 1.0, 1.0]);
    assert_eq!(through((0.75, 0.25)), ramp(1, 5));
}

#[test]
fn gamma_is_a_power() {
    let darker = change(ramp(1, 5), &Changes { gamma: 2.0, ..Changes::default() });
    assert_eq!(row(&darker, 0), [0.0, 0.0625, 0.25, 0.5625, 1.0]);
}

#[test]
fn a_mirror_changes_left_and_right_only() {
    let mirrored = change(point(5, 1, 0), &Changes { mirror: true, ..Changes::default() });
    assert_eq!(mirrored, point(5, 1, 4));
}

#[test]
fn a_quarter_turns_clockwise_and_four_are_none() {
    let quarter = Changes { rotate: 90.0, ..Changes::default() };
    // Left becomes top.
    assert!(near(&change(point(5, 1, 0), &quarter), &point(5, 0, 3)));
    let mut picture = ramp(4, 7);
    for sides in [(7, 4), (4, 7), (7, 4), (4, 7)] {
        picture = change(picture, &quarter);
        assert_eq!((picture.rows, picture.columns), sides);
    }
    assert!(near(&picture, &ramp(4, 7)));
    assert!(near(
        &change(ramp(4, 7), &Changes { rotate: -270.0, ..Changes::default() }),
        &change(ramp(4, 7), &quarter)
    ));
}

#[test]
fn what_a_turn_uncovers_is_black_and_the_middle_stays() {
    let white = GreyImage { rows: 100, columns: 100, values: vec![1.0; 10_000] };
    let turned = change(white, &Changes { rotate: 45.0, ..Changes::default() });
    assert_eq!((turned.rows, turned.columns), (142, 142));
    assert_eq!((turned.values[0], turned.values[71 * 142 + 71]), (0.0, 1.0));
    let area = turned.values.iter().sum::<f32>();
    assert!((area - 10_000.0).abs() < 150.0, "{area}");
}

#[test]
fn a_crop_keeps_its_part() {
    let crop = |area| change(ramp(10, 5), &Changes { crop: Some(area), ..Changes::default() });
    let right = crop(Area { top: 0.5, left: 0.6, height: 0.3, width: 0.4 });
    assert_eq!((right.rows, right.columns, row(&right, 0)), (3, 2, &[0.75, 1.0][..]));
    let nothing = crop(Area { top: 1.0, left: 1.0, height: 0.0, width: 0.0 });
    assert_eq!((nothing.rows, nothing.columns), (1, 1));
}

#[test]
fn a_blur_has_its_deviation_and_keeps_the_sum() {
    let blurred = change(point(101, 50, 50), &Changes { blur: 0.04, ..Changes::default() });
    let sum: f32 = blurred.values.iter().sum();
    let variance = |at: usize| (at as f32 - 50.0).powi(2);
    let (mut down, mut across) = (0.0, 0.0);
    for (index, grey) in blurred.values.iter().enumerate() {
        down += variance(index / 101) * grey;
        across += variance(index % 101) * grey;
    }
    assert!((sum - 1.0).abs() < 1e-4, "{sum}");
    for deviation in [down.sqrt(), across.sqrt()] {
        assert!((deviation - 4.04).abs() < 0.1, "{deviation}");
    }
    let flat = GreyImage { rows: 9, columns: 9, values: vec![0.5; 81] };
    assert!(near(&change(flat.clone(), &Changes { blur: 0.05, ..Changes::default() }), &flat));
}

#[test]
fn noise_has_its_deviation_and_its_seed() {
    let noisy = |seed| {
        let flat = GreyImage { rows: 200, columns: 201, values: vec![0.5; 40_200] };
        change(flat, &Changes { noise: 0.1, seed, ..Changes::default() })
    };
    let picture = noisy(1);
    let mean = picture.values.iter().sum::<f32>() / 40_200.0;
    let deviation = (picture.values.iter().map(|grey| (grey - mean).powi(2)).sum::<f32>() / 40_200.0).sqrt();
    assert!((mean - 0.5).abs() < 0.003 && (deviation - 0.1).abs() < 0.003, "{mean} {deviation}");
    assert_eq!(picture, noisy(1));
    assert_ne!(picture, noisy(2));
}

#[test]
fn marks_cover_what_they_are_drawn_over() {
    let marks = |marks: Vec<Mark>| change(ramp(10, 10), &Changes { marks, ..Changes::default() });
    let area = Area { top: 0.2, left: 0.0, height: 0.1, width: 0.5 };
    let patched = marks(vec![Mark { shape: Shape::Rectangle(area), grey: 1.0 }]);
    assert_eq!(row(&patched, 2)[..5], [1.0; 5]);
    assert_eq!((&row(&patched, 2)[5..], row(&patched, 1)), (&row(&ramp(10, 10), 0)[5..], row(&ramp(10, 10), 0)));
    let line = Shape::Line { from: (0.0, 0.55), to: (1.0, 0.55), thickness: 0.1 };
    let crossed = marks(vec![Mark { shape: line, grey: 0.0 }]);
    assert_eq!((row(&crossed, 5), row(&crossed, 4)), (&[0.0; 10][..], row(&ramp(10, 10), 0)));
}

#[test]
fn a_thin_line_is_still_seen() {
    let line = Shape::Line { from: (0.0, 0.0), to: (1.0, 1.0), thickness: 0.0 };
    let changes = Changes { marks: vec![Mark { shape: line, grey: 1.0 }], ..Changes::default() };
    let black = GreyImage { rows: 8, columns: 8, values: vec![0.0; 64] };
    assert_eq!(change(black, &changes).values.iter().filter(|grey| **grey == 1.0).count(), 8);
}
