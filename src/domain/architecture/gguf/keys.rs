//! Keys of the metadata, with a note of where each number came from.

use crate::domain::architecture::{Geometry, Origin, Quantity};
use crate::domain::files::gguf::{Metadata, PerLayer, Value};

/// Metadata being read into a geometry.
pub(super) struct Keys<'a> {
    pub(super) metadata: &'a Metadata,
    pub(super) geometry: Geometry,
}

impl<'a> Keys<'a> {
    pub(super) fn new(metadata: &'a Metadata) -> Self {
        Self {
            metadata,
            geometry: Geometry::default(),
        }
    }

    pub(super) fn architecture(&self) -> &'a str {
        self.metadata.architecture().unwrap_or_default()
    }

    pub(super) fn of_model(&self, name: &str) -> Option<&'a Value> {
        self.metadata.of_model(name)
    }

    fn origin(&self, name: &str) -> Origin {
        Origin::Key(format!("{}.{name}", self.architecture()))
    }

    /// A number of the model, noted if it is there.
    pub(super) fn one(&mut self, name: &str, quantity: Quantity) -> Option<u64> {
        let number = self.number(name)?;
        let origin = self.origin(name);
        self.geometry.note(quantity, number, number, origin);
        Some(number)
    }

    /// A number of the model without a note.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.of_model(name)?.as_u64()
    }

    /// A number of the model; 0, and a note that it is missing, if it is not there.
    pub(super) fn require(&mut self, name: &str, quantity: Quantity) -> u64 {
        let number = self.one(name, quantity);
        if number.is_none() {
            self.geometry.miss(quantity);
        }
        number.unwrap_or(0)
    }

    /// Numbers of the layers, noted if they are there.
    pub(super) fn each(&mut self, name: &str, quantity: Quantity) -> Option<PerLayer<u64>> {
        let numbers = self.of_model(name)?.per_layer()?;
        let (smallest, largest) = match &numbers {
            PerLayer::Same(number) => (*number, *number),
            PerLayer::Each(numbers) => {
                let smallest = numbers.iter().min().copied().unwrap_or(0);
                (smallest, numbers.iter().max().copied().unwrap_or(0))
            }
        };
        let origin = self.origin(name);
        self.geometry.note(quantity, smallest, largest, origin);
        Some(numbers)
    }

    /// Truth values of the layers.
    pub(super) fn flags(&self, name: &str) -> Option<PerLayer<bool>> {
        self.of_model(name)?.flags_per_layer()
    }

    /// Notes a number that a key states in another form.
    pub(super) fn note_key(&mut self, quantity: Quantity, number: u64, name: &str) {
        let origin = self.origin(name);
        self.geometry.note(quantity, number, number, origin);
    }
}
