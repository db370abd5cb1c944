// @ts-check
/** The page's tree of a JSON text: what an edit leaves of it is what a fresh reading gives. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { build } from "esbuild";

const bundle = await build({
  entryPoints: [fileURLToPath(new URL("../../www/src/json/node.ts", import.meta.url))],
  bundle: true,
  format: "esm",
  write: false,
});
const source = bundle.outputFiles[0]?.text ?? "";
/** @type {{ Node: any }} */
const { Node } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

/** The same numbers in each run. */
function numbers(/** @type {number} */ seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

const TEXTS = ['a"\\', "x{y}", "[],{", "\\\\", "", " "];

/** @param {(below: number) => number} number @returns {unknown} */
function value(number, depth = 0) {
  switch (number(depth > 3 ? 3 : 5)) {
    case 0:
      return number(1000) / 10;
    case 1:
      return TEXTS[number(TEXTS.length)];
    case 2:
      return [true, false, null][number(3)];
    case 3:
      return Object.fromEntries(Array.from({ length: number(5) }, () => [`k${number(9)}`, value(number, depth + 1)]));
    default:
      return Array.from({ length: number(5) }, () => value(number, depth + 1));
  }
}

/** Everything a node says of itself and what is in it. @param {any} node @returns {unknown} */
const told = (node) => [node.type, node.offset, node.length, node.colonOffset, node.value, node.children.map(told)];

/** Have some of a tree read, as a form does. @param {any} node @param {(below: number) => number} number */
function look(node, number) {
  for (let index = 0; index < node.size; index += 1) if (number(3) > 0) look(node.child(index), number);
}

/** What is typed and pasted, with a liking for what changes the shape. */
const TYPED = ['"', '"},{"', '":1,"b":"', "\\", "1", "{", "}", "[", "]", ",", " ", "\n", '"a":', '"x"', "null", "{}", ", 2", ".5"];

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("a tree that follows edits is the tree of the edited text", () => {
  const number = numbers(7);
  let followed = 0;
  for (let round = 0; round < 600; round += 1) {
    let text = JSON.stringify(value(number), null, number(2) * 2);
    let root = Node.root(text);
    for (let turn = 0; turn < 25; turn += 1) {
      look(root, number);
      const start = number(text.length + 1);
      const end = Math.min(text.length, start + number(4));
      const typed = number(4) > 0 ? (TYPED[number(TYPED.length)] ?? "") : "";
      const next = text.slice(0, start) + typed + text.slice(end);
      if (!isJson(next)) continue;
      const edited = Node.edited(root, next, { start, end, inserted: typed.length });
      assert.deepEqual(told(edited), told(Node.root(next)), `${text} became ${next}`);
      [text, root, followed] = [next, edited, followed + 1];
    }
  }
  assert.ok(followed > 1000, `${followed} edits left the text JSON`);
});

test("values are found where they are, whatever stands in their texts", () => {
  const payload = { "a\"}": ["\\", "\\\"", "{[", { b: -1.5e3 }], c: true, d: null };
  for (const indent of [0, 2, "\t"]) {
    const text = ` ${JSON.stringify(payload, null, indent)}\n`;
    /** @param {any} node @returns {unknown} */
    const read = (node) => {
      if (node.type === "array") return node.children.map(read);
      if (node.type !== "object") return node.value;
      return Object.fromEntries(node.children.map((/** @type {any} */ entry) => [entry.child(0).value, read(entry.child(1))]));
    };
    assert.deepEqual(read(Node.root(text)), payload);
  }
});
