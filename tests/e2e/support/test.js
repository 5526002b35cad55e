// Playwright's `test` with the two servers. Each worker has its own stand-in, site and browser; each test finds them as new.

import { expect, test as base } from "@playwright/test";
import { DIST, requireBuild } from "./build.js";
import { makeCertificate } from "./certificate.js";
import { launchOptions } from "./chromium.js";
import { startHub } from "./hub/server.js";
import { Lens } from "./lens.js";
import { startSite } from "./site.js";
import { watch } from "./watch.js";

export const test = base.extend({
  hubServer: [async ({}, use) => {
    const hub = await startHub(await makeCertificate());
    await use(hub);
    await hub.close();
  }, { scope: "worker" }],

  /** The folder that is served; the harness's own tests serve another one. */
  siteFolder: [DIST, { scope: "worker", option: true }],

  siteServer: [async ({ siteFolder }, use) => {
    if (siteFolder === DIST) requireBuild();
    const site = await startSite(siteFolder);
    await use(site);
    await site.close();
  }, { scope: "worker" }],

  launchOptions: [async ({ hubServer }, use) => use(launchOptions(hubServer.port)), { scope: "worker" }],

  /** The stand-in of the Hub, as new. */
  hub: [async ({ hubServer }, use) => {
    hubServer.reset();
    await use(hubServer);
    hubServer.reset();
  }, { auto: true }],

  /** The server of the build, as new. */
  site: [async ({ siteServer }, use) => {
    siteServer.reset();
    await use(siteServer);
    siteServer.reset();
  }, { auto: true }],

  baseURL: async ({ siteServer }, use) => use(siteServer.address),

  lens: async ({ page }, use) => use(new Lens(page)),

  /** What the page complained about: console, errors, requests to anyone else. A test that expects complaints clears it. */
  complaints: [async ({ context, siteServer }, use) => {
    const complaints = watch(context, siteServer.origin);
    await use(complaints);
    expect(complaints.list, "console errors, page errors, policy violations and third-party requests").toEqual([]);
  }, { auto: true }],
});

export { expect };
