import { AxeBuilder } from "@axe-core/playwright";
import { Described, pretend } from "../../support/described.js";
import { expect, test } from "../../support/test.js";
import { NETWORK_LINES } from "../../support/watch.js";

const SMI = `+-----------------------------------------------------------------------------------------+
| NVIDIA-SMI 560.35.03              Driver Version: 560.35.03      CUDA Version: 12.6     |
|-----------------------------------------+------------------------+----------------------+
|   0  NVIDIA GeForce RTX 3090        On  |   00000000:01:00.0 Off |                  N/A |
| 30%   35C    P8             20W /  350W |      10MiB /  24576MiB |      0%      Default |
|   1  NVIDIA GeForce RTX 3090        On  |   00000000:02:00.0 Off |                  N/A |
| 30%   35C    P8             20W /  350W |      10MiB /  24576MiB |      0%      Default |
+-----------------------------------------+------------------------+----------------------+
`;

async function opened(page, lens) {
  await lens.explore({ q: "phi-4" });
  const described = new Described(page);
  await described.open(lens);
  return described;
}

test("nvidia-smi becomes a machine, line by line; cancelling leaves the profile as it was", async ({ lens, page }) => {
  const described = await opened(page, lens);
  const before = await page.evaluate(() => JSON.stringify(localStorage));
  await described.paste(SMI);
  await expect(described.heading).toBeVisible();
  await expect(described.dialog).toContainText("line 4");
  await expect(described.field("How many")).toHaveValue("2");
  await expect(described.field("Memory of each (GB)")).toHaveValue("24");
  await described.button("32 GB").click();
  await described.button("Cancel").click();
  await expect(described.dialog.getByRole("textbox", { name: "Any text that describes the machine" })).toHaveValue(SMI);
  await page.keyboard.press("Escape");
  await expect(described.dialog).toBeHidden();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe(before);
  expect(await lens.profileName()).toBe("Example machine");
});

test("nonsense and nothing get a sentence, five megabytes are read in part", async ({ lens, page }) => {
  test.setTimeout(60_000);
  const described = await opened(page, lens);
  await described.paste("The quick brown fox jumps over the lazy dog.");
  await expect(described.dialog).toContainText("No line says anything");
  await described.paste(" ");
  await expect(described.dialog).toContainText("nothing to read yet");
  // Typed by the test tool it would take longer than pasted by a person.
  await described.dialog.getByRole("textbox").evaluate((field, table) => {
    field.value = table + "some line of a very long log without any hardware in it\n".repeat(95_000);
  }, SMI);
  // Most of the time goes to the browser's own layout of that many lines in a field.
  await described.button("Understand").click({ timeout: 20_000 });
  await expect(described.heading).toBeVisible();
  await expect(described.dialog).toContainText("only its beginning");
});

test("the search finds by typed words, and several devices make one machine", async ({ lens, page }) => {
  const described = await opened(page, lens);
  await described.searchFor("4070 laptop");
  await expect(described.dialog.getByRole("status")).toContainText(/device.? found/);
  await described.dialog.getByRole("button", { name: /RTX 4070 Laptop GPU with 8 GB/ }).click();
  await expect(described.heading).toBeVisible();
  await described.button("I don't know").click();
  await expect(described.dialog).toContainText("typical: please check");
  await described.button("Add another device").click();
  await described.dialog.getByRole("searchbox").fill("rtx 3090");
  await described.button("NVIDIA GeForce RTX 3090 with 24 GB").click();
  await expect(described.field("Memory of each (GB)")).toHaveCount(2);
  await described.dialog.getByRole("combobox", { name: "Kind" }).selectOption("DDR5-5600");
  await expect(described.dialog).toContainText("89.6 GB/s");
  await described.field("How many").last().fill("3");
  await described.button("Use it").click();
  await expect(lens.field("Number of GPUs, kind 2")).toHaveValue("3");
  const stored = await page.evaluate(() => localStorage.getItem("llm-lens.profiles"));
  expect(stored).toContain("936200");
});

test("wrong figures are refused beside the field", async ({ lens, page }) => {
  const described = await opened(page, lens);
  await described.way("Search").click();
  await described.button("Custom device").click();
  for (const [name, wrong] of [["Memory of each (GB)", "-3"], ["How many", "5000"], ["Bandwidth (GB/s)", "0"], ["FP16 (TFLOPS)", "99999999"], ["System memory (GB)", "1.23456"], ["For the system and other programs (%)", "95"]]) {
    const field = described.field(name);
    await field.fill(wrong);
    await expect(field, name).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveValue(wrong);
  }
});

