import { AxeBuilder } from "@axe-core/playwright";
import { LARGE, TINY } from "../../support/machines.js";
import { SIZES } from "../../support/states.js";
import { expect, test } from "../../support/test.js";
import { NETWORK_LINES } from "../../support/watch.js";

const MODEL = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";
const LONG = "v1~ram32~n-A_machine_with_the_longest_name_that_a_profile_can_ever_have";
const FOUR = `${TINY.hw}~n-Old_laptop!${LARGE.hw}~n-Office_server!${LONG}!v1~ram32~uma75~fmt-std.mlx~n-MacBook`;

const cards = (page) => page.getByRole("list", { name: "Machines" }).getByRole("listitem");

test.use({ reducedMotion: "reduce" });

const STATES = {
  "a model on four machines": [`model=microsoft/phi-4-gguf&machines=${FOUR}`, "tr[data-variant]"],
  "a list on four machines": [`list=1&q=phi-4&machines=${FOUR}`, "tr[data-model]"],
  "a first visit": ["list=1&q=phi-4", "tr[data-model]"],
};

for (const [name, [query, rows]] of Object.entries(STATES)) {
  test(`${name} has no violation on desktop and phone, light and dark, and nothing is wider than the screen`, async ({ page }) => {
    // Four whole examinations of a long page take half a minute on a busy machine.
    test.setTimeout(90_000);
    await page.goto(`./#/compare?${query}`);
    await expect(page.locator(rows).first()).toBeVisible();
    for (const size of Object.values(SIZES)) {
      await page.setViewportSize(size);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
        const axe = new AxeBuilder({ page }).setLegacyMode();
        // All that a colour scheme can change is contrast.
        const { violations } = await (colorScheme === "light" ? axe : axe.withRules(["color-contrast"])).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 4)}`)).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    }
  });
}

test("on a phone the machines stand below each other, and a table keeps its rows and cells", async ({ page }) => {
  await page.setViewportSize(SIZES.phone);
  await page.goto(`./#/compare?model=${MODEL}&machines=${FOUR}`);
  await expect(cards(page)).toHaveCount(4);
  const [first, second] = await Promise.all([cards(page).nth(0).boundingBox(), cards(page).nth(1).boundingBox()]);
  expect(second.y).toBeGreaterThan(first.y + first.height - 1);
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: /^Q8_0/ }) });
  await expect(row.getByRole("cell")).toHaveCount(4);
  await expect(page.getByRole("columnheader")).toHaveCount(5);
});

test("a machine is added and removed by keyboard alone", async ({ page }) => {
  await page.goto("./#/compare?list=1&q=phi-4");
  await expect(cards(page)).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Find a preset" }).focus();
  await page.keyboard.type("m4 max 64");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("combobox", { name: "Add a machine" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(cards(page)).toHaveCount(2);
  await page.getByRole("button", { name: /^Remove Apple M4 Max/ }).focus();
  await page.keyboard.press("Enter");
  await expect(cards(page)).toHaveCount(1);
});

test("a model that the Hub does not have is told, and the machines stay", async ({ page, lens, complaints }) => {
  complaints.allow(NETWORK_LINES);
  await page.goto(`./#/compare?model=nobody/nothing&machines=${FOUR}`);
  await expect(lens.alert).not.toBeEmpty();
  await expect(cards(page)).toHaveCount(4);
});

test("without the Hub the starter catalog is compared", async ({ page, hub, complaints }) => {
  complaints.allow(NETWORK_LINES);
  hub.goDown();
  await page.goto(`./#/compare?list=1&q=phi&machines=${FOUR}`);
  await expect(page.getByText("Starter catalog.")).toBeVisible();
  await expect(page.locator("tr[data-model]").first().locator("[data-verdict]")).toHaveCount(4);
});

test("print shows machines and verdicts, and no controls", async ({ page }) => {
  await page.goto(`./#/compare?model=${MODEL}&machines=${FOUR}`);
  await expect(page.locator("tr[data-variant]").first()).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(cards(page).first()).toBeVisible();
  for (const control of await page.getByRole("main").locator("button, select, input[type=radio], input[type=search]").all()) await expect(control).toBeHidden();
});
