import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { FailureError } from "../../../../shared/model/failure.ts";

/** The variables of a command line (curl(1), "VARIABLES"): --variable sets one, an option named --expand-… uses them. */
export interface CommandVariables {
  /**
   * `[%]NAME[FROM-TO][=TEXT|@FILE]`. `%` takes it from the environment, and the rest only where it is not there. Throws FailureError
   * `input` for what cannot be read so, `not-found` for a file.
   */
  set(text: string): void;
  /** `{{name}}` and `{{name:function:…}}` are replaced, `\{{` is `{{`. Throws FailureError `input`. */
  expand(text: string): string;
}

/** `warn`: what curl only warns of. Files are read when they are named: a later one may be named by an earlier one's content. */
export function commandVariables(
  environment: NodeJS.ProcessEnv,
  warn: (text: string) => void,
): CommandVariables {
  const values = new Map<string, Buffer>();

  function replaced(whole: string, inside: string): Buffer {
    const [name = "", ...functions] = inside.split(":");
    if (name === "" || name.length >= longest || !/^\w+$/.test(name)) {
      warn(`${whole} does not name a variable, so it stays as it is`);
      return Buffer.from(whole);
    }
    const value = functions.reduce(applied, values.get(name) ?? Buffer.alloc(0));
    if (value.includes(0))
      throw bad("The variable holds a NUL byte.", "Write it with :url, :json or :b64.", name);
    return value;
  }

  return {
    set(text) {
      const [, percent, name = "", from, to, mark = "", rest = ""] = written.exec(text) ?? [];
      if (name === "" || name.length >= longest)
        return warn(`--variable ${text} has no name that can be, and is passed over`);
      const fromEnvironment = percent === "%" ? environment[name] : undefined;
      if (fromEnvironment !== undefined) return void values.set(name, Buffer.from(fromEnvironment));
      if (percent === "%" && mark === "" && rest === "" && from === undefined)
        throw bad(
          "There is no such environment variable.",
          "Set it, or give a value to take otherwise: %NAME=VALUE.",
          name,
        );
      if (mark === "")
        return warn(`--variable ${text} gives no content with = or @, and is passed over`);
      const start = Number(from ?? 0);
      const end = to === undefined || to === "" ? Number.POSITIVE_INFINITY : Number(to);
      if (start > end)
        throw bad("The range of bytes ends before it begins.", "Write it as [2-10].", name);
      const content = mark === "@" ? fileBytes(rest) : Buffer.from(rest);
      values.set(name, content.subarray(start, end + 1));
    },
    expand(text) {
      const pieces: Buffer[] = [];
      let at = 0;
      for (const found of text.matchAll(/\\\{\{|\{\{(.*?)\}\}/gs)) {
        pieces.push(Buffer.from(text.slice(at, found.index)));
        const [whole, inside] = found;
        pieces.push(inside === undefined ? Buffer.from("{{") : replaced(whole, inside));
        at = found.index + whole.length;
      }
      if (/(?<!\\)\{\{/.test(text.slice(at))) warn(`}} is missing in ${text}`);
      pieces.push(Buffer.from(text.slice(at)));
      const whole = Buffer.concat(pieces);
      const result = whole.toString("utf8");
      if (Buffer.from(result).equals(whole)) return result;
      throw bad("A variable holds bytes that are no text.", "Write it with :url or :b64.", text);
    },
  };
}

/** Names are shorter than this, as in curl. */
const longest = 128;

const written = /^(%?)(\w*)(?:\[(\d+)-(\d*)\])?(?:([=@])(.*))?$/s;

function applied(value: Buffer, name: string): Buffer {
  switch (name) {
    case "trim":
      return Buffer.from(value.toString("latin1").replace(/^[ \t-\r]+|[ \t-\r]+$/g, ""), "latin1");
    case "json":
      return Buffer.from(jsonText(value.toString("latin1")), "latin1");
    case "url":
      return Buffer.from(
        value
          .toString("latin1")
          .replace(/[^A-Za-z0-9._~-]/g, (letter) => `%${hex(letter).toUpperCase()}`),
      );
    case "b64":
      return Buffer.from(value.toString("base64"));
    case "64dec": {
      const text = value.toString("latin1");
      const proper = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
      return proper ? Buffer.from(text, "base64") : Buffer.from("[64dec-fail]");
    }
    default:
      throw bad("There is no such function for a variable.", `There are ${functionNames}.`, name);
  }
}

const functionNames = "trim, json, url, b64 and 64dec";

const short: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** Inside a JSON string; bytes above 127 stay. */
function jsonText(text: string): string {
  return text.replace(
    /[\0-\x1f"\\]/g,
    (letter) => short[letter] ?? `\\u${hex(letter).padStart(4, "0")}`,
  );
}

const hex = (letter: string): string => letter.charCodeAt(0).toString(16).padStart(2, "0");

function fileBytes(path: string): Buffer {
  try {
    // Standard input too: this is read once, before anything is sent.
    return readFileSync(path === "-" ? 0 : path);
  } catch (cause) {
    throw new FailureError(
      {
        kind: "not-found",
        code: (cause as NodeJS.ErrnoException).code ?? "read",
        message: "The file of a variable could not be read.",
        place: basename(path),
        remedy: "Check the path given with --variable; it is relative to the folder you are in.",
      },
      { cause },
    );
  }
}

function bad(message: string, remedy: string, place: string): FailureError {
  return new FailureError({ kind: "input", code: "bad-variable", message, place, remedy });
}
