// Writes GGUF headers, sound or not, for the stand-in and for files of the tests' own.

export const TYPE = { U8: 0, I8: 1, U16: 2, I16: 3, U32: 4, I32: 5, F32: 6, BOOL: 7, TEXT: 8, ARRAY: 9, U64: 10, I64: 11, F64: 12 };
/** Number in the file, elements of a block and its bytes. */
export const TENSOR = { F32: [0, 1, 4], F16: [1, 1, 2], Q4_0: [2, 32, 18], Q8_0: [8, 32, 34], Q2_K: [10, 256, 84], Q3_K: [11, 256, 110], Q4_K: [12, 256, 144], Q5_K: [13, 256, 176], Q6_K: [14, 256, 210], BF16: [30, 1, 2] };

const ALIGNMENT = 32;
const padded = (bytes) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Bytes of a tensor of these dimensions, the innermost first. */
export function tensorBytes(name, dimensions) {
  const [, elements, bytes] = TENSOR[name];
  return Math.ceil(dimensions[0] / elements) * bytes * dimensions.slice(1).reduce((product, size) => product * size, 1);
}

/**
 * A header of version 3: `metadata` are `[key, type, value]` (of arrays `[key, "ARRAY", [element type, values]]`),
 * `tensors` are `[name, type, dimensions]`. Gives the bytes and how long the whole file is.
 */
export function ggufHeader({ metadata, tensors = [], version = 3 }) {
  const parts = [Buffer.from("GGUF"), u32(version), u64(tensors.length), u64(metadata.length)];
  for (const [key, type, value] of metadata) parts.push(text(key), u32(TYPE[type]), valueBytes(type, value));
  let offset = 0;
  for (const [name, type, dimensions] of tensors) {
    parts.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(TENSOR[type][0]), u64(offset));
    offset += padded(tensorBytes(type, dimensions));
  }
  const header = Buffer.concat(parts);
  const bytes = Buffer.concat([header, Buffer.alloc(padded(header.length) - header.length)]);
  return { bytes, fileBytes: bytes.length + offset };
}

const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text = (value) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

function valueBytes(type, value) {
  if (type === "TEXT") return text(value);
  if (type === "BOOL") return Buffer.from([value ? 1 : 0]);
  if (type === "U32") return u32(value);
  if (type === "U64") return u64(value);
  if (type === "ARRAY") {
    const [element, values] = value;
    return Buffer.concat([u32(TYPE[element]), u64(values.length), ...values.map((one) => valueBytes(element, one))]);
  }
  const bytes = Buffer.alloc(4);
  if (type === "I32") bytes.writeInt32LE(value);
  else bytes.writeFloatLE(value);
  return bytes;
}

/** A vocabulary as large as real ones: `count` tokens with their types and merges, some 60 bytes a token. */
export function vocabulary(count) {
  const token = (index) => `tok${index.toString(36)}_${"abcdefghij".slice(index % 10)}`;
  const tokens = Array.from({ length: count }, (_, index) => token(index));
  return [
    ["tokenizer.ggml.model", "TEXT", "gpt2"],
    ["tokenizer.ggml.tokens", "ARRAY", ["TEXT", tokens]],
    ["tokenizer.ggml.token_type", "ARRAY", ["I32", tokens.map(() => 1)]],
    ["tokenizer.ggml.merges", "ARRAY", ["TEXT", tokens.map((one, index) => `${one} ${token(index + 1)}`)]],
    ["tokenizer.ggml.eos_token_id", "U32", 2],
  ];
}
