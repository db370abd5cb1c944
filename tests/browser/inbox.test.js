// @ts-check
/** The sandbox's inbox: what recipients get, as it arrives. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { jsonText, startApp, until } from "./harness.js";
import { clear, openInbox, send } from "./sandbox.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());
beforeEach(() => clear(app.link));

/**
 * @param {string} value
 * @param {object[]} identities
 */
const whatsapp = (value, identities) => ({ channel: "whatsapp", message: { type: "text", value }, identities });
const call = { channel: "ivr", message: { type: "text", value: "Please call back." }, identities: [{ email: "ann@example.com" }] };
const ada = { phoneNumber: "+4915550000001", parameters: { name: "Ada" } };
const grace = { phoneNumber: "+4915550000002", parameters: { name: "Grace" } };

/** @param {Page} page */
const list = (page) => page.getByRole("listbox", { name: "Messages, newest first" });
/**
 * @param {Page} page
 * @param {string} text
 */
const row = (page, text) => list(page).locator(".inbox-message", { hasText: text });
/** @param {Page} page */
const opened = (page) => page.locator(".opened");

test("an empty inbox says how to fill it", async () => {
  const { page, close } = await openInbox(app);
  const command = await page.getByLabel("Command that sends a message").textContent();
  assert.ok(command?.includes(`${new URL(app.link).origin}/api/public/bot/`), `${command}`);
  assert.ok(!command?.includes(new URLSearchParams(new URL(app.link).hash.slice(1)).get("token") ?? "token"));
  await page.getByRole("link", { name: "Write a message on the page" }).waitFor();
  assert.ok(await page.getByRole("button", { name: "Forget all…" }).isDisabled());
  await close();
});

test("messages arrive while the page is open, and their statuses move on", async () => {
  const { page, close } = await openInbox(app);
  await page.getByText("Live", { exact: true }).waitFor();
  await send(app.link, whatsapp("Hello {name}", [ada, { phoneNumber: "+49fail", parameters: { name: "Linus" } }]));
  await row(page, "Hello Ada").getByText("Success").waitFor();
  await row(page, "Hello Linus").getByText("Failure").waitFor();
  await page.getByText("2 messages", { exact: true }).first().waitFor();
  await close();
});

test("what arrives while a message is read waits to be asked for", async () => {
  await send(app.link, whatsapp("Hello {name}", [ada]));
  const { page, close } = await openInbox(app);
  await row(page, "Hello Ada").click();
  await opened(page).getByRole("heading", { name: ada.phoneNumber }).waitFor();
  await send(app.link, call);
  await send(app.link, whatsapp("Hello {name}", [grace]));
  const fresh = page.getByRole("button", { name: "2 new messages" });
  await fresh.waitFor();
  assert.match(await page.title(), /^\(2\) Inbox/);
  assert.equal(await list(page).locator(".inbox-message").count(), 1, "nothing moves under the reader's eyes");
  await fresh.click();
  await row(page, "Hello Grace").waitFor();
  assert.equal(await list(page).locator(".inbox-message").count(), 3);
  assert.equal(await fresh.count(), 0);
  await close();
});

test("recipients and texts are searched, and channels chosen", async () => {
  await send(app.link, whatsapp("Hello {name}", [ada, grace]));
  await send(app.link, call);
  const { page, close } = await openInbox(app);
  const search = page.getByRole("searchbox", { name: "Search recipients and texts" });
  const messages = list(page).locator(".inbox-message");
  /** @param {number} number */
  const untilListed = (number) => until(() => messages.count(), (count) => count === number, `${number} are listed`);
  await untilListed(3);
  await search.fill("GRACE");
  await untilListed(1);
  assert.equal(await list(page).locator("mark.found").textContent(), "Grace");
  await search.fill("ann@");
  await row(page, "ann@example.com").waitFor();
  await untilListed(1);
  await page.getByRole("combobox", { name: "Channel" }).selectOption("whatsapp");
  await page.getByText("Nothing found").waitFor();
  await page.getByRole("button", { name: "Show all messages" }).click();
  await untilListed(3);
  assert.equal(await search.inputValue(), "");
  await page.getByRole("combobox", { name: "Channel" }).selectOption("ivr");
  await untilListed(1);
  await close();
});

