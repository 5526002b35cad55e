// The states of the page that are checked for accessibility and photographed: each brings the page there and waits for it.

import { expect } from "@playwright/test";
import { FileSays } from "./file-says.js";
import { hostileRow } from "./hub/faults.js";
import { FILE_FAULTS, ofFile } from "./hub/headers.js";
import { LARGE, SMALL } from "./machines.js";
import { NETWORK_LINES } from "./watch.js";

const MANY = "unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF";

export const STATES = {
  "first visit": async ({ lens }) => {
    await lens.explore();
    await expect(lens.rows.first()).toBeVisible();
  },
  "search results": async ({ lens }) => lens.explore({ q: "qwen3", hw: SMALL.hw }),
  "no result": async ({ lens, page }) => {
    await lens.open("/", { q: "zzz-no-such-model" });
    await expect(page.getByText(/no models found/i).first()).toBeVisible();
  },
  loading: async ({ lens, hub }) => {
    const held = hub.hold({ path: "/api/models" });
    await lens.open("/");
    await held.arrived;
    await expect(lens.search).toBeVisible();
  },
  "hardware panel": async ({ lens }) => {
    await lens.explore({ q: "phi-4" });
    await lens.showHardware();
    for (const details of await lens.hardware.locator("details:not([open]) > summary").all()) await details.click();
  },
  "hardware with a mistake": async ({ lens }) => {
    await lens.explore({ q: "phi-4" });
    await lens.showHardware();
    await lens.field("System RAM (GB)").fill("-3");
    await lens.field("System RAM (GB)").press("Tab");
  },
  "shared hardware": async ({ lens }) => {
    await lens.explore({ q: "phi-4", hw: `${LARGE.hw}~n-Lab_server` });
    await expect(lens.shared).toBeVisible();
  },
  "broken link": async ({ lens }) => lens.explore({ q: "phi-4", hw: "v1~ram-5" }),
  "model that runs": async ({ lens }) => {
    await lens.model(MANY, { hw: SMALL.hw });
    await expect(lens.variants).toBeVisible();
  },
  "model that does not run": async ({ lens }) => {
    await lens.model("deepseek-ai/DeepSeek-R1", { hw: SMALL.hw });
    await expect(lens.variants).toBeVisible();
  },
  "model of another kind": async ({ lens }) => {
    await lens.model("stabilityai/stable-diffusion-2-1", { hw: SMALL.hw });
    await expect(lens.verdict(lens.page.getByRole("main"))).toBeVisible();
  },
  "a file's header": async ({ lens }) => {
    const file = new FileSays(lens.page);
    // Few variants and a few tensors are enough: axe looks at every row.
    await lens.model("bartowski/Llama-3.2-1B-Instruct-GGUF", { hw: SMALL.hw, v: "gguf:q4_k_m" });
    await file.settled();
    await file.open();
    await file.region.getByText(/All 147 tensors/).click();
    await file.region.getByRole("searchbox", { name: "Filter tensors" }).fill("blk.7.attn");
    await file.keyFilter.fill("general.");
    await file.types.scrollIntoViewIfNeeded();
  },
  "a file that is none": async ({ lens, hub }) => {
    hub.fail(FILE_FAULTS.lfsPointer, ofFile(".gguf"));
    await lens.model("bartowski/Llama-3.2-1B-Instruct-GGUF", { hw: SMALL.hw });
    await new FileSays(lens.page).settled("failed");
    await lens.page.getByText("Open your own file").scrollIntoViewIfNeeded();
  },
  "model not found": async ({ lens, complaints }) => {
    complaints.allow(NETWORK_LINES);
    await lens.open("/model/nobody/nothing");
    await expect(lens.alert).not.toBeEmpty();
  },
  "starter catalog": async ({ lens, hub, complaints }) => {
    complaints.allow(NETWORK_LINES);
    hub.goDown();
    // A few rows are enough: axe looks at every one of the catalog's for half a minute.
    await lens.open("/", { q: "phi", hw: SMALL.hw });
    await lens.settled("catalog");
  },
  "too many requests": async ({ lens, hub, complaints }) => {
    complaints.allow(NETWORK_LINES);
    hub.fail("tooMany", { path: "/api/models" });
    await lens.open("/", { q: "phi", hw: SMALL.hw });
    await expect(lens.page.getByRole("main")).toContainText("too many requests");
  },
  "hostile row": async ({ lens, hub }) => {
    await lens.spareData();
    hub.fail(hostileRow(0), { path: "/api/models" });
    await lens.explore({ q: "phi-4", hw: SMALL.hw });
  },
  explanation: async ({ lens, page }) => {
    await lens.open("/how-it-works", { hw: SMALL.hw });
    await expect(page.getByRole("region", { name: "Worked example" })).toBeVisible();
  },
  "how exact": async ({ lens, page }) => {
    await lens.open("/how-exact", { hw: SMALL.hw });
    await expect(page.getByRole("table", { name: "Errors of each figure" })).toBeVisible();
  },
  "a term explained": async ({ lens, page }) => {
    await lens.explore({ q: "phi-4" });
    await lens.showHardware();
    await lens.hardware.getByRole("button", { name: "Reserve", exact: true }).focus();
    await expect(page.getByRole("tooltip").filter({ visible: true })).toBeInViewport({ ratio: 1 });
  },
  settings: async ({ lens }) => {
    await lens.explore();
    await lens.openSettings();
  },
  "unknown page": async ({ lens, page }) => {
    await page.goto("./#/nowhere");
    await expect(lens.heading.first()).toBeVisible();
  },
};

/** States that belong to one size: the hardware panel is a drawer on the phone, which has to be opened there. */
export const DRAWN_ANEW = new Set(["hardware panel", "hardware with a mistake", "a term explained"]);

export const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
export const SCHEMES = ["light", "dark"];
