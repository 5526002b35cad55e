import { Described, pretend } from "../../support/described.js";
import { expect, test } from "../../support/test.js";

const windows = (name) => `ANGLE (${name.split(" ")[0]}, ${name} Direct3D11 vs_5_0 ps_5_0, D3D11)`;

async function opened(page, lens, told) {
  if (told) await pretend(page, told);
  await lens.explore({ q: "phi-4" });
  const described = new Described(page);
  await described.open(lens);
  return described;
}

test("nothing is read before the click, and what will be read is said", async ({ lens, page }) => {
  await page.addInitScript(() => {
    window.asked = 0;
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (...all) {
      window.asked += 1;
      return original.apply(this, all);
    };
  });
  const described = await opened(page, lens);
  await expect(described.dialog).toContainText("WebGL and WebGPU");
  await expect(described.dialog).toContainText("deviceMemory");
  expect(await page.evaluate(() => window.asked)).toBe(0);
  await described.detect();
  await expect.poll(() => page.evaluate(() => window.asked)).toBeGreaterThan(0);
});

test("a browser that draws with a program hides the GPU: it says so, names none, and leads to the search", async ({ lens, page }) => {
  const described = await opened(page, lens);
  await described.detect();
  await expect(described.dialog).toContainText("software rendering");
  await expect(described.heading).toBeHidden();
  await described.button("Search for it").click();
  await expect(described.dialog.getByRole("searchbox")).toBeVisible();
});

test("an exact name leaves one question, and becomes the machine only when it is taken", async ({ lens, page }) => {
  const described = await opened(page, lens, { renderer: windows("NVIDIA GeForce RTX 4090") });
  const before = await lens.availableShown().getAttribute("data-bytes");
  await described.detect();
  await expect(described.heading).toBeFocused();
  await expect(described.field("Memory of each (GB)")).toHaveValue("24");
  await expect(described.field("Bandwidth (GB/s)")).toHaveValue("1008");
  await expect(described.question).toContainText("How much system memory");
  await expect(described.button("4 GB"), "the browser said at least 8 GB").toHaveCount(0);
  await described.button("Use it").click();
  await expect(described.dialog, "a question is open").toBeVisible();
  await described.button("64 GB").click();
  await expect(described.question).toHaveCount(0);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", before);
  await described.button("Use it").click();
  await expect(described.dialog).toBeHidden();
  await expect(lens.field("GPU memory per GPU (GB)")).toHaveValue("24");
  await expect(lens.field("System RAM (GB)")).toHaveValue("64");
  expect(await lens.profileName()).toBe("NVIDIA GeForce RTX 4090");
});

test("several memory sizes are asked with buttons", async ({ lens, page }) => {
  const described = await opened(page, lens, { renderer: windows("NVIDIA GeForce RTX 3060") });
  await described.detect();
  await expect(described.field("Memory of each (GB)")).toHaveValue("");
  await described.question.getByRole("button", { name: /12 ?GB/ }).click();
  await expect(described.field("Memory of each (GB)")).toHaveValue("12");
  await expect(described.question).toContainText("system memory");
});

test("an Apple chip is asked for the sizes it is sold with alone, and shows the limit and its command", async ({ lens, page }) => {
  const described = await opened(page, lens, { renderer: "ANGLE (Apple, ANGLE Metal Renderer: Apple M4 Max, Unspecified Version)", cores: 16 });
  await described.detect();
  const sizes = described.question.getByRole("button", { name: /GB$/ });
  await expect(sizes).toHaveText(["48 GB", "64 GB", "128 GB"]);
  await described.button("64 GB").click();
  await expect(described.question).toHaveCount(0);
  await expect(described.dialog).toContainText("sudo sysctl iogpu.wired_limit_mb=");
  const before = await described.field("What the GPU may use (%)").inputValue();
  await described.button("I have raised it").click();
  await expect(described.field("What the GPU may use (%)")).not.toHaveValue(before);
  await described.button("Use it").click();
  await expect(lens.hardware.getByRole("checkbox", { name: /Unified memory/ })).toBeChecked();
  await expect(lens.field("System RAM (GB)")).toHaveValue("64");
});

for (const [what, told, says] of [
  ["\"or similar\"", { renderer: "ANGLE (NVIDIA, NVIDIA GeForce GTX 980 Direct3D11 vs_5_0 ps_5_0), or similar" }, "hides the name"],
  ["a virtual machine", { renderer: "ANGLE (VMware, SVGA3D; build: RELEASE;  LLVM;, OpenGL 4.1)" }, "virtual machine"],
  ["no WebGL and no WebGPU", { renderer: undefined, memory: undefined }, "reveals nothing about your GPU"],
]) {
  test(`${what} is never taken for a GPU`, async ({ lens, page }) => {
    const described = await opened(page, lens, told);
    await described.detect();
    await expect(described.dialog).toContainText(says);
    await expect(described.heading).toBeHidden();
    await expect(described.dialog.getByRole("heading", { name: "What was read" })).toBeVisible();
  });
}

test("WebGPU's second vendor and the GPU inside the processor give a hint", async ({ lens, page }) => {
  const described = await opened(page, lens, { renderer: "ANGLE (AMD, AMD Radeon 780M Graphics (0x000015BF) Direct3D11 vs_5_0 ps_5_0, D3D11)", gpu: { vendor: "nvidia", architecture: "ada", description: "" } });
  await described.detect();
  await expect(described.heading).toBeVisible();
  await expect(described.dialog).toContainText("WebGPU reports another GPU, made by NVIDIA");
  await expect(described.dialog).toContainText("also has a graphics card");
});