test("a message stands beside its request, the recipient's part marked", async () => {
  const sent = whatsapp("Hello {name} {missing}", [ada, grace]);
  const raw = `{"channel":"whatsapp", "message":${JSON.stringify(sent.message)},\n "identities":${JSON.stringify(sent.identities)}}`;
  const { _id: job } = await send(app.link, raw);
  const { page, close } = await openInbox(app);
  await row(page, "Hello Grace").click();
  assert.equal(await opened(page).locator(".bubble mark.filled").textContent(), "Grace");
  assert.equal(await opened(page).locator(".bubble mark.unfilled").textContent(), "{missing}");
  await opened(page).getByText("Notification has been sent successfully.").waitFor();
  await opened(page).getByText("2 of 2").waitFor();
  const marked = opened(page).locator(".cm-marked");
  await marked.first().waitFor();
  assert.deepEqual(JSON.parse((await marked.allTextContents()).join("")), grace);
  const all = await opened(page).locator(".cm-line").allTextContents();
  assert.deepEqual(JSON.parse(all.join("\n")), sent);
  const answer = await fetch(new URL(`/sandbox/requests/${job}`, app.link));
  assert.equal(await answer.text(), raw, "the sandbox keeps the request as it came");
  await close();
});

test("a webhook's message is shown as what the program gets", async () => {
  await send(app.link, { ...call, webhookInstanceName: "Deliveries" });
  const { page, close } = await openInbox(app);
  await row(page, "ann@example.com").click();
  await opened(page).getByText("Webhook “Deliveries”").waitFor();
  const shown = await opened(page).getByRole("group", { name: "Message as JSON" }).textContent();
  assert.deepEqual(JSON.parse(shown ?? ""), call.message);
  await close();
});

test("a job is counted, and sent again", async () => {
  const failing = { phoneNumber: "+49fail", parameters: { name: "Linus" } };
  await send(app.link, whatsapp("Hello {name}", [ada, grace, failing]));
  const { page, close } = await openInbox(app);
  const jobs = list(page).locator(".inbox-job");
  await jobs.first().click();
  const counts = opened(page).getByRole("list", { name: "Messages by status" });
  await counts.getByText("Success: 2").waitFor();
  await counts.getByText("Failure: 1").waitFor();
  await opened(page).getByText("Identity is not associated with the channel").waitFor();
  await opened(page).getByRole("button", { name: "Replay the job" }).click();
  const said = await page.getByText(/^Sent again, as ds-/).textContent();
  const fresh = /ds-[\w-]+/.exec(said ?? "")?.[0] ?? "";
  await opened(page).getByRole("heading", { name: fresh }).waitFor();
  assert.equal(await jobs.count(), 2);
  await opened(page).getByRole("button", { name: failing.phoneNumber }).click();
  await opened(page).getByRole("heading", { name: failing.phoneNumber }).waitFor();
  await close();
});

