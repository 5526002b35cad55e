import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("a chosen theme is there at the first paint of the next visit", async ({ lens, page }) => {
  await lens.explore();
  await lens.openSettings();
  await lens.settings.getByRole("radio", { name: "Dark" }).check();
  await page.keyboard.press("Escape");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("a dark room: the system's scheme is followed", async ({ lens, page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await lens.explore();
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(background).not.toBe(light);
});

test("on a phone the hardware is a drawer that closes with Escape", async ({ lens, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await lens.explore({ q: "phi-4" });
  await expect(lens.field("System RAM (GB)")).toBeHidden();
  await lens.showHardware();
  await lens.enterMachine(SMALL);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  await page.keyboard.press("Escape");
  await expect(lens.field("System RAM (GB)")).toBeHidden();
  await expect(page.getByRole("button", { name: "Hardware", exact: true })).toBeFocused();
});

for (const width of [320, 768, 1920]) {
  test(`nothing is cut or wider than the screen at ${width} pixels`, async ({ lens, page }) => {
    await page.setViewportSize({ width, height: 700 });
    await lens.explore({ q: "qwen3", hw: SMALL.hw });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await lens.model("unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF", { hw: SMALL.hw });
    await expect(lens.variants).toBeVisible();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
}

test("text twice as large breaks nothing", async ({ lens, page }) => {
  await page.addInitScript(() => document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.style.fontSize = "200%";
  }));
  await lens.explore({ q: "qwen3", hw: SMALL.hw });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

test("touch targets are at least 24 pixels", async ({ lens, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await lens.explore({ q: "phi-4", hw: SMALL.hw });
  const small = await page.getByRole("button").filter({ visible: true }).evaluateAll((buttons) => buttons
    .map((button) => ({ text: button.textContent.trim(), box: button.getBoundingClientRect(), inText: getComputedStyle(button).display === "inline" }))
    .filter(({ box, inText }) => !inText && (box.width < 24 || box.height < 24)).map(({ text }) => text));
  expect(small).toEqual([]);
});

test("with reduced motion nothing moves", async ({ lens, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await lens.explore({ q: "phi-4", hw: SMALL.hw });
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === "running" && animation.effect.getComputedTiming().duration > 10).length);
  expect(moving).toBe(0);
});

test("a printed model page shows the sum and no controls", async ({ lens, page }) => {
  await lens.model("microsoft/phi-4-gguf", { hw: SMALL.hw });
  await expect(lens.calculation).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(lens.calculation).toBeVisible();
  await expect(lens.search).toBeHidden();
  await expect(page.getByRole("button", { name: "Settings", exact: true })).toBeHidden();
});

test("the memory bar has a text twin", async ({ lens, page }) => {
  await lens.model("microsoft/phi-4-gguf", { hw: SMALL.hw });
  const bars = page.getByRole("main").getByRole("img").filter({ visible: true });
  await expect(bars.first()).toHaveAccessibleName(/GiB/);
});
