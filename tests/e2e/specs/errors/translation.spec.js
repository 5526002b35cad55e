// Page translation: translators of browsers put <font> elements in the place of text nodes.

import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

/** Does what translators do, in both of their ways; answers how many texts were replaced. */
const translate = (page) => page.evaluate(() => {
  const walker = document.createTreeWalker(document.querySelector("#app"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim() !== "" && !walker.currentNode.parentElement.closest("font, script, style")) texts.push(walker.currentNode);
  texts.forEach((text, index) => {
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    inner.textContent = `«${text.data}»`;
    outer.append(inner);
    if (index % 2 === 0) text.parentNode.replaceChild(outer, text);
    else {
      text.parentNode.insertBefore(outer, text);
      text.remove();
    }
  });
  return texts.length;
});

test("what changes after a translation is shown, and nothing stays that is no longer true", async ({ lens, page }) => {
  await lens.spareData();
  const id = "Qwen/Qwen3-32B";
  await lens.explore({ q: id, hw: SMALL.hw });
  await expect(lens.verdict(lens.row(id))).toHaveText(/^Too large/);
  expect(await translate(page)).toBeGreaterThan(50);
  await expect(lens.verdict(page.locator(`[data-model="${id}"]`))).toHaveText(/^«Too large»/);
  await page.evaluate(() => { location.hash = "#/?q=Qwen%2FQwen3-32B&hw=v1~ram64~gpu24x8"; });
  const badge = page.locator(`[data-model="${id}"] [data-verdict]`);
  await expect(badge).toHaveAttribute("data-verdict", "compatible");
  await expect(badge).not.toContainText("Too large");
  await expect(badge).toHaveText(/^(Great|Good|Slow)/);
  // Another page takes the place of all of it.
  await translate(page);
  await page.evaluate(() => { location.hash = "#/how-it-works"; });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How is compatibility calculated?");
  await expect(page.getByText("Search results")).toHaveCount(0);
});
