//! What a header's words and codes for a body part may show.

use crate::classifier::Group::{self, Abdomen, AdultChest, Other, PaediatricChest, Spine};

/// Body parts that may show the same groups.
struct Region {
    /// Which those are.
    shows: &'static [Group],
    /// Defined terms of Body Part Examined (PS3.16 table L-1) and what people type instead; letters and digits only,
    /// separated by space.
    terms: &'static str,
    /// Code values: SNOMED CT (`SCT`), withdrawn ones too, and the older SNOMED-RT (`SRT`) as in PS3.16 annex O.
    codes: &'static str,
}

/// What shows nearly everything (the whole body, neck to pelvis) isn't here: it can't contradict.
const REGIONS: &[Region] = &[
    Region {
        shows: &[AdultChest, PaediatricChest],
        terms: "CHEST THORAX TORAX CXR LUNG HEART MEDIASTINUM BRONCHUS CHESTPA CHESTAP PULMONARY",
        codes: "816094009 51185008 43799004 39607008 80891009 72410000 955009 T-D3000 T-D3200 T-28000 T-32000 T-D3300 \
            T-26000",
    },
    Region {
        shows: &[AdultChest, PaediatricChest, Other],
        terms: "RIB STERNUM",
        codes: "113197003 56873002 T-11300 T-11210",
    },
    Region {
        shows: &[AdultChest, PaediatricChest, Spine, Other],
        terms: "NECKCHEST TRACHEA AIRWAY",
        codes: "417437006 44567001 R-FAB52 T-25000",
    },
    Region {
        shows: &[AdultChest, PaediatricChest, Abdomen],
        terms: "CHESTABDOMEN THORACOABDOMEN BABYGRAM ESOPHAGUS OESOPHAGUS",
        codes: "416550000 32849002 R-FAB55 T-56000",
    },
    Region {
        shows: &[AdultChest, PaediatricChest, Abdomen, Other],
        terms: "CHESTABDPELVIS",
        codes: "416775004 R-FAB56",
    },
    Region {
        shows: &[Abdomen],
        terms: "ABDOMEN ABD ABDO ABDOMINAL KUB BELLY STOMACH COLON DUODENUM JEJUNUM ILEUM GALLBLADDER KIDNEY LIVER PANCREAS \
            SPLEEN URETER BOWEL",
        codes: "818981001 113345001 69695003 71854001 38848004 21306003 34516001 28231008 30315005 14742008 87953007 \
            15776009 T-D4000 T-57000 T-59300 T-58200 T-58400 T-58600 T-63000 T-58000 T-59000 T-73000 T-65000",
    },
    Region {
        shows: &[Abdomen, Other],
        terms: "ABDOMENPELVIS ABDPELVIS BLADDER RECTUM PROSTATE URETHRA UTERUS",
        codes: "818982008 416949008 89837001 34402009 41216001 13648007 R-FAB57 T-74000 T-59600 T-92000 T-75000",
    },
    Region {
        shows: &[Spine],
        terms: "SPINE CSPINE TSPINE LSPINE DSPINE CTSPINE TLSPINE LSSPINE SPINAL CERVICAL LUMBAR LUMBOSACRAL THORACOLUMBAR \
            DORSOLUMBAR CERVICOTHORACIC VERTEBRA VERTEBRAE VERTEBRAL ODONTOID SCOLIOSIS COLUMNA RACHIS HWS BWS LWS",
        codes: "421060004 122494005 122495006 122496007 1217257000 1217256009 1217253001 297171002 297172009 297173004 \
            T-D04FF T-11501 T-11502 T-11503 T-D00F7 T-D00F8 T-D00F9",
    },
    Region {
        shows: &[Spine, Other],
        terms: "SSPINE SACRUM COCCYX SACROILIAC SIJOINT NECK HEADNECK",
        codes: "54735007 64688005 1217254007 39723000 45048000 774007 T-11AD0 T-11BF0 T-15680 T-D1600 T-D1000",
    },
    Region {
        shows: &[Other],
        terms: "HEAD SKULL CRANIUM FACE FACIAL ORBIT EYE NOSE NASAL SINUS SINUSES JAW MANDIBLE MAXILLA ZYGOMA TMJ TOOTH \
            TEETH DENTAL IAC MASTOID LARYNX PAROTID SUBMANDIBULAR BREAST MAMMO MAMMOGRAPHY CLAVICLE SCAPULA SHOULDER \
            ACJOINT HUMERUS ARM UPPERARM ELBOW FOREARM RADIUS ULNA WRIST SCAPHOID HAND FINGER THUMB PELVIS ILIUM HIP \
            FEMUR THIGH KNEE PATELLA LEG LOWERLEG TIBIA FIBULA TIBFIB ANKLE HEEL CALCANEUS FOOT FEET TOE EXTREMITY \
            EXTREMITIES LIMB UPPERLIMB LOWERLIMB",
        codes: "69536005 89546000 91397008 363654007 371398005 81745001 74386004 2095001 661005 91609006 70925003 13881006 \
            53620006 361078006 59066005 4596009 45289007 54019009 76752008 51299004 79601000 16982005 85856004 7844006 \
            85050009 40983000 53120007 16953009 14975008 74670003 85562004 7569003 76505004 816092008 12921003 22356005 \
            24136001 29836001 71341001 68367000 72696002 64234005 30021000 61685007 87342007 70258002 80144004 56459004 \
            29707007 66019005 T-D1100 T-11100 T-11196 T-D14AE T-D0801 T-AA000 T-11149 T-22000 T-D1213 T-11180 T-11170 \
            T-11166 T-15290 T-AB959 T-11133 T-24100 T-61100 T-61300 T-04000 T-12310 T-12280 T-D2220 T-15420 T-15610 \
            T-12410 T-D8200 T-D8000 T-15430 T-D8500 T-15460 T-D8700 T-D8800 T-D8810 T-D6000 T-12340 T-15710 T-D2500 \
            T-12710 T-D9100 T-D9200 T-12730 T-D9400 T-D9000 T-12750 T-15750 T-12770 T-D9700 T-D9800 T-D0300",
    },
];

