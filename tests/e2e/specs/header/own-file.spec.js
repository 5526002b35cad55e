import { readFile } from "node:fs/promises";
import { expect, test } from "../../support/test.js";
import { FileSays } from "../../support/file-says.js";
import { ggufHeader, vocabulary } from "../../support/hub/gguf.js";
import { safetensorsHeader } from "../../support/hub/headers.js";
import { SMALL } from "../../support/machines.js";
import { dropFile, sparseFile } from "../../support/own-files.js";

const MODEL = "ggml-org/gemma-3-1b-it-GGUF";
const GB = 2 ** 30;
const RECORDED = new URL("../../../fixtures/gguf-headers/llama-3.2-1b.Q4_K_M.gguf", import.meta.url);

const keys = (name, more = []) => [["general.architecture", "TEXT", "llama"], ["general.name", "TEXT", name], ["llama.block_count", "U32", 2], ["llama.embedding_length", "U32", 256], ...more];

test.beforeEach(async ({ lens, page }) => {
  await lens.model(MODEL, { hw: SMALL.hw, v: "gguf:q4_k_m" });
  await new FileSays(page).settled();
});

test("a file of 40 GB is read by slices in well under a second, and nothing is sent", async ({ page, hub }, info) => {
  const file = new FileSays(page);
  const rows = Math.floor((39 * GB) / 1_024);
  const header = ggufHeader({ metadata: keys("Forty", vocabulary(120_000)), tensors: [["token_embd.weight", "F32", [256, rows]]] });
  const path = await sparseFile(info.outputPath("forty.gguf"), header.bytes, 40 * GB);
  const asked = hub.requests.length;
  await file.ownFile.setInputFiles(path);
  await expect(page.getByText("not ggml-org/gemma-3-1b-it-GGUF", { exact: false })).toBeVisible();
  await file.settled();
  const [, ms] = /read on this device in ([\d,]+) ms/.exec(await file.line.innerText());
  expect(Number(ms.replace(",", ""))).toBeLessThan(1_000);
  await file.open();
  await expect(file.fact("File")).toHaveText("forty.gguf");
  await expect(file.type("F32")).toContainText((rows * 256).toLocaleString("en"));
  await expect(file.key("tokenizer.ggml.tokens")).toContainText("120,000 texts");
  expect(hub.requests.length).toBe(asked);
  await page.getByRole("button", { name: `Back to ${MODEL}` }).click();
  await expect(file.fact("File")).toContainText("gemma-3-1b-it-Q4_K_M.gguf");
  expect(hub.requests.length, "the header was read before").toBe(asked);
});

test("a dropped file is read, and the page does not go away", async ({ page }) => {
  const file = new FileSays(page);
  const done = await dropFile(file.region, "llama.gguf", await readFile(RECORDED));
  expect(done).toEqual({ offered: true, taken: true });
  await expect(page.getByText("“llama.gguf” from your device", { exact: false })).toBeVisible();
  await expect(file.line).toContainText("llama");
});

test("a file dropped beside the place does not make the browser leave the page", async ({ page, lens }) => {
  const done = await dropFile(lens.variants, "llama.gguf", await readFile(RECORDED));
  expect(done.taken, "the browser's own handling is prevented").toBe(true);
  await expect(page.getByText("from your device", { exact: false })).toHaveCount(0);
});

test("all shards chosen at once are one model, in whatever order", async ({ page }, info) => {
  const file = new FileSays(page);
  const shard = (number, metadata) => ggufHeader({
    metadata: [...metadata, ["split.no", "U32", number], ["split.count", "U32", 3], ["split.tensors.count", "I32", 3]], tensors: [[`blk.${number}.ffn_up.weight`, "F16", [256, 1_024]]],
  });
  const paths = await Promise.all([[2, []], [0, keys("Split")], [1, []]].map(async ([number, metadata]) => {
    const { bytes, fileBytes } = shard(number, metadata);
    return sparseFile(info.outputPath(`split-0000${number + 1}-of-00003.gguf`), bytes, fileBytes);
  }));
  await file.ownFile.setInputFiles(paths);
  await file.settled();
  await file.open();
  await expect(file.fact("File")).toContainText("00001-of-00003");
  await expect(file.type("F16")).toContainText("786,432");
  await file.ownFile.setInputFiles(paths.slice(0, 2));
  await expect(file.region).toContainText("Without shard 2 the model cannot be loaded.");
});

test("Safetensors with their configuration", async ({ page }, info) => {
  const file = new FileSays(page);
  const header = safetensorsHeader({ "model.embed_tokens.weight": { dtype: "BF16", shape: [1_000, 64], data_offsets: [0, 128_000] } });
  const model = await sparseFile(info.outputPath("model.safetensors"), header, header.length + 128_000);
  await file.ownFile.setInputFiles(model);
  await file.settled();
  await file.open();
  await expect(file.type("BF16")).toContainText("64,000");
  await expect(file.region).toContainText("Choose its config.json together with them.");
  const json = Buffer.from(JSON.stringify({ model_type: "llama", num_hidden_layers: 7, hidden_size: 64, num_attention_heads: 4 }));
  const config = await sparseFile(info.outputPath("config.json"), json, json.length);
  await file.ownFile.setInputFiles([model, config]);
  await expect(file.fact("Layers")).toHaveText("7");
});

for (const [name, bytes, sentence] of [
  ["broken.gguf", Buffer.from("not a model at all, only a text"), /neither a GGUF nor/], ["cut.gguf", ggufHeader({ metadata: keys("Cut") }).bytes.subarray(0, 90), /cut off in its header/],
  ["empty.gguf", Buffer.alloc(0), /empty/], ["zip.gguf", Buffer.from("PK\x03\x04".padEnd(400)), /ZIP archive/], ["wrong.safetensors", ggufHeader({ metadata: keys("Wrong") }).bytes, /This is a GGUF file/],
]) {
  test(`${name}: a sentence says what it is, and the way back is there`, async ({ page }, info) => {
    const file = new FileSays(page);
    await file.ownFile.setInputFiles(await sparseFile(info.outputPath(name), bytes, bytes.length));
    await file.settled("failed");
    await expect(file.region).toContainText(sentence);
    await page.getByRole("button", { name: `Back to ${MODEL}` }).click();
    await file.settled();
  });
}
