import { readFile } from "node:fs/promises";
import { LARGE, TINY } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const MODEL = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";
const BOTH = `${TINY.hw}~n-Old_laptop!${LARGE.hw}~n-Office_server`;
/** Links are written in the newest version. */
const written = (machines) => machines.replaceAll("v1~", "v2~");

const cards = (page) => page.getByRole("list", { name: "Machines" }).getByRole("listitem");
const code = (page) => page.getByRole("main").getByRole("img", { name: /^QR code of the link/ });
const carried = (page) => page.getByRole("combobox", { name: "What the link carries" });

test("the copied link shows the same page to someone else", async ({ page, browser, context, site, lens }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
  await page.goto(`./#/compare?model=${MODEL}&machines=${BOTH}`);
  await expect(lens.verdict(cards(page).first())).toBeVisible();
  await page.getByRole("button", { name: "Copy link with these machines" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("machines=");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain(`machines=${written(BOTH)}`);
  const other = await browser.newContext({ ignoreHTTPSErrors: true });
  const fresh = await other.newPage();
  await fresh.goto(link);
  await expect(cards(fresh).locator("[data-verdict]")).toHaveCount(2);
  expect(await cards(fresh).allInnerTexts()).toEqual(await cards(page).allInnerTexts());
  await expect(fresh.getByText("This link came with 2 machines.")).toBeVisible();
  await other.close();
});

test("the QR code says what the link says, for each choice of what it carries", async ({ page }) => {
  await page.goto(`./#/compare?model=${MODEL}&machines=${BOTH}`);
  const link = page.getByRole("textbox", { name: /^Link/ });
  await expect(code(page)).toHaveAttribute("data-link", await link.inputValue());
  await carried(page).selectOption({ label: "these machines only" });
  await expect(code(page)).toHaveAttribute("data-link", new RegExp(`#/compare\\?machines=${written(BOTH).replaceAll(".", "\\.")}$`));
  await carried(page).selectOption({ label: "only Office server, as shared hardware" });
  await expect(code(page)).toHaveAttribute("data-link", new RegExp(`#/model/${MODEL}\\?hw=${written(LARGE.hw)}~n-Office_server$`));
  await expect(page.getByRole("button", { name: "Copy link with this machine" })).toBeVisible();
});

test("the code is dark on light in the dark theme too, with its three finders", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`./#/compare?model=${MODEL}&machines=${BOTH}`);
  const look = await code(page).evaluate((svg) => {
    const side = svg.viewBox.baseVal.width;
    const dark = new Set();
    for (const [, x, y, length] of svg.querySelector("path").getAttribute("d").matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let i = 0; i < Number(length); i += 1) dark.add(`${Number(x) + i},${y}`);
    }
    const finder = (left, top) => Array.from({ length: 7 }, (_, y) => Array.from({ length: 7 }, (_, x) => (dark.has(`${left + x},${top + y}`) ? "#" : ".")).join("")).join("/");
    return {
      ground: getComputedStyle(svg.querySelector("rect")).fill,
      ink: getComputedStyle(svg.querySelector("path")).fill,
      finders: [finder(4, 4), finder(side - 11, 4), finder(4, side - 11)],
    };
  });
  const FINDER = "#######/#.....#/#.###.#/#.###.#/#.###.#/#.....#/#######";
  expect(look).toEqual({ ground: "rgb(255, 255, 255)", ink: "rgb(0, 0, 0)", finders: [FINDER, FINDER, FINDER] });
});

test("the code can be enlarged and saved", async ({ page }) => {
  await page.goto(`./#/compare?model=${MODEL}&machines=${BOTH}`);
  const small = (await code(page).boundingBox()).width;
  await page.getByRole("button", { name: "Enlarge" }).click();
  const dialog = page.getByRole("dialog", { name: "QR code" });
  expect((await dialog.getByRole("img").boundingBox()).width).toBeGreaterThan(1.5 * small);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Enlarge" })).toBeFocused();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as SVG" }).click()]);
  expect(download.suggestedFilename()).toBe("llm-lens-machines.svg");
  const saved = await readFile(await download.path(), "utf8");
  expect(saved).toContain(await code(page).locator("path").getAttribute("d"));
});

test("a link that is too long for a code says so and names what fits", async ({ page }) => {
  const name = "%E5%90%8D".repeat(60);
  const long = `v1~ram1${`~gpu8-${"x".repeat(60)}`.repeat(8)}~n-${name}`;
  await page.goto(`./#/compare?model=${MODEL}&machines=${[long, long, long, long].join("!")}`);
  await expect(cards(page)).toHaveCount(4);
  await expect(code(page)).toHaveCount(0);
  await expect(page.getByText(/a QR code holds 2,953\. The link itself works\. With “only .+” it fits/)).toBeVisible();
  await carried(page).selectOption({ index: 2 });
  await expect(code(page)).toBeVisible();
});
