import { expect, test } from "../../support/test.js";
import { FileSays } from "../../support/file-says.js";
import { ofFile } from "../../support/hub/headers.js";
import { SMALL } from "../../support/machines.js";

const LARGE_HEADER = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";
const RECORDED = "Lewdiculous/L3-8B-Stheno-v3.2-GGUF-IQ-Imatrix";
const SHARDED = "unsloth/DeepSeek-R1-GGUF";

test("a GGUF variant costs one request of at most 64 KiB, and no key is missing", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  await lens.model(LARGE_HEADER, { hw: SMALL.hw, v: "gguf:q6_k" });
  await file.settled();
  expect(hub.downloads.map(({ bytes, headers }) => [bytes, headers.range])).toEqual([[65_536, "bytes=0-65535"]]);
  expect(hub.downloads[0].headers).not.toHaveProperty("authorization");
  await expect(file.region).toHaveAttribute("data-requests", "1");
  await expect(file.line).toContainText("GGUF 3 · qwen3");
  await file.open();
  await expect(file.key("qwen3.block_count")).toContainText("UINT32");
  await expect(file.key("qwen3.block_count")).toContainText("36");
  await expect(file.key("qwen3.attention.layer_norm_rms_epsilon")).toContainText("0.00001");
  await expect(file.key("tokenizer.ggml.tokens")).toContainText("151,936 texts, not read");
});

test("the file asked for is that of the commit that the page describes", async ({ lens, page, hub }) => {
  await lens.model(RECORDED, { hw: SMALL.hw, v: "gguf:q4_k_m" });
  await new FileSays(page).settled();
  const { sha } = hub.documents.get(RECORDED);
  expect(hub.requests.filter(({ path }) => path.includes("/resolve/")).map(({ path }) => path)).toEqual([`/${RECORDED}/resolve/${sha}/L3-8B-Stheno-v3.2-Q4_K_M-imat.gguf`]);
});

test("the model's document is not asked for a second time", async ({ lens, page, hub }) => {
  await lens.model(RECORDED, { hw: SMALL.hw });
  await new FileSays(page).settled();
  expect(hub.details).toHaveLength(1);
});

test("the whole header is read when asked, in few pieces, and gives the tensors", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  await lens.model(LARGE_HEADER, { hw: SMALL.hw, v: "gguf:q6_k" });
  await file.settled();
  await file.open();
  await expect(file.types).toHaveCount(0);
  await expect(file.readWhole).toContainText(/about [89]\.\d+\sMiB/);
  await file.readWhole.click();
  await expect(file.types).toBeVisible({ timeout: 20_000 });
  expect(hub.downloads.length).toBeLessThanOrEqual(9);
  expect(Math.max(...hub.downloads.map(({ bytes }) => bytes))).toBeLessThanOrEqual(4 * 2 ** 20);
  await expect(file.type("Q6_K")).toBeVisible();
  await expect(file.type("F32")).toContainText("37");
  await expect(file.key("tokenizer.ggml.merges")).toContainText("151,936 texts");
  await file.region.getByText(/All 290 tensors/).click();
  await file.region.getByRole("searchbox", { name: "Filter tensors" }).fill("blk.7.attn_q");
  await expect(file.region.locator("[data-tensor]")).toHaveCount(1);
  await expect(file.region.locator("[data-tensor]")).toContainText("4096 × 4096");
});

test("a small header is there whole with the first request", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  await lens.model(RECORDED, { hw: SMALL.hw, v: "gguf:q4_k_m" });
  await file.settled();
  await file.open();
  await expect(file.type("Q4_K")).toBeVisible();
  await expect(file.fact("Size of the file")).toContainText("GiB");
  expect(hub.downloads).toHaveLength(1);
});

test("going back to a variant costs nothing, and the slower answer of another does not come in between", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  await lens.model(RECORDED, { hw: SMALL.hw, v: "gguf:q4_k_m" });
  await file.settled();
  const held = hub.hold(ofFile("Q8_0-imat.gguf"));
  await lens.variants.getByRole("button", { name: "Q8_0", exact: true }).click();
  await held.arrived;
  await lens.variants.getByRole("button", { name: "Q4_K_M", exact: true }).click();
  await file.settled();
  await expect.poll(() => hub.downloads.at(-1).aborted).toBe(true);
  held.release();
  await file.open();
  await expect(file.fact("File")).toContainText("Q4_K_M");
  expect(hub.downloads).toHaveLength(2);
});

test("of a model in shards the first is read, and the others when their tensors are asked for", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  await lens.model(SHARDED, { hw: SMALL.hw });
  await file.settled();
  expect(hub.downloads.map(({ query }) => query.get("name"))).toEqual([expect.stringContaining("-00001-of-00004.gguf")]);
  await file.open();
  await expect(file.key("split.count")).toContainText("4");
  await file.readWhole.click();
  await expect(file.types).toBeVisible({ timeout: 15_000 });
  await expect(file.fact("Files")).toContainText("4 of 4");
  expect(new Set(hub.downloads.map(({ query }) => query.get("name"))).size).toBe(4);
});

test("a Safetensors model: its configuration, and its header where one file holds all", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  await lens.model("Qwen/Qwen3-0.6B", { hw: SMALL.hw });
  await file.settled();
  expect(hub.downloads).toHaveLength(1);
  await file.open();
  await expect(file.fact("Layers")).toHaveText("28");
  await expect(file.type("BF16")).toContainText("16.00");
});

test("a large Safetensors model costs its configuration only, where the Hub's summary agrees with the sizes", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  await lens.model("Qwen/Qwen3-8B", { hw: SMALL.hw });
  await file.settled();
  expect(hub.downloads).toHaveLength(0);
  await expect(file.line).toContainText("Hub's summary");
});

test("what it says is copied as text and as JSON", async ({ lens, page, context, site }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
  const file = new FileSays(page);
  await lens.model(LARGE_HEADER, { hw: SMALL.hw, v: "gguf:q6_k" });
  await file.settled();
  await file.open();
  await file.region.getByRole("button", { name: "Copy as JSON" }).click();
  await expect(file.region.getByRole("button", { name: "Copied" })).toBeVisible();
  const json = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(json.metadata["qwen3.block_count"]).toBe(36);
  expect(json.metadata["tokenizer.ggml.tokens"]).toMatchObject({ count: 151_936, element: "STRING" });
  await file.region.getByRole("button", { name: "Copy as text" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("qwen3.block_count (UINT32) = 36");
});

test("it is opened and searched with the keyboard", async ({ lens, page }) => {
  const file = new FileSays(page);
  await lens.model(LARGE_HEADER, { hw: SMALL.hw, v: "gguf:q6_k" });
  await file.settled();
  await file.toggle.focus();
  await page.keyboard.press("Enter");
  await file.keyFilter.focus();
  await page.keyboard.type("head_count");
  await expect(file.region.locator("[data-key]")).toHaveCount(2);
  await file.keyFilter.fill("no such key");
  await expect(file.region).toContainText("Nothing matches.");
});
