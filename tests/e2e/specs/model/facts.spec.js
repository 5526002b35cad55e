import { LARGE, SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";
import { NETWORK_LINES } from "../../support/watch.js";

test("facts, files and the ways to the Hub", async ({ lens, page }) => {
  await lens.model("microsoft/phi-4-gguf", { hw: SMALL.hw });
  const main = page.getByRole("main");
  for (const fact of [/14\.66|14\.7|15/, /16,384|16K|16 K/, /phi3/i, /mit/i]) await expect(main).toContainText(fact);
  await expect(page.getByRole("region", { name: "Files" })).toContainText(".gguf");
  const out = page.getByRole("link", { name: "View on the Hub" });
  await expect(out).toHaveAttribute("href", "https://huggingface.co/microsoft/phi-4-gguf");
  await expect(out).toHaveAttribute("rel", /noopener.*noreferrer|noreferrer.*noopener/);
});

test("the base model is a link inside the app", async ({ lens, page }) => {
  await lens.model("Qwen/Qwen3-8B-AWQ", { hw: SMALL.hw });
  await page.getByRole("main").getByRole("link", { name: "Qwen/Qwen3-8B", exact: true }).click();
  await expect(lens.heading).toHaveText("Qwen/Qwen3-8B");
});

test("a renamed repository is shown under its new name and says so", async ({ lens, page }) => {
  await lens.open("/model/standin/renamed-old-name", { hw: SMALL.hw });
  await expect(lens.heading).toHaveText("standin/renamed-new-name");
  await expect(page.getByRole("main")).toContainText("standin/renamed-old-name");
});

test("a gated repository is judged and called gated", async ({ lens, page }) => {
  await lens.model("standin/gated-model", { hw: LARGE.hw });
  await expect(page.getByRole("main")).toContainText(/gated/i);
  await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-verdict", "compatible");
});

test("the longest name the Hub allows breaks the page nowhere", async ({ lens, page, hub }) => {
  const id = [...hub.documents.keys()].find((name) => name.length > 190);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await lens.model(id, { hw: SMALL.hw });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  }
});

test("the address of a model can be copied and opened again", async ({ lens, page, context, site }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
  await lens.model("Qwen/Qwen3-8B", { hw: SMALL.hw });
  await page.getByRole("button", { name: "Copy link" }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toContain("#/model/Qwen/Qwen3-8B");
  await page.goto(address);
  await expect(lens.heading).toHaveText("Qwen/Qwen3-8B");
});

test("while a model loads, what the search told is there", async ({ lens, hub }) => {
  await lens.explore({ q: "Qwen3-8B", hw: SMALL.hw });
  const held = hub.hold({ path: "/api/models/Qwen/Qwen3-8B" });
  await lens.row("Qwen/Qwen3-8B").getByRole("link", { name: "Qwen/Qwen3-8B", exact: true }).click();
  await held.arrived;
  await expect(lens.heading).toHaveText("Qwen/Qwen3-8B");
  held.release();
  await expect(lens.variants).toBeVisible();
});

test("hostile text in a model's answer stays text", async ({ lens, page, hub, complaints }) => {
  // The file with the hostile name is asked for its header, and there is none.
  complaints.allow(NETWORK_LINES);
  const document = hub.documents.get("Qwen/Qwen3-8B");
  const hostile = '<img src=x onerror="window.hostile=true">';
  hub.add([{
    ...document, pipeline_tag: hostile, tags: [hostile, `license:${hostile}`, "x".repeat(1_000_000), `base_model:${hostile}`], cardData: { license: [hostile], base_model: { deep: [[[hostile]]] } },
    config: { architectures: [hostile], model_type: hostile }, siblings: [...document.siblings, { rfilename: `${hostile}/../../x-Q4_K_M.gguf`, size: -1 }, { rfilename: null }, 7],
  }]);
  await lens.model("Qwen/Qwen3-8B", { hw: SMALL.hw });
  expect(await page.evaluate(() => window.hostile)).toBeUndefined();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
});
