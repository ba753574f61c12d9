import { createStore, type StoreApi } from "zustand/vanilla";
import type { Failure } from "../../shared/model/failure.ts";
import { choice, choose, type SessionStore } from "./session.ts";

/** How the text of a message is meant. `base64` and `hex`: as bytes. */
export type ComposedKind = "text" | "json" | "xml" | "base64" | "hex";

/** A message that is being written. */
export interface Composed {
  readonly kind: ComposedKind;
  readonly text: string;
}

/** What belongs to the box messages of a tab are written in. */
export interface ComposedBox {
  /** null: as the session has it. */
  readonly now: Composed | null;
  /** Of the message that could not be sent, until it is changed. */
  readonly failure: Failure | null;
  /** Sent from this box since the page was loaded, oldest first. */
  readonly sent: readonly Composed[];
  /** How many steps back among `sent` what is shown is; 0: it is what was written last, kept in `aside`. */
  readonly back: number;
  readonly aside: Composed | null;
}

/** Messages that are being written, by tab. They outlive their connection, their tab being hidden, and, but for long ones, a restart. */
export interface ComposedStore {
  readonly store: StoreApi<{ readonly boxes: Readonly<Record<string, ComposedBox>> }>;
  get(key: string): Composed;
  put(key: string, composed: Composed): void;
  /** It was sent: the box is empty again. */
  sent(key: string, composed: Composed): void;
  failed(key: string, failure: Failure): void;
  /** Shows an older (-1) or newer (1) one of those sent; false when there is none. */
  recall(key: string, way: -1 | 1): boolean;
  rekey(key: string, next: string): void;
}

const place = "message";
const empty: ComposedBox = { now: null, failure: null, sent: [], back: 0, aside: null };
/** Messages that can be recalled. */
const mostSent = 50;
/** UTF-16 units of text that goes into the session, which is written whole with every change. */
const longest = 65_536;

export function createComposed(session: SessionStore): ComposedStore {
  const store: ComposedStore["store"] = createStore(() => ({ boxes: {} }));
  const box = (key: string): ComposedBox => store.getState().boxes[key] ?? empty;
  const change = (key: string, next: Partial<ComposedBox>) =>
    store.setState(({ boxes }) => ({ boxes: { ...boxes, [key]: { ...box(key), ...next } } }));
  const write = (key: string, now: Composed, more: Partial<ComposedBox>) => {
    change(key, { now, failure: null, ...more });
    const kept = now.text.length > longest ? { ...now, text: "" } : now;
    choose(session, key, place, JSON.stringify(kept));
  };
  const get = (key: string): Composed =>
    box(key).now ?? read(choice(session.getState(), key, place, ""));
  return {
    store,
    get,
    put: (key, composed) => write(key, composed, { back: 0, aside: null }),
    sent(key, composed) {
      const others = box(key).sent.filter(
        (one) => one.text !== composed.text || one.kind !== composed.kind,
      );
      const sent = [...others, composed].slice(-mostSent);
      // What was typed while it was on its way stays.
      const now = get(key);
      const text = now.text === composed.text ? "" : now.text;
      write(key, { ...now, text }, { sent, back: 0, aside: null });
    },
    failed: (key, failure) => change(key, { failure }),
    recall(key, way) {
      const { sent, back, aside } = box(key);
      const to = back - way;
      if (to < 0 || to > sent.length) return false;
      const written = back === 0 ? get(key) : (aside ?? get(key));
      const shown = to === 0 ? written : sent.at(-to);
      if (shown !== undefined) write(key, shown, { back: to, aside: written });
      return shown !== undefined;
    },
    rekey(key, next) {
      store.setState(({ boxes }) => {
        const { [key]: moved, ...rest } = boxes;
        return { boxes: moved === undefined ? rest : { ...rest, [next]: moved } };
      });
    },
  };
}

const kinds: readonly ComposedKind[] = ["text", "json", "xml", "base64", "hex"];

/** What the session holds; anything else is an empty text. */
function read(json: string): Composed {
  try {
    const { kind, text } = JSON.parse(json) as Partial<Composed>;
    const known = kinds.find((one) => one === kind);
    if (known !== undefined && typeof text === "string") return { kind: known, text };
  } catch {
    // Nothing was written yet.
  }
  return { kind: "text", text: "" };
}
