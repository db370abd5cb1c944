// @ts-check
/** What axe finds on a page, as each visitor sees it. */
import axe from "axe-core";

/** @typedef {import("playwright-core").Page} Page */

/** A phone, or a page at 400 % on a desk, and the desk. */
export const WIDTHS = [320, 1440];

const LOOKS = /** @type {const} */ ([
  { name: "light", media: { colorScheme: "light", forcedColors: "none" } },
  { name: "dark", media: { colorScheme: "dark", forcedColors: "none" } },
  { name: "forced colours", media: { colorScheme: "dark", forcedColors: "active" } },
]);

/** All rules that say something of WCAG 2.2 AA, and axe's own good advice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Has axe there before the page is; afterwards the policy would not let it in. @param {Page} page */
export const bringAxe = (page) => page.addInitScript({ content: axe.source });

/** What axe finds, in a line each. @param {Page} page */
async function findings(page) {
  const { violations } = await page.evaluate((runOnly) => {
    const { run } = /** @type {typeof axe} */ (/** @type {{ axe: unknown }} */ (/** @type {unknown} */ (globalThis)).axe);
    return run(document, { runOnly, resultTypes: ["violations"] });
  }, RULES);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary?.replace(/\s+/g, " ")}`),
  );
}

/**
 * What axe finds in any look and width; nothing, it is hoped.
 * @param {Page} page
 * @param {string} state names the screenshots, where some are asked for
 */
export async function findingsInEveryLook(page, state) {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const { name, media } of LOOKS) {
      await page.emulateMedia(media);
      const all = await findings(page);
      if (all.length > 0) found[`${name}, ${width} px`] = all;
      const shots = process.env["SCREENSHOTS"];
      if (shots) await page.screenshot({ path: `${shots}/${state}-${name.split(" ")[0]}-${width}.png`, fullPage: true });
    }
  }
  return found;
}
