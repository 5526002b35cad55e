import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const KEY = "llm-lens.profiles";
const seed = (page, text) => page.addInitScript(([key, value]) => {
  if (!sessionStorage.getItem("seeded")) localStorage.setItem(key, value);
  sessionStorage.setItem("seeded", "yes");
}, [KEY, text]);

for (const [what, text] of [["broken JSON", '{"version":1,"profiles":[{'], ["a later version", '{"version":99,"everything":"new"}'], ["foreign data", '"hello"'], ["a megabyte of rubbish", "x".repeat(1_000_000)]]) {
  test(`${what} in the storage is set aside with a message and not lost`, async ({ lens, page }) => {
    await seed(page, text);
    await lens.explore();
    await expect(lens.hardware).toBeVisible();
    await expect(page.getByText(/moved aside|could not be read|newer version/i).first()).toBeVisible();
    await lens.enterMachine(SMALL);
    await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
    const kept = await page.evaluate((value) => Object.values(localStorage).some((stored) => stored.includes(value)), text.slice(0, 200));
    expect(kept, "the old text is still somewhere").toBe(true);
  });
}

/** The model page is a program of its own: what could not be stored must reach it all the same. */
async function theModelPageKnowsTheMachine(lens, page) {
  await lens.row("microsoft/phi-4-gguf").getByRole("link", { name: "microsoft/phi-4-gguf", exact: true }).click();
  await expect(lens.variants).toBeVisible();
  await expect(page.getByRole("main").locator("[data-quantity=available-memory]").first()).toHaveAttribute("data-bytes", String(SMALL.available));
  const memory = page.getByRole("region", { name: "Memory in detail" });
  await expect(memory.locator("[data-quantity=detailed-memory]").first()).toBeVisible();
}

test("with blocked storage the page works and says that it will not remember", async ({ lens, page }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      });
    }
  });
  await lens.explore({ q: "phi-4" });
  await lens.enterMachine(SMALL);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  await theModelPageKnowsTheMachine(lens, page);
  await expect(page.getByText(/nothing will be remembered/i).first()).toBeVisible();
});

test("with full storage the page works and says that it will not remember", async ({ lens, page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    };
  });
  await lens.explore({ q: "phi-4" });
  await lens.enterMachine(SMALL);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  await theModelPageKnowsTheMachine(lens, page);
  await expect(page.getByText(/will not be remembered/i).first()).toBeVisible();
});
