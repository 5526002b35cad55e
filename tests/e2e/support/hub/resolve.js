// `GET /{id}/resolve/{revision}/{path}` on the Hub and the download host that large files are redirected to.

import { refuse, text } from "./answers.js";
import { headerOf, textOf } from "./headers.js";
import { access } from "./model.js";

export const DOWNLOAD_HOST = "cdn-lfs.hf.co";

/** The Hub's part: small files come from itself, large ones from the download host. */
export function resolve(find, id, path, headers) {
  const document = find(id);
  if (!document) return access(headers) === "known" ? refuse(404, "Repository not found", "RepoNotFound") : refuse(401, "Invalid username or password.");
  if (document.gated && access(headers) !== "known") return refuse(401, `Access to model ${id} is restricted. You must have access to it and be authenticated to access it.`, "GatedRepo");
  const file = document.siblings.find(({ rfilename }) => rfilename === path);
  if (!file) return text(404, "Entry not found", { "X-Error-Code": "EntryNotFound", "X-Error-Message": "Entry not found" });
  const common = { "X-Repo-Commit": document.sha, "Accept-Ranges": "bytes", ETag: `"${file.blobId}"` };
  if (!file.lfs) return { ...text(200, textOf(document, path), common) };
  const location = `https://${DOWNLOAD_HOST}/repos/${file.lfs.sha256}?repository=${id}&name=${encodeURIComponent(path)}&size=${file.size}&Expires=1900000000&Signature=standin`;
  return text(302, `Found. Redirecting to ${location}`, { ...common, Location: location, "X-Linked-Size": String(file.size), "X-Linked-ETag": `"${file.lfs.sha256}"` });
}

/** The download host's part: a part of the file (its header, then zeros), never the whole of a large one. */
export function download(find, url, headers) {
  const size = Number(url.searchParams.get("size"));
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? "") ?? [];
  if (first === undefined) return refuse(500, "the stand-in sends parts of large files only");
  const start = Number(first);
  const end = Math.min(last === "" ? size - 1 : Number(last), size - 1, start + 4_000_000);
  if (start >= size) return text(416, "", { "Content-Range": `bytes */${size}` });
  const body = Buffer.alloc(end - start + 1);
  const document = find(url.searchParams.get("repository"));
  if (document) headerOf(document, { rfilename: url.searchParams.get("name"), size }).subarray(start, end + 1).copy(body);
  return {
    status: 206, headers: { "Content-Type": "application/octet-stream", "Content-Range": `bytes ${start}-${end}/${size}`, "Accept-Ranges": "bytes" },
    body,
  };
}
