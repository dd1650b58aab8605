//! What the browser itself notes of the network: in the page, and in each worker.

use js_sys::{Array, Date};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::{
    Event, EventTarget, Performance, PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit,
    PerformanceResourceTiming,
};

/// Something that was asked for, or was stopped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Traffic {
    /// A request (Resource Timing, W3C).
    Request(NetworkRequest),
    /// The Content-Security-Policy stopped something.
    Forbidden,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkRequest {
    /// The whole address.
    pub address: String,
    /// Bytes that came over the network, header included; 0 for what the browser had.
    pub bytes: f64,
    /// When, in milliseconds since 1970.
    pub at: f64,
}

/// Hears of everything from now on and, of requests, of what was before. For as long as the page or worker lives.
pub fn watch_traffic(tell: impl Fn(Traffic) + Clone + 'static) {
    let global: EventTarget = js_sys::global().unchecked_into();
    let forbidden = {
        let tell = tell.clone();
        Closure::<dyn Fn(Event)>::new(move |_| tell(Traffic::Forbidden))
    };
    let name = "securitypolicyviolation";
    global.add_event_listener_with_callback(name, forbidden.as_ref().unchecked_ref()).ok();
    forbidden.forget();
    let Some(performance) = performance() else { return };
    let opened = Date::now() - performance.now();
    let tell_all = move |entries: Array| {
        let requests = entries.iter().filter_map(|entry| entry.dyn_into().ok());
        requests.for_each(|entry| tell(Traffic::Request(noted(&entry, opened))));
    };
    tell_all(performance.get_entries());
    let observe = Closure::<dyn Fn(PerformanceObserverEntryList)>::new(move |list: PerformanceObserverEntryList| {
        tell_all(list.get_entries());
    });
    if let Ok(observer) = PerformanceObserver::new(observe.as_ref().unchecked_ref()) {
        observer.observe(&PerformanceObserverInit::new(&Array::of1(&"resource".into())));
        observe.forget();
    }
}

/// What a service worker hands out came from its store; if it asked the network, it says so itself.
fn noted(entry: &PerformanceResourceTiming, opened: f64) -> NetworkRequest {
    let bytes = if entry.worker_start() > 0.0 { 0.0 } else { entry.transfer_size() };
    NetworkRequest { address: entry.name(), bytes, at: opened + entry.start_time() }
}

fn performance() -> Option<Performance> {
    js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok()?.dyn_into().ok()
}
