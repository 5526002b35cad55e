// Which browser runs the tests, and how its names lead to the stand-in.

import { existsSync } from "node:fs";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"];

/** Launch options for a browser in which the Hub, its mirror and the download hosts are the stand-in on `port`. */
export function launchOptions(port) {
  const executablePath = process.env.LLM_LENS_CHROMIUM || INSTALLED.find((path) => existsSync(path));
  const hosts = ["huggingface.co", "hf-mirror.com", "*.hf.co"].map((host) => `MAP ${host} 127.0.0.1:${port}`).join(", ");
  return {
    // Without one of these, Playwright's own browser is used.
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--ignore-certificate-errors", `--host-resolver-rules=${hosts}`],
  };
}
