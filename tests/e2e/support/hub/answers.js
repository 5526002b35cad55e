// Answers as values: `{ status, headers, body }`. server.js sends them.

/** A JSON answer. */
export const json = (status, value, headers = {}) => ({
  status, headers: { "Content-Type": "application/json; charset=utf-8", ...headers }, body: Buffer.from(JSON.stringify(value)),
});

/** A plain text answer. */
export const text = (status, body, headers = {}) => ({ status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers }, body: Buffer.from(body) });

/** The Hub's form of an error: JSON, and the same in headers. */
export const refuse = (status, message, code) => json(status, { error: message }, { "X-Error-Message": message, ...(code ? { "X-Error-Code": code } : {}) });

/** What a captive portal answers to everything. */
export const html = (body = "<!doctype html><title>Sign in to the network</title><h1>Please accept the terms</h1>") => ({
  status: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body: Buffer.from(body),
});

export const EXPOSED = "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag,X-Xet-Hash";

/** The Hub's CORS headers: it echoes the origin, and exposes neither RateLimit nor Retry-After. */
export const hubCors = (origin) => ({
  "Access-Control-Allow-Origin": origin ?? "https://huggingface.co", "Access-Control-Expose-Headers": EXPOSED, Vary: "Origin",
});

/** The CORS headers of the hosts that downloads are redirected to. */
export const downloadCors = () => ({ "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "*" });

/** The answer to a preflight. */
export const preflight = (origin, asked) => ({
  status: 204, body: Buffer.alloc(0),
  headers: {
    ...hubCors(origin), "Access-Control-Allow-Methods": "GET,HEAD,POST,PUT,DELETE,PATCH", "Access-Control-Allow-Headers": asked ?? "*", "Access-Control-Max-Age": "86400",
  },
});
