// The release build under test, and copies of it that pose as another release.

import { existsSync, mkdtempSync } from "node:fs";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the release build, made with the public address /llm-lens/. */
export const DIST = resolve(process.env.LLM_LENS_DIST ?? fileURLToPath(new URL("../../../dist", import.meta.url)));

/** Fails early and plainly when there is nothing to test. */
export function requireBuild() {
  if (!existsSync(join(DIST, "index.html"))) throw new Error(`There is no build in ${DIST}: run \`cargo xtask test\`, or set LLM_LENS_DIST.`);
}

/** A copy of the build that says it is another release: the service worker's VERSION differs, and so does the page's title. */
export async function otherRelease(version) {
  const folder = join(mkdtempSync(join(tmpdir(), "llm-lens-release-")), "dist");
  await cp(DIST, folder, { recursive: true });
  const worker = join(folder, "sw.js");
  const before = await readFile(worker, "utf8");
  const after = before.replace(/(\bVERSION\s*=\s*)(["'`])[^"'`]*\2/, `$1"${version}"`);
  if (after === before) throw new Error("sw.js has no VERSION to change");
  await writeFile(worker, after);
  const page = join(folder, "index.html");
  await writeFile(page, (await readFile(page, "utf8")).replace(/<title>/, `<title>${version} `));
  return folder;
}

/** The hashed assets of a build (scripts, styles, wasm). */
export async function assets(folder) {
  const files = await readdir(folder, { recursive: true });
  return files.filter((name) => /\.(js|css|wasm)$/.test(name) && name !== "sw.js");
}
