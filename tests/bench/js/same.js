// Contenders must agree before their times mean anything.

/**
 * @param {unknown} one
 * @param {unknown} other
 * @param {string} what
 */
export function same(one, other, what) {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  if (left === right) return;
  let at = 0;
  while (left[at] === right[at]) at += 1;
  const around = (/** @type {string} */ text) => text.slice(Math.max(0, at - 40), at + 40);
  throw new Error(`${what}: the contenders differ: \`${around(left)}\` and \`${around(right)}\``);
}
