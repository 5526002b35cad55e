// The release build under test, and copies of it that pose as another release.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the release build, made with the public address /llm-lens/. */
export const DIST = resolve(process.env.LLM_LENS_DIST ?? fileURLToPath(new URL("../../../dist", import.meta.url)));

/** Fails early and plainly when there is nothing to test. */
export function requireBuild() {
  if (!existsSync(join(DIST, "index.html"))) throw new Error(`There is no build in ${DIST}: run \`cargo xtask test\`, or set LLM_LENS_DIST.`);
}

/**
 * Writes to `folder` a copy of the build that says it is another release: `VERSION` of its service worker and a mark in the page differ, and the
 * worker's checksum of the page fits. With `onlyWorker` the page itself stays as it was and the checksum does not fit it.
 */
export async function otherRelease(folder, version, { onlyWorker = false } = {}) {
  await cp(DIST, folder, { recursive: true });
  const pagePath = join(folder, "index.html");
  const page = (await readFile(pagePath, "utf8")).replace("<title>", `<meta name="test-release" content="${version}"><title>`);
  const workerPath = join(folder, "sw.js");
  let worker = await readFile(workerPath, "utf8");
  worker = changed(worker, /(\bVERSION\s*=\s*)"[^"]*"/, (_, head) => `${head}"${version}"`);
  worker = changed(worker, /("(?:\.\/|index\.html)"\s*,\s*)"(sha\d+)-[^"]+"/g, (_, head, algorithm) => `${head}"${algorithm}-${checksum(algorithm, page)}"`);
  await writeFile(workerPath, worker);
  if (!onlyWorker) await writeFile(pagePath, page);
  return folder;
}

const checksum = (algorithm, text) => createHash(algorithm).update(text).digest("base64");

function changed(text, pattern, replacement) {
  const result = text.replace(pattern, replacement);
  if (result === text) throw new Error(`sw.js has nothing like ${pattern}: adjust support/build.js to its form`);
  return result;
}
