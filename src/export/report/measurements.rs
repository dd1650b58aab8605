//! The content tree: PS3.16 TID 1500 "Measurement Report".

use dicom_core::DataElement;

use super::codes::{self, Concept};
use super::content::{Item, Relation, code, container, image, per_cent, root, text, uid};
use super::{Algorithm, MAKER, Made, NOTICE};
use crate::case::{Case, Review};
use crate::classifier::{Group, Prediction};

/// This program, as a device that observes (PS3.16 TID 1004).
const DEVICE_UID: &str = "2.25.9635977706649071601297054923776810998";

const UNNAMED: &str = "A person placed the film in this group after looking at it. Who is not recorded.";

pub(super) fn content_tree(
    case: &Case,
    prediction: &Prediction,
    source: &Item,
    algorithm: &Algorithm,
    made: &Made,
) -> Vec<DataElement<Item>> {
    use Relation::{ConceptModifier, ObservationContext};
    let library = container(codes::IMAGE_LIBRARY_GROUP, None, vec![image(None, source)]);
    let mut groups = vec![by_network(case, prediction, source, algorithm, made)];
    groups.extend(case.review.as_ref().and_then(|review| by_person(review, source, made)));
    let content = vec![
        code(ConceptModifier, codes::LANGUAGE, codes::ENGLISH), // TID 1204
        code(ObservationContext, codes::OBSERVER_TYPE, codes::DEVICE),
        uid(ObservationContext, codes::DEVICE_UID, DEVICE_UID),
        text(ObservationContext, codes::DEVICE_NAME, MAKER),
        text(ObservationContext, codes::DEVICE_MANUFACTURER, MAKER),
        text(ObservationContext, codes::DEVICE_MODEL, MAKER),
        code(ConceptModifier, codes::PROCEDURE_REPORTED, codes::IMAGING_PROCEDURE),
        container(codes::IMAGE_LIBRARY, Some("1600"), vec![library]),
        container(codes::IMAGING_MEASUREMENTS, None, groups),
    ];
    root(codes::IMAGING_MEASUREMENT_REPORT, "1500", content)
}

/// What the network says. Where it is unsure there is no finding, but its probabilities are told.
fn by_network(case: &Case, prediction: &Prediction, source: &Item, algorithm: &Algorithm, made: &Made) -> Item {
    use Relation::{ConceptModifier, Contains};
    let mut items = tracked("Body part by network", &made.network_tracking_uid());
    items.extend(case.group.into_iter().flat_map(finding));
    items.push(text(ConceptModifier, codes::ALGORITHM_NAME, &algorithm.name));
    items.push(text(ConceptModifier, codes::ALGORITHM_VERSION, &algorithm.version));
    items
        .extend(algorithm.parameters.iter().map(|setting| text(ConceptModifier, codes::ALGORITHM_PARAMETERS, setting)));
    items.extend(case.group.map(|_| per_cent(codes::CERTAINTY, prediction.confidence)));
    let shares = Group::ALL.map(|group| per_cent(codes::probability(group), prediction.probabilities.of(group)));
    items.extend(shares);
    items.extend(case.destination.iter().map(|id| text(Contains, codes::DESTINATION, id)));
    items.push(text(Contains, codes::COMMENT, &format!("{} {NOTICE}.", case.explanation)));
    items.push(image(Some(codes::SOURCE), source));
    container(codes::MEASUREMENT_GROUP, Some("1501"), items)
}

/// What a person decided; none without a group. The person has no name here, and so is a comment, not an observer: PS3.16
/// TID 1003 asks for a name.
fn by_person(review: &Review, source: &Item, made: &Made) -> Option<Item> {
    let mut items = tracked("Body part by review", &made.person_tracking_uid());
    items.extend(finding(review.group?));
    items.push(text(Relation::Contains, codes::DESTINATION, &review.sent_to));
    items.push(text(Relation::Contains, codes::COMMENT, UNNAMED));
    items.push(image(Some(codes::SOURCE), source));
    Some(container(codes::MEASUREMENT_GROUP, Some("1501"), items))
}

fn tracked(name: &str, tracking_uid: &str) -> Vec<Item> {
    let context = Relation::ObservationContext;
    vec![text(context, codes::TRACKING_IDENTIFIER, name), uid(context, codes::TRACKING_UID, tracking_uid)]
}

/// The group, and its region of the body if it has one.
fn finding(group: Group) -> impl Iterator<Item = Item> {
    let site = |region: Concept| code(Relation::ConceptModifier, codes::FINDING_SITE, region);
    let finding = code(Relation::Contains, codes::FINDING, codes::group(group));
    [finding].into_iter().chain(codes::region(group).map(site))
}
