import { AxeBuilder } from "@axe-core/playwright";
import { LARGE, SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const LLAMA = "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF";
/** Many variants. */
const MANY = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";
const QWEN = "Qwen/Qwen3-8B";
/** One GPU of 8 GB and 32 GB of system memory. */
const MIDDLE = { hw: "v1~ram32~gpu8" };

const panel = (page) => page.getByRole("region", { name: "Memory in detail" });
const part = (page, name) => panel(page).locator(`[data-quantity="detailed-memory"][data-part="${name}"]`);
const bytesOf = async (page, name) => Number(await part(page, name).getAttribute("data-bytes"));
/** What stands in the address for how the model is run. */
const runOf = (page) => new URLSearchParams(new URL(page.url()).hash.split("?")[1] ?? "").get("run");

async function openLlama({ lens, page }, parameters = {}) {
  await lens.model(LLAMA, { v: "gguf:q4_k_m", hw: MIDDLE.hw, ...parameters });
  await expect(part(page, "kv-cache")).toBeVisible();
}

test("the KV cache of Llama 3.1 8B is what a pencil gives", async ({ lens, page }) => {
  await openLlama({ lens, page });
  // 32 layers × 8 KV heads × 128 wide × 2 (keys and values) × 2 bytes × 8,192 tokens
  expect(await bytesOf(page, "kv-cache")).toBe(1_073_741_824);
  await page.getByRole("combobox", { name: "KV cache type" }).selectOption("q8_0");
  // 34 bytes for 32 numbers in place of 64
  await expect(part(page, "kv-cache")).toHaveAttribute("data-bytes", String(1_073_741_824 / 64 * 34));
});

test("the parts come to the whole, in each memory and together", async ({ lens, page }) => {
  await openLlama({ lens, page });
  const rows = await panel(page).locator('[data-quantity="detailed-memory"][data-part]').evaluateAll((all) => all.map((row) => [row.dataset.part, Number(row.dataset.bytes)]));
  const total = rows.find(([name]) => name === "total")[1];
  expect(rows.filter(([name]) => name !== "total").reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(total);
  expect(await lens.bytes(panel(page).locator(".memory-verdict"), "detailed-memory")).toBe(total);
});

test("controls change the figures at once and the address soon, without a new entry in the history", async ({ lens, page }) => {
  await openLlama({ lens, page });
  const before = await bytesOf(page, "total");
  const entries = await page.evaluate(() => history.length);
  const slider = panel(page).getByRole("slider", { name: "Context" });
  await slider.focus();
  for (let n = 0; n < 16; n += 1) await slider.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "32,768 tokens");
  expect(await bytesOf(page, "kv-cache")).toBe(4 * 1_073_741_824);
  expect(await bytesOf(page, "total")).toBeGreaterThan(before);
  await expect.poll(() => runOf(page)).toBe("c32768");
  await panel(page).getByRole("spinbutton", { name: "Parallel conversations" }).fill("2");
  await expect.poll(() => runOf(page)).toBe("c32768~np2");
  expect(await bytesOf(page, "kv-cache")).toBe(8 * 1_073_741_824);
  await panel(page).getByRole("button", { name: /Back to defaults/ }).click();
  await expect.poll(() => runOf(page)).toBe(null);
  expect(await page.evaluate(() => history.length)).toBe(entries);
});

test("a link brings the same settings and figures", async ({ lens, page }) => {
  await openLlama({ lens, page }, { run: "ollama~c16384~kq8_0~vq8_0~ngl20" });
  await expect(panel(page).getByRole("combobox", { name: "Engine" })).toHaveValue("ollama");
  await expect(panel(page).getByRole("spinbutton", { name: "Context (tokens)" })).toHaveValue("16384");
  await expect(panel(page).getByRole("combobox", { name: "KV cache type" })).toHaveValue("q8_0");
  await expect(panel(page).getByRole("spinbutton", { name: "Layers on the GPU" })).toHaveValue("20");
  expect(await bytesOf(page, "kv-cache")).toBe(2 * 1_073_741_824 / 64 * 34);
});

test("a part of a link that nobody understands is told and left out", async ({ lens, page }) => {
  await openLlama({ lens, page }, { run: "c16384~zzz" });
  await expect(panel(page).getByText("“zzz” was left out.")).toBeVisible();
  expect(await bytesOf(page, "kv-cache")).toBe(2 * 1_073_741_824);
});

test("where the context stops fitting is marked and told", async ({ lens, page }) => {
  await openLlama({ lens, page });
  const reach = panel(page).locator('[data-quantity="largest-context"]');
  await expect(reach).toHaveAttribute("aria-busy", "false");
  await expect(reach).toContainText(/Fits entirely on the GPU up to [\d,]+ tokens, and up to 131,072/);
  await expect(panel(page).locator(".memory-curve__mark").first()).toBeAttached();
});

test("a cell of the grid says in words how it fits, and opens its variant and context", async ({ lens, page }) => {
  await lens.model(MANY, { v: "gguf:q4_k_m", hw: MIDDLE.hw });
  const grid = panel(page).getByRole("table", { name: "Fit at each context length" });
  await expect(grid).toHaveAttribute("aria-busy", "false");
  const cell = grid.getByRole("button", { name: /^Q8_0 at 16K: / });
  await expect(cell).toHaveText(/fits|tight|\+ system|no/);
  await cell.click();
  await expect.poll(() => runOf(page)).toBe("c16384");
  expect(page.url()).toContain("v=gguf:q8_0");
  await expect(cell).toHaveAttribute("aria-current", "true");
});

test("what would make it run can be applied", async ({ lens, page }) => {
  await openLlama({ lens, page }, { hw: "v1~ram8~gpu4", run: "c131072" });
  await expect(panel(page).locator(".memory-verdict")).toHaveAttribute("data-fit", "no");
  await expect(panel(page).getByText("What would make it run")).toBeVisible();
  await panel(page).getByRole("button", { name: /^Context of [\d,]+ tokens$/ }).click();
  await expect(panel(page).locator(".memory-verdict")).not.toHaveAttribute("data-fit", "no");
  await expect.poll(() => runOf(page)).toMatch(/^c\d+$/);
});

test("the detailed estimate decides where the header was read, and Standard when it is chosen", async ({ lens, page }) => {
  await openLlama({ lens, page });
  const required = page.locator('section[aria-labelledby="verdict-title"] [data-quantity="required-memory"]');
  const total = await bytesOf(page, "total");
  await expect(required).toHaveAttribute("data-bytes", String(total));
  await panel(page).getByRole("radio", { name: /Standard rule/ }).check();
  await expect(required).toHaveAttribute("data-bytes", String(await lens.stepValue("required-memory")));
  await page.reload();
  await expect(panel(page).getByRole("radio", { name: /Standard rule/ })).toBeChecked();
});

test("the list knows what the page read, and how it was run", async ({ lens, page }) => {
  await lens.spareData();
  await lens.model(MANY, { hw: MIDDLE.hw });
  await expect(part(page, "kv-cache")).toBeVisible();
  await panel(page).getByRole("combobox", { name: "KV cache type" }).selectOption("q8_0");
  await expect.poll(() => runOf(page)).toBe("kq8_0~vq8_0");
  await page.evaluate(() => { location.hash = location.hash.replace(/^#[^?]*/, "#/").replace(/run=[^&]*/, "q=DeepSeek-R1-0528"); });
  await lens.settled();
  await expect(lens.verdict(lens.row(MANY))).toHaveAttribute("data-estimate", "detailed");
  const required = (place) => place.locator('[data-quantity="required-memory"]').first();
  const bytes = await required(lens.row(MANY)).getAttribute("data-bytes");
  // A smaller cache may leave room for a better variant than the page stood at: opened anew, it shows what the row says.
  await lens.row(MANY).getByRole("link", { name: MANY }).click();
  await expect(panel(page).getByRole("combobox", { name: "KV cache type" })).toHaveValue("q8_0");
  await expect(part(page, "total")).toHaveAttribute("data-bytes", bytes);
  await expect(required(page.locator('section[aria-labelledby="verdict-title"]'))).toHaveAttribute("data-bytes", bytes);
});

test("the steps show this model's numbers with the keys they came from", async ({ lens, page }) => {
  await openLlama({ lens, page });
  await panel(page).getByText("How the detailed sum is calculated").click();
  const step = panel(page).locator('[data-step="detailed-kv-full"]');
  await expect(step).toHaveAttribute("data-value", "1073741824");
  await expect(step).toContainText("32 layers × 8 KV heads × 128 wide × 2 bytes (f16) × 2 (keys and values) × 8,192 tokens");
  await expect(step).toContainText("llama.attention.head_count_kv");
});

test("the command says what is set", async ({ lens, page }) => {
  await openLlama({ lens, page }, { run: "c16384~kq8_0~vq8_0~gpu" });
  const command = panel(page).getByRole("region", { name: "Run it like this" }).locator("pre").nth(1);
  await expect(command).toContainText("llama-server");
  await expect(command).toContainText("-c 16384");
  await expect(command).toContainText("q8_0");
});

test("Safetensors get ranges with what they rest on", async ({ lens, page }) => {
  await lens.model(QWEN, { hw: LARGE.hw });
  await expect(part(page, "weights")).toBeVisible();
  await expect(panel(page).getByRole("combobox", { name: "Engine" })).toHaveValue("vllm");
  await expect(panel(page)).toContainText("Rests on");
  const before = await bytesOf(page, "kv-cache");
  await panel(page).getByRole("spinbutton", { name: "Requests at once" }).fill("4");
  await expect(part(page, "kv-cache")).toHaveAttribute("data-bytes", String(4 * before));
});

test("while a header is read, and when that fails, the Standard estimate stands", async ({ lens, page, hub, complaints }) => {
  complaints.allow(/./);
  const held = hub.hold({ where: ({ host }) => host.endsWith(".hf.co") });
  await lens.model(LLAMA, { v: "gguf:q4_k_m", hw: SMALL.hw });
  await held.arrived;
  await expect(panel(page)).toContainText("the Standard estimate stands");
  await expect(lens.step("required-memory")).toBeVisible();
  held.release();
  await expect(part(page, "kv-cache")).toBeVisible();
});

test("a change is drawn within one frame", async ({ lens, page }) => {
  await openLlama({ lens, page });
  const times = await page.evaluate(async () => {
    const slider = document.getElementById("memory-context-slider");
    const found = [];
    for (const place of [20, 30, 40, 50, 60]) {
      await new Promise((go) => setTimeout(go, 100));
      const before = document.querySelector('[data-part="kv-cache"]').dataset.bytes;
      const began = performance.now();
      slider.value = String(place);
      slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
      do await new Promise((go) => requestAnimationFrame(go));
      while (document.querySelector('[data-part="kv-cache"]').dataset.bytes === before && performance.now() - began < 1_000);
      found.push(performance.now() - began);
    }
    return found;
  });
  expect(times.sort((a, b) => a - b)[2], `half of ${times.map(Math.round).join(", ")} ms`).toBeLessThan(50);
});

for (const [name, viewport] of [["desktop", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]]) {
  test(`the panel has no violation on a ${name}, light and dark`, async ({ lens, page }) => {
    // Four hundred nodes with every rule of axe, twice.
    test.slow();
    await page.setViewportSize(viewport);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await openLlama({ lens, page });
    await panel(page).getByText("More settings").click();
    await panel(page).getByText("How the detailed sum is calculated").click();
    await expect(panel(page).getByRole("table", { name: "Fit at each context length" })).toHaveAttribute("aria-busy", "false");
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(", ")}`)).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  });
}
