// @ts-check
/** The page on a server that passes on to several platforms. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, startApp } from "./harness.js";
import { accepting, startPlatform } from "./platform.js";

/** @type {Awaited<ReturnType<typeof startPlatform>>[]} */
let platforms = [];
/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  platforms = [await startPlatform(accepting), await startPlatform(accepting)];
  app = await startApp([...platforms.flatMap(({ origin }) => ["--upstream", origin]), "--allow-private"]);
});
after(async () => {
  await app?.stop();
  await Promise.all(platforms.map((platform) => platform.stop()));
});

test("the author chooses the platform, and it alone is called", async () => {
  const [first, second] = platforms;
  assert.ok(first && second);
  const { page, close } = await app.open({ link: `${app.link}#stream=st-1&token=a.b.c` });
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.locator(".target summary").click();
  assert.equal(await field(page, "Host").inputValue(), first.origin);
  assert.deepEqual(await field(page, "Host").locator("option").allInnerTexts(), [first.origin, second.origin]);
  await field(page, "Host").selectOption(second.origin);
  await page.getByText(`To st-1 at ${second.origin}`).waitFor();

  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`${second.origin} (through ${new URL(app.link).origin})`, { exact: true }).waitFor();
  assert.match(await dialog.locator(".confirm-reach").innerText(), new RegExp(`through ${second.origin}\\.$`));
  await dialog.getByRole("button", { name: "Send 3 messages" }).click();
  await page.locator(".follow-finished").waitFor();
  assert.equal(first.calls.length, 0);
  assert.deepEqual(
    second.calls.slice(0, 2).map(({ method, url, headers }) => [method, url, headers["auth"]]),
    [
      ["POST", "/api/public/bot/st-1/notifyV2", "a.b.c"],
      ["GET", "/api/public/bot/st-1/notifyV2/status/ds-1", "a.b.c"],
    ],
  );

  // After a reload the job is asked for where it was sent to.
  const before = second.calls.length;
  await page.reload();
  await field(page, "JWT").fill("a.b.c");
  assert.equal(await field(page, "Host").inputValue(), second.origin);
  await page.getByRole("button", { name: "Follow again" }).click();
  await page.locator(".follow-finished").waitFor();
  assert.equal(first.calls.length, 0);
  assert.ok(second.calls.length > before);
  await close();
});

test("a command for the shell goes to the platform itself", async () => {
  const { page, close } = await app.open({ link: `${app.link}#stream=st-1&token=a.b.c` });
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByText(/^Copied\./).waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(command.includes(`${platforms[0]?.origin}/api/public/bot/st-1/notifyV2`), command);
  await close();
});
