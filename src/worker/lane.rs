//! One worker, seen from the page.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker};

use super::kit::Kit;
use super::message::{FromWorker, ToWorker, pack, unpack};

/// Runs after wasm-bindgen's glue: the first message is the compiled module, the rest is Rust's (`inside.rs`).
/// A start that fails is thrown where the page's error handler sees it.
const BOOTSTRAP: &str = "
onmessage = ({ data }) => {
  onmessage = null;
  wasm_bindgen({ module_or_path: data }).catch((error) => setTimeout(() => { throw error; }));
};";

/// What comes out of a worker.
pub(super) enum Signal {
    /// A message with its attachment.
    Says(FromWorker, JsValue),
    /// It stopped: a trap, or memory ran out.
    Stopped,
}

/// A running worker; ended when dropped.
pub(super) struct Lane {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Lane {
    /// Starts a worker from a `blob:` address, which inherits the page's Content-Security-Policy (a worker fetched
    /// from its own address does not).
    pub(super) fn start(kit: &Kit, on_signal: impl Fn(Signal) + Clone + 'static) -> Result<Self, JsValue> {
        let source = Array::of2(&JsValue::from_str(&kit.glue), &JsValue::from_str(BOOTSTRAP));
        let options = BlobPropertyBag::new();
        options.set_type("text/javascript");
        let address = Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&source, &options)?)?;
        let worker = Worker::new(&address)?;
        Url::revoke_object_url(&address)?;
        let says = on_signal.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some((message, attachment)) = unpack(event.data()) {
                says(Signal::Says(message, attachment));
            }
        });
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default(); // handled here; a console would keep the text
            on_signal(Signal::Stopped);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(&kit.module)?;
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Sends a message.
    pub(super) fn send(&self, message: &ToWorker, attachment: &JsValue) -> Result<(), JsValue> {
        self.worker.post_message(&pack(message, attachment)?)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
