import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

test.beforeEach(({ page }) => page.goto(`./#/how-it-works?hw=${SMALL.hw}`));

const term = (page) => page.getByRole("button", { name: /^quantization/i }).first();
const explanation = (page) => page.getByRole("tooltip").filter({ visible: true });

test("a term explains itself on hover", async ({ page }) => {
  await term(page).hover();
  await expect(explanation(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(explanation(page)).toHaveCount(0);
});

test("a term explains itself on focus and Escape closes it", async ({ page }) => {
  await term(page).focus();
  await expect(explanation(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(explanation(page)).toHaveCount(0);
  await expect(term(page)).toBeFocused();
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });
  test("a term explains itself on a tap and stays inside the screen", async ({ page }) => {
    await term(page).tap();
    await expect(explanation(page)).toBeVisible();
    const box = await explanation(page).boundingBox();
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
  });
});
