use llm_lens::domain::machine::devices::reservations::{Amount, Reservation, raised_wired_limit};
use llm_lens::domain::machine::devices::system_memory::{
    CHANNEL_COUNTS, HBM_CHANNELS, MemoryGeneration, SystemMemory,
};
use llm_lens::domain::machine::hardware::{MacSystem, wired_limit_thousandths};
use llm_lens::domain::text::memory_size::MemorySize;

fn bandwidth(generation: MemoryGeneration, mega_transfers: u16, channels: u8) -> u32 {
    SystemMemory {
        generation,
        mega_transfers,
        channels,
    }
    .bandwidth_mb_s()
}

#[test]
fn bandwidth_is_transfers_times_width() {
    assert_eq!(bandwidth(MemoryGeneration::Ddr3, 1600, 2), 25_600);
    assert_eq!(bandwidth(MemoryGeneration::Ddr4, 3200, 2), 51_200);
    assert_eq!(bandwidth(MemoryGeneration::Ddr5, 5600, 1), 44_800);
    assert_eq!(bandwidth(MemoryGeneration::Ddr5, 6400, 12), 614_400);
    assert_eq!(bandwidth(MemoryGeneration::Lpddr5x, 8000, 4), 256_000);
    assert_eq!(bandwidth(MemoryGeneration::Hbm, 3200, HBM_CHANNELS), 1_638_400);
}

#[test]
fn every_speed_is_plausible_for_its_generation_and_ascends() {
    assert_eq!(CHANNEL_COUNTS, [1, 2, 4, 6, 8, 12]);
    for generation in MemoryGeneration::ALL {
        let speeds = generation.speeds();
        assert!(speeds.windows(2).all(|pair| pair[0] < pair[1]), "{generation:?}");
        assert!(speeds.iter().all(|&speed| generation.is_plausible_speed(speed)));
        assert_eq!(MemoryGeneration::from_word(generation.name()), Some(generation));
    }
    assert!(!MemoryGeneration::Ddr4.is_plausible_speed(6400));
    assert!(!MemoryGeneration::Ddr5.is_plausible_speed(1600));
    assert_eq!(MemoryGeneration::from_word("sdram"), None);
}

#[test]
fn the_wired_limit_is_what_was_measured() {
    let at = |gb, system| wired_limit_thousandths(gb, system);
    // llama-cpp-python issue 687: 10,922.67 MB of 16 GB.
    assert_eq!(at(16, MacSystem::Older), 667);
    assert_eq!(at(36, MacSystem::Older), 667);
    assert_eq!(at(64, MacSystem::Older), 750);
    assert_eq!(at(16, MacSystem::Current), 740);
    assert_eq!(at(64, MacSystem::Current), 830);
    assert_eq!(at(128, MacSystem::Current), 840);
    assert_eq!(at(192, MacSystem::Current), 840);
    assert!((740..830).contains(&at(36, MacSystem::Current)));
}

#[test]
fn raising_the_limit_says_the_command_and_what_it_unlocks() {
    let raised = raised_wired_limit(MemorySize::from_gb(64), MacSystem::Older).unwrap();
    assert_eq!(raised.command, "sudo sysctl iogpu.wired_limit_mb=57344");
    assert_eq!(raised.after, 56 << 30);
    assert!(raised.before.abs_diff(48 << 30) < 1 << 20);
    // 8 GB less 4 GB is less than two thirds: nothing is unlocked.
    assert_eq!(raised_wired_limit(MemorySize::from_gb(8), MacSystem::Older), None);
    assert_eq!(raised_wired_limit(MemorySize::ZERO, MacSystem::Current), None);
    assert!(raised_wired_limit(MemorySize::MAX, MacSystem::Current).is_some());
}

#[test]
fn reservations_have_a_typical_amount_within_their_range() {
    for reservation in Reservation::ALL {
        match reservation.amount() {
            Amount::Percent { from, typical, to } => assert!(from <= typical && typical <= to && to < 100),
            Amount::Size { from, typical, to } => assert!(from < typical && typical < to),
        }
    }
    assert!(matches!(
        Reservation::OperatingSystem.amount(),
        Amount::Percent { typical: 20, .. }
    ));
}
