import { LARGE, SMALL } from "../../support/machines.js";
import { expect, test } from "../../support/test.js";

test("a shared machine is shown as shared, leaves mine alone, and can be dropped", async ({ lens, page }) => {
  await lens.explore();
  await lens.enterMachine(SMALL);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  const mine = await page.evaluate(() => localStorage.getItem("llm-lens.profiles"));
  await page.goto(`./#/?hw=${LARGE.hw}~n-Lab_server`);
  await expect(lens.shared).toBeVisible();
  await expect(lens.shared).toContainText("Lab server");
  await expect(lens.rows.first().locator('[data-quantity="available-memory"]').first()).toHaveAttribute("data-bytes", String(LARGE.available));
  expect(await page.evaluate(() => localStorage.getItem("llm-lens.profiles"))).toBe(mine);
  await lens.shared.getByRole("button", { name: "Use my own hardware" }).click();
  await expect(lens.shared).toHaveCount(0);
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(SMALL.available));
  expect(page.url()).not.toContain("hw=");
});

test("a shared machine can be saved", async ({ lens, page }) => {
  await lens.explore({ hw: `${LARGE.hw}~n-Lab_server` });
  await lens.shared.getByRole("button", { name: "Save as profile" }).click();
  await expect.poll(() => lens.profileName()).toBe("Lab server");
  await page.goto("./#/");
  await page.reload();
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(LARGE.available));
});

test("the copied link is short, readable, and gives the same machine", async ({ lens, page, context, site }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
  await lens.explore();
  await lens.enterMachine(LARGE);
  await lens.hardware.getByRole("button", { name: "Copy hardware link", exact: true }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("hw=v2~ram64~gpu24x2");
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address.length).toBeLessThan(400);
  const other = await context.newPage();
  await other.goto(address);
  await expect(other.getByRole("region", { name: "Shared hardware" })).toBeVisible();
});

const WRONG = ["v1", "v9~ram16", "v1~ram-5", "v1~ram16~ram32", "v1~ram16~gpu24x99999", "v1~ram1e9", "<script>window.hostile=1</script>", "v1~ram16~n-%E0%A4%A", "A".repeat(3_000), "v1~ram16~q-nonsense"];
for (const hw of WRONG) {
  test(`the broken link ${hw.slice(0, 30)} says what was wrong and falls back to my hardware`, async ({ lens, page }) => {
    await page.goto(`./#/?hw=${hw}`);
    await lens.settled();
    await expect(lens.hardware).toBeVisible();
    await expect(lens.shared.getByRole("button", { name: "Save as profile" })).toHaveCount(0);
    await expect(page.getByText(/link/i).filter({ hasText: /could not|not (?:be )?read|wrong|unknown|too long|broken/i }).first()).toBeVisible();
    expect(await page.evaluate(() => window.hostile)).toBeUndefined();
  });
}

test("a link whose signs a chat program has encoded is read all the same", async ({ lens, page }) => {
  await page.goto(`./#/?hw=${`${LARGE.hw}~n-Lab_server`.replaceAll("~", "%7E")}`);
  await expect(lens.shared).toContainText("Lab server");
  await expect(lens.availableShown()).toHaveAttribute("data-bytes", String(LARGE.available));
});
