//! The worklist: names, duplicates, what is shown in which order, the sums.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod cases;

use cases::{case, header, prediction};
use dicom_imaging_router::case::{Case, State};
use dicom_imaging_router::classifier::{Group, Prediction};
use dicom_imaging_router::routing::{DEFAULT_TABLE, PRESETS, RoutingTable};
use dicom_imaging_router::worklist::{Counts, Filter, Only, Sort, SortBy, Worklist, visible};
use rstest::rstest;

fn table() -> RoutingTable {
    RoutingTable::parse(DEFAULT_TABLE).unwrap()
}

/// A file that was read: what the network says, and what the header does.
fn finish(
    list: &mut Worklist<()>,
    name: &str,
    prediction: Prediction,
    facts: &[(&str, &str)],
    uid: Option<&str>,
) -> usize {
    let (id, file) = list.take_in(name.to_owned(), ());
    let mut case = Case { file, ..case(prediction, header(facts)) };
    case.header.sop_instance_uid = uid.map(str::to_owned);
    case.route(&table()).unwrap();
    list.finished(id, case, &table());
    id
}

/// A chest, a hand whose header says CHEST, an unsure film, no radiograph, the chest again, a text file.
fn mixed() -> Worklist<()> {
    let mut list = Worklist::default();
    let sure = |group, confidence| Prediction { confidence, ..prediction(group) };
    finish(&mut list, "b/chest.dcm", sure(Group::AdultChest, 0.95), &[("BodyPartExamined", "CHEST")], Some("1.2"));
    finish(&mut list, "a/hand.dcm", sure(Group::Other, 0.99), &[("BodyPartExamined", "CHEST")], Some("1.3"));
    finish(&mut list, "c.dcm", Prediction { sure: false, ..sure(Group::Spine, 0.5) }, &[], None);
    finish(&mut list, "d.dcm", Prediction { radiograph: false, ..sure(Group::Spine, 0.6) }, &[], None);
    finish(&mut list, "again.dcm", sure(Group::AdultChest, 0.95), &[], Some("1.2"));
    let (id, name) = list.take_in("letter.txt".to_owned(), ());
    list.finished(id, Case { state: State::Refused, ..Case::failed(name, "not-dicom", "No.") }, &table());
    list
}

fn shown(list: &Worklist<()>, filter: &Filter, sort: Sort) -> Vec<String> {
    visible(list, filter, sort, &table()).into_iter().map(|id| list.get(id).unwrap().case.file.clone()).collect()
}

fn only(only: Only) -> Filter {
    Filter { only: Some(only), ..Filter::default() }
}

#[test]
fn a_name_that_is_there_already_gets_a_number() {
    let mut list = Worklist::default();
    let names: Vec<String> = (0..3).map(|_| list.take_in("film.dcm".to_owned(), ()).1).collect();
    assert_eq!(names, ["film.dcm", "film.dcm (2)", "film.dcm (3)"]);
}

#[test]
fn the_second_file_of_an_image_names_the_first() {
    let list = mixed();
    let duplicates: Vec<_> = list.cases().filter_map(|case| case.duplicate_of.clone()).collect();
    assert_eq!(duplicates, ["b/chest.dcm"]);
}

#[test]
fn a_file_read_again_is_no_duplicate_of_itself() {
    let mut list = mixed();
    list.again(0);
    assert_eq!((list.total(), list.settled()), (6, 5));
    let mut once_more = case(prediction(Group::AdultChest), header(&[]));
    once_more.header.sop_instance_uid = Some("1.2".to_owned());
    list.finished(0, once_more, &table());
    assert_eq!(list.get(0).unwrap().case.duplicate_of, None);
    assert_eq!(list.settled(), 6);
}

#[rstest]
#[case::group(Only::Group(Group::AdultChest), &["b/chest.dcm", "again.dcm"])]
#[case::destination(Only::Destination("torchxrayvision-densenet121".to_owned()), &["b/chest.dcm", "again.dcm"])]
#[case::conflict(Only::Conflict, &["a/hand.dcm"])]
#[case::to_person(Only::ToPerson, &["a/hand.dcm", "c.dcm", "d.dcm"])]
#[case::unsure(Only::Unsure, &["c.dcm"])]
#[case::no_radiograph(Only::NotARadiograph, &["d.dcm"])]
#[case::refused(Only::Refused, &["letter.txt"])]
#[case::duplicate(Only::Duplicate, &["again.dcm"])]
#[case::reviewed(Only::Reviewed, &[])]
fn one_kind_can_be_shown_alone(#[case] kind: Only, #[case] files: &[&str]) {
    assert_eq!(shown(&mixed(), &only(kind), Sort::default()), files);
}

