// The Hub's stand-in: one TLS server that plays the Hub, its mirror and the download host by the Host header.

import { createServer } from "node:https";
import { gzipSync } from "node:zlib";
import { downloadCors, hubCors, preflight, text } from "./answers.js";
import { FAULTS } from "./faults.js";
import { list } from "./list.js";
import { model, whoAmI } from "./model.js";
import { DOCUMENTS } from "./repositories.js";
import { download, resolve } from "./resolve.js";
import { user } from "./users.js";

export const HUB_HOST = "huggingface.co";
export const MIRROR_HOST = "hf-mirror.com";

/** Starts a stand-in on a free port. */
export async function startHub(certificate) {
  const hub = new Hub();
  const server = createServer(certificate, (request, response) => hub.handle(request, response));
  server.on("connection", (socket) => hub.connected(socket));
  server.on("tlsClientError", () => {});
  await new Promise((resolved) => server.listen(0, "127.0.0.1", resolved));
  hub.port = server.address().port;
  hub.close = () => new Promise((resolved) => {
    server.close(resolved);
    hub.dropConnections();
  });
  return hub;
}

/** What a test can see and change of the stand-in. `reset()` before each test puts everything back. */
class Hub {
  #sockets = new Set();

  constructor() {
    this.reset();
  }

  reset() {
    for (const held of this.holds ?? []) held.release();
    this.documents = new Map(DOCUMENTS.map((document) => [document.id, document]));
    this.requests = [];
    this.rules = [];
    this.holds = [];
    this.unreachable = false;
  }

  /** Adds or replaces repositories until the next reset. */
  add(documents) {
    for (const document of documents) this.documents.set(document.id, document);
  }

  /**
   * Applies a fault to the requests that match: `{ path, search, host, times }`. `path` is a prefix, `search` the exact
   * search text, `times` how often (default: always). `fault` is a name of FAULTS or a function of the answer.
   * Gives back a function that ends it.
   */
  fail(fault, match = {}) {
    const rule = { match, left: match.times ?? Infinity, change: typeof fault === "function" ? fault : FAULTS[fault] };
    if (!rule.change) throw new Error(`there is no fault ${fault}`);
    this.rules.push(rule);
    return () => {
      rule.left = 0;
    };
  }

  /** Holds the answers that match until `release()` is called; `arrived` resolves when the first such request is there. */
  hold(match = {}) {
    const held = { match, waiting: [], open: false };
    held.arrived = new Promise((resolved) => {
      held.noteArrival = resolved;
    });
    held.release = () => {
      held.open = true;
      for (const go of held.waiting.splice(0)) go();
    };
    this.holds.push(held);
    return held;
  }

  /** Cuts every connection and refuses new ones, as a missing network does. */
  goDown() {
    this.unreachable = true;
    this.dropConnections();
  }

  comeBack() {
    this.unreachable = false;
  }

  dropConnections() {
    for (const socket of this.#sockets) socket.destroy();
  }

  connected(socket) {
    if (this.unreachable) return socket.destroy();
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    return undefined;
  }

  /** What the list answers to `url`, for faults that answer another question than the one asked. */
  listAnswer(url) {
    return list([...this.documents.values()], url, url.origin);
  }

  /** The list requests so far (preflights left out). */
  get searches() {
    return this.requests.filter(({ method, path }) => method === "GET" && path === "/api/models");
  }

  /** The requests for one repository so far. */
  get details() {
    return this.requests.filter(({ method, path }) => method === "GET" && path.startsWith("/api/models/"));
  }

  /** The requests for parts of files so far, at the host that sends them. */
  get downloads() {
    return this.requests.filter(({ method, host }) => method === "GET" && host.endsWith(".hf.co"));
  }

  async handle(request, response) {
    const host = (request.headers.host ?? "").split(":")[0];
    const url = new URL(request.url, `https://${host}`);
    const entry = { method: request.method, host, path: decodeURIComponent(url.pathname), query: url.searchParams, headers: request.headers, status: undefined, aborted: false };
    this.requests.push(entry);
    response.on("close", () => {
      entry.aborted = !response.writableFinished;
    });
    let answer = this.#answer(request, url, host);
    for (const rule of this.rules) {
      if (rule.left < 1 || request.method === "OPTIONS" || !fits(rule.match, entry)) continue;
      rule.left -= 1;
      answer = rule.change(answer, entry);
    }
    for (const held of this.holds) if (!held.open && request.method !== "OPTIONS" && fits(held.match, entry)) await waitFor(held, response);
    entry.status = answer.status;
    entry.bytes = answer.body?.length ?? 0;
    send(request, response, answer, host);
  }

  #answer(request, url, host) {
    if (request.method === "OPTIONS") return preflight(request.headers.origin, request.headers["access-control-request-headers"]);
    const find = (id) => this.documents.get(id);
    if (host.endsWith(".hf.co")) return download(find, url, request.headers);
    const path = decodeURIComponent(url.pathname);
    if (path === "/api/models") return this.listAnswer(url);
    if (path === "/api/whoami-v2") return whoAmI(request.headers);
    const [, name] = /^\/api\/users\/([^/]+)\/overview$/.exec(path) ?? [];
    if (name) return user(name);
    const [, single] = /^\/api\/models\/([^/]+(?:\/[^/]+)?)$/.exec(path) ?? [];
    if (single) return model(find, single, url, request.headers);
    const [, id, file] = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? [];
    if (id) return resolve(find, id, file, request.headers);
    return text(404, "Sorry, we can't find the page you are looking for.");
  }
}

function fits(match, entry) {
  return (match.path === undefined || entry.path.startsWith(match.path))
    && (match.search === undefined || entry.query.get("search") === match.search)
    && (match.host === undefined || entry.host === match.host)
    && (match.where === undefined || match.where(entry));
}

function waitFor(held, response) {
  return new Promise((go) => {
    held.waiting.push(go);
    response.on("close", go);
    held.noteArrival();
  });
}

function send(request, response, answer, host) {
  if (answer.reset) {
    response.socket?.destroy();
    return;
  }
  const cors = host.endsWith(".hf.co") ? downloadCors() : hubCors(request.headers.origin);
  const headers = { ...cors, "X-Request-Id": "Root=1-standin", ...answer.headers };
  if (!answer.headers?.RateLimit) headers.RateLimit = '"api";r=495;t=140';
  let { body } = answer;
  const squeeze = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "") && body.length > 1_000 && answer.status !== 206 && answer.cutOffAt === undefined;
  if (squeeze) {
    body = gzipSync(body, { level: 1 });
    headers["Content-Encoding"] = "gzip";
    headers.Vary = `${headers.Vary ?? ""}${headers.Vary ? ", " : ""}Accept-Encoding`;
  }
  if (answer.status !== 204) headers["Content-Length"] = body.length;
  response.writeHead(answer.status, headers);
  if (answer.cutOffAt !== undefined) {
    response.write(body.subarray(0, answer.cutOffAt), () => response.socket?.destroy());
    return;
  }
  response.end(request.method === "HEAD" ? undefined : body);
}
