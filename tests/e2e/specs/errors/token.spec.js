import { READ_TOKEN } from "../../support/hub/model.js";
import { expect, test } from "../../support/test.js";
import { NETWORK_LINES } from "../../support/watch.js";

async function enterToken(lens, token, keep = false) {
  await lens.openSettings();
  const field = lens.settings.getByRole("textbox", { name: "Access token" }).or(lens.settings.getByLabel("Access token", { exact: true })).first();
  await field.fill(token);
  if (keep) await lens.settings.getByRole("checkbox", { name: "Keep until the tab closes" }).check();
  await field.press("Enter");
  await lens.page.keyboard.press("Escape");
  await expect(lens.settings).toBeHidden();
}

const withToken = (hub) => hub.requests.filter(({ headers }) => headers.authorization);
const everywhere = (page) => page.evaluate(async () => {
  const stored = [JSON.stringify(localStorage), location.href, document.documentElement.outerHTML];
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) stored.push(request.url);
  return stored.join("\n");
});

test("a token goes to the Hub in a header and is nowhere else", async ({ lens, hub, page }) => {
  await lens.explore();
  await enterToken(lens, READ_TOKEN);
  await lens.search.fill("phi-4");
  await lens.search.press("Enter");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  await expect.poll(() => withToken(hub).filter(({ method }) => method === "GET").length).toBeGreaterThan(0);
  expect(hub.requests.some(({ query }) => [...query.values()].some((value) => value.includes(READ_TOKEN)))).toBe(false);
  expect(await everywhere(page)).not.toContain(READ_TOKEN);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(READ_TOKEN);
  await page.reload();
  await lens.settled();
  expect(hub.searches.at(-1).headers.authorization, "forgotten by a reload").toBeUndefined();
});

test("kept until the tab closes it survives a reload, in session storage only", async ({ lens, hub, page, context, site }) => {
  await lens.explore();
  await enterToken(lens, READ_TOKEN, true);
  await page.reload();
  await lens.settled();
  await expect.poll(() => hub.searches.at(-1).headers.authorization).toBe(`Bearer ${READ_TOKEN}`);
  expect(await everywhere(page)).not.toContain(READ_TOKEN);
  // The first page goes on reading for its rows, with the token.
  await page.goto("about:blank");
  const other = await context.newPage();
  hub.requests.length = 0;
  await other.goto(site.address);
  await expect.poll(() => hub.searches.length).toBeGreaterThan(0);
  expect(withToken(hub)).toHaveLength(0);
});

test("the token never goes to the mirror", async ({ lens, hub }) => {
  await lens.explore();
  await enterToken(lens, READ_TOKEN);
  await lens.openSettings();
  await lens.choose(lens.settings.getByRole("combobox", { name: "Hub address" }), /hf-mirror/);
  await lens.page.keyboard.press("Escape");
  hub.requests.length = 0;
  await lens.search.fill("phi-4");
  await lens.search.press("Enter");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  expect(hub.requests.length).toBeGreaterThan(0);
  expect(hub.requests.every(({ host }) => host === "hf-mirror.com")).toBe(true);
  expect(withToken(hub)).toHaveLength(0);
});

test("the address of the Hub is never taken from a link", async ({ lens, hub, page }) => {
  await page.goto("./#/?q=phi-4&hub=https://evil.example&origin=mirror&endpoint=//evil.example&token=hf_x");
  await lens.settled();
  expect(hub.requests.every(({ host }) => host === "huggingface.co")).toBe(true);
  expect(withToken(hub)).toHaveLength(0);
});

test("a wrong token has its sentence, and without it all is well again", async ({ lens, hub, complaints }) => {
  complaints.allow(NETWORK_LINES);
  await lens.explore();
  hub.fail("badToken", { path: "/api/models", where: ({ headers }) => headers.authorization !== undefined });
  await enterToken(lens, "hf_wrongTokenThatNobodyKnows");
  await lens.search.fill("phi-4");
  await lens.search.press("Enter");
  await expect(lens.alert).toContainText(/token/i);
  await enterToken(lens, "");
  await lens.search.fill("phi-4 ");
  await lens.search.press("Enter");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
});

test("a token's shape is checked before it is sent anywhere", async ({ lens, hub }) => {
  await lens.explore();
  await lens.openSettings();
  await lens.settings.getByLabel("Access token", { exact: true }).fill("not a token\nX-Evil: 1");
  await lens.page.keyboard.press("Tab");
  hub.requests.length = 0;
  await lens.page.keyboard.press("Escape");
  await lens.search.fill("phi-4");
  await lens.search.press("Enter");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  expect(withToken(hub)).toHaveLength(0);
});