#[rstest]
#[case::group("other", &["a/hand.dcm"])]
#[case::header_and_group("chest other", &["a/hand.dcm"])]
#[case::destination("torchxray", &["b/chest.dcm", "again.dcm"])]
#[case::upper_case("UNSURE", &["c.dcm"])]
#[case::nothing("elbow", &[])]
fn words_are_looked_for_in_header_group_and_destination(#[case] words: &str, #[case] files: &[&str]) {
    let filter = Filter { words: words.to_owned(), ..Filter::default() };
    assert_eq!(shown(&mixed(), &filter, Sort::default()), files);
}

#[test]
fn file_names_are_looked_through_only_where_they_may_be_seen() {
    let words = |identifying| Filter { words: "LETTER".to_owned(), identifying, only: None };
    assert_eq!(shown(&mixed(), &words(false), Sort::default()), [""; 0]);
    assert_eq!(shown(&mixed(), &words(true), Sort::default()), ["letter.txt"]);
}

#[test]
fn when_the_first_copy_is_taken_off_the_next_one_is_the_first() {
    let mut list = mixed();
    let again = finish(&mut list, "third.dcm", prediction(Group::AdultChest), &[], Some("1.2"));
    list.remove(0);
    assert_eq!(list.get(4).unwrap().case.duplicate_of, None);
    assert_eq!(list.get(again).unwrap().case.duplicate_of.as_deref(), Some("again.dcm"));
    let fourth = finish(&mut list, "fourth.dcm", prediction(Group::AdultChest), &[], Some("1.2"));
    assert_eq!(list.get(fourth).unwrap().case.duplicate_of.as_deref(), Some("again.dcm"));
}

#[test]
fn a_review_holds_when_the_file_is_read_again() {
    let (mut list, table) = (mixed(), table());
    list.change(2, &table, |case| case.set_review(Some(Group::Abdomen), None, &table).unwrap());
    assert!(list.again(2) && !list.again(2));
    list.finished(2, case(prediction(Group::Spine), header(&[])), &table);
    assert_eq!(list.get(2).unwrap().case.final_group(), Some(Group::Abdomen));
}

#[rstest]
#[case::taken(SortBy::Taken, "b/chest.dcm", "letter.txt")]
#[case::name(SortBy::Name, "a/hand.dcm", "letter.txt")]
#[case::group(SortBy::Group, "b/chest.dcm", "letter.txt")]
#[case::confidence(SortBy::Confidence, "letter.txt", "a/hand.dcm")]
#[case::destination(SortBy::Destination, "a/hand.dcm", "letter.txt")]
fn the_order_can_be_chosen_and_turned_round(#[case] by: SortBy, #[case] first: &str, #[case] last: &str) {
    let files = shown(&mixed(), &Filter::default(), Sort { by, descending: false });
    assert_eq!((files.len(), files[0].as_str(), files[5].as_str()), (6, first, last));
    let mut turned = shown(&mixed(), &Filter::default(), Sort { by, descending: true });
    turned.reverse();
    assert_eq!(turned, files);
}

#[test]
fn the_sums_add_up() {
    let counts = Counts::of(&mixed());
    assert_eq!((counts.total, counts.settled), (6, 6));
    assert_eq!(counts.groups.iter().sum::<usize>() + counts.unsure + counts.not_a_radiograph + counts.all_refused(), 6);
    assert_eq!(counts.destinations.values().sum::<usize>(), 5);
    assert_eq!((counts.to_person, counts.conflicts, counts.duplicates, counts.reviewed), (3, 1, 1, 0));
    assert_eq!(counts.refused["not-dicom"], 1);
}

#[test]
fn a_persons_review_moves_a_file_between_the_kinds() {
    let (mut list, table) = (mixed(), table());
    list.change(2, &table, |case| case.set_review(Some(Group::AdultChest), None, &table).unwrap());
    assert_eq!(shown(&list, &only(Only::Unsure), Sort::default()), [""; 0]);
    assert_eq!(shown(&list, &only(Only::Reviewed), Sort::default()), ["c.dcm"]);
    let counts = Counts::of(&list);
    assert_eq!((counts.groups[1], counts.to_person, counts.reviewed), (3, 2, 1));
}

#[test]
fn another_table_routes_everything_at_once() {
    let mut list = mixed();
    let conflicts_first = PRESETS.iter().find(|preset| preset.id == "conflicts-first").unwrap().table().unwrap();
    list.route(&conflicts_first);
    let hand = &list.get(1).unwrap().case;
    assert_ne!(hand.rule.as_deref(), Some("other"));
    assert_eq!(Counts::of(&list).destinations.values().sum::<usize>(), 5);
}

#[test]
fn what_is_taken_off_is_gone_and_its_name_is_free() {
    let mut list = mixed();
    list.remove(0);
    assert_eq!((list.total(), list.settled(), list.get(0).is_none()), (5, 5, true));
    assert_eq!(list.take_in("b/chest.dcm".to_owned(), ()).1, "b/chest.dcm");
    list.clear();
    assert_eq!((list.total(), list.entries().count()), (0, 0));
}