test("all is forgotten, once that is confirmed", async () => {
  await send(app.link, whatsapp("Hello {name}", [ada, grace]));
  const { page, close } = await openInbox(app);
  const other = await openInbox(app);
  await row(other.page, "Hello Ada").click();
  const dialog = page.getByRole("dialog", { name: "Forget all messages?" });
  await page.getByRole("button", { name: "Forget all…" }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await row(page, "Hello Ada").waitFor();
  await page.getByRole("button", { name: "Forget all…" }).click();
  await dialog.getByRole("button", { name: "Forget all" }).click();
  await page.getByText("Forgotten: 2 messages of 1 job.").waitFor();
  await page.getByText("Nothing has been sent yet").waitFor();
  await other.page.getByText("Nothing has been sent yet").waitFor();
  await close();
  await other.close();
});

test("hostile texts are shown as texts", async () => {
  const hostile = `<img src="x" onerror="alert(1)"><script>alert(2)</script>`;
  await send(app.link, whatsapp(`${hostile}{name}`, [{ phoneNumber: hostile, parameters: { name: hostile } }]));
  const { page, close } = await openInbox(app);
  await row(page, hostile).click();
  await opened(page).getByRole("heading", { name: hostile }).waitFor();
  assert.equal(await opened(page).locator(".bubble .message-text").textContent(), hostile + hostile);
  await page.getByRole("searchbox").fill("<script>");
  await list(page).locator("mark.found").first().waitFor();
  assert.equal(await page.locator("main img, main script").count(), 0);
  await close();
});

test("the keys lead through the list, and Escape back to it", async () => {
  await send(app.link, whatsapp("Hello {name}", [ada, grace]));
  const { page, close } = await openInbox(app);
  await row(page, "Hello Ada").waitFor();
  await list(page).focus();
  await page.keyboard.press("ArrowDown");
  await opened(page).getByRole("heading", { name: /^ds-/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await opened(page).getByRole("heading", { name: grace.phoneNumber }).waitFor();
  await page.keyboard.press("End");
  await opened(page).getByRole("heading", { name: ada.phoneNumber }).waitFor();
  const active = await list(page).getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await opened(page).getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("Escape");
  await page.getByText("Choose a message to see it").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("role")), "listbox");
  await close();
});

test("a thousand recipients are listed to the last, few of them in the page", async () => {
  const identities = Array.from({ length: 1000 }, (_, index) => ({ phoneNumber: `+49155500${10_000 + index}` }));
  await send(app.link, whatsapp("Hello", identities));
  const { page, close } = await openInbox(app);
  await row(page, "+4915550010999").waitFor();
  await list(page).focus();
  const first = row(page, "+4915550010000");
  await until(
    async () => {
      await page.keyboard.press("End");
      return first.count();
    },
    (count) => count === 1,
    "the first recipient is listed",
  );
  assert.ok((await list(page).getByRole("option").count()) < 100);
  await first.click();
  await opened(page).getByText("1 of 1,000").waitFor();
  await close();
});

test("a request is opened on the page as a draft", async () => {
  const sent = whatsapp("Hello {name}", [ada]);
  await send(app.link, sent);
  const { page, close } = await openInbox(app);
  await row(page, "Hello Ada").click();
  const popup = page.waitForEvent("popup");
  await opened(page).getByRole("button", { name: "Edit on the page" }).click();
  const draft = await popup;
  await draft.getByRole("heading", { name: "Compose" }).waitFor();
  assert.deepEqual(JSON.parse(await jsonText(draft)), sent);
  await close();
});

test("the page leads to the inbox, and the inbox back, each in its own tab", async () => {
  const { page, close } = await app.open();
  const popup = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Inbox" }).click();
  const inbox = await popup;
  await inbox.getByRole("heading", { name: "Inbox" }).waitFor();
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("whatsapp");
  await inbox.getByRole("link", { name: "Write a message", exact: true }).click();
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 3 messages" }).click();
  await until(
    () => list(inbox).locator(".inbox-message").count(),
    (count) => count === 3,
    "the page still had its token, and the messages are there",
  );
  assert.equal(page.context().pages().length, 2);
  await close();
});

test("a lost connection is said, and found again", async () => {
  const { page, close } = await openInbox(app, {
    expected: /net::ERR/,
    before: (fresh) => fresh.route("**/sandbox/inbox/events", (route) => route.abort("connectionreset")),
  });
  await page.getByText("Not connected; trying again").waitFor();
  await send(app.link, call);
  await page.unroute("**/sandbox/inbox/events");
  await row(page, "ann@example.com").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  await close();
});

test("a relay has no inbox, and says so", async () => {
  const { page, close } = await openInbox(app, {
    heading: "There is no inbox here",
    before: (fresh) =>
      fresh.route("**/preflight.json", (route) =>
        route.fulfill({ json: { mode: "relay", upstream: ["https://platform.example.com"] } }),
      ),
  });
  await page.getByText("https://platform.example.com").waitFor();
  await close();
});

for (const width of [320, 768, 1024]) {
  test(`nothing is cut off at ${width} pixels`, async () => {
    await send(app.link, whatsapp("Hello {name}", [{ ...ada, phoneNumber: "+49".repeat(60) }]));
    const { page, close } = await openInbox(app, { width });
    await row(page, "Hello Ada").click();
    await opened(page).locator(".cm-marked").first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    assert.ok(await opened(page).getByRole("button", { name: "Replay the job" }).isVisible());
    await close();
  });
}
