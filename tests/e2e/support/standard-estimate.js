// The Standard estimate written a second time, straight from its documentation, to check what the page shows.

const WIDTHS = [
  [/^(?:FP|F)32/i, 4], [/^(?:BF16|FP16|F16)/i, 2], [/^(?:INT8|FP8|Q8|8-bit)/i, 1],
];

/** Bytes per parameter of a label: everything that is not 32, 16 or 8 bits wide counts as half a byte. */
export function bytesPerParameter(label) {
  const plain = label.trim().replace(/^(?:UD-|i1-)/i, "");
  return WIDTHS.find(([pattern]) => pattern.test(plain))?.[1] ?? (/8-bit|W8A8/i.test(plain) ? 1 : 0.5);
}

/** `{ modelMemory, required }` in bytes. */
export function estimate(label, parameters, multiplier = 1.5) {
  const modelMemory = Math.floor(parameters * bytesPerParameter(label));
  return { modelMemory, required: Math.floor(modelMemory * multiplier) };
}
