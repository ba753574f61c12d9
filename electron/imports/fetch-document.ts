import type { TraceEvent } from "../../shared/model/trace.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { ResolvedRequest, ResolvedSettings, Send } from "../client/send.ts";
import type { Bodies } from "../exchanges/bodies.ts";
import { newExchangeId } from "../exchanges/exchange-id.ts";
import type { ExchangeStore } from "../exchanges/store.ts";
import { importTooLarge } from "./read-sources.ts";

/** Gets a document a person asked for. Rejects with FailureError. */
export type FetchDocument = (address: string, signal: AbortSignal) => Promise<Uint8Array>;

const mostBytes = 64 * 1024 * 1024;

/**
 * Documents over Envoi's own client: its proxy, certificates and limits count, no cookies and no credentials go along. The exchange is kept
 * like those a person sends.
 */
export function createFetchDocument(deps: {
  readonly send: Send;
  readonly bodies: Bodies;
  readonly store: Pick<ExchangeStore, "save">;
  readonly settings: () => ResolvedSettings;
  readonly now: () => number;
}): FetchDocument {
  const { send, bodies, store, settings, now } = deps;
  return async (address, signal) => {
    const base = settings();
    const request: ResolvedRequest = {
      method: "GET",
      url: address,
      headers: [
        {
          name: "Accept",
          value: "application/yaml, application/json, text/plain;q=0.5, */*;q=0.1",
          origin: "client",
        },
      ],
      body: null,
      bodyContentType: null,
      auth: { kind: "none" },
      settings: {
        ...base,
        followRedirects: true,
        encodeUrl: true,
        network: { ...base.network, sendCookies: false, storeCookies: false },
      },
      raw: null,
    };
    const id = newExchangeId(now());
    const trace: TraceEvent[] = [];
    const exchange = await send(request, {
      id,
      signal,
      onEvent: (event) => void trace.push(event),
    });
    try {
      if (exchange.failure !== null) throw new FailureError(exchange.failure);
      const hop = exchange.hops.at(-1);
      const status = hop?.response?.status ?? 0;
      if (status < 200 || status > 299) throw notGiven(status);
      const body = hop?.body ?? null;
      if (body === null) return new Uint8Array();
      if (body.size > mostBytes) throw importTooLarge("");
      const content = await bodies.open(body.id, "decoded");
      const parts: Uint8Array[] = [];
      for await (const part of content.read(0, content.size)) parts.push(part);
      return Buffer.concat(parts);
    } finally {
      await store.save(exchange, trace, bodies.storedOf(id), null).catch(() => undefined);
      bodies.release(id);
    }
  };
}

function notGiven(status: number): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "document-status",
    message: `The server answered ${status} and gave no document.`,
    remedy: "Check the address, or download the file and import it.",
  });
}
