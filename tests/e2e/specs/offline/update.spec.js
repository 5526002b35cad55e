import { DIST, otherRelease } from "../../support/build.js";
import { expect, test } from "../../support/test.js";
import { NETWORK_LINES } from "../../support/watch.js";
import { installed, shellCaches } from "../../support/worker.js";

const offer = (page) => page.getByRole("button", { name: "Reload to update" });
/** The release whose document is shown, by the mark that `otherRelease` puts there. */
const isPrevious = (page) => expect(page.locator('meta[name="test-release"][content="previous"]'), "the previous release is shown").toHaveCount(1);
const isCurrent = (page) => expect(page.locator('meta[name="test-release"]'), "the current release is shown").toHaveCount(0);
const lookForUpdate = (page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => {}));

let previous;
test.beforeAll(async ({}, info) => {
  previous = await otherRelease(info.outputPath("previous"), "previous");
});

test("a new release is offered, never forced, and taken when asked", async ({ lens, page, site }) => {
  site.serve(previous);
  await lens.explore({ q: "phi-4" });
  await isPrevious(page);
  await installed(page);
  await expect.poll(() => shellCaches(page)).toEqual(["llm-lens-shell-previous"]);
  site.serve(DIST);
  await page.reload();
  await lens.settled();
  await isPrevious(page);
  await lookForUpdate(page);
  await expect(offer(page)).toBeVisible();
  await isPrevious(page);
  await offer(page).click();
  await isCurrent(page);
  await lens.settled();
  await expect(lens.search).toHaveValue("phi-4");
  await expect.poll(() => shellCaches(page)).not.toContain("llm-lens-shell-previous");
  await expect(offer(page)).toHaveCount(0);
});

test("a release that arrives in part changes nothing", async ({ lens, page, site, complaints }, info) => {
  complaints.allow(NETWORK_LINES);
  complaints.allow(/integrity|digest|ServiceWorker|Uncaught/i);
  site.serve(DIST);
  await lens.explore();
  await installed(page);
  const before = await shellCaches(page);
  // The new worker with the old page: the checksum does not fit, as in the middle of a deployment.
  site.serve(await otherRelease(info.outputPath("half"), "half", { onlyWorker: true }));
  await lookForUpdate(page);
  await page.reload();
  await lens.settled();
  expect(await shellCaches(page)).toEqual(before);
  await expect(offer(page)).toHaveCount(0);
});

test("two tabs end on the same release", async ({ lens, page, site, context }) => {
  site.serve(previous);
  await lens.explore();
  await installed(page);
  await page.reload();
  await isPrevious(page);
  const other = await context.newPage();
  await other.goto(site.address);
  await isPrevious(other);
  site.serve(DIST);
  await lookForUpdate(page);
  await expect(offer(page)).toBeVisible();
  await offer(page).click();
  await isCurrent(page);
  await isCurrent(other);
});
