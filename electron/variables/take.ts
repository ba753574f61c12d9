import { isSecretName } from "../../shared/formats/import/secret-signs.ts";
import type { Action, ActionInForce, ActionScope } from "../../shared/model/action.ts";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import type { Exchange, Hop } from "../../shared/model/exchange.ts";
import type { Failure } from "../../shared/model/failure.ts";
import { headerValue, headerValues } from "../../shared/model/header.ts";
import type { KeptResult } from "../../shared/model/kept-value.ts";
import type { KeptPlace, KeptValues } from "./kept-values.ts";
import { type BodySelector, isOpenEnded, pickFromBody, type Picked } from "./pick.ts";
import { pickInThread } from "./pick-in-thread.ts";

/** Where the request is that the values are taken for. */
export interface TakePlace {
  readonly collectionId: CollectionId | null;
  readonly path: ItemPath;
  readonly environment: string | null;
  /** The nearest folder that can hold variables; null: none. */
  readonly folder: ItemPath | null;
}

export interface TakeInput {
  readonly actions: readonly ActionInForce[];
  readonly exchange: Exchange;
  /** What stands in its heads where secrets were; null: it is as it was. */
  readonly mask: string | null;
  readonly place: TakePlace;
  /** True for a text that repeats a secret of the exchange: what is kept of it is one too. */
  holdsSecret(text: string): boolean;
  /** The decoded body as text; null when it is larger than `longestBody`. */
  readText(hop: Hop): Promise<string | null>;
}

/** Bytes of a body that values are taken from. */
export const longestBody = 64 * 1024 * 1024;
/** Characters above which even a plain path is followed in a thread. */
const longestHere = 256 * 1024;
/** ms for all open-ended selectors of a response together. */
const longest = 5000;

/**
 * Follows actions over what the last response of a request said, and keeps what they find. What a folder or the collection asks of all its
 * responses and this one does not hold is not told. Never rejects.
 */
export async function takeValues(
  input: TakeInput,
  kept: KeptValues,
): Promise<readonly KeptResult[]> {
  const { actions: inForce } = input;
  const actions = inForce.map(({ action }) => action);
  const inherited = new Set(inForce.flatMap((one) => (one.inherited ? [one.action] : [])));
  const hop = input.exchange.hops.findLast(
    (one) => one.response !== null && one.reason !== "tunnel",
  );
  if (actions.length === 0) return [];
  const failed = (action: Action, problem: Problem) =>
    inherited.has(action) && notHere.has(problem) ? [] : [failedResult(action, problem)];
  if (hop === undefined) return actions.flatMap((action) => failed(action, "kept-no-response"));
  const fromBody = await pickAll(actions, hop, input);
  return actions.flatMap((action): readonly KeptResult[] => {
    const { name, scope } = action;
    const picked = fromBody.get(action) ?? fromHead(action, hop, input.mask);
    if (typeof picked === "string") return failed(action, picked);
    if (picked.kind === "problem") return failed(action, picked.problem);
    const secret = isSecretName(name) || input.holdsSecret(picked.value.value);
    kept.keep(input.place.collectionId, keptPlace(scope, input.place), {
      name,
      ...picked.value,
      ...(secret ? { secret } : {}),
    });
    return [{ name, scope, secret, value: secret ? "" : picked.value.value.slice(0, 200) }];
  });
}

/** Values of an environment need one; those of a folder count for the nearest that has a file. */
function keptPlace(scope: ActionScope, place: TakePlace): KeptPlace {
  if (place.collectionId === null) return { scope: "runtime" };
  switch (scope) {
    case "runtime":
    case "collection":
      return { scope };
    case "environment":
      return place.environment === null ? { scope: "runtime" } : { scope, name: place.environment };
    case "folder":
      return place.folder === null ? { scope: "collection" } : { scope, path: place.folder };
    case "request":
      return { scope, path: place.path };
  }
}

