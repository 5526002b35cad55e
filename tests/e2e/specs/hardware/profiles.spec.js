import { readFile } from "node:fs/promises";
import { LARGE, SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const press = (lens, name) => lens.hardware.getByRole("button", { name, exact: true }).click();

async function rename(lens, name) {
  await press(lens, "Rename");
  const field = lens.hardware.getByRole("textbox", { name: "New name", exact: true });
  await field.fill(name);
  await field.press("Enter");
  await expect.poll(() => lens.profileName()).toBe(name);
}

/** A new profile is there at once, under a name that can be changed. */
async function newProfile(lens, name, machine) {
  const count = await lens.profiles().locator("option").count();
  await press(lens, "New profile");
  await expect(lens.hardware.getByRole("button", { name: "Rename", exact: true })).toBeVisible();
  await expect.poll(() => lens.profiles().locator("option").count()).toBeGreaterThanOrEqual(count);
  await rename(lens, name);
  await lens.enterMachine(machine);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(machine.available));
}

test.beforeEach(({ lens }) => lens.explore({ q: "qwen3" }));

test("the machine is there on the next visit and in another tab", async ({ lens, context, page, site }) => {
  await newProfile(lens, "Desk", SMALL);
  await page.reload();
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  expect(await lens.profileName()).toBe("Desk");
  const other = await context.newPage();
  await other.goto(site.address);
  await expect(other.getByRole("complementary", { name: "Hardware" }).locator('[data-quantity="available-memory"]').first()).toHaveAttribute("data-bytes", String(SMALL.available));
});

test("a change in one tab arrives in the other", async ({ lens, context, site }) => {
  await newProfile(lens, "Desk", SMALL);
  const other = await context.newPage();
  await other.goto(site.address);
  const shown = other.getByRole("complementary", { name: "Hardware" }).locator('[data-quantity="available-memory"]').first();
  await expect(shown).toHaveAttribute("data-bytes", String(SMALL.available));
  await lens.enterMachine(LARGE);
  await expect(shown).toHaveAttribute("data-bytes", String(LARGE.available));
});

test("profiles are created, renamed, duplicated, chosen, deleted and brought back", async ({ lens }) => {
  await newProfile(lens, "Desk", SMALL);
  await newProfile(lens, "Server", LARGE);
  await lens.profiles().selectOption({ label: "Desk" });
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  await rename(lens, "Old desk");
  const count = await lens.profiles().locator("option").count();
  await press(lens, "Duplicate");
  await expect(lens.profiles().locator("option")).toHaveCount(count + 1);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  await lens.profiles().selectOption({ label: "Server" });
  await press(lens, "Delete");
  await expect(lens.profiles().locator("option", { hasText: /^Server$/ })).toHaveCount(0);
  await lens.page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(lens.profiles().locator("option", { hasText: /^Server$/ })).toHaveCount(1);
  expect(await lens.profileName()).toBe("Server");
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(LARGE.available));
});

test("what is exported can be imported by somebody else", async ({ lens, page, browser, site }) => {
  await newProfile(lens, "Desk <b>&", SMALL);
  const [download] = await Promise.all([page.waitForEvent("download"), press(lens, "Export")]);
  const path = await download.path();
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ app: "llm-lens", kind: "profiles", version: 2 });
  const elsewhere = await browser.newContext({ baseURL: site.address, ignoreHTTPSErrors: true });
  const { Lens } = await import("../../support/lens.js");
  const second = new Lens(await elsewhere.newPage());
  await second.explore();
  await importFile(second, { name: "profiles.json", mimeType: "application/json", buffer: await readFile(path) });
  await expect(second.profiles().locator("option", { hasText: "Desk <b>&" })).toHaveCount(1);
  await elsewhere.close();
});

async function importFile(lens, file) {
  const chooser = lens.page.waitForEvent("filechooser");
  await lens.hardware.getByText("Import", { exact: true }).click();
  await (await chooser).setFiles(file);
}

const WRONG_FILES = [
  ["no JSON", "this is no JSON", /damaged/], ["a foreign file", '{"hello":1}', /no hardware profiles of LLM Lens/],
  ["a later version", '{"app":"llm-lens","kind":"profiles","version":99,"profiles":[]}', /newer version/], ["nothing", "", /damaged|no hardware profiles/], ["deep nesting", "[".repeat(100_000), /damaged/],
];
for (const [what, text, sentence] of WRONG_FILES) {
  test(`importing ${what} says what was wrong and keeps the profiles`, async ({ lens }) => {
    await newProfile(lens, "Desk", SMALL);
    const before = await lens.profiles().locator("option").allInnerTexts();
    await importFile(lens, { name: "x.json", mimeType: "application/json", buffer: Buffer.from(text) });
    // Beside the button, in a region that is read out.
    await expect(lens.hardware.locator("[aria-live], [role=status], [role=alert]").filter({ hasText: sentence })).toBeVisible();
    expect(await lens.profiles().locator("option").allInnerTexts()).toEqual(before);
  });
}
