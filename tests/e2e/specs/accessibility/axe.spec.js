import { AxeBuilder } from "@axe-core/playwright";
import { fileURLToPath } from "node:url";
import { expect, test } from "../../support/test.js";
import { DRAWN_ANEW, SCHEMES, SIZES, STATES } from "../../support/states.js";

const SCREENSHOTS = fileURLToPath(new URL("../../screenshots/", import.meta.url));
/** What a colour scheme can change: the document and its layout are the same in both. */
const OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** Reduced motion, so that axe and the picture see the state and not the way there. */
test.use({ reducedMotion: "reduce" });

for (const [name, reach] of Object.entries(STATES)) {
  for (const sizes of DRAWN_ANEW.has(name) ? Object.keys(SIZES).map((size) => [size]) : [Object.keys(SIZES)]) {
    test(`${name} on a ${sizes.join(" and a ")} has no violation, light and dark`, async ({ page, lens, hub, complaints }) => {
      // Four whole examinations of a long page take half a minute on a busy machine.
      test.setTimeout(90_000);
      await page.setViewportSize(SIZES[sizes[0]]);
      await page.emulateMedia({ reducedMotion: "reduce", colorScheme: SCHEMES[0] });
      await reach({ page, lens, hub, complaints });
      for (const size of sizes) {
        await page.setViewportSize(SIZES[size]);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
          await page.screenshot({ path: `${SCREENSHOTS}${name.replaceAll(" ", "-")}-${size}-${colorScheme}.png`, fullPage: false });
          expect(await violations(page, colorScheme === SCHEMES[0] ? undefined : OF_COLOUR), `${size}, ${colorScheme}`).toEqual([]);
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow, `nothing is wider than the screen of a ${size}`).toBeLessThanOrEqual(0);
      }
    });
  }
}

/** What axe finds, by all of its rules or by some. The page has no frames, so axe may finish where it looked. */
async function violations(page, rules) {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations: found } = await (rules ? axe.withRules(rules) : axe).analyze();
  return found.map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(", ")}`);
}
