import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";
import { NETWORK_LINES } from "../../support/watch.js";

test.beforeEach(({ complaints }) => complaints.allow(NETWORK_LINES));

/** Fault and what its sentence must be about. Each failure has a sentence of its own. */
const SEARCH_FAULTS = [
  ["captive", /sign in first/], ["cutOff", /broke off/], ["badRequest", /did not accept.*told to refuse/], ["forbidden", /disabled/], ["serverError", /problem.*error 500/],
  ["unavailable", /problem.*error 503/], ["notJson", /could not be read/], ["wrongShape", /could not be read/], ["emptyBody", /could not be read|broke off/],
];

for (const [fault, sentence] of SEARCH_FAULTS) {
  test(`${fault} during a search has its sentence, keeps the rows, and can be tried again`, async ({ lens, hub, page }) => {
    await lens.explore({ q: "phi-4", hw: SMALL.hw });
    await expect(lens.row("microsoft/phi-4")).toBeVisible();
    const end = hub.fail(fault, { path: "/api/models", search: "gemma-2" });
    await lens.search.fill("gemma-2");
    await lens.search.press("Enter");
    await expect(page.getByRole("main")).toContainText(sentence);
    await expect(lens.rows.first(), "what was on screen stays, or the catalog stands in").toBeVisible();
    end();
    await lens.tryAgain().or(page.getByRole("button", { name: "Try the live Hub again" })).first().click();
    await expect(lens.row("bartowski/gemma-2-9b-it-GGUF")).toBeVisible();
    await lens.settled("live");
    await expect(lens.alert).toBeEmpty();
  });
}

const FAULTS = ["captive", "cutOff", "badRequest", "forbidden", "serverError", "notJson", "tooMany"];
for (const fault of FAULTS) {
  test(`${fault} is read out at once, whether or not the catalog stands in`, async ({ lens, hub }) => {
    hub.fail(fault, { path: "/api/models" });
    await lens.open("/", { q: "phi-4" });
    await expect(lens.alert).not.toBeEmpty();
  });
}

test("the sentences differ from one another", async ({ lens, hub, page }) => {
  const seen = new Map();
  for (const fault of FAULTS) {
    hub.reset();
    hub.fail(fault, { path: "/api/models" });
    await page.goto("about:blank");
    await lens.open("/", { q: `phi-4 ${fault}` });
    await expect(lens.alert).not.toBeEmpty();
    const notice = page.getByRole("main").locator("div:has(> div > button)").filter({ hasText: /Hub|model|answer/ }).last();
    await expect(notice).toBeVisible();
    const sentence = await notice.innerText();
    expect(seen.get(sentence), `${fault} says the same`).toBeUndefined();
    seen.set(sentence, fault);
  }
});

test("an unknown or private repository says both", async ({ lens, page }) => {
  await lens.open("/model/nobody/nothing");
  await expect(lens.alert).not.toBeEmpty();
  await expect(page.getByRole("main")).toContainText(/does not exist, or it is private/);
  await expect(page.getByRole("main")).toContainText("nobody/nothing");
});

for (const [fault, sentence] of [["gated", /gated.*terms/], ["notFound", /no such model/], ["serverError", /problem.*error 500/], ["captive", /sign in first/], ["cutOff", /broke off/]]) {
  test(`${fault} on a model page has its sentence and a way on`, async ({ lens, hub, page }) => {
    const end = hub.fail(fault, { path: "/api/models/microsoft/phi-4-gguf" });
    await lens.open("/model/microsoft/phi-4-gguf");
    await expect(page.getByRole("main")).toContainText(sentence);
    await expect(lens.alert).not.toBeEmpty();
    await expect(page.getByRole("link", { name: "View on the Hub" })).toBeVisible();
    end();
    await lens.tryAgain().click();
    await expect(lens.variants).toBeVisible();
  });
}

test("too many requests: a countdown, then it goes on by itself", async ({ lens, hub, page }) => {
  await page.clock.install();
  await lens.explore({ q: "phi-4" });
  const end = hub.fail("tooMany", { path: "/api/models", search: "gemma-2" });
  await lens.search.fill("gemma-2");
  await lens.search.press("Enter");
  await page.clock.runFor(1_000);
  const countdown = page.getByRole("main").getByText(/\d+:\d\d|\d+ ?s(?:econds)?\b/).first();
  await expect(countdown).toBeVisible();
  const before = await countdown.innerText();
  await page.clock.runFor(5_000);
  await expect.poll(() => countdown.innerText()).not.toBe(before);
  const asked = hub.searches.length;
  end();
  await page.clock.runFor(310_000);
  await expect(lens.row("bartowski/gemma-2-9b-it-GGUF")).toBeVisible();
  expect(hub.searches.length).toBe(asked + 1);
});

test("an answer that never comes is given up after a while", async ({ lens, hub, page }) => {
  await page.clock.install();
  await lens.explore({ q: "phi-4" });
  const held = hub.hold({ search: "gemma-2" });
  await lens.search.fill("gemma-2");
  await lens.search.press("Enter");
  await page.clock.runFor(1_000);
  await held.arrived;
  await page.clock.runFor(120_000);
  await expect(page.getByRole("main")).toContainText(/did not answer in time/);
  await expect.poll(() => hub.searches.at(-1).aborted).toBe(true);
});

test("a connection that breaks once is offered again", async ({ lens, hub, page }) => {
  const end = hub.fail("reset", { path: "/api/models" });
  await lens.open("/", { q: "phi-4" });
  await lens.settled("catalog");
  end();
  await page.getByRole("button", { name: "Try the live Hub again" }).click();
  await lens.settled("live");
});
