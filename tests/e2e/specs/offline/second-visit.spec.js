import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";
import { NETWORK_LINES } from "../../support/watch.js";
import { cutNetwork, installed } from "../../support/worker.js";

test.beforeEach(({ complaints }) => {
  complaints.allow(NETWORK_LINES);
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|Failed to fetch|update.*service worker|ServiceWorker/i);
});

test("the second visit works with no network at all", async ({ lens, page, hub, site, context }) => {
  await lens.explore({ q: "phi-4", hw: SMALL.hw });
  await installed(page);
  await cutNetwork({ hub, site, context });
  await page.reload();
  await expect(lens.search).toBeVisible();
  await lens.settled("kept");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  await expect(lens.verdict(lens.row("microsoft/phi-4"))).toHaveAttribute("data-verdict", /compatible/);
  await expect(page.getByRole("main").getByText(/^Saved answer from .*(?:ago|now|minute)/i).first()).toBeVisible();
});

test("a bookmark of a model seen before opens without a network", async ({ lens, page, hub, site, context }) => {
  await lens.model("microsoft/phi-4-gguf", { hw: SMALL.hw });
  await expect(lens.variants).toBeVisible();
  await installed(page);
  const address = page.url();
  await page.close();
  await cutNetwork({ hub, site, context });
  const later = await context.newPage();
  await later.goto(address);
  await expect(later.getByRole("heading", { level: 1 })).toHaveText("microsoft/phi-4-gguf");
  await expect(later.getByRole("table", { name: "Variants" })).toBeVisible();
});

test("a model never seen says that the network is missing, and goes on once it is back", async ({ lens, page, hub, site, context }) => {
  await lens.explore();
  await installed(page);
  await cutNetwork({ hub, site, context });
  await page.goto("./#/model/standin/pytorch-only");
  await expect(lens.alert).not.toBeEmpty();
  await lens.tryAgain().click();
  await expect(lens.alert).not.toBeEmpty();
  hub.comeBack();
  await context.setOffline(false);
  await expect(lens.variants).toBeVisible();
});

test("the explanation opens without a network", async ({ lens, page, hub, site, context }) => {
  await lens.explore();
  await installed(page);
  await cutNetwork({ hub, site, context });
  await page.goto("./#/how-it-works");
  await expect(page.getByRole("region", { name: "Worked example" })).toBeVisible();
});

test("nothing of the Hub goes through the service worker and the token is in no cache", async ({ lens, page }) => {
  await lens.model("microsoft/phi-4-gguf");
  await installed(page);
  const kept = await page.evaluate(async () => {
    const urls = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) urls.push({ name, url: request.url, authorization: request.headers.get("authorization") });
    return urls;
  });
  expect(kept.filter(({ name, url }) => name.startsWith("llm-lens-shell-") && url.includes("huggingface"))).toEqual([]);
  expect(kept.filter(({ authorization }) => authorization)).toEqual([]);
});
