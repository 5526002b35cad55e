import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

/** A term of the hardware panel, which is on every page. */
const term = (page) => page.getByRole("complementary", { name: "Hardware" }).getByRole("button", { name: "Reserve", exact: true });
const shown = (page) => expect(explanation(page), "where it can be read, not beyond the window").toBeInViewport({ ratio: 1 });
const explanation = (page) => page.getByRole("tooltip").filter({ visible: true });

test.beforeEach(({ lens }) => lens.explore({ q: "phi-4" }));

test("a term explains itself on hover", async ({ page }) => {
  await term(page).hover();
  await shown(page);
  await page.keyboard.press("Escape");
  await expect(explanation(page)).toHaveCount(0);
});

test("a term explains itself on focus and Escape closes it", async ({ page }) => {
  await term(page).focus();
  await shown(page);
  await page.keyboard.press("Escape");
  await expect(explanation(page)).toHaveCount(0);
  await expect(term(page)).toBeFocused();
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });
  test("a term explains itself on a tap and stays inside the screen", async ({ lens, page }) => {
    // By touch alone: a mouse that rests elsewhere would call the explanation away again.
    await page.getByRole("button", { name: "Hardware", exact: true }).tap();
    await expect(lens.hardware).toBeVisible();
    await term(page).tap();
    await shown(page);
    const box = await explanation(page).boundingBox();
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
  });
});

for (const word of ["Format", "Quantization"]) {
  test(`the explanation page explains ${word} where it uses it`, async ({ lens, page }) => {
    await lens.open("/how-it-works", { hw: SMALL.hw });
    await page.getByRole("main").getByRole("button", { name: word }).first().focus();
    await shown(page);
  });

  test(`the table of variants explains ${word} by a button with a name`, async ({ lens, page }) => {
    await lens.model("microsoft/phi-4-gguf", { hw: SMALL.hw });
    const button = lens.variants.getByRole("columnheader", { name: word }).locator("button[aria-describedby]");
    await button.focus();
    await shown(page);
    await expect(button).toHaveAccessibleName(new RegExp(word, "i"));
  });
}
