import { LARGE, SMALL, UNIFIED } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const labels = (lens) => lens.variants.getByRole("rowheader").allInnerTexts().then((all) => all.map((text) => text.trim().split("\n")[0].trim()));

test("shards are one variant, and folders are read as labels", async ({ lens }) => {
  await lens.model("unsloth/DeepSeek-V3-0324-GGUF", { hw: LARGE.hw });
  await expect(lens.variants).toBeVisible();
  const shown = await labels(lens);
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown.length).toBeLessThan(35);
});

test("a row header is named by the quantization label and nothing more", async ({ lens }) => {
  await lens.model("unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF", { hw: SMALL.hw });
  for (const label of ["UD-Q8_K_XL", "Q8_0", "Q4_K_S", "UD-IQ1_S"]) await expect(lens.variants.getByRole("rowheader", { name: label, exact: true })).toHaveCount(1);
});

test("a set with a missing shard is shown as incomplete and never as compatible", async ({ lens }) => {
  await lens.model("standin/missing-shards-GGUF", { hw: "v1~ram512~gpu80x8" });
  const row = lens.variant("Q8_0");
  await expect(row).toContainText(/incomplete|missing|2 of 3/i);
  await expect(row.locator("[data-verdict]")).not.toHaveAttribute("data-verdict", "compatible");
  await expect(lens.variant("Q4_K_M").locator("[data-verdict]")).toHaveAttribute("data-verdict", "compatible");
});

test("a vision projector is a companion, no variant", async ({ lens, page }) => {
  await lens.model("ggml-org/gemma-3-12b-it-GGUF", { hw: LARGE.hw });
  expect((await labels(lens)).join(" ")).not.toMatch(/mmproj/);
  await expect(page.getByRole("region", { name: "Files" })).toContainText("mmproj");
});

test("the best variant for this machine is marked and said why", async ({ lens }) => {
  await lens.model("unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF", { hw: SMALL.hw });
  await expect(lens.variants.locator('[data-best="true"]')).toHaveCount(1);
  await expect(lens.variants.locator('[data-best="true"] [data-verdict]')).toHaveAttribute("data-verdict", "compatible");
});

test("columns sort both ways and say so", async ({ lens }) => {
  await lens.model("unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF", { hw: SMALL.hw });
  const size = lens.variants.getByRole("columnheader", { name: /^Size/ });
  await size.getByRole("button").click();
  const direction = await size.getAttribute("aria-sort");
  expect(["ascending", "descending"]).toContain(direction);
  const once = await labels(lens);
  await size.getByRole("button").click();
  await expect(size).toHaveAttribute("aria-sort", direction === "ascending" ? "descending" : "ascending");
  expect(await labels(lens)).toEqual(once.reverse());
});

const METHODS = [
  ["Qwen/Qwen3-8B-AWQ", /AWQ/], ["JunHowie/Qwen3-4B-GPTQ-Int4", /GPTQ/], ["Qwen/Qwen3-32B-FP8", /FP8/], ["unsloth/Qwen3-8B-bnb-4bit", /NF4|bitsandbytes|BNB/i],
  ["mlx-community/Qwen3-8B-4bit", /MLX/], ["nvidia/Qwen3-235B-A22B-NVFP4", /NVFP4/], ["openai/gpt-oss-20b", /MXFP4/], ["standin/onnx-folders", /ONNX/], ["standin/pytorch-only", /PyTorch/],
  ["standin/openvino-int4", /OpenVINO/], ["turboderp/Qwen3-8B-exl3", /EXL3|ExLlama/], ["RedHatAI/Qwen3-14B-quantized.w4a16", /4-bit|INT4|W4A16/i],
];
for (const [id, pattern] of METHODS) {
  test(`the quantization or format of ${id} is told`, async ({ lens }) => {
    await lens.model(id, { hw: LARGE.hw });
    await expect(lens.variants).toContainText(pattern);
  });
}

test("gpt-oss counts its shards from zero and its copies are told apart", async ({ lens }) => {
  await lens.model("openai/gpt-oss-20b", { hw: LARGE.hw });
  const row = lens.variants.locator("tbody tr").filter({ hasText: "MXFP4" }).first();
  await expect(row).toContainText(/1[0-9.]+\sGiB/);
  await expect(row).not.toContainText(/incomplete|missing/i);
});

test("MLX runs on a chip with unified memory only", async ({ lens, page }) => {
  await lens.model("mlx-community/Qwen3-8B-4bit", { hw: UNIFIED.hw });
  await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-verdict", "compatible");
  await lens.model("mlx-community/Qwen3-8B-4bit", { hw: LARGE.hw });
  await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-verdict", "not-compatible");
});

test("an adapter alone is no model and an empty repository has no variants", async ({ lens, page }) => {
  await lens.model("standin/adapter-only-lora", { hw: LARGE.hw });
  await expect(page.getByRole("main")).toContainText(/adapter/i);
  await expect(lens.verdict(page.getByRole("main"))).not.toHaveAttribute("data-verdict", "compatible");
  await lens.model("standin/empty", { hw: LARGE.hw });
  await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-verdict", "unknown");
});

test("image and speech models get no verdict by a rule that does not apply", async ({ lens, page }) => {
  for (const id of ["stabilityai/stable-diffusion-2-1", "openai/whisper-large-v3", "city96/FLUX.1-dev-gguf"]) {
    await lens.model(id, { hw: LARGE.hw });
    await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-verdict", "unknown");
  }
});
