#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dicom_imaging_router_fuzz::header(bytes));
