import { LARGE, SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const GB = 2 ** 30;

test.beforeEach(async ({ lens, page }) => {
  await lens.explore({ hw: SMALL.hw });
  await page.getByRole("link", { name: "How is compatibility calculated?" }).first().click();
  await expect(page).toHaveURL(/#\/how-it-works/);
});

test("the worked example stands there to the last digit", async ({ lens, page }) => {
  const example = page.getByRole("region", { name: "Worked example" });
  const steps = {
    "bytes-per-param": 2, "num-params": 1_073_741_824, "model-memory": 2 * GB, "required-memory": 3 * GB,
    "total-gpu-memory": 4 * GB, "available-system-memory": SMALL.availableSystem, "available-memory": SMALL.available,
  };
  for (const [name, value] of Object.entries(steps)) expect(await lens.stepValue(name, example), name).toBe(value);
  for (const text of ["1,073,741,824", "16.8", "12.8"]) await expect(example).toContainText(text);
  await expect(lens.verdict(example)).toHaveAttribute("data-verdict", "compatible");
});

test("the live copy computes with my machine and a size that I type", async ({ lens, page }) => {
  const own = page.getByRole("region", { name: "Your own numbers" });
  const size = own.getByRole("spinbutton", { name: "Model size (GB)" });
  await size.fill("2");
  await lens.choose(own.getByRole("combobox", { name: "Precision" }), /FP16/);
  await expect(lens.step("required-memory", own)).toHaveAttribute("data-value", String(3 * GB));
  await expect(lens.step("available-memory", own)).toHaveAttribute("data-value", String(SMALL.available));
  await expect(lens.verdict(own)).toHaveAttribute("data-verdict", "compatible");
  await size.fill("20");
  await expect(lens.step("required-memory", own)).toHaveAttribute("data-value", String(30 * GB));
  await expect(lens.verdict(own)).toHaveAttribute("data-verdict", "not-compatible");
});

test("the live copy follows the hardware", async ({ lens, page }) => {
  await page.goto(`./#/how-it-works?hw=${LARGE.hw}`);
  const own = page.getByRole("region", { name: "Your own numbers" });
  await expect(lens.step("available-memory", own)).toHaveAttribute("data-value", String(LARGE.available));
});

test("a wrong size is called wrong and changes nothing silently", async ({ page }) => {
  const size = page.getByRole("region", { name: "Your own numbers" }).getByRole("spinbutton", { name: "Model size (GB)" });
  await size.fill("-4");
  await size.press("Tab");
  await expect(size).toHaveAttribute("aria-invalid", "true");
  await expect(size).toHaveValue("-4");
});
