// How fast models write: beside the verdict, as a filter, and as an order.

import { expect, test } from "../../support/test.js";

const CARD = "v1~ram32~gpu24s1008000.82580.82580-GeForce_RTX_4090";
const speeds = (page) => page.getByRole("listitem").locator("[data-quantity=decode-speed]").evaluateAll((all) => all.map((each) => Number(each.dataset.likely)));

test("a machine whose bandwidth is known shows speeds with their ranges, another none", async ({ lens, page }) => {
  await lens.explore({ q: "qwen3", hw: CARD });
  const shown = page.getByRole("listitem").locator("[data-quantity=decode-speed]");
  await expect(shown.first()).toHaveText(/^≈ [\d.]+ tokens\/s \([\d.]+–[\d.]+\)$/);
  await lens.explore({ q: "qwen3", hw: "v1~ram32~gpu24" });
  await lens.settled();
  await expect(shown).toHaveCount(0);
});

test("“at least” leaves slower ones out without asking the Hub again, and stands in the address", async ({ lens, hub, page }) => {
  await lens.explore({ q: "qwen3", hw: CARD });
  await lens.settled();
  await expect.poll(() => speeds(page).then((all) => all.length)).toBeGreaterThan(3);
  const before = await speeds(page);
  const limit = Math.ceil(Math.min(...before) + 0.001);
  const asked = hub.searches.length;
  await page.getByRole("button", { name: /^Filters/ }).click();
  const field = page.getByRole("spinbutton", { name: "At least (tokens/s)" });
  await field.fill(String(limit));
  await field.press("Enter");
  await expect(page).toHaveURL(new RegExp(`speed=${limit}`));
  await expect.poll(async () => Math.min(...(await speeds(page)))).toBeGreaterThanOrEqual(limit);
  expect((await speeds(page)).length).toBeLessThan(before.length);
  expect(hub.searches.length).toBe(asked);
  await field.fill("-3");
  await field.press("Enter");
  await expect(page.getByText("A whole number of tokens a second")).toBeVisible();
});

test("“fastest here” puts the fastest first", async ({ lens, page }) => {
  await lens.explore({ q: "qwen3", hw: CARD });
  await lens.filter("Sort by").selectOption({ label: "Fastest here" });
  await expect(page).toHaveURL(/sort=fastest/);
  await lens.settled();
  await expect.poll(async () => {
    const all = await speeds(page);
    return all.length > 3 && all.every((speed, index) => index === 0 || all[index - 1] >= speed);
  }).toBe(true);
});

test("variants have a speed each, and the column sorts", async ({ lens, page }) => {
  await page.goto(`./#/model/microsoft/phi-4-gguf?hw=${CARD}`);
  await expect(lens.variants).toBeVisible();
  const cells = lens.variants.locator("[data-quantity=decode-speed]");
  await expect.poll(() => cells.count()).toBeGreaterThan(5);
  await lens.variants.getByRole("button", { name: /Tokens\/s/ }).first().click();
  await expect.poll(async () => {
    const all = await cells.evaluateAll((each) => each.map((cell) => Number(cell.dataset.likely)));
    return all.every((speed, index) => index === 0 || all[index - 1] <= speed);
  }).toBe(true);
});
