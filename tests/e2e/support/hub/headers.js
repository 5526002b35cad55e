// The first bytes of the files that the stand-in knows: recorded headers where one fits, composed ones elsewhere. What
// follows them in the file are zeros.

import { readFileSync } from "node:fs";
import { TENSOR, ggufHeader, tensorBytes, vocabulary } from "./gguf.js";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);
const RECORDED = JSON.parse(readFileSync(new URL("gguf-headers/facts.json", FIXTURES), "utf8"));

/** Repositories whose headers have a whole vocabulary, as real files do: 9 MB of it. */
const WITH_VOCABULARY = new Map([["unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF", 151_936]]);
/** Configurations that are those of other repositories with the same shapes. */
const CONFIGS = new Map(Object.entries({
  "Qwen/Qwen3-0.6B": "Qwen_Qwen3-0.6B", "Qwen/Qwen3-8B": "Qwen_Qwen3-8B", "Qwen/Qwen3-30B-A3B": "Qwen_Qwen3-30B-A3B", "Qwen/Qwen3-32B-FP8": "Qwen_Qwen3-32B-FP8",
  "Qwen/Qwen3-VL-8B-Instruct": "Qwen_Qwen3-VL-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct": "meta-llama_Meta-Llama-3.1-8B", "deepseek-ai/DeepSeek-R1": "deepseek-ai_DeepSeek-V3",
  "deepseek-ai/DeepSeek-V3": "deepseek-ai_DeepSeek-V3", "moonshotai/Kimi-K2.5": "moonshotai_Kimi-K2.5", "openai/gpt-oss-20b": "openai_gpt-oss-20b",
  "mistralai/Devstral-Small-2507": "mistralai_Devstral-Small-2507", "mistralai/Mixtral-8x7B-Instruct-v0.1": "mistralai_Mixtral-8x7B-v0.1",
  "mlx-community/Qwen3.5-9B-MLX-8bit": "mlx_Qwen3.5-9B-MLX-8bit", "nvidia/Gemma-4-31B-IT-NVFP4": "nvidia_Gemma-4-31B-IT-NVFP4", "nvidia/Qwen3-235B-A22B-NVFP4": "nvidia_Qwen3-235B-A22B-NVFP4",
}));
/** Layers, width and vocabulary by billions of parameters: what composed headers and configurations say. */
const SHAPES = [[0.3, 12, 512, 32_000], [0.8, 24, 896, 151_936], [2, 28, 1_536, 151_936], [5, 32, 2_560, 151_936], [10, 36, 4_096, 151_936], [20, 40, 5_120, 131_072], [50, 64, 5_120, 152_064], [120, 80, 8_192, 128_256], [Infinity, 61, 7_168, 129_280]];

const known = new Map();

/** The first bytes of a file of a repository. */
export function headerOf(document, file) {
  const key = `${document.id} ${file.rfilename} ${file.size}`;
  if (!known.has(key)) known.set(key, madeHeader(document, file));
  return known.get(key);
}

function madeHeader(document, file) {
  if (file.rfilename.endsWith(".gguf")) return recordedHeader(document, file) ?? composedGguf(document, file);
  if (file.rfilename.endsWith(".safetensors")) return composedSafetensors(document, file);
  return Buffer.alloc(0);
}

const labelOf = (path) => /(?:[-.]|^)((?:IQ|Q|TQ|BF|F)\d[A-Z0-9_]*)/i.exec(path.split("/").at(-1).replace(/-\d{5}-of-\d{5}/, ""))?.[1].toUpperCase() ?? "F16";

/** A recorded header of the same architecture, label and size, which the bytes of the file can hold. */
function recordedHeader(document, file) {
  if (WITH_VOCABULARY.has(document.id)) return undefined;
  const label = labelOf(file.rfilename);
  const found = RECORDED.find(({ file: name, metadata, parameters, weight_bytes: bytes }) => metadata["general.architecture"] === document.gguf?.architecture
    && name.toUpperCase().includes(`.${label}.`) && Math.abs(parameters / document.gguf.total - 1) < 0.02 && bytes < file.size && bytes > file.size * 0.9);
  return found && readFileSync(new URL(`gguf-headers/${found.file}`, FIXTURES));
}

const shapeOf = (parameters) => SHAPES.find(([billions]) => parameters < billions * 1e9);
const parametersOf = (document) => document.gguf?.total ?? document.safetensors?.total ?? 1e9;

