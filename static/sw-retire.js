// The way out of static/sw.js: a worker that removes itself. Published in its place by `cargo xtask build --retire-worker`.
// It keeps the name sw.js, since browsers look for updates of a worker under the name it was registered with.
"use strict";

const PREFIX = "llm-lens-shell-";

async function retire() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX)).map((name) => caches.delete(name)));
  await self.registration.unregister();
  const pages = await self.clients.matchAll({ type: "window" });
  await Promise.all(pages.map((page) => page.navigate(page.url)));
}

// Unlike sw.js it does not wait to be asked: it exists because the worker in charge is broken.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(retire()));
