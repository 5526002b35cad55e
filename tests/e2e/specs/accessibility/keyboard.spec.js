import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

test("a search, a model and the way back, by keyboard alone", async ({ lens, page }) => {
  // Some hundred stops lie on the way, each asked for its focus.
  test.setTimeout(90_000);
  await lens.explore({ hw: SMALL.hw });
  await page.keyboard.press("/");
  await expect(lens.search).toBeFocused();
  await page.keyboard.type("microsoft/phi-4-gguf");
  await page.keyboard.press("Enter");
  const link = lens.row("microsoft/phi-4-gguf").getByRole("link", { name: "microsoft/phi-4-gguf", exact: true });
  await expect(link).toBeVisible();
  await tabTo(page, link);
  await page.keyboard.press("Enter");
  await expect(lens.heading).toHaveText("microsoft/phi-4-gguf");
  await tabTo(page, lens.variants.getByRole("button").first());
  // The browser's own key for Back does not reach a browser without a window.
  await page.goBack();
  await expect(lens.search).toHaveValue("microsoft/phi-4-gguf");
});

async function tabTo(page, target) {
  for (let step = 0; step < 150; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

test("whatever has the focus shows it", async ({ lens, page }) => {
  await lens.explore({ q: "phi-4", hw: SMALL.hw });
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "nothing";
      const style = getComputedStyle(element);
      const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      const box = element.getBoundingClientRect();
      return ring || box.width < 2 ? "ring" : `no ring on ${element.outerHTML.slice(0, 120)}`;
    });
    expect(["ring", "nothing"]).toContain(seen);
  }
});

test("the first Tab offers to skip to the content", async ({ lens, page }) => {
  await lens.explore();
  await page.locator("body").evaluate((body) => body.focus());
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveText(/skip/i);
});

test("opening a model moves the focus and names the page", async ({ lens, page }) => {
  await lens.explore({ q: "microsoft/phi-4-gguf", hw: SMALL.hw });
  await lens.row("microsoft/phi-4-gguf").getByRole("link", { name: "microsoft/phi-4-gguf", exact: true }).click();
  await expect(page).toHaveTitle(/microsoft\/phi-4-gguf/);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
});

test("the settings dialog keeps the focus, closes with Escape and gives it back", async ({ lens, page }) => {
  await lens.explore();
  await lens.openSettings();
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog, [role=dialog]") !== null)).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(lens.settings).toBeHidden();
  await expect(page.getByRole("button", { name: "Settings", exact: true })).toBeFocused();
});

test("status and alert regions are there from the start", async ({ lens }) => {
  await lens.explore();
  await expect(lens.status).toHaveCount(1);
  await expect(lens.alert).toHaveCount(1);
});