/** A header whose tensors come to nearly the size of the file. */
function composedGguf(document, file) {
  const [, number, count] = /-(\d{5})-of-(\d{5})\.gguf$/.exec(file.rfilename) ?? [undefined, "1", "1"];
  const [, layers, width, words] = shapeOf(parametersOf(document));
  const label = labelOf(file.rfilename);
  const type = Object.keys(TENSOR).find((name) => label.startsWith(name)) ?? (label.startsWith("Q5") ? "Q5_K" : label.startsWith("Q8") ? "Q8_0" : "Q2_K");
  const metadata = Number(number) === 1 ? modelKeys(document, layers, width, words) : [];
  if (Number(count) > 1) metadata.push(["split.no", "U32", Number(number) - 1], ["split.count", "U32", Number(count)], ["split.tensors.count", "I32", layers * 8 + 2]);
  const of = (index) => Math.floor((index * Number(count)) / layers) === Number(number) - 1;
  const own = Array.from({ length: layers }, (_, index) => index).filter(of);
  const ends = [...(Number(number) === 1 ? [["token_embd.weight", type, [width, words]]] : []), ...(number === count ? [["output_norm.weight", "F32", [width]]] : [])];
  const fixed = [...ends, ...own.flatMap((index) => ["attn_q", "attn_k", "attn_v", "attn_output"].map((name) => [`blk.${index}.${name}.weight`, type, [width, width]]))];
  const left = file.size - fixed.reduce((sum, [, name, dimensions]) => sum + tensorBytes(name, dimensions), 0) - 10_000_000;
  const wide = Math.max(1, Math.floor(left / (own.length * 3 * tensorBytes(type, [width, 1]) + own.length * 400)));
  const tensors = left > 0 ? [...fixed, ...own.flatMap((index) => [[`blk.${index}.attn_norm.weight`, "F32", [width]], ...["ffn_gate", "ffn_up", "ffn_down"].map((name) => [`blk.${index}.${name}.weight`, type, [width, wide]])])] : [];
  return ggufHeader({ metadata, tensors }).bytes;
}

function modelKeys(document, layers, width, words) {
  const architecture = document.gguf?.architecture ?? "llama";
  const own = (name, type, value) => [`${architecture}.${name}`, type, value];
  return [
    ["general.architecture", "TEXT", architecture], ["general.type", "TEXT", "model"], ["general.name", "TEXT", document.id.split("/")[1]], ["general.quantization_version", "U32", 2],
    own("block_count", "U32", layers), own("context_length", "U32", document.gguf?.context_length ?? 4_096), own("embedding_length", "U32", width), own("feed_forward_length", "U32", width * 3),
    own("attention.head_count", "U32", width / 128), own("attention.head_count_kv", "U32", 8), own("attention.key_length", "U32", 128), own("attention.value_length", "U32", 128),
    own("attention.layer_norm_rms_epsilon", "F32", 0.00001), own("rope.freq_base", "F32", 1_000_000),
    ["tokenizer.chat_template", "TEXT", document.gguf?.chat_template ?? ""],
    ...(WITH_VOCABULARY.has(document.id) ? vocabulary(WITH_VOCABULARY.get(document.id)) : [own("vocab_size", "U32", words)]),
  ];
}

const WIDTHS = { F32: 4, I32: 4, U32: 4, BF16: 2, F16: 2, I16: 2, I64: 8 };

/** A header whose tensors fill the file to its last byte. */
function composedSafetensors(document, file) {
  const dtype = Object.entries(document.safetensors?.parameters ?? { F32: 1 }).sort(([, left], [, right]) => right - left)[0][0];
  const width = WIDTHS[dtype] ?? 1;
  const [, layers] = shapeOf(parametersOf(document));
  const length = 32_768;
  const space = file.size - 8 - length;
  if (space < layers * width) return safetensorsHeader({ "model.norm.weight": { dtype: "U8", shape: [Math.max(0, file.size - 72)], data_offsets: [0, Math.max(0, file.size - 72)] } }, 64);
  const each = Math.floor(space / layers / width) * width;
  const header = { __metadata__: { format: "pt" } };
  for (let index = 0; index < layers; index += 1) header[`model.layers.${index}.mlp.up_proj.weight`] = { dtype, shape: [each / width], data_offsets: [index * each, (index + 1) * each] };
  const rest = space - layers * each;
  header["model.norm.weight"] = { dtype: "U8", shape: [rest], data_offsets: [layers * each, space] };
  return safetensorsHeader(header, length);
}

