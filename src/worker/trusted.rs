//! Addresses of scripts, in the type that the page's policy demands (Trusted Types, W3C): only this module can make one.

use std::cell::OnceCell;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Worker;

/// The script that keeps the page for when there is no network.
pub const SERVICE_WORKER: &str = "./service-worker.js";
/// The only policy that the page's Content-Security-Policy lets anyone make, and once.
const POLICY: &str = "router";

#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, catch, js_name = createPolicy)]
    fn create_policy(this: &Factory, name: &str, rules: &Object) -> Result<Policy, JsValue>;

    type Policy;
    #[wasm_bindgen(method, catch, js_name = createScriptURL)]
    fn create_script_url(this: &Policy, address: &str) -> Result<JsValue, JsValue>;

    /// A worker, started from an address that may be more than a string.
    #[wasm_bindgen(js_name = Worker, extends = Worker)]
    type TrustedWorker;
    #[wasm_bindgen(constructor, catch, js_class = "Worker")]
    fn new(address: &JsValue) -> Result<TrustedWorker, JsValue>;
}

thread_local! {
    /// None where the browser knows no Trusted Types.
    static TRUSTED: OnceCell<Option<Policy>> = const { OnceCell::new() };
}

/// An address to start a script from: of a `blob:` that the page made, or of the service worker.
#[must_use]
pub fn trusted_script(address: &str) -> JsValue {
    TRUSTED.with(|policy| match policy.get_or_init(policy_of_browser) {
        Some(policy) => policy.create_script_url(address).unwrap_or_default(),
        None => address.into(),
    })
}

/// Starts a worker.
pub(super) fn start_worker(address: &str) -> Result<Worker, JsValue> {
    TrustedWorker::new(&trusted_script(address)).map(Into::into)
}

fn policy_of_browser() -> Option<Policy> {
    let factory = Reflect::get(&js_sys::global(), &"trustedTypes".into()).ok().filter(|one| !one.is_undefined())?;
    let rule = Closure::<dyn Fn(String) -> String>::new(|address: String| {
        if address.starts_with("blob:") || address == SERVICE_WORKER { address } else { String::new() }
    });
    let rules = Object::new();
    Reflect::set(&rules, &"createScriptURL".into(), &rule.into_js_value()).ok()?;
    factory.unchecked_into::<Factory>().create_policy(POLICY, &rules).ok()
}
