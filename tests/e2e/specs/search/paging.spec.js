import { numberedRepositories } from "../../support/hub/repositories.js";
import { expect, test } from "../../support/test.js";

test.beforeEach(({ hub }) => hub.add(numberedRepositories(70)));

test("more rows come on demand, in order, to the end, and the button goes", async ({ lens, hub }) => {
  await lens.explore({ q: "numbered" });
  const first = await lens.rows.count();
  expect(first).toBeLessThan(70);
  while (await lens.loadMore.isVisible()) {
    const before = await lens.rows.count();
    await lens.loadMore.click();
    await expect.poll(() => lens.rows.count()).toBeGreaterThan(before);
  }
  const ids = await lens.ids();
  expect(ids).toHaveLength(70);
  expect(new Set(ids).size).toBe(70);
  expect(ids).toEqual([...ids].sort());
  expect(hub.searches.slice(1).every(({ query }) => query.has("cursor")), "the address of the Link header is used").toBe(true);
});

test("what moved to a later page meanwhile is not shown twice", async ({ lens, hub }) => {
  await lens.explore({ q: "numbered" });
  const [first] = await lens.ids();
  const moved = hub.documents.get(first);
  hub.add([{ ...moved, trendingScore: 1 }]);
  while (await lens.loadMore.isVisible()) {
    const before = hub.searches.length;
    await lens.loadMore.click();
    await expect.poll(() => hub.searches.length).toBeGreaterThan(before);
    await lens.settled();
    await expect(lens.loadMore.or(lens.rows.last()).first()).toBeVisible();
  }
  const ids = await lens.ids();
  expect(ids.filter((id) => id === first)).toHaveLength(1);
  expect(new Set(ids).size).toBe(ids.length);
});

test("nothing jumps when more rows come", async ({ lens }) => {
  await lens.explore({ q: "numbered" });
  await lens.loadMore.scrollIntoViewIfNeeded();
  const marked = lens.rows.nth((await lens.rows.count()) - 1);
  const id = await marked.getByRole("link").first().textContent();
  const before = await marked.boundingBox();
  const count = await lens.rows.count();
  await lens.loadMore.click();
  await expect.poll(() => lens.rows.count()).toBeGreaterThan(count);
  const after = await lens.row(id.trim()).boundingBox();
  expect(Math.abs(after.y - before.y)).toBeLessThan(2);
});

test("a page that fails leaves the rows and can be asked for again", async ({ lens, hub, complaints }) => {
  complaints.allow(/Failed to load resource/);
  await lens.explore({ q: "numbered" });
  const count = await lens.rows.count();
  hub.fail("serverError", { times: 1, where: ({ query }) => query.has("cursor") });
  await lens.loadMore.click();
  await expect(lens.tryAgain()).toBeVisible();
  expect(await lens.rows.count()).toBe(count);
  await lens.tryAgain().click();
  await expect.poll(() => lens.rows.count()).toBeGreaterThan(count);
});

test("a new search forgets the pages of the old one", async ({ lens, hub }) => {
  await lens.explore({ q: "numbered" });
  const held = hub.hold({ where: ({ query }) => query.has("cursor") });
  await lens.loadMore.click();
  await held.arrived;
  await lens.search.fill("phi-4");
  await lens.search.press("Enter");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  held.release();
  await expect(lens.results.getByRole("link", { name: /numbered/i })).toHaveCount(0);
});

test("a page that is asked for is given up when a new search begins", async ({ lens, hub }) => {
  await lens.explore();
  const page2 = hub.hold({ where: ({ query }) => query.has("cursor") });
  await lens.loadMore.click();
  await page2.arrived;
  const search = hub.hold({ where: ({ query }) => query.get("search") === "phi-4" });
  await lens.search.fill("phi-4");
  await lens.search.press("Enter");
  await search.arrived;
  const asked = () => hub.requests.find(({ query }) => query.has("cursor"));
  await expect.poll(() => asked().aborted, "the page is aborted, not only ignored").toBe(true);
  page2.release();
  await expect(lens.source, "the new search is still waited for").toHaveAttribute("aria-busy", "true");
  search.release();
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
});