/** Length and JSON, padded with spaces to `length` bytes. */
export function safetensorsHeader(header, length = 0) {
  const json = JSON.stringify(header).padEnd(length);
  const front = Buffer.alloc(8);
  front.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([front, Buffer.from(json)]);
}

/** A text file of a repository: a recorded configuration, or one composed from what the list knows. */
export function textOf(document, path) {
  if (path === "hf_quant_config.json" && document.id === "nvidia/Qwen3-235B-A22B-NVFP4") return readFileSync(new URL("configs/nvidia_Qwen3-235B-A22B-NVFP4.hf_quant_config.json", FIXTURES));
  if (path !== "config.json") return Buffer.from("{}");
  const recorded = CONFIGS.get(document.id);
  if (recorded) return readFileSync(new URL(`configs/${recorded}.json`, FIXTURES));
  const [, layers, width, words] = shapeOf(parametersOf(document));
  return Buffer.from(JSON.stringify({
    ...document.config, model_type: document.config?.model_type ?? "llama", num_hidden_layers: layers, hidden_size: width, intermediate_size: width * 3,
    num_attention_heads: Math.max(1, width / 128), num_key_value_heads: 8, head_dim: 128, vocab_size: words, max_position_embeddings: 32_768, torch_dtype: "bfloat16",
  }, null, 2));
}

/** The requests for parts of one file: for `hub.fail`, `hub.hold` and for counting. */
export const ofFile = (ending) => ({ where: ({ host, query }) => host.endsWith(".hf.co") && (query.get("name") ?? "").endsWith(ending) });

/** What can be wrong with a file: answers to a request for a part of it. */
export const FILE_FAULTS = {
  /** The server sends all of the file, whatever was asked for. */
  ignoresRange: (answer) => ({ ...answer, status: 200, headers: { "Content-Type": "application/octet-stream" }, body: Buffer.concat([answer.body, Buffer.alloc(2_000_000)]) }),
  /** A page in place of the file, by its type and by its content. */
  webPage: (answer) => ({ ...answer, status: 200, headers: { "Content-Type": "text/html" }, body: Buffer.from("<!doctype html><title>Sign in</title>") }),
  untypedPage: replaced(() => Buffer.from("<!doctype html><title>Sign in</title>".padEnd(65_536))),
  lfsPointer: replaced(() => Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 4920000000\n")),
  wrongMagic: replaced((body) => Buffer.concat([Buffer.from("NOPE"), body.subarray(4)])),
  zeros: replaced((body) => Buffer.alloc(body.length)),
  /** The first key claims to be longer than the file. */
  lyingLength: replaced((body) => Buffer.concat([body.subarray(0, 24), u64(2n ** 62n), body.subarray(32)])),
  absurdCounts: replaced((body) => Buffer.concat([body.subarray(0, 8), u64(2n ** 60n), u64(2n ** 60n), body.subarray(24)])),
  newerVersion: replaced((body) => Buffer.concat([Buffer.from("GGUF"), Buffer.from([9, 0, 0, 0]), body.subarray(8)])),
  /** A text value that goes on for more than a gigabyte, in a file that is large enough for it. */
  endless: (answer) => ({ ...replaced((body) => Buffer.concat([body.subarray(0, 24), u64(1n), Buffer.from("k"), Buffer.from([8, 0, 0, 0]), u64(3n * 2n ** 30n), body.subarray(45)]))(answer), headers: { ...answer.headers, "Content-Range": "bytes 0-65535/9000000000" } }),
  /** The file ends after 1,000 bytes. */
  cutShort: (answer) => ({ ...answer, headers: { ...answer.headers, "Content-Range": "bytes 0-999/1000" }, body: answer.body.subarray(0, 1_000) }),
  /** The file ends in the middle of its tensors. */
  halved: (answer) => ({ ...answer, headers: { ...answer.headers, "Content-Range": answer.headers["Content-Range"].replace(/\d+$/, (size) => String(Math.floor(size / 2))) } }),
  /** The part begins further back than was asked for. */
  elsewhere: (answer) => ({ ...answer, headers: { ...answer.headers, "Content-Range": answer.headers["Content-Range"].replace(/^bytes \d+/, "bytes 512") } }),
  beyondTheEnd: () => ({ status: 416, headers: { "Content-Type": "text/plain" }, body: Buffer.alloc(0) }),
};

function replaced(change) {
  return (answer) => ({ ...answer, body: change(answer.body) });
}

function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}