async function pickAll(
  actions: readonly Action[],
  hop: Hop,
  { readText }: TakeInput,
): Promise<ReadonlyMap<Action, Picked | Problem>> {
  const found = new Map<Action, Picked | Problem>();
  const wanted = actions.filter(
    (action): action is Action & { readonly selector: BodySelector } =>
      action.selector.kind === "json" || action.selector.kind === "regex",
  );
  if (wanted.length === 0) return found;
  const text = await readText(hop).catch(() => "");
  const slow = wanted.filter(
    ({ selector }) => text === null || text.length > longestHere || isOpenEnded(selector),
  );
  if (text === null) for (const action of slow) found.set(action, "kept-too-large");
  else {
    const picked =
      slow.length === 0
        ? []
        : await pickInThread(
            slow.map(({ selector }) => selector),
            text,
            longest,
          );
    slow.forEach((action, at) => found.set(action, picked?.[at] ?? "kept-too-slow"));
    for (const action of wanted)
      if (!found.has(action)) found.set(action, pickFromBody(action.selector, text));
  }
  return found;
}

function fromHead({ selector }: Action, hop: Hop, mask: string | null): Picked | Problem {
  const head = hop.response;
  if (head === null) return "kept-no-response";
  switch (selector.kind) {
    case "status":
      return value(String(head.status), "number");
    case "header": {
      const found = headerValue(head.headers, selector.name);
      return found === undefined ? "kept-nothing" : received(found, mask);
    }
    case "cookie": {
      const found = headerValues(head.headers, "set-cookie")
        .map((one) => /^\s*([^=;]*)=([^;]*)/.exec(one))
        .findLast((pair) => pair?.[1]?.trim() === selector.name);
      return found ? received((found[2] ?? "").trim(), mask) : "kept-nothing";
    }
    case "json":
    case "regex":
      return "kept-nothing";
    case "other":
      return "kept-script";
  }
}

function received(text: string, mask: string | null): Picked | Problem {
  return mask !== null && text.includes(mask) ? "kept-hidden" : value(typed(text));
}

/** Bytes that are UTF-8 become what a person would type for them, so that they go out as they came in. */
function typed(received: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(received, "latin1"));
  } catch {
    return received;
  }
}

function value(text: string, type?: "number"): Picked {
  return { kind: "value", value: { value: text, ...(type === undefined ? {} : { type }) } };
}

const sentences = {
  "kept-nothing": [
    "The response holds no such value.",
    "Look at the response and correct what is kept.",
  ],
  "kept-hidden": [
    "The value repeats a secret, which is not kept with the response.",
    "Send the request again with this among what it keeps.",
  ],
  "kept-not-json": ["The body is not JSON.", "Take the value by a pattern, or from a header."],
  "kept-bad-path": ["This is not a JSONPath (RFC 9535).", "Write for example $.items[0].id."],
  "kept-bad-pattern": ["This is not a regular expression.", "Write for example id=(\\d+)."],
  "kept-no-response": ["There was no response to keep a value of.", ""],
  "kept-too-large": ["The body is larger than values are taken from (64 MiB).", ""],
  "kept-too-slow": [
    "Looking for the value took longer than five seconds.",
    "Make the pattern simpler.",
  ],
  "kept-script": [
    "This is a script of another program, which is kept but not run.",
    "Say with a JSONPath, a header, a cookie or a pattern what to keep.",
  ],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

type Problem = keyof typeof sentences;

/** Said of a response that simply has no such value. */
const notHere: ReadonlySet<Problem> = new Set([
  "kept-nothing",
  "kept-not-json",
  "kept-no-response",
  "kept-too-large",
]);

function failedResult({ name, scope }: Action, code: Problem): KeptResult {
  const [message, remedy] = sentences[code];
  const failure: Failure = {
    kind: "input",
    code,
    message,
    place: name,
    ...(remedy === "" ? {} : { remedy }),
  };
  return { name, scope, value: "", secret: false, failure };
}
