import type { Exchange } from "../../shared/model/exchange.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import type { Clock } from "../base/clock.ts";
import type { ResolvedRequest, Send } from "../client/send.ts";
import type { Bodies } from "./bodies.ts";
import { newExchangeId } from "./exchange-id.ts";
import type { RecordGuard } from "./record-guard.ts";
import type { ExchangeStore } from "./store.ts";

/** An exchange that Envoi itself needs, kept like those a person sends. */
export interface Conducted {
  readonly exchange: Exchange;
  /** The last body as UTF-8, at most its first mebibyte. */
  readonly text: string;
}

/** Sends and keeps. A failure is the state of the exchange; it never rejects for one. */
export type Conduct = (
  request: ResolvedRequest,
  signal: AbortSignal,
  /** Values nobody is to see by accident. */
  secrets: readonly string[],
) => Promise<Conducted>;

const mostText = 1 << 20;

export function createConduct(deps: {
  readonly send: Send;
  readonly store: ExchangeStore;
  readonly bodies: Bodies;
  readonly clock: Clock;
  readonly guard?: RecordGuard;
}): Conduct {
  const { send, store, bodies, clock, guard } = deps;
  return async (request, signal, secrets) => {
    const trace: TraceEvent[] = [];
    const id = newExchangeId(clock.epoch());
    // Sealed in any case: the reply brings a token.
    const masking = guard?.begin(id, store.folderOf(id), ["", ...secrets, ...guard.met()]) ?? null;
    const hide = <T>(data: T): T => (masking === null ? data : masking.inside(data));
    const sent = await send(request, {
      id,
      signal,
      onEvent: (event) => void trace.push(hide(event)),
    });
    const exchange = hide(sent);
    const stored = bodies.storedOf(id);
    /** Not being kept is no reason to lose what it brought. */
    const keep = (): Promise<void> =>
      store
        .save(exchange, trace, stored, null, guard?.sealed(id) ?? null)
        .then(() => bodies.release(id))
        .catch(() => undefined);
    await keep();
    const text = await textOf(exchange, bodies);
    const tokens = tokensIn(text);
    if (tokens.length > 0 && guard !== undefined) {
      guard.also(id, tokens);
      await keep();
    }
    return { exchange, text };
  };
}

/** What a reply brings that lets somebody in (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3, RFC 8628 §3.2). */
function tokensIn(text: string): readonly string[] {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    // Some servers answer with a form.
    fields = Object.fromEntries(new URLSearchParams(text));
  }
  if (typeof fields !== "object" || fields === null) return [];
  const named = new Map<string, unknown>(Object.entries(fields));
  return ["access_token", "refresh_token", "id_token", "device_code"].flatMap((name) => {
    const value = named.get(name);
    return typeof value === "string" && value !== "" ? [value] : [];
  });
}

async function textOf(exchange: Exchange, bodies: Bodies): Promise<string> {
  const body = exchange.hops.at(-1)?.body;
  if (body === undefined || body === null) return "";
  const content = await bodies.open(body.id, "decoded");
  const parts: Uint8Array[] = [];
  for await (const part of content.read(0, Math.min(content.size, mostText))) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
