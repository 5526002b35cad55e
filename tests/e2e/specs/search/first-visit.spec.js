import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

test("a first visit shows popular models with their verdicts after one request", async ({ lens, hub, page }) => {
  await lens.explore();
  await expect(lens.rows.first()).toBeVisible();
  expect(hub.searches).toHaveLength(1);
  const [{ query }] = hub.searches;
  // Models that see and write text state another task.
  expect(query.get("pipeline_tag")).toBeNull();
  expect(query.getAll("expand").length).toBeGreaterThan(5);
  const rows = await lens.rows.count();
  expect(rows).toBeGreaterThanOrEqual(20);
  expect(await lens.results.locator("> li:has([data-verdict])").count()).toBe(rows);
  expect(hub.details, "no request for a single row").toHaveLength(0);
  expect(hub.requests.every(({ method }) => method === "GET"), "no preflight for a stranger").toBe(true);
  await expect(page).toHaveTitle(/LLM Lens/);
});

test("the first screen holds the question, the machine, the search field and judged models", async ({ lens, page }) => {
  await lens.explore();
  for (const part of [lens.search, lens.hardware, lens.rows.first(), page.getByText("Which models run on my machine?").first()]) await expect(part).toBeInViewport();
});

test("every row says a word, not a colour alone, and its exact quantities", async ({ lens }) => {
  await lens.explore({ q: "qwen3", hw: SMALL.hw });
  const WORDS = { great: /^Great/, good: /^Good/, slow: /^Slow/, tight: /^Tight/, "too-large": /^Too large/, unknown: /^Unknown/ };
  for (const row of await lens.rows.all()) {
    const verdict = lens.verdict(row);
    const { verdict: word, grade } = await verdict.evaluate((badge) => ({ ...badge.dataset }));
    await expect(verdict).toHaveText(WORDS[grade]);
    if (["great", "good", "slow", "tight"].includes(grade)) expect(word).toBe("compatible");
    if (grade === "too-large") expect(word).toBe("not-compatible");
    if (grade === "unknown") continue;
    const files = await lens.bytes(row, "download-size");
    expect(await lens.bytes(row, "required-memory")).toBeGreaterThanOrEqual(files);
    expect(await lens.bytes(row, "required-memory")).toBeGreaterThan(0);
    expect(await lens.bytes(row, "available-memory")).toBe(SMALL.available);
  }
});

test("memory decides: the same search on two machines", async ({ lens }) => {
  const id = "Qwen/Qwen3-32B";
  await lens.explore({ q: id, hw: SMALL.hw });
  await expect(lens.verdict(lens.row(id))).toHaveAttribute("data-verdict", "not-compatible");
  // Two bytes for each of 32.8 thousand million parameters, and what a run adds.
  expect(await lens.bytes(lens.row(id), "required-memory")).toBeGreaterThan(32_762_123_264 * 2);
  await lens.explore({ q: id, hw: "v1~ram64~gpu24x4" });
  await expect(lens.verdict(lens.row(id))).toHaveAttribute("data-verdict", "compatible");
});

test("a repository with many variants shows the best that runs", async ({ lens }) => {
  const id = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";
  await lens.explore({ q: id, hw: SMALL.hw });
  await expect(lens.row(id).locator("[data-variant][data-best]")).toHaveCount(1);
  await expect(lens.verdict(lens.row(id))).toHaveAttribute("data-verdict", "compatible");
});

test("models that are no language models are listed and called unknown with the reason", async ({ lens, page }) => {
  await lens.explore({ q: "whisper" });
  const row = lens.row("openai/whisper-large-v3");
  await expect(lens.verdict(row)).toHaveAttribute("data-verdict", "unknown");
  await expect(lens.verdict(row)).toHaveText(/^Unknown/);
  await expect(row).toContainText(/not a language model|language models/i);
  await page.goto("./#/?q=flux");
  await expect(lens.verdict(lens.row("black-forest-labs/FLUX.1-dev"))).toHaveAttribute("data-verdict", "unknown");
  await expect(lens.verdict(lens.row("city96/FLUX.1-dev-gguf"))).toHaveAttribute("data-verdict", "unknown");
});

test("a click on a row opens the model and Back returns to the same list", async ({ lens, page, hub }) => {
  await lens.explore({ q: "phi-4", hw: SMALL.hw });
  const before = await lens.ids();
  await lens.row("microsoft/phi-4-gguf").getByRole("link", { name: "microsoft/phi-4-gguf", exact: true }).click();
  await expect(lens.heading).toHaveText("microsoft/phi-4-gguf");
  await page.goBack();
  await expect(lens.search).toHaveValue("phi-4");
  await expect.poll(() => lens.ids()).toEqual(before);
  expect(hub.searches.length, "the answer is still there").toBeLessThanOrEqual(2);
});
