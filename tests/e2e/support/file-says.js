// The part of the model page about the file's header, found by role and name.

import { expect } from "@playwright/test";

export class FileSays {
  constructor(page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "File metadata" });
    this.line = this.region.locator(".file-says__line");
    this.toggle = this.region.locator("summary").first();
    this.readWhole = this.region.getByRole("button", { name: /Read the whole header/ });
    this.ownFile = page.getByLabel("Open your own model file", { exact: false });
    this.keyFilter = this.region.getByRole("searchbox", { name: "Filter keys" });
    this.types = this.region.getByRole("table", { name: "Tensor types" });
  }

  /** Waits until nothing is under way. */
  async settled(state = "done") {
    await expect(this.region).toHaveAttribute("data-state", state);
  }

  async open() {
    await this.toggle.click();
    await expect(this.region.locator("details").first()).toHaveAttribute("open", /.*/);
  }

  key(name) {
    return this.region.locator(`[data-key="${name}"]`);
  }

  fact(name) {
    return this.region.locator(`[data-fact="${name}"] dd`);
  }

  type(name) {
    return this.types.locator(`[data-type="${name}"]`);
  }
}
