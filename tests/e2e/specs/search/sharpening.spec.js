// Rows that sharpen by themselves: those on the screen read the first kilobytes of the file that they name.

import { LARGE, SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const ROW_BYTES = 16 * 1024;
const MANY = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";

/** Bytes of each request for a part of a file, as asked for. */
const asked = (hub) => hub.downloads.map(({ headers }) => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range);
  return Number(last) - Number(first) + 1;
});

test("a row on the screen learns what its file says, from at most 16 KiB, and moves nothing", async ({ lens, hub }) => {
  const release = hub.hold({ path: `/${MANY}/resolve` });
  await lens.explore({ q: MANY, hw: LARGE.hw });
  const row = lens.row(MANY);
  await expect(lens.verdict(row)).toHaveAttribute("data-estimate", "quick");
  const height = (await row.boundingBox()).height;
  await release.arrived;
  release.release();
  await expect(lens.verdict(row)).toHaveAttribute("data-estimate", "detailed");
  expect((await row.boundingBox()).height).toBe(height);
  expect(hub.details, "the list and the file say enough").toHaveLength(0);
  const bytes = asked(hub);
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(ROW_BYTES);
});

test("only rows on the screen are read, at most four at a time", async ({ lens, hub, page }) => {
  const held = hub.hold({ path: "/" , where: ({ path }) => path.includes("/resolve/") });
  await page.setViewportSize({ width: 1280, height: 700 });
  await lens.explore({ q: "qwen3", hw: SMALL.hw });
  await held.arrived;
  await page.waitForFunction(() => document.querySelectorAll("[data-estimate=quick]").length > 8);
  const open = () => hub.requests.filter(({ path, aborted }) => path.includes("/resolve/") && !aborted);
  await expect.poll(() => open().length).toBe(4);
  held.release();
  await expect.poll(() => lens.results.locator("[data-estimate=detailed]").count()).toBeGreaterThan(3);
  const last = lens.rows.last();
  await expect(last.locator("[data-estimate=detailed]")).toHaveCount(0);
});

test("where data shall be spared nothing is read", async ({ lens, hub }) => {
  await lens.spareData();
  await lens.explore({ q: MANY, hw: LARGE.hw });
  await lens.variants.or(lens.rows.first()).first().hover();
  await lens.explore({ q: "phi-4", hw: LARGE.hw });
  expect(hub.downloads).toHaveLength(0);
  await expect(lens.verdict(lens.rows.first())).toHaveAttribute("data-estimate", "quick");
});

test("after “too many requests” no row asks again", async ({ lens, hub, complaints }) => {
  complaints.allow(/Failed to load resource/);
  hub.fail("tooMany", { where: ({ path }) => path.includes("/resolve/") });
  await lens.explore({ q: "qwen3", hw: SMALL.hw });
  await expect.poll(() => hub.requests.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  await lens.explore({ q: "phi-4", hw: SMALL.hw });
  await expect(lens.row("microsoft/phi-4-gguf")).toBeVisible();
  // Four were under way when the first refusal came.
  expect(hub.requests.filter(({ path }) => path.includes("/resolve/")).length).toBeLessThanOrEqual(4);
});

test("a field that the Hub does not know costs that field, not the search", async ({ lens, hub, complaints }) => {
  complaints.allow(/Failed to load resource/);
  const refusal = (answer) => ({ ...answer, status: 400, body: Buffer.from('{"error":"Invalid \\"expand\\": unknown \\"sha\\""}'), headers: { ...answer.headers, "Content-Type": "application/json" } });
  hub.fail(refusal, { path: "/api/models", where: ({ query }) => query.getAll("expand").includes("sha") });
  await lens.explore({ q: "qwen3", hw: SMALL.hw });
  await expect(lens.rows.first()).toBeVisible();
  expect(hub.searches.at(-1).query.getAll("expand")).not.toContain("sha");
  const refused = hub.searches.filter(({ status }) => status === 400).length;
  await lens.explore({ q: "phi-4", hw: SMALL.hw });
  expect(hub.searches.filter(({ status }) => status === 400).length, "remembered for the visit").toBe(refused);
});

test("a list too large to read is asked for in smaller pages", async ({ lens, hub }) => {
  await lens.spareData();
  const vast = (answer) => ({ ...answer, body: Buffer.concat([answer.body, Buffer.alloc(21_000_000, " ")]) });
  hub.fail(vast, { path: "/api/models", where: ({ query }) => Number(query.get("limit")) > 10 });
  await lens.explore({ q: "qwen3", hw: SMALL.hw });
  await expect(lens.rows).toHaveCount(10);
  expect(hub.searches.map(({ query }) => query.get("limit"))).toEqual(["30", "10"]);
  await lens.loadMore.click();
  await expect.poll(() => lens.rows.count()).toBeGreaterThan(10);
});
