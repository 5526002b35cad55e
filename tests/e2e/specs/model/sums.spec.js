import { LARGE, SMALL } from "../../support/machines.js";
import { estimate } from "../../support/standard-estimate.js";
import { expect, test } from "../../support/test.js";

const EXACT = "standin/exact-two-gigabyte-fp16";
const MANY = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";
const MANY_PARAMETERS = 8_190_735_360;

test("one more request gives exact sizes", async ({ lens, hub }) => {
  await lens.model(MANY, { hw: SMALL.hw });
  await expect(lens.variants).toBeVisible();
  expect(hub.details).toHaveLength(1);
  expect(hub.details[0].query.get("blobs")).toBe("true");
});

test("the worked example's model gives the worked example's numbers, step by step", async ({ lens }) => {
  await lens.judgeByStandard();
  await lens.model(EXACT, { hw: SMALL.hw });
  await expect(lens.calculation).toBeVisible();
  const steps = {
    "bytes-per-param": 2, "num-params": 1_073_741_824, "model-memory": 2_147_483_648, "required-memory": 3_221_225_472,
    "total-gpu-memory": SMALL.totalGpu, "available-system-memory": SMALL.availableSystem, "available-memory": SMALL.available,
  };
  for (const [name, value] of Object.entries(steps)) expect(await lens.stepValue(name), name).toBe(value);
  await expect(lens.verdict(lens.page.getByRole("main"))).toHaveAttribute("data-verdict", "compatible");
});

test("where the rule is to decide, each variant's required memory is the rule's, whatever its file size", async ({ lens, hub }) => {
  await lens.judgeByStandard();
  await lens.model(MANY, { hw: SMALL.hw });
  await expect(lens.variants).toBeVisible();
  const files = hub.documents.get(MANY).siblings.filter(({ rfilename }) => rfilename.endsWith(".gguf"));
  const rows = lens.variants.locator("tbody tr");
  await expect(rows).toHaveCount(files.length);
  for (const row of await rows.all()) {
    const label = (await row.getByRole("rowheader").innerText()).trim().split(/\s/)[0];
    expect(await lens.bytes(row, "required-memory"), label).toBe(estimate(label, MANY_PARAMETERS).required);
  }
});

test("choosing a variant shows its sum", async ({ lens }) => {
  await lens.model(MANY, { hw: SMALL.hw });
  for (const label of ["Q8_0", "Q6_K", "UD-IQ1_S"]) {
    await lens.variant(label).getByRole("rowheader").getByText(label, { exact: true }).click();
    const expected = estimate(label, MANY_PARAMETERS);
    await expect(lens.step("model-memory")).toHaveAttribute("data-value", String(expected.modelMemory));
    await expect(lens.step("required-memory")).toHaveAttribute("data-value", String(expected.required));
  }
});

test("where the rule would decide otherwise, the page says so", async ({ lens, page }) => {
  // The rule counts half a byte a parameter and fits; the file itself does not.
  await lens.model(MANY, { hw: "v1~ram8~gpu2", v: "gguf:q8_0" });
  await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-grade", "too-large");
  await lens.model(EXACT, { hw: SMALL.hw });
  await expect(page.getByRole("main")).toContainText("The Standard rule would decide otherwise.");
});

test("the size of a variant is its own files, never twins, copies or leftovers", async ({ lens }) => {
  // The Standard rule is about the files alone.
  await lens.judgeByStandard();
  await lens.model("standin/twins-and-leftovers", { hw: LARGE.hw });
  const safetensors = lens.variants.locator("tbody tr").filter({ hasText: "Safetensors" }).first();
  expect(await lens.bytes(safetensors, "required-memory")).toBe(7_241_732_096 * 3);
  await expect(safetensors).toContainText(/13\.5\sGiB/);
  await expect(lens.variants).not.toContainText(/optimizer/);
});

test("the row of the search and the model page agree", async ({ lens, page }) => {
  for (const id of ["Qwen/Qwen3-8B", EXACT, "microsoft/phi-4-gguf", "Qwen/Qwen3-8B-AWQ"]) {
    await lens.explore({ q: id, hw: SMALL.hw });
    await expect(lens.verdict(lens.row(id))).toHaveAttribute("data-estimate", "detailed");
    const row = await lens.verdict(lens.row(id)).evaluate((badge) => ({ ...badge.dataset }));
    const variant = await lens.row(id).locator("[data-variant]").getAttribute("data-variant");
    await lens.row(id).getByRole("link", { name: id, exact: true }).click();
    await expect(lens.heading).toHaveText(id);
    await expect(page.locator("article")).toHaveAttribute("data-source", "live");
    const badge = lens.verdict(page.getByRole("main"));
    for (const name of ["verdict", "grade", "estimate"]) await expect(badge, id).toHaveAttribute(`data-${name}`, row[name]);
    await expect(page.locator("tr[data-best]"), id).toHaveCount(1);
    await expect(page.locator("tr[data-best]"), id).toHaveAttribute("data-variant", variant);
  }
});

test("the multiplier of the settings enters the sum", async ({ lens }) => {
  await lens.model(EXACT, { hw: SMALL.hw });
  await lens.openSettings();
  await lens.settings.getByRole("spinbutton", { name: "Activation multiplier" }).fill("2");
  await lens.settings.getByRole("spinbutton", { name: "Activation multiplier" }).press("Tab");
  await lens.page.keyboard.press("Escape");
  await expect(lens.step("required-memory")).toHaveAttribute("data-value", String(2 * 2_147_483_648));
});
