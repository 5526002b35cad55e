import { LARGE, SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";
import { NETWORK_LINES } from "../../support/watch.js";

test.beforeEach(({ hub, complaints }) => {
  complaints.allow(NETWORK_LINES);
  hub.goDown();
});

test("without the Hub the same search works on the starter catalog, plainly labelled", async ({ lens, page }) => {
  await lens.open("/", { hw: LARGE.hw });
  await lens.settled("catalog");
  await expect(page.getByText(/catalog/i).first()).toBeVisible();
  expect(await lens.rows.count()).toBeGreaterThan(10);
  await lens.search.fill("phi-4");
  await lens.search.press("Enter");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  expect((await lens.ids()).every((id) => /phi-4/i.test(id))).toBe(true);
  await expect(lens.verdict(lens.row("microsoft/phi-4"))).toHaveAttribute("data-verdict", "compatible");
});

test("filters work on the catalog too", async ({ lens }) => {
  await lens.open("/", { q: "qwen3", hw: SMALL.hw });
  await lens.settled("catalog");
  await lens.runsOnly.check();
  await expect(lens.results.locator('[data-verdict="not-compatible"]')).toHaveCount(0);
  await expect(lens.rows.first()).toBeVisible();
});

test("a model of the catalog can be opened", async ({ lens, page }) => {
  await lens.open("/", { q: "microsoft/phi-4", hw: LARGE.hw });
  await lens.settled("catalog");
  await lens.row("microsoft/phi-4").getByRole("link", { name: "microsoft/phi-4", exact: true }).click();
  await expect(lens.heading).toHaveText("microsoft/phi-4");
  await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-verdict", /compatible/);
});

test("the way back to the live Hub works once it answers", async ({ lens, page, hub }) => {
  await lens.open("/", { q: "phi-4" });
  await lens.settled("catalog");
  await page.getByRole("button", { name: "Try the live Hub again" }).click();
  await lens.settled("catalog");
  hub.comeBack();
  await page.getByRole("button", { name: "Try the live Hub again" }).click();
  await lens.settled("live");
  await expect(lens.row("microsoft/phi-4-gguf")).toBeVisible();
});
