// The harness itself, in the real browser: names lead to the stand-in, and the browser may read what the Hub lets it read.

import { fileURLToPath } from "node:url";
import { expect, test } from "../../support/test.js";
import { READ_TOKEN } from "../../support/hub/model.js";

test.use({ siteFolder: fileURLToPath(new URL("../../support/smoke-site", import.meta.url)) });
test.beforeEach(({ page }) => page.goto("./"));

const look = (page, address, options = {}) => page.evaluate(async ([target, init]) => {
  const response = await fetch(target, init);
  const body = await response.arrayBuffer();
  return {
    status: response.status, url: response.url, type: response.type, bytes: body.byteLength, text: new TextDecoder().decode(body.slice(0, 300)),
    headers: Object.fromEntries(["link", "content-range", "ratelimit", "retry-after", "x-error-message", "content-type"].map((name) => [name, response.headers.get(name)])),
  };
}, [address, options]);

test("a list is read across origins, its Link header too, the rate limit not", async ({ page, hub }) => {
  const answer = await look(page, "https://huggingface.co/api/models?limit=3&expand=gguf");
  expect(answer.status).toBe(200);
  expect(answer.type).toBe("cors");
  expect(answer.headers.link).toMatch(/^<https:\/\/huggingface\.co\/api\/models\?.*cursor=.*>; rel="next"$/);
  expect(answer.headers.ratelimit).toBeNull();
  expect(hub.searches).toHaveLength(1);
  const next = await look(page, answer.headers.link.slice(1, answer.headers.link.indexOf(">")));
  expect(next.status).toBe(200);
});

test("a renamed repository is followed silently", async ({ page }) => {
  const answer = await look(page, "https://huggingface.co/api/models/standin/renamed-old-name?blobs=true");
  expect(answer.url).toBe("https://huggingface.co/api/models/standin/renamed-new-name?blobs=true");
  expect(answer.text).toContain("standin/renamed-new-name");
});

test("a download is followed to the other host and read in part", async ({ page }) => {
  const answer = await look(page, "https://huggingface.co/Menlo/Jan-nano-gguf/resolve/main/jan-nano-4b-Q8_0.gguf", { headers: { Range: "bytes=0-99" } });
  expect(answer.status).toBe(206);
  expect(answer.headers["content-range"]).toBe("bytes 0-99/4280404928");
  expect(new URL(answer.url).host).toBe("cdn-lfs.hf.co");
});

test("a token is asked about first and then sent", async ({ page, hub }) => {
  const answer = await look(page, "https://huggingface.co/api/whoami-v2", { headers: { Authorization: `Bearer ${READ_TOKEN}` } });
  expect(answer.status).toBe(200);
  expect(hub.requests.map(({ method }) => method)).toEqual(["OPTIONS", "GET"]);
});

test("the mirror is the same stand-in under its own name", async ({ page, hub }) => {
  expect((await look(page, "https://hf-mirror.com/api/models?limit=1")).status).toBe(200);
  expect(hub.requests[0].host).toBe("hf-mirror.com");
});

test("a network that is down and an answer that is cut off fail as such", async ({ page, hub, complaints }) => {
  complaints.allow(/Failed to load resource/);
  hub.goDown();
  await expect(look(page, "https://huggingface.co/api/models?limit=1")).rejects.toThrow(/Failed to fetch/);
  hub.comeBack();
  hub.fail("cutOff", { times: 1 });
  await expect(look(page, "https://huggingface.co/api/models?limit=20")).rejects.toThrow();
  expect((await look(page, "https://huggingface.co/api/models?limit=1")).status).toBe(200);
});

test("an aborted request is seen as aborted", async ({ page, hub }) => {
  const held = hub.hold({ search: "slow" });
  await page.evaluate(() => {
    window.control = new AbortController();
    fetch("https://huggingface.co/api/models?search=slow", { signal: window.control.signal }).catch(() => {});
  });
  await held.arrived;
  await page.evaluate(() => window.control.abort());
  await expect.poll(() => hub.searches[0].aborted).toBe(true);
});

test("the site answers as Pages does", async ({ page, site, complaints }) => {
  complaints.allow(/Failed to load resource/);
  const missing = await page.goto("no/such/page");
  expect(missing.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  expect((await page.goto(site.origin + "/llm-lens")).url()).toBe(site.address);
  expect((await page.request.get(`${site.origin}/elsewhere`)).status()).toBe(404);
});
