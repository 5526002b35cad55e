import { HOSTILE_TEXT, hostileRow, malformedRow } from "../../support/hub/faults.js";
import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

for (const [what, row] of [["an object of wrong types", undefined], ["a number", 42], ["null", null], ["an id that is none", { id: "no slash, just text" }], ["a row without anything", {}]]) {
  test(`one malformed row (${what}) leaves the others`, async ({ lens, hub }) => {
    await lens.explore({ q: "phi-4", hw: SMALL.hw });
    const all = await lens.rows.count();
    hub.fail(malformedRow(1, row), { path: "/api/models" });
    await lens.explore({ q: "Phi-4 ", hw: SMALL.hw });
    await expect(lens.rows).toHaveCount(all - 1);
  });
}

test("hostile text and far too much of it stays text", async ({ lens, hub, page }) => {
  hub.fail(hostileRow(0), { path: "/api/models" });
  await lens.explore({ q: "phi-4", hw: SMALL.hw });
  await expect(lens.rows.nth(1)).toBeVisible();
  expect(await page.evaluate(() => window.hostile)).toBeUndefined();
  await expect(page.locator('img[src="x"], body script, script:not([src]):not(head > script)')).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  expect((await lens.results.innerText()).length, "long texts are bounded").toBeLessThan(20_000);
  expect(HOSTILE_TEXT).toContain("onerror");
});

test("a thousand tags and odd numbers in every row harm nothing", async ({ lens, hub }) => {
  hub.fail((answer) => ({
    ...answer, body: Buffer.from(JSON.stringify(JSON.parse(answer.body).map((row) => ({
      ...row, tags: Array.from({ length: 1_000 }, (_, index) => `tag-${index}`), downloads: -1.5, likes: 1e308, safetensors: { parameters: { BF16: "many", F4: 1e300 }, total: -1 },
      gguf: { total: 1e300, context_length: "long" }, lastModified: "0000-99-99", gated: { not: "known" },
    })))),
  }), { path: "/api/models" });
  await lens.explore({ q: "qwen3", hw: SMALL.hw });
  await expect(lens.rows.first().locator("[data-verdict]").first()).toBeVisible();
});
