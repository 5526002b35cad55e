import { Described, pretend } from "../../support/described.js";
import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const card = (page) => page.getByRole("region", { name: "Which machine?" });

test("two steps lead from nothing to models that run, and are not shown again", async ({ lens, page }) => {
  await pretend(page, { renderer: "ANGLE (NVIDIA, NVIDIA GeForce RTX 4090 Direct3D11 vs_5_0 ps_5_0, D3D11)" });
  await lens.explore();
  await expect(lens.rows.first()).toBeInViewport();
  await card(page).getByRole("button", { name: "Detect" }).click();
  const described = new Described(page);
  await described.detect();
  await described.button("64 GB").click();
  await described.button("Use it").click();
  await expect(described.dialog).toBeHidden();
  await expect(lens.runsOnly).toBeChecked();
  const second = page.getByRole("region", { name: /Popular models that run/ });
  await expect(second).toContainText(/\d+ run/);
  await expect(lens.rows.first()).toBeVisible();
  await second.getByRole("button", { name: "Dismiss" }).click();
  await expect(second).toHaveCount(0);
  await lens.explore();
  await expect(card(page)).toHaveCount(0);
});

test("skipped, it never comes back and stays reachable from the panel", async ({ lens, page }) => {
  await lens.explore();
  await card(page).getByRole("button", { name: "Skip" }).click();
  await expect(card(page)).toHaveCount(0);
  await page.reload();
  await lens.settled();
  await expect(card(page)).toHaveCount(0);
  await new Described(page).open(lens);
});

test("\"Choose\" begins with the search", async ({ lens, page }) => {
  await lens.explore();
  await card(page).getByRole("button", { name: "Choose" }).click();
  const described = new Described(page);
  await expect(described.dialog.getByRole("searchbox", { name: "Your GPU or chip" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(card(page), "nothing was said, so the question stays").toBeVisible();
});

test("a machine entered in the panel answers the question, and a shared one asks none", async ({ lens, page }) => {
  await lens.explore({ hw: SMALL.hw });
  await expect(card(page)).toHaveCount(0);
  await lens.explore();
  await expect(card(page)).toBeVisible();
  await lens.enterMachine(SMALL);
  await expect(card(page)).toHaveCount(0);
});

test("on a phone the search field and the first verdict are in sight beside the question", async ({ lens, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await lens.explore();
  for (const part of [card(page), lens.search, lens.rows.first()]) await expect(part).toBeInViewport();
});
