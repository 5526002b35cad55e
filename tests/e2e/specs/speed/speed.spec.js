import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../../support/test.js";

const MODEL = "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF";
const CARD = "v1~ram32~gpu24s1008000.82580.82580-RTX_4090";
const PROCESSOR = "v1~ram32";
const log = (name) => readFileSync(new URL(`../../../fixtures/engine-logs/${name}`, import.meta.url), "utf8");
/** What llama.cpp prints for this model on the processor with 4,096 tokens. */
const OWN_RUN = `print_info: arch                  = llama
print_info: file type   = Q4_K - Medium
load_tensors: offloaded 0/33 layers to GPU
load_tensors:          CPU model buffer size =  4685.30 MiB
llama_context: n_ctx         = 4096
llama_context: n_batch       = 2048
llama_context: n_ubatch      = 512
llama_context:        CPU  output buffer size =     0.49 MiB
llama_kv_cache:        CPU KV buffer size =   512.00 MiB
llama_kv_cache: size =  512.00 MiB (  4096 cells,  32 layers,  1/1 seqs), K (f16):  256.00 MiB, V (f16):  256.00 MiB
`;

class Speed {
  constructor(page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Speed", exact: true });
    this.prompt = this.region.getByRole("spinbutton", { name: "Length of the prompt (tokens)" });
    this.log = this.region.getByRole("textbox", { name: "Output of llama.cpp, Ollama or LM Studio" });
    this.result = this.region.locator('[data-part="check-us"]');
    this.correct = this.region.getByRole("button", { name: "Correct this profile with this run" });
    this.undo = this.region.getByRole("button", { name: "Undo the correction" });
  }

  quantity(name) {
    return this.region.locator(`[data-quantity="${name}"]`);
  }

  async likely(name) {
    return Number(await this.quantity(name).getAttribute("data-likely"));
  }

  async paste(text) {
    if (!(await this.log.isVisible())) await this.region.getByText("Check us", { exact: true }).click();
    await this.log.fill(text);
  }

  row(name) {
    return this.result.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name }) });
  }
}

async function opened({ lens, page }, hw, variant = "gguf:q4_k_m") {
  await lens.model(MODEL, { hw, v: variant });
  const speed = new Speed(page);
  await expect(speed.region).toBeVisible();
  // The figures sharpen once the header was read.
  await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-estimate", "detailed");
  return speed;
}

test("a known card shows three speeds, each with a range around it, its confidence and its inputs", async ({ lens, page }) => {
  const speed = await opened({ lens, page }, CARD);
  for (const name of ["decode-speed", "prefill-speed", "first-token-time"]) {
    const figure = speed.quantity(name);
    await expect(figure).toContainText(/(?:high|medium|low) confidence/);
    const [low, likely, high] = await figure.evaluate(({ dataset: { low, likely, high } }) => [low, likely, high].map(Number));
    expect(low).toBeGreaterThan(0);
    expect(likely).toBeGreaterThan(low);
    expect(high).toBeGreaterThan(likely);
  }
  const decode = await speed.likely("decode-speed");
  expect(decode).toBeGreaterThan(80);
  expect(decode).toBeLessThan(200);
  await speed.region.getByText("What this estimate is based on").click();
  await expect(speed.region).toContainText("1,008 GB/s");
  await expect(speed.region.getByRole("img", { name: /^Where the .* of a token go$/ })).toBeVisible();
});

test("a longer prompt takes longer to read and slows writing down", async ({ lens, page }) => {
  const speed = await opened({ lens, page }, CARD);
  await expect(speed.prompt).toHaveValue("2048");
  const [before, writing] = [await speed.likely("first-token-time"), await speed.likely("decode-speed")];
  await speed.prompt.fill("8000");
  await expect.poll(() => speed.likely("first-token-time")).toBeGreaterThan(before * 3);
  expect(await speed.likely("decode-speed")).toBeLessThan(writing);
  await speed.prompt.fill("0");
  await expect(speed.region).toContainText("Enter a whole number from 1 to 8,192");
});

