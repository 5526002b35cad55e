import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DIST } from "../../support/build.js";
import { SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

test("the policy names self, the Hub, its mirror and its downloads, and nothing else", async () => {
  const page = await readFile(join(DIST, "index.html"), "utf8");
  // Attributes may come in any order, and the build leaves out quotes that need not be there.
  const [element = ""] = /<meta\b[^>]*http-equiv="?Content-Security-Policy"?[^>]*>/.exec(page) ?? [];
  const [, policy] = /content="([^"]+)"/.exec(element) ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(?:inline|eval)'/);
  for (const host of policy.match(/https:\/\/[^\s;]+/g) ?? []) expect(host).toMatch(/^https:\/\/(?:huggingface\.co|hf-mirror\.com|(?:\*|[a-z0-9.-]+)\.(?:hf|huggingface)\.co|\*\.xethub\.hf\.co)$/);
  expect(policy).not.toContain("*;");
  expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<script"));
});

test("the policy holds: no other host, no inline script, no eval", async ({ lens, page, complaints }) => {
  complaints.allow(/Content Security Policy|violates|Refused to|evil\.example|EvalError|blocked/i);
  await lens.explore();
  const outcome = await page.evaluate(async () => {
    const fetched = await fetch("https://evil.example/").then(() => "went", () => "refused");
    const script = document.createElement("script");
    script.textContent = "window.inlineRan = true";
    document.head.append(script);
    return { fetched, inline: window.inlineRan === true };
  });
  expect(outcome).toEqual({ fetched: "refused", inline: false });
});

test("a whole normal visit leaves the console empty and asks nobody else", async ({ lens, page }) => {
  await lens.explore({ hw: SMALL.hw });
  await lens.search.fill("phi-4");
  await expect(lens.row("microsoft/phi-4")).toBeVisible();
  await lens.row("microsoft/phi-4-gguf").getByRole("link").first().click();
  await expect(lens.variants).toBeVisible();
  await page.goto("./#/how-it-works");
  await expect(page.getByRole("region", { name: "Worked example" })).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(lens.search).toBeVisible();
  // The fixture `complaints` fails the test if the console or any other origin heard of it.
});
