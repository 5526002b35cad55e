import { AxeBuilder } from "@axe-core/playwright";
import { fileURLToPath } from "node:url";
import { expect, test } from "../../support/test.js";
import { SCHEMES, SIZES, STATES } from "../../support/states.js";

const SCREENSHOTS = fileURLToPath(new URL("../../screenshots/", import.meta.url));

/** Reduced motion, so that axe and the picture see the state and not the way there. */
test.use({ reducedMotion: "reduce" });

for (const [name, reach] of Object.entries(STATES)) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`${name} on a ${size} has no violation, light and dark`, async ({ page, lens, hub, complaints }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ reducedMotion: "reduce", colorScheme: SCHEMES[0] });
      await reach({ page, lens, hub, complaints });
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
        await page.screenshot({ path: `${SCREENSHOTS}${name.replaceAll(" ", "-")}-${size}-${colorScheme}.png`, fullPage: false });
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(", ")}`);
        expect(found, colorScheme).toEqual([]);
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, "nothing is wider than the screen").toBeLessThanOrEqual(0);
    });
  }
}