/// The groups that a text may mean, as Body Part Examined or a code's meaning has it: `L-SPINE`, `Left hand`, `CHEST PA`.
/// Empty where it names no body part known here.
pub(super) fn groups_of_text(text: &str) -> Vec<Group> {
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
        .collect();
    let whole = groups_of_term(&words.concat());
    if !whole.is_empty() {
        return whole.to_vec();
    }
    let mut groups = Vec::new();
    for group in words.iter().flat_map(|word| groups_of_word(word)) {
        if !groups.contains(group) {
            groups.push(*group);
        }
    }
    groups
}

/// The groups that a code value may mean; empty for an unknown one. The two schemes' values can't be confused.
pub(super) fn groups_of_code(value: &str) -> &'static [Group] {
    shown(value, |region| region.codes)
}

fn groups_of_term(term: &str) -> &'static [Group] {
    shown(term, |region| region.terms)
}

fn shown(name: &str, names: impl Fn(&Region) -> &'static str) -> &'static [Group] {
    let region = REGIONS.iter().find(|region| names(region).split_ascii_whitespace().any(|known| known == name));
    region.map_or(&[], |region| region.shows)
}

/// A word, singular or plural.
fn groups_of_word(word: &str) -> &'static [Group] {
    let groups = groups_of_term(word);
    if groups.is_empty() { groups_of_term(word.strip_suffix('S').unwrap_or_default()) } else { groups }
}

#[cfg(test)]
mod tests {
    use super::REGIONS;

    #[test]
    fn no_term_and_no_code_stands_in_two_regions() {
        let names = |list: &'static str| list.split_ascii_whitespace();
        let mut all: Vec<&str> =
            REGIONS.iter().flat_map(|region| names(region.terms).chain(names(region.codes))).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
