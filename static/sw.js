// The service worker: the page and its assets, kept so that the second visit needs no network.
//
// `cargo xtask finish-dist` (the post-build hook in Trunk.toml) writes two constants above this line:
//   const VERSION = "…";   a fingerprint of every file of this build
//   const ASSETS = [["./", "sha256-…"], …];   every file of the page, relative to this worker, with its checksum
//
// Rules:
// * One cache for each version, filled completely or not at all. A checksum that does not fit (a deployment under way,
//   a stale copy on the line) fails the installation, and the worker in charge stays. So a page and its assets always
//   come from the same build.
// * A new version waits until the page asks for it with {type: "activate-waiting"}. It never takes over by itself.
// * Only GET requests for files of this build, and visits to the page, are answered here. Everything else, above all
//   the Hub, passes untouched.
// * Other pages of the same origin may keep caches too: only caches with our prefix are deleted.
//
// Way out, should a published worker ever misbehave: publish a build made by `cargo xtask build --retire-worker`. It
// puts static/sw-retire.js in this file's place, which deletes our caches, unregisters itself and reloads open pages.
"use strict";

const PREFIX = "llm-lens-shell-";
const CACHE = PREFIX + VERSION;
const PAGE = new URL("./", self.location.href).href;
const CHECKSUMS = new Map(ASSETS.map(([path, checksum]) => [new URL(path, PAGE).href, checksum]));

async function fetchAsset([url, integrity]) {
  const answer = await fetch(url, { cache: "reload", credentials: "same-origin", integrity });
  if (!answer.ok) {
    throw new Error(`${url}: HTTP status ${answer.status}`);
  }
  // A redirected answer must not be handed to a navigation, so its body is wrapped anew.
  const kept = answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer;
  return [url, kept];
}

async function install() {
  const answers = await Promise.all([...CHECKSUMS].map(fetchAsset));
  // An earlier attempt may have been cut off while writing, so each attempt starts from an empty cache.
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(answers.map(([url, answer]) => cache.put(url, answer)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function deleteOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// The kept copy; or the network, should the browser have cleared the cache to make room.
async function keptOrFetched(url, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}

// An address in our scope that is not ours (a mistyped one): the server's own answer, or offline the page.
async function fetchedOrPage(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(CACHE);
    const page = await cache.match(PAGE);
    if (page) {
      return page;
    }
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(deleteOldCaches()));

self.addEventListener("message", (event) => {
  if (event.data && event.data.type === "activate-waiting") {
    self.skipWaiting();
  }
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || !request.url.startsWith(PAGE)) {
    return;
  }
  const url = new URL(request.url);
  const file = url.origin + url.pathname;
  if (request.mode === "navigate") {
    if (file === PAGE || file === PAGE + "index.html") {
      event.respondWith(keptOrFetched(PAGE, request));
    } else if (!CHECKSUMS.has(file)) {
      event.respondWith(fetchedOrPage(request));
    }
    return;
  }
  if (CHECKSUMS.has(file)) {
    event.respondWith(keptOrFetched(file, request));
  }
});
