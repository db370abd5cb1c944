// @ts-check
/** Sending where something goes wrong: what is refused, lost or cannot go out, and what the author can do. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, sendSample, startApp, untilInPanel } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

test("a wrong token is said in plain words", async () => {
  const { page, close } = await app.open({
    link: app.link.replace(/token=.*/, "token=not-the-token"),
    expected: /status of 401/,
  });
  // A small screen, on which the panel scrolls.
  await page.setViewportSize({ width: 1440, height: 720 });
  await sendSample(page);
  const alert = page.getByRole("alert");
  await alert.getByText("The platform does not accept the JWT (401).").waitFor();
  await alert.getByText(/Nothing was sent/).waitFor();
  await untilInPanel(page, alert, "what is wrong");
  assert.ok(await field(page, "JWT").isVisible(), "the field to correct is shown");
  await close();
});

test("a field left empty is asked for, and nothing is sent", async () => {
  const { page, close } = await app.open({ link: new URL("/", app.link).href });
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.locator("#stream:focus").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await close();
});

test("another host is explained, not called", async () => {
  const { page, close } = await app.open();
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.locator(".target summary").click();
  await field(page, "Host").fill("platform.example.com");
  await page.getByText("notify-preflight serve --upstream https://platform.example.com").waitFor();
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.locator("#host:focus").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await close();
});

test("an answer that is lost is unknown, and is not sent again", async () => {
  const { page, close } = await app.open({ expected: /net::ERR/ });
  let posts = 0;
  await page.route("**/notifyV2", (route) => {
    posts += 1;
    return route.abort("connectionreset");
  });
  await sendSample(page);
  await page.getByRole("alert").getByText(/it is unknown whether the payload was accepted/).waitFor();
  assert.equal(posts, 1);
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").getByText(/You have sent exactly this before/).waitFor();
  await close();
});

for (const [status, words] of /** @type {const} */ ([
  [400, /The platform refuses the payload/],
  [413, /The payload is too large for the host/],
  [415, /The host does not take the payload as JSON/],
  [429, /The bot makes too many calls/],
  [503, /it is unknown whether the payload was accepted/],
])) {
  test(`status ${status} is said in plain words`, async () => {
    const { page, close } = await app.open({ expected: new RegExp(`status of ${status}`) });
    await page.route("**/notifyV2", (route) => route.fulfill({ status, json: { errors: [{ msg: "because" }] } }));
    await sendSample(page);
    const alert = page.getByRole("alert");
    await alert.getByText(words).waitFor();
    await alert.getByText("Because.").waitFor();
    await close();
  });
}

test("following outlives a status call that fails", async () => {
  const { page, close } = await app.open({ expected: /net::ERR|status of 502/ });
  let calls = 0;
  await page.route("**/notifyV2/status/*", (route) => {
    calls += 1;
    if (calls === 1) return route.abort("connectionreset");
    return calls === 2 ? route.fulfill({ status: 502, body: "" }) : route.continue();
  });
  await sendSample(page);
  await page.getByText(/The page keeps asking/).waitFor();
  await page.locator(".follow-finished").waitFor();
  assert.ok(calls >= 3);
  await close();
});

test("an answer that is lost leaves the choice to the author", async () => {
  const { page, close } = await app.open({ expected: /net::ERR/ });
  /** @type {(string | null)[]} */
  const posted = [];
  await page.route("**/notifyV2", (route) => {
    posted.push(route.request().postData());
    return posted.length < 3 ? route.abort("connectionreset") : route.continue();
  });
  await sendSample(page);
  await page.getByRole("alert").getByText("Unknown: sent or not").waitFor();
  await page.getByRole("button", { name: "It arrived, or leave it: do not send again" }).click();
  await page.getByRole("alert").waitFor({ state: "detached" });
  assert.equal(posted.length, 1);

  await sendSample(page);
  await page.getByRole("button", { name: "It did not arrive: send again…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  // What may have arrived is sent again as it was, whatever the draft is by now.
  const first = posted.at(-1);
  await page.getByRole("button", { name: "New", exact: true }).click();
  await page.getByRole("button", { name: "It did not arrive: send again…" }).click();
  await dialog.getByText(/The draft is another by now/).waitFor();
  await dialog.getByText(/If the request did arrive after all/).waitFor();
  await dialog.getByRole("button", { name: "Send 3 messages" }).click();
  await page.locator(".follow-finished").waitFor();
  assert.equal(posted.length, 3);
  assert.equal(posted[2], first);
  await close();
});

test("without a network the page says so", async () => {
  const { page, close } = await app.open({ expected: /net::ERR/ });
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").waitFor();
  await page.context().setOffline(true);
  await page.getByRole("dialog").getByRole("button", { name: "Send 3 messages" }).click();
  await page.getByText(/this computer is offline/).waitFor();
  await close();
});

test("a bot that makes too many calls waits, and sends again by itself, once", async () => {
  const { page, close } = await app.open({ expected: /status of 429/ });
  let posts = 0;
  await page.route("**/notifyV2", (route) => {
    posts += 1;
    const headers = { "retry-after": "1" };
    return posts === 1 ? route.fulfill({ status: 429, headers, json: {} }) : route.continue();
  });
  await sendSample(page);
  await page.getByRole("alert").getByText("The bot makes too many calls (429).").waitFor();
  await page.getByText(/The page tries again by itself in \d+ s/).waitFor();
  assert.ok(await page.getByRole("button", { name: "Sending…" }).isDisabled(), "nothing else can be sent meanwhile");
  await page.locator(".follow-finished").waitFor();
  assert.equal(posts, 2);
  assert.equal(await page.getByRole("alert").count(), 0);
  await close();
});

test("whoever does not want to wait is left with the refusal", async () => {
  const { page, close } = await app.open({ expected: /status of 429/ });
  let posts = 0;
  await page.route("**/notifyV2", (route) => {
    posts += 1;
    return route.fulfill({ status: 429, headers: { "retry-after": "3600" }, json: {} });
  });
  await sendSample(page);
  await page.getByText(/The page tries again by itself in 3[56]\d\d s/).waitFor();
  await page.getByRole("button", { name: "Do not try again" }).click();
  await page.getByRole("alert").getByText("The bot makes too many calls (429).").waitFor();
  await page.getByRole("button", { name: "Send to 3 recipients" }).waitFor();
  assert.equal(posts, 1);
  await close();
});
