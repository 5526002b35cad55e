import { expect, test } from "../../support/test.js";

const texts = (hub) => hub.searches.map(({ query }) => query.get("search"));

test("typing searches once after a pause", async ({ lens, hub, page }) => {
  await lens.explore();
  hub.requests.length = 0;
  await lens.search.pressSequentially("phi-4", { delay: 40 });
  await expect(page).toHaveURL(/q=phi-4/);
  await lens.settled();
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  expect(texts(hub)).toEqual(["phi-4"]);
});

test("Enter searches at once", async ({ lens, hub, page }) => {
  await lens.explore();
  hub.requests.length = 0;
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await lens.search.fill("gemma-2");
  await lens.search.press("Enter");
  await expect.poll(() => texts(hub)).toEqual(["gemma-2"]);
});

test("a stale answer never replaces a newer one and its request is aborted", async ({ lens, hub }) => {
  await lens.explore();
  const held = hub.hold({ search: "llama" });
  await lens.search.fill("llama");
  await lens.search.press("Enter");
  await held.arrived;
  await lens.search.fill("phi-4");
  await lens.search.press("Enter");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  await expect.poll(() => hub.searches.find(({ query }) => query.get("search") === "llama").aborted).toBe(true);
  held.release();
  await expect(lens.search).toHaveValue("phi-4");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  await expect(lens.results.getByRole("link", { name: /llama/i })).toHaveCount(0);
});

test("while a search is under way the old rows stay", async ({ lens, hub }) => {
  await lens.explore({ q: "phi-4" });
  const held = hub.hold({ search: "gemma-2" });
  await lens.search.fill("gemma-2");
  await held.arrived;
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  held.release();
  await expect(lens.row("bartowski/gemma-2-9b-it-GGUF")).toBeVisible();
  await expect(lens.row("microsoft/phi-4")).toHaveCount(0);
});

test("a search without a result says so and offers a way on", async ({ lens, page }) => {
  await lens.open("/", { q: "zzz-no-such-model" });
  await expect(page.getByText(/no models found/i).first()).toBeVisible();
  await expect(lens.rows).toHaveCount(0);
});

test("/ focuses the search, also from a model page, and Escape leaves it", async ({ lens, page }) => {
  await lens.explore();
  await page.locator("body").press("/");
  await expect(lens.search).toBeFocused();
  await expect(lens.search).toHaveValue("");
  await lens.search.fill("a/b");
  await expect(lens.search).toHaveValue("a/b");
});

test("the count is announced politely", async ({ lens, page }) => {
  // Everything that the region has said: a later sentence, such as that of the service worker, may stand there by now.
  await page.addInitScript(() => {
    window.announced = [];
    new MutationObserver(() => {
      const text = document.querySelector('[role="status"]')?.textContent.trim();
      if (text && text !== window.announced.at(-1)) window.announced.push(text);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await lens.explore({ q: "phi-4" });
  const count = await lens.rows.count();
  await expect.poll(() => page.evaluate(() => window.announced.join("\n"))).toMatch(new RegExp(`\\b${count}\\b.*models?`));
});

test("an address with far too long and hostile text does no harm", async ({ lens, page, hub }) => {
  await page.goto(`./#/?q=${encodeURIComponent(`<img src=x onerror="window.hostile=1">${"x".repeat(5_000)}`)}&sort=%00&format=../..&from=-1e9&page=NaN&__proto__=1`);
  await expect(lens.search).toBeVisible();
  expect(await page.evaluate(() => window.hostile)).toBeUndefined();
  for (const { query } of hub.searches) expect((query.get("search") ?? "").length).toBeLessThanOrEqual(200);
});

for (const address of ["#", "#/nowhere", "#/model/", "#/model/a", "#/model/../..", "#%%%", "#/model/a/b/c/d?q=%E0%A4%A"]) {
  test(`the odd address ${address} shows a page with a way on`, async ({ page, lens, complaints }) => {
    complaints.allow(/Failed to load resource/);
    await page.goto(`./${address}`);
    await expect(lens.heading.or(lens.search).first()).toBeVisible();
    await expect(page.getByRole("link").first()).toBeVisible();
  });
}
