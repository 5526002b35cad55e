import { expect, test } from "../../support/test.js";
import { FileSays } from "../../support/file-says.js";
import { FILE_FAULTS, ofFile } from "../../support/hub/headers.js";
import { ggufHeader } from "../../support/hub/gguf.js";
import { HOSTILE_TEXT } from "../../support/hub/faults.js";
import { SMALL } from "../../support/machines.js";
import { NETWORK_LINES } from "../../support/watch.js";

const MODEL = "ggml-org/gemma-3-1b-it-GGUF";
const FILE = ofFile("Q4_K_M.gguf");
const HERE = { hw: SMALL.hw, v: "gguf:q4_k_m" };

test.beforeEach(({ complaints }) => complaints.allow(NETWORK_LINES));

/** Fault of the file and what its sentence must be about. */
const FAULTS = [
  ["webPage", /web page came instead/], ["untypedPage", /web page stands in place/], ["lfsPointer", /pointer that Git LFS/], ["wrongMagic", /neither a GGUF nor/], ["zeros", /nothing but zeros/],
  ["lyingLength", /key has [\d,]+ bytes/], ["absurdCounts", /[\d,]+ (?:tensors|metadata keys)/], ["newerVersion", /version 9/], ["endless", /header has \d(?:\.\d+)?\sGiB or more/],
  ["cutShort", /cut off in its header/], ["elsewhere", /Another part of the file came/], ["beyondTheEnd", /shorter than the Hub's list/],
];
for (const [fault, sentence] of FAULTS) {
  test(`${fault}: a sentence that names it, the Standard estimate stays, and trying again helps`, async ({ lens, page, hub }) => {
    const file = new FileSays(page);
    const end = hub.fail(FILE_FAULTS[fault], FILE);
    await lens.model(MODEL, HERE);
    await file.settled("failed");
    await expect(file.region).toContainText(sentence);
    await expect(file.region).toContainText("The Standard estimate above still applies.");
    await expect(lens.verdict(page.getByRole("main"))).toHaveAttribute("data-verdict", "compatible");
    await expect(lens.calculation).toBeVisible();
    end();
    await file.region.getByRole("button", { name: "Read it again" }).click();
    await file.settled();
    await expect(file.line).toContainText("gemma3");
  });
}

for (const [fault, sentence] of [["gated", /gated/], ["forbidden", /disabled|does not let/], ["notFound", /no such file/], ["tooMany", /too many requests/], ["serverError", /problem.*500/], ["reset", /cannot be reached|broke off/]]) {
  test(`${fault} from the Hub has its sentence and a way on`, async ({ lens, page, hub }) => {
    const file = new FileSays(page);
    const end = hub.fail(fault, { path: `/${MODEL}/resolve` });
    await lens.model(MODEL, HERE);
    await file.settled("failed");
    await expect(file.region).toContainText(sentence);
    await expect(lens.variants).toBeVisible();
    end();
    await file.region.getByRole("button", { name: /^(Read it again|Try again)$/ }).click();
    await file.settled();
  });
}

test("a server that ignores ranges: the first bytes do, and reading on says why not", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  hub.fail(FILE_FAULTS.ignoresRange, ofFile("-Q6_K.gguf"));
  await lens.model("unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF", { hw: SMALL.hw, v: "gguf:q6_k" });
  await file.settled();
  await file.open();
  await expect(file.key("qwen3.block_count")).toContainText("36");
  await file.readWhole.click();
  await expect(file.region).toContainText("sends this file only as a whole");
  await expect(file.key("qwen3.block_count"), "nothing is lost").toContainText("36");
});

test("a part that breaks off has its sentence and a way on", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  const end = hub.fail("cutOff", FILE);
  await lens.model(MODEL, HERE);
  await file.settled("failed");
  await expect(file.region).toContainText("The download of the header broke off.");
  end();
  await file.region.getByRole("button", { name: "Read it again" }).click();
  await file.settled();
});

test("a request that never ends is given up", async ({ lens, page, hub }) => {
  await page.clock.install();
  const file = new FileSays(page);
  const held = hub.hold(FILE);
  await lens.model(MODEL, HERE);
  await held.arrived;
  await page.clock.runFor(40_000);
  await file.settled("failed");
  await expect(file.region).toContainText("did not answer in time");
});

test("a truncated upload is told", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  hub.fail(FILE_FAULTS.halved, FILE);
  await lens.model(MODEL, HERE);
  await file.settled();
  await expect(file.region).toContainText("The file is cut off.");
});

test("without a network a header that was read is still there", async ({ lens, page, hub, context }) => {
  const file = new FileSays(page);
  await lens.model(MODEL, HERE);
  await file.settled();
  await page.waitForTimeout(300);
  hub.goDown();
  await page.goto("about:blank");
  await lens.open(`/model/${MODEL}`, HERE);
  await file.settled();
  await expect(file.region).toHaveAttribute("data-requests", "0");
  await expect(file.line).toContainText("nothing was downloaded");
  expect(context.pages()).toHaveLength(1);
});

test("hostile keys and values stay text and break nothing", async ({ lens, page, hub }) => {
  const { bytes } = ggufHeader({
    metadata: [["general.architecture", "TEXT", "llama"], ["llama.block_count", "U32", 2], [HOSTILE_TEXT, "TEXT", HOSTILE_TEXT.repeat(40)], ["x".repeat(5_000), "TEXT", "y".repeat(5_000)], ["list", "ARRAY", ["TEXT", [HOSTILE_TEXT]]]],
    tensors: [[HOSTILE_TEXT.slice(0, 60), "F32", [4]]],
  });
  hub.fail((answer) => ({ ...answer, body: Buffer.concat([bytes, answer.body.subarray(bytes.length)]) }), FILE);
  const file = new FileSays(page);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await lens.model(MODEL, HERE);
    await file.settled();
    if (width === 390) await file.open();
    await expect(file.region.locator("[data-key]")).toHaveCount(5);
    for (const fold of await file.region.locator("details details > summary").all()) await fold.click();
    expect(await page.evaluate(() => window.hostile)).toBeUndefined();
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  }
});

test("files of a gated model are not asked for without a token", async ({ lens, page, hub }) => {
  const file = new FileSays(page);
  await lens.model("standin/gated-model", { hw: SMALL.hw });
  await file.settled("failed");
  await expect(file.region).toContainText("The files of this model are gated.");
  expect(hub.requests.filter(({ path }) => path.includes("/resolve/"))).toEqual([]);
});
