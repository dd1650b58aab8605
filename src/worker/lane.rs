//! One worker, seen from the page.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::kit::Kit;
use super::message::{FromWorker, ToWorker, pack, unpack};
use super::trusted::start_worker;

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
    /// Starts a worker.
    pub(super) fn start(kit: &Kit, on_signal: impl Fn(Signal) + Clone + 'static) -> Result<Self, JsValue> {
        let worker = start_worker(&kit.address)?;
        let says = on_signal.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // What can't be understood comes from a worker that is no longer itself.
            says(
                unpack(event.data()).map_or(Signal::Stopped, |(message, attachment)| Signal::Says(message, attachment)),
            );
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

    /// Sends a message; the attachment is copied (a blob: its handle), or handed over.
    pub(super) fn send(&self, message: &ToWorker, attachment: &JsValue, handed_over: bool) -> Result<(), JsValue> {
        let transfer = if handed_over { Array::of1(attachment) } else { Array::new() };
        self.worker.post_message_with_transfer(&pack(message, attachment)?, &transfer)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
