// The service worker of the page under test.

import { expect } from "@playwright/test";

/** Waits until a worker is active: from then on the page can be opened without a network. */
export async function installed(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state)).toBe("activated");
}

/** Cuts the site, the Hub and the browser's own network. */
export async function cutNetwork({ context, hub, site }) {
  site.goDown();
  hub.goDown();
  await context.setOffline(true);
}

/** The names of the caches of the page's shell. */
export const shellCaches = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("llm-lens-shell-")));
