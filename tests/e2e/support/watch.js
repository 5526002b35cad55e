// Watches a browser context for what a normal visit must not show.

const OWN_HOSTS = /^(?:huggingface\.co|hf-mirror\.com|[a-z0-9.-]+\.hf\.co)$/;

/**
 * Collects console errors and warnings, uncaught errors, Content-Security-Policy violations and requests to any origin but
 * the site and the Hub. `allow(pattern)` lets complaints pass that a test provokes, such as the browser's own line for a
 * refused request.
 */
export function watch(context, siteOrigin) {
  const complaints = { list: [], allowed: [] };
  complaints.allow = (pattern) => {
    complaints.allowed.push(pattern);
    complaints.list = complaints.list.filter((line) => !pattern.test(line));
  };
  const add = (line) => {
    if (!complaints.allowed.some((pattern) => pattern.test(line))) complaints.list.push(line);
  };
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) add(`console ${message.type()}: ${message.text()} ${message.location()?.url ?? ""}`);
  });
  context.on("weberror", (error) => add(`uncaught: ${error.error()?.message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (["data:", "blob:", "about:", "chrome-extension:"].includes(url.protocol)) return;
    if (url.origin !== siteOrigin && !OWN_HOSTS.test(url.hostname)) add(`request to ${url.origin}`);
  });
  return complaints;
}

/** The browser's own lines about a request that failed or was refused. */
export const NETWORK_LINES = /console error: (?:Failed to load resource|Access to fetch)/;
