// @ts-check
/** Texts that would do harm in a page, a template, a spreadsheet or a terminal that took them for more than text. */
import assert from "node:assert/strict";

/** @typedef {import("playwright-core").Page} Page */

/** What runs calls `canary`; what becomes an element is one that `strangers` finds. */
export const ATTACKS = [
  `<script>canary("script")</script>`,
  `<img src=x onerror=canary("img")>`,
  `<svg onload=canary("svg")><animate onbegin=canary("animate") attributeName=x dur=1s>`,
  `"><b data-canary onmouseover="canary('attribute')">`,
  `' autofocus onfocus='canary("unquoted")' x='`,
  `</textarea></title></style></script><iframe srcdoc="<script>parent.canary('iframe')</script>">`,
  `javascript:canary("link")//`,
  `data:text/html,<script>opener.canary("data")</script>`,
  `{{constructor.constructor('canary("template")')()}}`,
  "${canary('literal')} #{canary('ruby')} <%= canary('erb') %>",
  `","x":"y"},{"email":"canary@example.com"},{"`,
  `x"});canary("json");({"`,
  `x;}*{background:url(/canary)}/*`,
  `=HYPERLINK("http://example.com/canary","open")`,
  `@SUM(1+1)*cmd|' /C calc'!A0`,
  `invoice\u202Egnp.exe`,
  `nul\u0000bell\u0007escape\u001b[31m\u009b31m\u2028end`,
  `__proto__`,
  `constructor`,
];

/** All of them in one text: where each by itself would take long. */
export const ALL_ATTACKS = ATTACKS.join(" ");

/**
 * Notes whatever runs. Playwright's own function, so that a call is seen from any context of the page.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function setCanary(page) {
  /** @type {string[]} */
  const ran = [];
  await page.exposeFunction("canary", (/** @type {string} */ what) => void ran.push(what));
  return ran;
}

/**
 * Elements that the page never makes itself, wherever they stand, shadow roots too.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function strangers(page) {
  return page.evaluate(() => {
    /** What the page makes of elements that could do harm. */
    const own = new Map([
      ["script", "[src^='/assets/']"],
      ["link", "[href^='/']"],
      ["img", "[src='/icon.svg'], .cm-widgetBuffer:not([src])"],
      ["svg", ".icon"],
      ["form", ":not([action])"],
      ["a", "[href^='http:'], [href^='https:'], [href^='#'], [href^='/']"],
      ["meta", ":not([http-equiv])"],
    ]);
    const never = "iframe, frame, object, embed, base, style, animate, audio, video, [srcdoc], [data-canary]";
    /** @type {string[]} */
    const found = [];
    /** @param {Document | ShadowRoot} root */
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        const hasHandler = element.getAttributeNames().some((name) => name.startsWith("on"));
        const isOwn = element.matches(own.get(element.localName) ?? "*") && !element.matches(never);
        if (hasHandler || !isOwn) found.push(element.outerHTML.slice(0, 200));
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return found;
  });
}

/**
 * Nothing ran, and nothing has become an element.
 * @param {Page} page
 * @param {readonly string[]} ran
 * @param {string} where
 */
export async function assertHarmless(page, ran, where) {
  assert.deepEqual(await strangers(page), [], `${where}: an element that the page did not make`);
  assert.deepEqual(ran, [], `${where}: something ran`);
}
