// Figures of reading headers in the browser, printed as they are measured. Limits are wide, as in rows.spec.js.

import { FileSays } from "../../support/file-says.js";
import { LARGE } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

const print = (info, name, value, unit) => {
  info.annotations.push({ type: "figure", description: `${name}: ${value} ${unit}` });
  console.log(`figure | ${name} | ${value} ${unit}`);
};

/** A GGUF file with a whole vocabulary: a header of some 9 MB. */
const FULL = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";

test("a header with a whole vocabulary: the geometry, then all of it", async ({ lens, page }, info) => {
  await lens.model(FULL, { hw: LARGE.hw });
  const file = new FileSays(page);
  await file.settled();
  const [requests, bytes] = await file.region.evaluate((region) => [Number(region.dataset.requests), Number(region.dataset.downloaded)]);
  print(info, "header of 9 MB, to the geometry: requests", requests, "");
  print(info, "header of 9 MB, to the geometry: downloaded", bytes, "bytes");
  expect(requests).toBe(1);
  expect(bytes).toBeLessThanOrEqual(65_536);
  await file.open();
  const begin = Date.now();
  await file.readWhole.click();
  await expect(file.types).toBeVisible({ timeout: 20_000 });
  print(info, "header of 9 MB, all of it from the stand-in, until the tensors are shown", Date.now() - begin, "ms");
});
