// @ts-check
/** Changes of a list in JSON text, as text edits: what is read afterwards is the list so changed, however it is laid out. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { build } from "esbuild";

const entry = (/** @type {string} */ name) => fileURLToPath(new URL(`../../www/src/json/${name}.ts`, import.meta.url));
const bundle = await build({
  stdin: {
    contents: `export { readTree, member } from ${JSON.stringify(entry("tree"))}; export * from ${JSON.stringify(entry("edits"))};`,
    resolveDir: fileURLToPath(new URL(".", import.meta.url)),
  },
  bundle: true,
  format: "esm",
  write: false,
});
const source = bundle.outputFiles[0]?.text ?? "";
/** @type {Record<string, any>} */
const { readTree, member, removeItems, duplicateItem, putItems, lineGap } = await import(
  `data:text/javascript,${encodeURIComponent(source)}`
);

/** @typedef {{ start: number, end: number, text: string }} Edit */

/**
 * Makes edits of the list in all layouts, and gives the list that is read then.
 * @param {number[]} list @param {(text: string, array: any) => Edit[]} change
 */
function changed(list, change) {
  const layouts = [undefined, 1, 2, "\t"].map((unit) => JSON.stringify({ list, after: [0] }, null, unit));
  const spaced = `{"list": [${list.join(", ")}], "after": [0]}`;
  const results = [...layouts, spaced].map((text) => {
    const edits = change(text, member(readTree(text), "list"));
    const next = edits.reduceRight((all, { start, end, text: put }) => all.slice(0, start) + put + all.slice(end), text);
    const payload = JSON.parse(next);
    assert.deepEqual(payload.after, [0], next);
    return JSON.stringify(payload.list);
  });
  assert.equal(new Set(results).size, 1, results.join("\n"));
  return JSON.parse(results[0] ?? "");
}

test("any items of a list can go at once", () => {
  for (let size = 1; size <= 6; size += 1) {
    const list = Array.from({ length: size }, (_, index) => index);
    for (let chosen = 1; chosen < 2 ** size; chosen += 1) {
      const gone = list.filter((index) => chosen & (1 << index));
      const left = list.filter((index) => !gone.includes(index));
      assert.deepEqual(changed(list, (_text, array) => removeItems(array, gone)), left);
    }
  }
});

test("an item is written once more right after itself", () => {
  for (const list of [[7], [7, 8], [7, 8, 9]]) {
    for (let index = 0; index < list.length; index += 1) {
      const copied = list.flatMap((item, at) => (at === index ? [item, item] : [item]));
      assert.deepEqual(changed(list, (text, array) => duplicateItem(text, array, index)), copied);
    }
  }
});

test("written items take the place of a list's own, or come after them", () => {
  for (const list of [[], [7], [7, 8]]) {
    const put = (/** @type {string} */ place) =>
      changed(list, (text, array) => putItems(text, array, "1, 2", lineGap(text, array), place));
    assert.deepEqual(put("replace"), [1, 2]);
    assert.deepEqual(put("append"), [...list, 1, 2]);
  }
});
