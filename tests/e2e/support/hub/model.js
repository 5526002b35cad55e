// `GET /api/models/{owner}/{name}` and `GET /api/whoami-v2`.

import { json, refuse, text } from "./answers.js";

/** Names that the Hub redirects to new ones; legacy one-word names among them. */
export const RENAMED = new Map([
  ["standin/renamed-old-name", "standin/renamed-new-name"],
  ["bert-base-uncased", "google-bert/bert-base-uncased"],
  ["qwen/qwen3-8b", "Qwen/Qwen3-8B"],
]);

export const READ_TOKEN = "hf_standinReadTokenForTestsOnly00000001";

/** Whether the request carries a token that the stand-in knows; `"bad"` if it carries another one. */
export function access(headers) {
  const header = headers.authorization;
  if (!header) return "anonymous";
  return header === `Bearer ${READ_TOKEN}` ? "known" : "bad";
}

/** Answers a request for one repository. */
export function model(find, id, url, headers) {
  const who = access(headers);
  if (who === "bad") return refuse(401, "Invalid credentials in Authorization header");
  const moved = RENAMED.get(id);
  if (moved) {
    const location = `/api/models/${moved}${url.search}`;
    return text(307, `Temporary Redirect. Redirecting to ${location}`, { Location: location });
  }
  const document = find(id);
  if (!document) {
    return who === "known" ? refuse(404, "Repository not found", "RepoNotFound") : refuse(401, "Invalid username or password.");
  }
  const { trendingScore, ...answer } = document;
  const sized = url.searchParams.get("blobs") === "true";
  return json(200, { ...answer, siblings: sized ? answer.siblings : answer.siblings.map(({ rfilename }) => ({ rfilename })) }, { "X-Repo-Commit": document.sha });
}

/** Who a token belongs to. */
export function whoAmI(headers) {
  if (access(headers) !== "known") return refuse(401, "Invalid credentials in Authorization header");
  return json(200, { type: "user", id: "0123456789abcdef01234567", name: "standin-reader", auth: { type: "access_token", accessToken: { displayName: "tests", role: "read" } } });
}
