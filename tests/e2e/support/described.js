// The dialog "My hardware", found by role and name; and browsers that tell something about a machine.

import { expect } from "@playwright/test";

export class Described {
  constructor(page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: "My hardware" });
    this.heading = this.dialog.getByRole("heading", { name: "Is this your machine?" });
    this.question = this.dialog.locator("fieldset").filter({ has: page.locator("legend") });
  }

  /** Opens the dialog from the hardware panel. */
  async open(lens) {
    await lens.showHardware();
    await lens.hardware.getByRole("button", { name: "Detect or enter my hardware" }).click();
    await expect(this.way("Detect")).toBeVisible();
  }

  way(name) {
    return this.dialog.getByRole("group", { name: "How would you like to add your hardware?" }).getByRole("button", { name, exact: true });
  }

  button(name) {
    return this.dialog.getByRole("button", { name, exact: true });
  }

  field(name) {
    return this.dialog.getByRole("spinbutton", { name, exact: true });
  }

  async detect() {
    await this.button("Detect now").click();
  }

  async paste(text) {
    await this.way("Paste").click();
    await this.dialog.getByRole("textbox", { name: "Any text that describes the machine" }).fill(text);
    await this.button("Understand").click();
  }

  async lookUp(name) {
    await this.way("From Hugging Face").click();
    await this.dialog.getByRole("textbox", { name: "User name on the Hub" }).fill(name);
    await this.button("Look it up").click();
  }

  async searchFor(words) {
    await this.way("Search").click();
    await this.dialog.getByRole("searchbox", { name: "Your GPU or chip" }).fill(words);
  }
}

/** Makes the browser say this about its graphics adapter, its memory and its cores; without WebGPU unless it is given. */
export async function pretend(page, { renderer, vendor = "", gpu, memory = 8, cores = 12 }) {
  await page.addInitScript((told) => {
    for (const Context of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
      Context.prototype.getParameter = (code) => ({ 0x9246: told.renderer, 0x9245: told.vendor, 0x1f01: "WebKit WebGL", 0x1f00: "WebKit" })[code] ?? null;
      Context.prototype.getExtension = () => ({});
    }
    if (told.renderer === undefined) HTMLCanvasElement.prototype.getContext = () => null;
    const define = (name, value) => Object.defineProperty(Navigator.prototype, name, { configurable: true, get: () => value });
    define("deviceMemory", told.memory);
    define("hardwareConcurrency", told.cores);
    define("gpu", told.gpu ? { requestAdapter: async () => ({ info: told.gpu }) } : undefined);
  }, { renderer, vendor, gpu, memory, cores });
}
