// Serves a folder as GitHub Pages serves a project page: under a sub-path, 404.html with status 404 for what is not
// there, a short cache life, no special headers, no fallback to the page.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";

export const BASE = "/llm-lens/";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "application/javascript; charset=utf-8", ".wasm": "application/wasm",
  ".json": "application/json; charset=utf-8", ".webmanifest": "application/manifest+json; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
  ".ico": "image/vnd.microsoft.icon", ".txt": "text/plain; charset=utf-8",
};
const SQUEEZED = new Set([".html", ".css", ".js", ".wasm", ".json", ".webmanifest", ".svg", ".txt"]);

/** Starts a server of `folder` on a free port. */
export async function startSite(folder) {
  const site = { folder, requests: [], unreachable: false };
  const sockets = new Set();
  const server = createServer((request, response) => answer(site, request, response));
  server.on("connection", (socket) => {
    if (site.unreachable) return socket.destroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    return undefined;
  });
  await new Promise((resolved) => server.listen(0, "127.0.0.1", resolved));
  const drop = () => sockets.forEach((socket) => socket.destroy());
  return Object.assign(site, {
    origin: `http://127.0.0.1:${server.address().port}`,
    address: `http://127.0.0.1:${server.address().port}${BASE}`,
    /** Serves another build from now on. */
    serve(other) {
      site.folder = other;
    },
    goDown() {
      site.unreachable = true;
      drop();
    },
    reset() {
      Object.assign(site, { folder, requests: [], unreachable: false });
    },
    close: () => new Promise((resolved) => {
      server.close(resolved);
      drop();
    }),
  });
}

async function answer(site, request, response) {
  const { pathname } = new URL(request.url, "http://site");
  const entry = { path: pathname, status: 200 };
  site.requests.push(entry);
  if (request.method !== "GET" && request.method !== "HEAD") return finish(response, entry, 405, "Method Not Allowed");
  if (pathname === BASE.slice(0, -1)) {
    response.setHeader("Location", BASE);
    return finish(response, entry, 301, "");
  }
  const inside = pathname.startsWith(BASE) ? normalize(decodeURIComponent(pathname.slice(BASE.length)) || "index.html") : undefined;
  const safe = inside !== undefined && !inside.startsWith("..") && !inside.startsWith(sep);
  const path = safe ? await fileAt(site.folder, inside) : undefined;
  const missing = path ?? (pathname.startsWith(BASE) ? await fileAt(site.folder, "404.html") : undefined);
  if (!missing) return finish(response, entry, 404, "Not found");
  return sendFile(request, response, entry, missing, path ? 200 : 404);
}

async function fileAt(folder, inside) {
  const path = join(folder, inside);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return fileAt(folder, join(inside, "index.html"));
  return found?.isFile() ? { path, size: found.size, modified: found.mtimeMs } : undefined;
}

function sendFile(request, response, entry, { path, size, modified }, status) {
  const ending = extname(path);
  const etag = `"${size.toString(16)}-${Math.round(modified).toString(16)}"`;
  entry.status = status;
  response.setHeader("Content-Type", TYPES[ending] ?? "application/octet-stream");
  response.setHeader("Cache-Control", "max-age=600");
  response.setHeader("ETag", etag);
  response.setHeader("Access-Control-Allow-Origin", "*");
  if (status === 200 && request.headers["if-none-match"] === etag) return finish(response, entry, 304, "");
  const squeeze = SQUEEZED.has(ending) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  if (squeeze) {
    response.setHeader("Content-Encoding", "gzip");
    response.setHeader("Vary", "Accept-Encoding");
  } else {
    response.setHeader("Content-Length", size);
  }
  response.writeHead(status);
  if (request.method === "HEAD") return response.end();
  // A browser that leaves early is no error.
  const parts = [createReadStream(path), ...(squeeze ? [createGzip({ level: 1 })] : []), response];
  return pipeline(parts, () => {});
}

function finish(response, entry, status, body) {
  entry.status = status;
  response.writeHead(status);
  response.end(body);
}
