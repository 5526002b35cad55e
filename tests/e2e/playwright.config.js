import { defineConfig } from "@playwright/test";

// Two browsers at a time fit the smallest machine that runs these tests. A test that passes on the second try is a
// defect, so nothing is tried again.
export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/results.json" }]],
  projects: [
    { name: "flows", testIgnore: "**/performance/**" },
    // Times mean something only while nothing else runs: after all others, one test at a time.
    { name: "performance", testMatch: "**/performance/**", dependencies: ["flows"], fullyParallel: false },
  ],
  use: {
    trace: { mode: "retain-on-failure", screenshots: false, sources: false },
    screenshot: "only-on-failure",
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    timezoneId: "UTC",
    ignoreHTTPSErrors: true,
    actionTimeout: 7_000,
    navigationTimeout: 10_000,
  },
});
