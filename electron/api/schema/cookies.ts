import * as v from "valibot";
import type { CookiesContract, HstsContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { flag, line, text } from "./model.ts";

/** "", an id, or an id and an environment's name. */
const jar = v.pipe(
  v.string(),
  v.maxLength(8 * 1024),
  v.regex(/^(?:[A-Za-z0-9][A-Za-z0-9_.-]{0,127}(?:\/.*)?)?$/s),
);
const key = { name: text, domain: line, path: text, hostOnly: flag };

const cookie = v.strictObject({
  ...key,
  value: text,
  expires: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  secure: flag,
  httpOnly: flag,
  sameSite: v.picklist(["strict", "lax", "none", ""]),
});

const whole = v.strictObject({ jar });

export const cookiesInputs = {
  "cookies.put": v.strictObject({ jar, cookie, replaces: v.nullable(v.strictObject(key)) }),
  "cookies.remove": v.strictObject({ jar, key: v.strictObject(key) }),
  "cookies.clear": whole,
  "cookies.endSession": whole,
  "cookies.import": v.strictObject({ jar, text }),
  "cookies.export": whole,
} satisfies InputSchemas<CookiesContract>;

export const hstsInputs = {
  "hsts.list": v.null(),
  "hsts.forget": v.strictObject({ host: v.nullable(line) }),
} satisfies InputSchemas<HstsContract>;
