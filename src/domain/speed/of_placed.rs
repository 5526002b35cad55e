//! Where a placed run lies, as far as speed is concerned.

use super::machine::{Part, Placement, Sharing};
use super::place::MachineSpeed;
use crate::domain::estimate::Placed;

impl Placement {
    /// The placement that the Detailed estimate found. The devices of the run are those of the machine in order;
    /// `input_bytes` is the table of words, which lies in system memory and of which a token reads one row.
    pub fn of_placed(placed: &Placed, input_bytes: u64, machine: &MachineSpeed) -> Self {
        if placed.gpu_layers == 0 || machine.gpus.is_empty() {
            return Self::on_processor(machine.host);
        }
        let on_devices = placed
            .devices
            .iter()
            .fold(0_u64, |sum, load| sum.saturating_add(load.parts.weights));
        let spilled = placed.host.parts.weights.saturating_sub(input_bytes);
        let all = on_devices.saturating_add(spilled).max(1) as f64;
        let mut loads = placed.devices.iter();
        let mut parts: Vec<Part> = Vec::new();
        for group in &machine.gpus {
            let of_group = loads.by_ref().take(usize::from(group.count.max(1)));
            let used = of_group.map(|load| load.parts.weights).filter(|bytes| *bytes > 0);
            let (count, bytes) = used.fold((0_u16, 0_u64), |(count, sum), bytes| {
                (count.saturating_add(1), sum.saturating_add(bytes))
            });
            if count > 0 {
                parts.push(Part {
                    device: group.device,
                    count,
                    sharing: Sharing::Layers,
                    share: bytes as f64 / all,
                });
            }
        }
        // A run on more devices than the machine has: the last kind stands for the rest.
        let rest = loads.fold(0_u64, |sum, load| sum.saturating_add(load.parts.weights));
        if let Some(last) = parts.last_mut() {
            last.share += rest as f64 / all;
        }
        Self {
            parts,
            host: machine.host,
        }
    }
}
