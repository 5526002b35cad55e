// "How exact is this?": the tables of errors, reached from everywhere.

import { readFileSync } from "node:fs";
import { expect, test } from "../../support/test.js";

const table = JSON.parse(readFileSync(new URL("../../../../static/accuracy.json", import.meta.url), "utf8"));

test("the footer leads to the tables, which are those of the evaluation", async ({ lens, page }) => {
  await lens.open("/");
  await page.getByRole("link", { name: "How exact is this?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How exact is this?");
  const errors = page.getByRole("table", { name: "Errors of each figure" });
  const row = errors.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "total", exact: true }) });
  await expect(row).toContainText(String(table.figures.total.rows));
  await expect(row.getByRole("cell").last()).toHaveText(`${table.figures.total.worst_percent} %`);
  await expect(page.getByRole("table", { name: "Errors of other rules" })).toContainText("standard");
  await expect(page.getByRole("region", { name: "Check us" })).toContainText("cargo xtask evaluate memory");
});

test("the explanation tells of the Detailed estimate and leads there", async ({ lens, page }) => {
  await lens.open("/how-it-works");
  await page.getByRole("region", { name: "The Detailed estimate" }).getByRole("link", { name: "How exact is this?" }).click();
  await expect(page).toHaveURL(/#\/how-exact/);
});
