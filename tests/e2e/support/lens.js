// The page as a reader meets it: everything is found by role and name (docs: design, section 5).

import { expect } from "@playwright/test";

export class Lens {
  constructor(page) {
    this.page = page;
    this.search = page.getByRole("searchbox", { name: "Search models" });
    this.results = page.getByRole("list", { name: "Search results" });
    this.rows = this.results.locator("> li");
    this.source = page.locator("[data-source]");
    this.loadMore = page.getByRole("button", { name: "Load more" });
    this.hardware = page.getByRole("complementary", { name: "Hardware" });
    this.shared = page.getByRole("region", { name: "Shared hardware" });
    this.heading = page.getByRole("heading", { level: 1 });
    this.variants = page.getByRole("table", { name: "Variants" });
    this.calculation = page.getByRole("region", { name: "How this was calculated" });
    this.alert = page.getByRole("alert");
    this.status = page.getByRole("status");
    this.runsOnly = page.getByRole("checkbox", { name: "Only what runs on my hardware" });
    this.settings = page.getByRole("dialog", { name: "Settings" });
  }

  /** The documented rule decides everywhere, as the settings say it. */
  async judgeByStandard() {
    await this.page.addInitScript(() => localStorage.setItem("llm-lens.settings", '{"version":1,"method":"standard"}'));
  }

  /** The rows stay as the list's answer has them: the browser says that data shall be spared. */
  async spareData() {
    await this.page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  }

  filter(name) {
    return this.page.getByRole("combobox", { name, exact: true });
  }

  /** Opens a route: `open("/model/a/b", { hw })` goes to `#/model/a/b?hw=…`. */
  async open(path = "/", parameters = {}) {
    // The page's own links leave the `~` of shared hardware as it is; URLSearchParams would not.
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined)).toString().replaceAll("%7E", "~");
    await this.page.goto(`./#${path}${query ? `?${query}` : ""}`);
  }

  async explore(parameters) {
    await this.open("/", parameters);
    await this.settled();
  }

  async model(id, parameters) {
    await this.open(`/model/${id}`, parameters);
    await expect(this.heading).toHaveText(id);
  }

  /** Waits until the list shows the answer to what was asked last. */
  async settled(source = "live") {
    await expect(this.source).toHaveAttribute("data-source", source);
    await expect(this.source).not.toHaveAttribute("aria-busy", "true");
  }

  row(id) {
    return this.rows.filter({ has: this.page.getByRole("link", { name: id, exact: true }) });
  }

  ids() {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.querySelector("a[href*='#/model/']")?.textContent.trim()));
  }

  verdict(within) {
    return within.locator("[data-verdict]").first();
  }

  /** The exact integer of a quantity: `bytes(row, "required-memory")`. */
  async bytes(within, quantity) {
    return Number(await within.locator(`[data-quantity="${quantity}"]`).first().getAttribute("data-bytes"));
  }

  /** A row by its label; that the row header's name is the label and nothing more has a test of its own. */
  variant(label) {
    return this.variants.getByRole("row").filter({ has: this.page.getByRole("rowheader").getByText(label, { exact: true }) });
  }

  step(name, within = this.calculation) {
    return within.locator(`[data-step="${name}"]`);
  }

  async stepValue(name, within) {
    return Number(await this.step(name, within).getAttribute("data-value"));
  }

  /** Shows the hardware panel where it is a drawer. */
  async showHardware() {
    const button = this.page.getByRole("button", { name: "Hardware", exact: true });
    if (!(await this.hardware.isVisible())) await button.click();
    await expect(this.hardware).toBeVisible();
  }

  field(name) {
    return this.hardware.getByRole("spinbutton", { name, exact: true });
  }

  profiles() {
    return this.hardware.getByRole("combobox", { name: "Hardware profile", exact: true });
  }

  /** Chooses the first option whose text fits: labels may carry more than the word that a test means. */
  async choose(select, pattern) {
    const label = await select.locator("option").filter({ hasText: pattern }).first().innerText();
    await select.selectOption({ label });
  }

  /** The name of the chosen profile. */
  profileName() {
    return this.profiles().evaluate((select) => select.selectedOptions[0]?.textContent.trim());
  }

  async enterMachine({ ram, gpu, count }) {
    await this.field("System RAM (GB)").fill(String(ram));
    await this.field("GPU memory per GPU (GB)").fill(String(gpu));
    await this.field("Number of GPUs").fill(String(count));
    await this.field("Number of GPUs").press("Tab");
  }

  availableShown() {
    return this.hardware.locator('[data-quantity="available-memory"]').first();
  }

  async openSettings() {
    await this.page.getByRole("button", { name: "Settings", exact: true }).click();
    await expect(this.settings).toBeVisible();
  }

  tryAgain() {
    return this.page.getByRole("button", { name: "Try again", exact: true });
  }

  /** Scrolls the window, not an inner box; gives back where it stands. */
  scrollPosition() {
    return this.page.evaluate(() => Math.round(window.scrollY));
  }
}
