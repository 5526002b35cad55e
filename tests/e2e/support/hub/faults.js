// What can go wrong with the Hub, switched on by a test and off again before the next one.

import { html, json, refuse } from "./answers.js";

/** Faults that change an answer: `(answer, request) => answer`. */
export const FAULTS = {
  captive: () => html(),
  badRequest: () => refuse(400, "Invalid option: the stand-in was told to refuse this"),
  unauthorized: () => refuse(401, "Invalid username or password."),
  badToken: () => refuse(401, "Invalid credentials in Authorization header"),
  forbidden: () => refuse(403, "Access to this resource is disabled."),
  gated: () => refuse(403, "Access to model is restricted and you are not in the authorized list.", "GatedRepo"),
  notFound: () => refuse(404, "Repository not found", "RepoNotFound"),
  tooMany: () => ({ ...refuse(429, "We had to rate limit you, you hit the quota of 500 api requests per 5 minutes period."), headers: { "Content-Type": "application/json", RateLimit: '"api";r=0;t=140', "Retry-After": "140" } }),
  serverError: () => refuse(500, "Internal Error - We're working hard to fix this as soon as possible!"),
  unavailable: () => ({ status: 503, headers: { "Content-Type": "text/html" }, body: Buffer.from("<html><h1>503</h1></html>") }),
  cutOff: (answer) => ({ ...answer, cutOffAt: Math.floor(answer.body.length / 2) }),
  reset: () => ({ reset: true }),
  notJson: (answer) => ({ ...answer, body: Buffer.from("{\"this\": is not JSON") }),
  emptyBody: (answer) => ({ ...answer, body: Buffer.alloc(0) }),
  wrongShape: () => json(200, { models: "a list was expected" }),
};

/** One row of a list answer replaced by something that is no row. */
export const malformedRow = (index, row = { id: 42, tags: "none", siblings: { a: 1 } }) => (answer) => {
  const rows = JSON.parse(answer.body);
  rows[index] = row;
  return { ...answer, body: Buffer.from(JSON.stringify(rows)) };
};

/** Text that would do harm if the page took it for HTML, or if it trusted lengths. */
export const HOSTILE_TEXT = `<img src=x onerror="window.hostile=true"><script>window.hostile=true</script>"'&lt;\u202e`;

/** One row of a list answer filled with hostile text and far too much of it. */
export const hostileRow = (index) => (answer) => {
  const rows = JSON.parse(answer.body);
  const long = "A".repeat(1_000_000);
  rows[index] = {
    ...rows[index], author: HOSTILE_TEXT, pipeline_tag: HOSTILE_TEXT, library_name: long,
    tags: [HOSTILE_TEXT, `license:${HOSTILE_TEXT}`, long, ...Array.from({ length: 700 }, (_, number) => `language-${number}`)],
    downloads: 1e300, likes: -1, lastModified: "yesterday", gguf: { total: -5, architecture: HOSTILE_TEXT, context_length: 1e40 },
    siblings: [{ rfilename: `${HOSTILE_TEXT}-Q4_K_M.gguf` }, { rfilename: `${long}.gguf` }, { rfilename: "../../../Q8_0.gguf" }, { rfilename: 7 }],
  };
  return { ...answer, body: Buffer.from(JSON.stringify(rows)) };
};
