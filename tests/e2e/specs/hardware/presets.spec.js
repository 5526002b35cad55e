import { expect, test } from "../../support/test.js";

const presets = (lens) => lens.hardware.getByRole("combobox", { name: "Hardware preset", exact: true });

test.beforeEach(({ lens }) => lens.explore({ q: "qwen3" }));

test("at least 40 presets in groups", async ({ lens }) => {
  expect(await presets(lens).locator("optgroup").count()).toBeGreaterThanOrEqual(4);
  expect(await presets(lens).locator("option").count()).toBeGreaterThanOrEqual(40);
});

test("presets are found by words", async ({ lens }) => {
  await lens.hardware.getByRole("searchbox", { name: "Search presets" }).fill("4090");
  await expect.poll(() => presets(lens).locator("optgroup option").allInnerTexts().then((all) => all.length > 0 && all.every((text) => text.includes("4090")))).toBe(true);
});

test("a card fills the fields", async ({ lens }) => {
  await lens.choose(presets(lens), /RTX 4090/);
  await expect(lens.field("GPU memory per GPU (GB)")).toHaveValue(/^(?:24|16)$/);
  await expect(lens.field("Number of GPUs")).toHaveValue("1");
});

test("an Apple chip shares its memory and loads MLX", async ({ lens }) => {
  await lens.choose(presets(lens), /M\d.*(?:32|36|64) GB/);
  await expect(lens.hardware.getByRole("checkbox", { name: "Unified memory (CPU and GPU share it)" })).toBeChecked();
  await expect(lens.hardware.getByRole("group", { name: "Supported formats" }).getByRole("checkbox", { name: "MLX", exact: true })).toBeChecked();
});

test("every preset gives a machine with memory", async ({ lens }) => {
  test.slow();
  // Inside the page, since a hundred and more round trips through the browser take longer than the presets.
  const wrong = await presets(lens).evaluate(async (select) => {
    const panel = select.closest("aside");
    const values = [...select.options].map(({ value }) => value).filter(Boolean);
    const found = [];
    for (const value of values) {
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const available = Number(panel.querySelector('[data-quantity="available-memory"]').dataset.bytes);
      if (select.value !== value || !(available > 0) || panel.querySelector('[aria-invalid="true"]')) found.push(`${value}: ${available}`);
    }
    return { found, count: values.length };
  });
  expect(wrong.found).toEqual([]);
  expect(wrong.count).toBeGreaterThanOrEqual(40);
});
