//! The service worker (`www/service-worker.js`): whether the page works without a network, and whether a newer one is
//! ready. Without support for it everything else works.

use gloo::events::EventListener;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageEvent, RegistrationOptions, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
    ServiceWorkerUpdateViaCache,
};

use crate::worker::{NetworkRequest, SERVICE_WORKER, trusted_script};

/// Whether the page works without a network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::app) enum Offline {
    /// Not known yet.
    #[default]
    Preparing,
    /// It doesn't: the browser has no service workers here, or the host serves something else.
    Unable,
    /// It does.
    Able,
    /// It does, and a newer version waits.
    Newer,
}

impl Offline {
    /// What the page's `data-offline` says.
    pub(in crate::app) fn id(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Unable => "unable",
            Self::Able => "able",
            Self::Newer => "newer",
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// A container that takes an address of a type of its own.
    #[wasm_bindgen(extends = ServiceWorkerContainer)]
    type TrustingContainer;
    #[wasm_bindgen(method, catch, js_name = register)]
    fn register(this: &TrustingContainer, address: &JsValue, options: &JsValue) -> Result<Promise, JsValue>;
}

/// Installs the service worker, or looks for a newer one; `tell` hears how it stands, now and later.
pub(in crate::app) async fn prepare_offline(tell: impl Fn(Offline) + Clone + 'static) {
    let registration = registered().await;
    let Some(registration) = registration else { return tell(Offline::Unable) };
    let tell_state = {
        let registration = registration.clone();
        move || tell(state(&registration))
    };
    hear_updates(&registration, tell_state.clone());
    tell_state();
    if registration.active().is_some() {
        // The only time that the page looks for a newer version. Without a network there is none.
        if let Ok(update) = registration.update() {
            JsFuture::from(update).await.ok();
        }
    }
}

/// The service worker tells of each request that it makes, for as long as the page lives.
pub(in crate::app) fn hear_offline_requests(tell: impl Fn(NetworkRequest) + 'static) {
    let Some(container) = container() else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        let number = |key: &str| Reflect::get(&data, &key.into()).ok()?.as_f64();
        let address = Reflect::get(&data, &"address".into()).ok().and_then(|address| address.as_string());
        if let (Some(address), Some(bytes), Some(at)) = (address, number("bytes"), number("at")) {
            tell(NetworkRequest { address, bytes, at });
        }
    });
    container.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
}

/// Puts the newer version in place and loads the page again.
pub(in crate::app) async fn reload_into_newer() {
    let (Some(container), Some(window)) = (container(), web_sys::window()) else { return };
    let registration = container.get_registration();
    let registration = JsFuture::from(registration).await.ok().and_then(|found| found.dyn_into().ok());
    match registration.and_then(|found: ServiceWorkerRegistration| found.waiting()) {
        Some(waiting) => {
            let reload = move |_: &web_sys::Event| drop(window.location().reload());
            EventListener::once(&container, "controllerchange", reload).forget();
            waiting.post_message(&"take over".into()).ok();
        }
        None => drop(window.location().reload()), // another tab was quicker
    }
}

async fn registered() -> Option<ServiceWorkerRegistration> {
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let container = container()?.unchecked_into::<TrustingContainer>();
    let registration = container.register(&trusted_script(SERVICE_WORKER), &options).ok()?;
    JsFuture::from(registration).await.ok()?.dyn_into().ok()
}

/// None in a browser without, or on a page that isn't secure.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"serviceWorker".into()).ok()?.dyn_into().ok()
}

fn hear_updates(registration: &ServiceWorkerRegistration, tell: impl Fn() + Clone + 'static) {
    let follow = {
        let registration = registration.clone();
        move || {
            let Some(installing) = registration.installing() else { return };
            let tell = tell.clone();
            EventListener::new(&installing, "statechange", move |_| tell()).forget();
        }
    };
    follow();
    EventListener::new(registration, "updatefound", move |_| follow()).forget();
}

fn state(registration: &ServiceWorkerRegistration) -> Offline {
    let active = registration.active().is_some_and(|active| active.state() == ServiceWorkerState::Activated);
    let pending = registration.installing().or(registration.waiting()).or(registration.active()).is_some();
    match (active, registration.waiting()) {
        (true, Some(_)) => Offline::Newer,
        (true, None) => Offline::Able,
        (false, _) if pending => Offline::Preparing,
        (false, _) => Offline::Unable,
    }
}
