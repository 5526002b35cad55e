import { LARGE, SMALL, availableSystem } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

test.beforeEach(({ lens }) => lens.explore({ q: "qwen3" }));

test("the available memory follows what is typed, to the byte", async ({ lens }) => {
  await lens.enterMachine(SMALL);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  await lens.enterMachine(LARGE);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(LARGE.available));
});

test("the verdicts follow the machine without another list", async ({ lens, hub }) => {
  await lens.enterMachine({ ram: 512, gpu: 80, count: 8 });
  await expect(lens.verdict(lens.row("Qwen/Qwen3-32B"))).toHaveAttribute("data-verdict", "compatible");
  // Rows may still be reading the headers that they name.
  const lists = () => hub.requests.filter(({ path }) => path === "/api/models").length;
  const before = lists();
  await lens.enterMachine({ ram: 8, gpu: 4, count: 1 });
  await expect(lens.verdict(lens.row("Qwen/Qwen3-32B"))).toHaveAttribute("data-verdict", "not-compatible");
  expect(lists()).toBe(before);
});

test("the reserve is part of the sum", async ({ lens }) => {
  await lens.enterMachine({ ram: 16, gpu: 0, count: 0 });
  await lens.field("Reserve (%)").fill("50");
  await lens.field("Reserve (%)").press("Tab");
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(availableSystem(16, 50)));
});

for (const [name, wrong] of [["System RAM (GB)", "99999999"], ["System RAM (GB)", "-1"], ["System RAM (GB)", ""], ["Number of GPUs", "5000"], ["GPU memory per GPU (GB)", "1.23456"], ["Reserve (%)", "95"]]) {
  test(`"${wrong}" as ${name} is called wrong beside the field and the number stays as typed`, async ({ lens, page }) => {
    await lens.enterMachine(SMALL);
    const field = lens.field(name);
    await field.fill(wrong);
    await field.press("Tab");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveValue(wrong);
    const message = await field.getAttribute("aria-describedby");
    await expect(page.locator(`#${message.split(" ").at(-1)}`)).not.toBeEmpty();
    await expect(lens.availableShown(), "the last good machine counts").toHaveAttribute("data-bytes", String(SMALL.available));
  });
}

test("unified memory is counted once", async ({ lens }) => {
  await lens.enterMachine({ ram: 32, gpu: 0, count: 0 });
  await lens.hardware.getByRole("checkbox", { name: "Unified memory (CPU and GPU share it)" }).check();
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(availableSystem(32)));
});

test("a format that is not supported turns the verdict and says why", async ({ lens }) => {
  await lens.search.fill("microsoft/phi-4-gguf");
  await lens.enterMachine(LARGE);
  const row = lens.row("microsoft/phi-4-gguf");
  await expect(lens.verdict(row)).toHaveAttribute("data-verdict", "compatible");
  await lens.hardware.getByRole("group", { name: "Supported formats" }).getByRole("checkbox", { name: "GGUF", exact: true }).uncheck();
  await expect(lens.verdict(row)).toHaveAttribute("data-verdict", "not-compatible");
});

test("a quantization that is not supported turns the verdict", async ({ lens }) => {
  await lens.search.fill("Qwen3-8B-AWQ");
  await lens.enterMachine(LARGE);
  const box = lens.hardware.getByRole("group", { name: "Supported quantizations" }).getByRole("checkbox", { name: "AWQ", exact: true });
  await box.check();
  const row = lens.row("Qwen/Qwen3-8B-AWQ");
  await expect(lens.verdict(row)).toHaveAttribute("data-verdict", "compatible");
  await box.uncheck();
  await expect(lens.verdict(row)).toHaveAttribute("data-verdict", "not-compatible");
});
