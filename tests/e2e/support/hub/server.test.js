// The stand-in itself: it must answer as the Hub does, or every browser test proves nothing.

import assert from "node:assert/strict";
import { request } from "node:https";
import { after, before, beforeEach, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { makeCertificate } from "../certificate.js";
import { malformedRow } from "./faults.js";
import { READ_TOKEN } from "./model.js";
import { numberedRepositories } from "./repositories.js";
import { startHub } from "./server.js";

let hub;
before(async () => {
  hub = await startHub(await makeCertificate());
});
after(() => hub.close());
beforeEach(() => hub.reset());

function get(path, { host = "huggingface.co", headers = {}, method = "GET" } = {}) {
  return new Promise((resolved, rejected) => {
    const call = request({ host: "127.0.0.1", port: hub.port, path, method, rejectUnauthorized: false, agent: false, headers: { Host: host, Origin: "http://127.0.0.1:1", ...headers } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", rejected);
      response.on("end", () => {
        const raw = Buffer.concat(parts);
        const body = (response.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString();
        resolved({ status: response.statusCode, headers: response.headers, body, json: () => JSON.parse(body) });
      });
    });
    call.on("error", rejected);
    call.end();
  });
}

test("a row holds the asked fields only and no sizes", async () => {
  const rows = (await get("/api/models?search=qwen3-8b&expand=siblings&expand=gguf&limit=5")).json();
  assert.ok(rows.length > 0);
  for (const row of rows) {
    assert.ok(Object.keys(row).every((key) => ["_id", "id", "siblings", "gguf"].includes(key)));
    for (const sibling of row.siblings) assert.deepEqual(Object.keys(sibling), ["rfilename"]);
  }
});

test("an unknown expand is refused with the list of known ones", async () => {
  const answer = await get("/api/models?expand=size");
  assert.equal(answer.status, 400);
  assert.match(answer.json().error, /"siblings"/);
});

test("filters are joined by and; the range reads billions", async () => {
  const rows = (await get("/api/models?filter=gguf&filter=base_model:quantized:Qwen%2FQwen3-8B&expand=gguf&num_parameters=min:6B,max:9B")).json();
  assert.deepEqual(rows.map(({ id }) => id).sort(), ["QuantFactory/Qwen3-8B-GGUF", "Qwen/Qwen3-8B-GGUF"]);
  assert.equal((await get("/api/models?num_parameters=max:1B&search=qwen3-8b")).json().length, 0);
});

test("pages follow the Link header to the end without a duplicate", async () => {
  hub.add(numberedRepositories(95));
  const seen = [];
  let next = "/api/models?author=numbered&sort=downloads&limit=30&expand=downloads";
  while (next) {
    const answer = await get(next);
    seen.push(...answer.json().map(({ id }) => id));
    const [, address] = /^<([^>]+)>; rel="next"$/.exec(answer.headers.link ?? "") ?? [];
    next = address?.replace("https://huggingface.co", "");
  }
  assert.equal(seen.length, 95);
  assert.equal(new Set(seen).size, 95);
  assert.equal(seen[0], "numbered/Numbered-0001-GGUF");
});

test("only blobs=true gives sizes", async () => {
  const named = (await get("/api/models/Qwen/Qwen3-8B")).json();
  const sized = (await get("/api/models/Qwen/Qwen3-8B?blobs=true")).json();
  assert.equal(named.siblings[0].size, undefined);
  assert.ok(sized.siblings.every(({ size }) => Number.isInteger(size)));
});

test("unknown is 401 for a stranger and 404 for a known token", async () => {
  const stranger = await get("/api/models/no/where");
  assert.equal(stranger.status, 401);
  assert.deepEqual(stranger.json(), { error: "Invalid username or password." });
  const known = await get("/api/models/no/where", { headers: { Authorization: `Bearer ${READ_TOKEN}` } });
  assert.equal(known.status, 404);
  assert.equal(known.headers["x-error-code"], "RepoNotFound");
});

test("a renamed repository is redirected to a relative address with its query", async () => {
  const answer = await get("/api/models/standin/renamed-old-name?blobs=true");
  assert.equal(answer.status, 307);
  assert.equal(answer.headers.location, "/api/models/standin/renamed-new-name?blobs=true");
});

test("CORS echoes the origin and does not expose the rate limit", async () => {
  const { headers } = await get("/api/models?limit=1");
  assert.equal(headers["access-control-allow-origin"], "http://127.0.0.1:1");
  assert.match(headers.vary, /Origin/);
  assert.doesNotMatch(headers["access-control-expose-headers"], /RateLimit|Retry-After/);
  assert.ok(headers.ratelimit);
  const preflight = await get("/api/models", { method: "OPTIONS", headers: { "Access-Control-Request-Headers": "authorization" } });
  assert.equal(preflight.headers["access-control-max-age"], "86400");
});

test("a large file is redirected and the download host sends parts", async () => {
  const answer = await get("/Qwen/Qwen3-8B/resolve/main/model-00001-of-00004.safetensors");
  assert.equal(answer.status, 302);
  const target = new URL(answer.headers.location);
  assert.equal(target.host, "cdn-lfs.hf.co");
  const part = await get(target.pathname + target.search, { host: target.host, headers: { Range: "bytes=0-0" } });
  assert.equal(part.status, 206);
  assert.equal(part.headers["content-range"], "bytes 0-0/4990000000");
});

test("faults end as told, hold until released, and are gone after a reset", async () => {
  hub.fail("tooMany", { path: "/api/models", times: 1 });
  assert.equal((await get("/api/models?limit=1")).status, 429);
  assert.equal((await get("/api/models?limit=1")).status, 200);
  hub.fail("cutOff");
  await assert.rejects(get("/api/models?limit=20"));
  hub.reset();
  hub.fail(malformedRow(1), { search: "qwen" });
  assert.equal((await get("/api/models?search=qwen")).json()[1].id, 42);
  const held = hub.hold({ search: "llama" });
  const late = get("/api/models?search=llama&limit=1");
  await held.arrived;
  held.release();
  assert.equal((await late).status, 200);
  hub.goDown();
  await assert.rejects(get("/api/models"));
  hub.comeBack();
  assert.equal((await get("/api/models?limit=1")).status, 200);
});