test("where the bandwidth is not known there is no number, but the reason and a way to say it", async ({ lens, page }) => {
  const speed = await opened({ lens, page }, PROCESSOR);
  await expect(speed.region).toContainText("The speed cannot be estimated.");
  await expect(speed.region).toContainText("The memory bandwidth of what would hold the model is not known");
  await expect(speed.region.locator("[data-likely]")).toHaveCount(0);
  await speed.region.getByRole("button", { name: "Open my hardware" }).click();
  await expect(lens.hardware).toBeFocused();
});

test("a pasted run is held to the settings of its log, line by line", async ({ lens, page }) => {
  const speed = await opened({ lens, page }, CARD);
  await speed.paste(OWN_RUN);
  await expect(speed.result).toContainText("context 4096 (page: 8192)");
  for (const name of [/^Weights, system memory/, /^KV cache, system memory/, /^Output, system memory/]) {
    await expect(speed.row(name)).toHaveAttribute("data-agreement", "exact");
  }
  await expect(speed.row(/^KV cache/)).toContainText("line 9");
  await expect(speed.row(/^KV cache/)).toContainText("CPU KV buffer size =   512.00 MiB");
});

test("a log of another model is said to be one and corrects nothing", async ({ lens, page }) => {
  const speed = await opened({ lens, page }, CARD);
  await speed.paste(`${log("llama-server-2026.log")}\n${log("llama-perf.log")}`);
  await expect(speed.result.locator('[data-part="mismatch"]')).toContainText("This looks like another model.");
  await expect(speed.correct).toHaveCount(0);
});

test("a measured run corrects the profile, and undoing brings the estimates back", async ({ lens, page }) => {
  await lens.explore();
  const presets = lens.hardware.getByRole("combobox", { name: "Hardware preset", exact: true });
  await lens.choose(presets, /RTX 4090/);
  const speed = await opened({ lens, page });
  const before = await speed.likely("decode-speed");
  await speed.paste(log("llama-perf.log"));
  await expect(speed.row(/^Writing, 511 tokens/)).toContainText("105");
  await speed.correct.click();
  await expect(speed.region).toContainText("Corrected by your own run: writing ×");
  expect(await speed.likely("decode-speed")).not.toBe(before);
  await page.reload();
  await expect(speed.region).toContainText("Corrected by your own run: writing ×");
  await speed.undo.click();
  await expect(speed.undo).toHaveCount(0);
  expect(await speed.likely("decode-speed")).toBe(before);
});

test("nonsense, white space, a hostile text and five megabytes get a sentence", async ({ lens, page }) => {
  const speed = await opened({ lens, page }, CARD);
  await speed.paste("the quick brown fox\njumps");
  await expect(speed.result).toContainText("None of its 2 lines holds a figure that this page knows.");
  await speed.paste("  \n ");
  await expect(speed.result).toContainText("It contains only white space.");
  await speed.paste("load_tensors: <img src=x onerror=alert(1)> model buffer size = 12.00 MiB");
  await expect(speed.result).toContainText("<img src=x onerror=alert(1)>");
  await expect(speed.result.locator("img")).toHaveCount(0);
  await speed.log.evaluate((field) => {
    field.value = "nothing to see here\n".repeat(262_144);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await expect(speed.result).toContainText("Only the last 4 MB were read.");
  await speed.region.getByRole("button", { name: "Clear" }).click();
  await expect(speed.log).toHaveValue("");
  await expect(speed.log).toBeFocused();
});

test("with the keyboard alone, on a phone, and without a violation in either scheme", async ({ lens, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const speed = await opened({ lens, page }, CARD);
  await speed.prompt.focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(speed.region).toContainText("Memory bandwidth");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(speed.log).toBeVisible();
  await speed.paste(`${OWN_RUN}${log("llama-perf.log")}`);
  await expect(speed.row(/^Writing, 511 tokens/)).toBeVisible();
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include(".speed").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(", ")}`)).toEqual([]);
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
