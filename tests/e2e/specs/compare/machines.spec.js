import { LARGE, SMALL, TINY } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const MODEL = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";
const TINY_NAMED = `${TINY.hw}~n-Old_laptop`;
const SERVER = `${LARGE.hw}~n-Office_server`;
const BOTH = `${TINY_NAMED}!${SERVER}`;

const cards = (page) => page.getByRole("list", { name: "Machines" }).getByRole("listitem");
const card = (page, name) => cards(page).filter({ has: page.getByRole("heading", { name, exact: true }) });
const compare = (page, query) => page.goto(`./#/compare?${query}`);
const choose = (page, name, label) => page.getByRole("combobox", { name, exact: true }).selectOption({ label });

async function save(page) {
  await page.getByRole("button", { name: "Save all as profiles" }).click();
  await expect(page.getByRole("button", { name: "among your profiles" })).toBeDisabled();
}

test("two machines are judged apart, as a whole and variant by variant", async ({ page, lens }) => {
  await compare(page, `model=${MODEL}&machines=${BOTH}`);
  await expect(lens.verdict(card(page, "Old laptop"))).toHaveAttribute("data-verdict", "not-compatible");
  await expect(lens.verdict(card(page, "Office server"))).toHaveAttribute("data-verdict", "compatible");
  expect(await lens.bytes(card(page, "Old laptop"), "available-memory")).toBe(TINY.available);
  expect(await lens.bytes(card(page, "Office server"), "available-memory")).toBe(LARGE.available);
  await expect(page.getByRole("main")).toContainText("Runs on Office server.");
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: /^Q8_0/ }) });
  await expect(row.getByRole("cell").nth(0)).toContainText(/^Too large.*missing/);
  await expect(row.getByRole("cell").nth(1)).toContainText(/^Good.*GPU/);
});

test("the verdict here is the verdict of the model's page", async ({ page, lens, hub, complaints }) => {
  // What its header says is known to the page alone; without it both go by the same sum.
  complaints.allow(/Failed to load resource/);
  hub.fail("notFound", { path: `/${MODEL}/resolve` });
  await compare(page, `model=${MODEL}&machines=${SMALL.hw}~n-PC`);
  const required = await lens.bytes(card(page, "PC"), "required-memory");
  await lens.model(MODEL, { hw: SMALL.hw });
  await expect(page.getByRole("main").locator('[data-quantity="required-memory"]').first()).toHaveAttribute("data-bytes", String(required));
});

test("a list of models has a column for each machine and can be narrowed to where they differ", async ({ page }) => {
  await compare(page, `list=1&q=qwen3&machines=${BOTH}`);
  const rows = page.locator("tr[data-model]");
  await expect(rows.first()).toBeVisible();
  const all = await rows.count();
  await choose(page, "Show", "only on Office server");
  await expect.poll(() => rows.count()).toBeLessThan(all);
  for (const row of await rows.all()) {
    await expect(row.locator("[data-verdict]").nth(0)).not.toHaveAttribute("data-verdict", "compatible");
    await expect(row.locator("[data-verdict]").nth(1)).toHaveAttribute("data-verdict", "compatible");
  }
  await choose(page, "Show", "what runs on all");
  for (const row of await rows.all()) {
    for (const verdict of await row.locator("[data-verdict]").all()) await expect(verdict).toHaveAttribute("data-verdict", "compatible");
  }
});

test("machines of a link are saved as profiles, leave mine alone, and can be left out", async ({ page, lens }) => {
  await compare(page, `model=${MODEL}&machines=${BOTH}`);
  await save(page);
  await expect(lens.profiles().locator("option", { hasText: "Office server" })).toHaveCount(1);
  await page.getByRole("button", { name: "Ignore them" }).click();
  expect(page.url()).not.toContain("machines=");
  await expect(cards(page)).toHaveCount(2);
  await expect(card(page, "Old laptop")).toContainText("your profile, in use");
});

test("a damaged machine is told and the others stay", async ({ page }) => {
  await compare(page, `model=${MODEL}&machines=${TINY_NAMED}!v1~ram-1!${SERVER}`);
  await expect(cards(page)).toHaveCount(2);
  await expect(page.getByText(/was ignored: machine 2/)).toBeVisible();
});

test("a name that is markup stays text", async ({ page }) => {
  await compare(page, `model=${MODEL}&machines=v1~ram16~n-%3Cimg_src%3Dx_onerror%3Dhostile()%3E`);
  await expect(card(page, "<img src=x onerror=hostile()>")).toBeVisible();
  await expect(page.getByRole("main").locator("img")).toHaveCount(0);
});

test("without a profile the example stands there, and presets join it", async ({ page, lens }) => {
  await page.goto("./#/compare");
  await expect(card(page, "Example machine")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("You have no profile yet");
  await page.getByRole("searchbox", { name: "Find a preset" }).fill("rtx 4090");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(cards(page)).toHaveCount(2);
  await expect(cards(page).nth(1)).toContainText("RTX 4090");
  await expect(lens.status).toContainText("was added");
});

test("four machines are the most, and each can go", async ({ page }) => {
  await compare(page, `list=1&q=phi-4&machines=${BOTH}!${SMALL.hw}!v1~ram8`);
  await expect(cards(page)).toHaveCount(4);
  await expect(page.getByRole("button", { name: "Add", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "Remove Old laptop from the comparison" }).click();
  await expect(cards(page)).toHaveCount(3);
  await expect(page.getByRole("button", { name: "Add", exact: true })).toBeEnabled();
});

test("the choice outlives a visit to a model and back", async ({ page }) => {
  await compare(page, `list=1&q=phi-4&machines=${BOTH}`);
  await page.getByRole("button", { name: "Remove Old laptop from the comparison" }).click();
  await page.locator("tr[data-model] a").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("/");
  await page.goBack();
  await expect(cards(page)).toHaveCount(1);
});

test("the model's page and the search lead here", async ({ page, lens }) => {
  await lens.model(MODEL);
  await page.getByRole("link", { name: "Compare on several machines" }).click();
  await expect(lens.heading).toHaveText("Compare machines");
  await expect(page.getByRole("textbox", { name: "Model", exact: true })).toHaveValue(MODEL);
  await expect(lens.verdict(cards(page).first())).toBeVisible();
  await lens.explore({ q: "phi-4" });
  await page.getByRole("link", { name: "Compare on several machines" }).click();
  await expect(page.getByRole("searchbox", { name: "Search for models" })).toHaveValue("phi-4");
  await expect(page.locator("tr[data-model]").first()).toBeVisible();
});

test("another model is typed, and what is none is refused", async ({ page, lens }) => {
  await compare(page, `model=${MODEL}&machines=${BOTH}`);
  const field = page.getByRole("textbox", { name: "Model", exact: true });
  await field.fill("not a model");
  await field.press("Enter");
  await expect(page.getByText("Write it as owner/name")).toBeVisible();
  await field.fill("microsoft/phi-4-gguf");
  await field.press("Enter");
  await expect(page.getByRole("heading", { name: "microsoft/phi-4-gguf" })).toBeVisible();
  await expect(lens.verdict(card(page, "Office server"))).toHaveAttribute("data-verdict", "compatible");
  expect(page.url()).toContain("model=microsoft/phi-4-gguf&machines=");
});
