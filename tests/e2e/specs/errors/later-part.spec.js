// What is loaded later comes over the same line as everything else: what happens when it does not.

import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

for (const [what, pattern] of [["own file", /later-\w+\/split_model\.wasm$/], ["shared file", /later-\w+\/chunk_\d+\.wasm$/], ["styles", /later-\w+\.css$/]]) {
  test(`without its ${what} a sentence says so, the rest of the page works, and trying again helps`, async ({ lens, page, context, complaints }) => {
    complaints.allow(/later-|Failed to (?:load|fetch)|split/);
    await context.route(pattern, (route) => route.abort());
    await lens.open("/model/microsoft/phi-4-gguf", { hw: SMALL.hw });
    await expect(page.getByRole("main")).toContainText("This part of the page could not be loaded");
    await expect(lens.hardware).toBeVisible();
    await context.unroute(pattern);
    await page.getByRole("main").getByRole("button", { name: "Try again" }).click();
    await expect(lens.variants).toBeVisible();
  });
}
