//! A list written some cases at a time is the list written at once.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use dicom_imaging_router::case::Case;
use dicom_imaging_router::export::{ListForm, Pieces, to_csv, to_json};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use rstest::rstest;

#[rstest]
#[case::nothing(0, &[0])]
#[case::one_piece(3, &[3])]
#[case::several(7, &[3, 3, 1])]
#[case::an_empty_one_at_the_end(6, &[3, 3, 0])]
#[case::and_between(4, &[0, 2, 0, 2])]
fn end_to_end_they_are_the_whole(
    #[values(ListForm::Json, ListForm::Csv)] form: ListForm,
    #[case] count: usize,
    #[case] sizes: &[usize],
) {
    let table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    // Names with what could be taken for the list's own brackets.
    let cases: Vec<Case> = (0..count).map(|at| Case::queued(format!("[{at}],\n]"))).collect();
    let whole = match form {
        ListForm::Json => to_json(&cases).unwrap(),
        ListForm::Csv => to_csv(&cases, &table).unwrap(),
    };
    let (mut pieces, mut rest, mut written) = (Pieces::new(form), &cases[..], String::new());
    for size in sizes {
        let (some, others) = rest.split_at(*size);
        written += &pieces.next(some, &table).unwrap();
        rest = others;
    }
    assert_eq!(written + pieces.end(), whole);
}
