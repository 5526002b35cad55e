// Machines that tests use, as the part `hw` of an address, with what the Standard estimate must make of them.

const GB = 2 ** 30;

/** System memory without the reserve of 20 %, rounded as the domain rounds: the reserve half up. */
export const availableSystem = (gb, reservePercent = 20) => gb * GB - Math.floor((gb * GB * reservePercent + 50) / 100);

/** The machine of the worked example: one GPU of 4 GB and 16 GB of system memory, 16.8 GB available. */
export const SMALL = { hw: "v1~ram16~gpu4", ram: 16, gpu: 4, count: 1, totalGpu: 4 * GB, availableSystem: availableSystem(16), available: 4 * GB + availableSystem(16) };
/** Runs everything up to about 30 B. */
export const LARGE = { hw: "v1~ram64~gpu24x2", ram: 64, gpu: 24, count: 2, totalGpu: 48 * GB, availableSystem: availableSystem(64), available: 48 * GB + availableSystem(64) };
/** Runs nearly nothing. */
export const TINY = { hw: "v1~ram2", ram: 2, gpu: 0, count: 0, totalGpu: 0, availableSystem: availableSystem(2), available: availableSystem(2) };
/** A chip with unified memory. */
export const UNIFIED = { hw: "v1~ram32~uma75~fmt-std.mlx", ram: 32, available: availableSystem(32) };
