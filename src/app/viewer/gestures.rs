//! Pointers on the canvas: one drags, two pinch.

use web_sys::PointerEvent;

/// A place on the canvas, in CSS pixels.
pub(super) type Place = (f64, f64);

/// What a movement of pointers means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Gesture {
    /// One pointer moved by so much. `other_button`: with the right or the middle button, or shift.
    Drag { right: f64, down: f64, other_button: bool },
    /// Two pointers: enlarged by a factor about a place, and moved.
    Pinch { factor: f64, at: Place, right: f64, down: f64 },
}

#[derive(Debug, Clone, Copy)]
struct Pointer {
    id: i32,
    at: Place,
    other_button: bool,
}

/// The pointers that are down.
#[derive(Debug, Default)]
pub(super) struct Pointers(Vec<Pointer>);

impl Pointers {
    pub(super) fn down(&mut self, event: &PointerEvent) {
        self.up(event);
        let other_button = event.button() > 0 || event.shift_key();
        self.0.push(Pointer { id: event.pointer_id(), at: place(event), other_button });
    }

    pub(super) fn up(&mut self, event: &PointerEvent) {
        self.0.retain(|pointer| pointer.id != event.pointer_id());
    }

    pub(super) fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Takes a movement in.
    pub(super) fn moved(&mut self, event: &PointerEvent) -> Option<Gesture> {
        let to = place(event);
        let index = self.0.iter().position(|pointer| pointer.id == event.pointer_id())?;
        let Pointer { at: from, other_button, .. } = self.0[index];
        self.0[index].at = to;
        let (right, down) = (to.0 - from.0, to.1 - from.1);
        match self.0.as_slice() {
            [_] => Some(Gesture::Drag { right, down, other_button }),
            [_, _] => {
                let still = self.0[1 - index].at;
                let factor = (distance(to, still) / distance(from, still).max(1.0)).clamp(0.2, 5.0);
                let at = ((to.0 + still.0) / 2.0, (to.1 + still.1) / 2.0);
                Some(Gesture::Pinch { factor, at, right: right / 2.0, down: down / 2.0 })
            }
            _ => None,
        }
    }
}

/// Where an event happened on its target.
pub(super) fn place(event: &PointerEvent) -> Place {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}

fn distance(a: Place, b: Place) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}
