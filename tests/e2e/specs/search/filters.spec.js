import { LARGE, TINY } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const last = (hub) => hub.searches.at(-1).query;

const CHOICES = [
  { what: "format", act: (lens) => lens.filter("Format").selectOption({ label: "GGUF" }), asked: (query) => query.getAll("filter"), value: "gguf" },
  { what: "task", act: (lens) => lens.filter("Task").selectOption("image-text-to-text"), asked: (query) => [query.get("pipeline_tag")], value: "image-text-to-text" },
  { what: "licence", act: (lens) => lens.filter("Licence").selectOption("mit"), asked: (query) => query.getAll("filter"), value: "license:mit" },
  { what: "author", act: (lens) => enter(lens, "Author", "unsloth"), asked: (query) => [query.get("author")], value: "unsloth" },
  { what: "base model", act: (lens) => enter(lens, "Quantized from", "Qwen/Qwen3-8B"), asked: (query) => query.getAll("filter"), value: "base_model:quantized:Qwen/Qwen3-8B" },
  { what: "downloads order", act: (lens) => lens.filter("Sort by").selectOption({ label: "Most downloads" }), asked: (query) => [query.get("sort")], value: "downloads" },
  { what: "newest order", act: (lens) => lens.filter("Sort by").selectOption("newest"), asked: (query) => [query.get("sort")], value: "createdAt" },
];

async function enter(lens, name, text) {
  const field = lens.page.getByRole("textbox", { name, exact: true }).or(lens.page.getByRole("combobox", { name, exact: true }));
  await field.fill(text);
  await field.press("Enter");
}

/** Some filters may lie behind a disclosure on narrow screens or to keep the page calm. */
async function showFilters(lens) {
  const more = lens.page.getByRole("button", { name: /^(?:More )?Filters/ });
  if (!(await lens.filter("Licence").isVisible()) && (await more.count())) await more.first().click();
}

for (const { what, act, asked, value } of CHOICES) {
  test(`the filter by ${what} asks the Hub, stands in the address, and survives a reload`, async ({ lens, hub, page }) => {
    await lens.explore({ q: "qwen" });
    await showFilters(lens);
    await act(lens);
    await expect.poll(() => asked(last(hub))).toContain(value);
    await lens.settled();
    const ids = await lens.ids();
    const address = page.url();
    expect(address).toMatch(/#\/\?.*q=qwen/);
    await page.reload();
    await lens.settled();
    expect(page.url()).toBe(address);
    await expect.poll(() => asked(last(hub))).toContain(value);
    await expect.poll(() => lens.ids()).toEqual(ids);
  });
}

test("a range of parameters keeps what lies inside", async ({ lens, hub, page }) => {
  await lens.explore({ q: "qwen3" });
  await showFilters(lens);
  await page.getByRole("spinbutton", { name: "Parameters from (billions)" }).fill("6");
  await page.getByRole("spinbutton", { name: "Parameters to (billions)" }).fill("9");
  await page.getByRole("spinbutton", { name: "Parameters to (billions)" }).press("Enter");
  await expect.poll(() => last(hub).get("num_parameters")).toMatch(/^min:6B,max:9B$/);
  await expect(lens.row("Qwen/Qwen3-8B")).toBeVisible();
  await expect(lens.row("Qwen/Qwen3-32B")).toHaveCount(0);
});

test("a range upside down is called wrong beside the field and asks nothing", async ({ lens, hub, page }) => {
  await lens.explore();
  await showFilters(lens);
  await page.getByRole("spinbutton", { name: "Parameters from (billions)" }).fill("9");
  await page.getByRole("spinbutton", { name: "Parameters to (billions)" }).fill("6");
  await page.getByRole("spinbutton", { name: "Parameters to (billions)" }).press("Tab");
  await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
  expect(hub.searches.every(({ query }) => !/min:9B,max:6B/.test(query.get("num_parameters") ?? ""))).toBe(true);
});

test("only what runs leaves no row that does not run", async ({ lens }) => {
  await lens.explore({ q: "qwen3", hw: TINY.hw });
  await expect(lens.results.locator('[data-verdict="not-compatible"]').first()).toBeVisible();
  await lens.runsOnly.check();
  await expect(lens.results.locator('> li:has([data-verdict="not-compatible"])')).toHaveCount(0);
  await expect(lens.results.locator('> li:has([data-verdict="unknown"])')).toHaveCount(0);
  await lens.page.reload();
  await expect(lens.runsOnly).toBeChecked();
});

test("Back and Forward walk through the searches", async ({ lens, page }) => {
  await lens.explore({ q: "phi-4", hw: LARGE.hw });
  await showFilters(lens);
  await lens.filter("Format").selectOption({ label: "GGUF" });
  await expect(lens.row("microsoft/phi-4")).toHaveCount(0);
  await page.goBack();
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  await expect(lens.search).toHaveValue("phi-4");
  await page.goForward();
  await expect(lens.row("microsoft/phi-4")).toHaveCount(0);
  await expect(lens.row("microsoft/phi-4-gguf")).toBeVisible();
});

test("Clear filters puts everything back", async ({ lens, hub, page }) => {
  await lens.explore({ q: "qwen3" });
  const before = await lens.ids();
  await showFilters(lens);
  await lens.filter("Format").selectOption({ label: "GGUF" });
  await expect.poll(() => last(hub).getAll("filter")).toContain("gguf");
  await page.getByRole("button", { name: "Clear filters" }).click();
  // The answer without filters is still there, so nobody need be asked again.
  await expect(page).not.toHaveURL(/format=/);
  await expect(lens.search).toHaveValue("qwen3");
  await expect.poll(() => lens.ids()).toEqual(before);
  await expect(lens.filter("Format").or(page.getByRole("button", { name: "Filters", exact: true })).first()).toBeVisible();
});
