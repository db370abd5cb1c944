// Ajv's verdict on payloads: one line in (the payload's text as a JSON string), one line out
// ({ valid, errors }), until the input ends.

import { readFileSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";

const schema = new URL("../../schema/notify-request.schema.json", import.meta.url);
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));

/** @param {string} text */
function verdict(text) {
  let payload;
  try {
    payload = JSON.parse(text);
  } catch {
    return { json: false, valid: false, errors: [] };
  }
  const valid = validate(payload);
  return { json: true, valid, errors: (validate.errors ?? []).filter(isCause).map(place) };
}

/**
 * Whether the error stands for itself: an `if` only passes on those of its branch, and the
 * branches of an `anyOf` are summed up by the `anyOf`.
 *
 * @param {import("ajv").ErrorObject} error
 */
function isCause({ keyword, schemaPath }) {
  return keyword !== "if" && !schemaPath.includes("/anyOf/");
}

/**
 * The keyword, where it fails (of a property too many, the property's own place), and the
 * property that is absent.
 *
 * @param {import("ajv").ErrorObject} error
 */
function place({ keyword, instancePath, params }) {
  const extra = params["additionalProperty"];
  const step = extra === undefined ? "" : `/${extra.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return { keyword, pointer: instancePath + step, missing: params["missingProperty"] ?? null };
}

// By hand: readline would also end lines at U+2028.
let rest = "";
for await (const chunk of process.stdin.setEncoding("utf8")) {
  rest += chunk;
  for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
    process.stdout.write(`${JSON.stringify(verdict(JSON.parse(rest.slice(0, end))))}\n`);
    rest = rest.slice(end + 1);
  }
}