test("a profile in use can be replaced, or kept beside the new one", async ({ lens, page }) => {
  const described = await opened(page, lens);
  const take = async (button) => {
    await described.searchFor("rtx 4090");
    await described.button("NVIDIA GeForce RTX 4090 with 24 GB").click();
    await described.button("32 GB").click();
    await described.button(button).click();
    await expect(described.dialog).toBeHidden();
  };
  await take("Use it");
  await described.open(lens);
  await take("Use it for “NVIDIA GeForce RTX 4090”");
  await expect(lens.profiles().locator("option")).toHaveCount(1);
  await described.open(lens);
  await take("Save as a new profile");
  await expect(lens.profiles().locator("option")).toHaveCount(2);
});

test("hardware from the Hub: the items are chosen, the main one first", async ({ lens, page, hub }) => {
  const described = await opened(page, lens);
  await described.lookUp("@standin-workstation");
  await expect(described.dialog.getByRole("checkbox", { name: "2 × NVIDIA RTX 3090, 24 GB" })).toBeChecked();
  await expect(described.dialog.getByRole("checkbox", { name: /M3 Max/ })).not.toBeChecked();
  await described.dialog.getByRole("checkbox", { name: /Ryzen/ }).check();
  await described.button("Continue").click();
  await expect(described.field("System memory (GB)")).toHaveValue("64");
  await expect(described.field("How many")).toHaveValue("2");
  expect(hub.requests.filter(({ path }) => path === "/api/users/standin-workstation/overview")).toHaveLength(1);
});

for (const [name, says] of [["standin-private", "has not made any hardware public"], ["standin-empty", "none of it could be read"], ["nobody-at-all", "There is no user"], ["no/name", "letters, digits"]]) {
  test(`the user ${name}: a sentence of its own`, async ({ lens, page, complaints }) => {
    complaints.allow(NETWORK_LINES);
    const described = await opened(page, lens);
    await described.lookUp(name);
    await expect(described.dialog).toContainText(says);
    await expect(described.heading).toBeHidden();
  });
}

test("the Hub out of reach or broken is said apart from a missing user, and hostile items stay words", async ({ lens, page, hub, complaints }) => {
  complaints.allow(NETWORK_LINES);
  const described = await opened(page, lens);
  const ended = hub.fail("wrongShape", { path: "/api/users" });
  await described.lookUp("standin-mac");
  await expect(described.dialog.locator(".notice--warning")).toBeVisible();
  ended();
  await described.lookUp("standin-hostile");
  await expect(described.dialog.getByRole("checkbox", { name: "ACME <img src=x onerror=alert(1)>" })).toBeChecked();
  hub.goDown();
  await described.lookUp("standin-empty");
  await expect(described.dialog).toContainText("cannot be reached");
});

test("every view is accessible and fits a phone", async ({ lens, page }) => {
  test.setTimeout(90_000);
  await pretend(page, { renderer: "ANGLE (AMD, AMD Radeon 780M Graphics (0x000015BF) Direct3D11 vs_5_0 ps_5_0, D3D11)" });
  await page.setViewportSize({ width: 390, height: 844 });
  const described = await opened(page, lens);
  const check = async (view) => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include("dialog").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 3)}`), view).toEqual([]);
    const overflow = await described.dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
    expect(overflow, `${view} is not wider than the screen`).toBeLessThanOrEqual(0);
  };
  for (const way of ["Detect", "Search", "Paste", "From Hugging Face"]) {
    await described.way(way).click();
    await check(way);
  }
  await described.way("Detect").click();
  await described.detect();
  await expect(described.heading).toBeVisible();
  await expect(described.button("Use it"), "what decides stays in reach, however long the machine is").toBeInViewport({ ratio: 1 });
  await check("confirm");
  await page.emulateMedia({ colorScheme: "dark" });
  await check("confirm, dark");
});

test("by keyboard alone: from the panel to a machine", async ({ lens, page }) => {
  await pretend(page, { renderer: "ANGLE (NVIDIA, NVIDIA GeForce RTX 4090 Direct3D11 vs_5_0 ps_5_0, D3D11)" });
  await lens.explore({ q: "phi-4" });
  const described = new Described(page);
  await lens.hardware.getByRole("button", { name: "Detect or enter my hardware" }).focus();
  await page.keyboard.press("Enter");
  await expect(described.button("Detect now")).toBeVisible();
  await tabTo(page, described.button("Detect now"));
  await page.keyboard.press("Enter");
  await expect(described.heading).toBeFocused();
  await tabTo(page, described.button("32 GB"));
  await page.keyboard.press("Enter");
  await expect(described.heading).toBeFocused();
  await tabTo(page, described.button("Use it"));
  await page.keyboard.press("Enter");
  await expect(described.dialog).toBeHidden();
});

async function tabTo(page, target) {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target).toBeFocused();
}
