import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { ExchangeId } from "../../../shared/model/exchange.ts";
import { type App, useApp } from "../../app/app.ts";
import { sendInput } from "../../app/send.ts";
import { choice, choose } from "../../state/session.ts";
import { createByteSource } from "../../views/bytes/byte-source.ts";
import type { SchemaAssist } from "./schema-assist.ts";

/** A larger schema is not read. Bytes. */
const most = 48 << 20;

/** Where the schema of an endpoint is remembered: the collection, and its URL as typed. */
function placeOf(collectionId: string | null, url: string): string {
  return `graphql:${collectionId ?? ""}:${url.trim()}`;
}

/**
 * Asks the service of a tab's request for its schema, as the request itself would be sent: with its URL, auth, headers and settings. The
 * reply is an exchange like any other, and what is known of the schema is read from it. False: it holds none.
 */
export async function fetchSchema(app: App, key: string): Promise<boolean> {
  const input = sendInput(app, key);
  if (!input) return false;
  const { getIntrospectionQuery } = await import("graphql");
  const { actions: _, ...request } = input.request;
  const query = getIntrospectionQuery({ inputValueDeprecation: false });
  app.session.setState({ responseOpen: true });
  await app.runs.send(key, {
    ...input,
    request: { ...request, body: { kind: "graphql", query, variables: "" } },
  });
  const run = app.runs.store.getState().runs[key];
  const exchange = run?.exchange ?? null;
  if (exchange?.state !== "done") return true;
  const assist = await assistOf(app, exchange.id);
  if (assist === null) return false;
  choose(app.session, placeOf(input.collectionId, request.url), "schema", exchange.id);
  return true;
}

/** What the schema of an endpoint knows; null: none was fetched, or it is not kept any more. */
export function useSchema(collectionId: string | null, url: string): SchemaAssist | null {
  const app = useApp();
  const place = placeOf(collectionId, url);
  const id = useStore(app.session, (session) => choice(session, place, "schema", ""));
  const [found, setFound] = useState<{ id: string; assist: SchemaAssist | null } | null>(null);
  useEffect(() => {
    if (id === "") return undefined;
    let gone = false;
    void assistOf(app, id).then((assist) => {
      if (!gone) setFound({ id, assist });
    });
    return () => {
      gone = true;
    };
  }, [app, id]);
  return found !== null && found.id === id ? found.assist : null;
}

/** Those used last; a schema may be large. */
const read = new Map<ExchangeId, Promise<SchemaAssist | null>>();
const kept = 3;

function assistOf(app: App, id: ExchangeId): Promise<SchemaAssist | null> {
  const known = read.get(id) ?? readSchema(app, id);
  read.delete(id);
  read.set(id, known);
  const [oldest] = read.keys();
  if (read.size > kept && oldest !== undefined) read.delete(oldest);
  return known;
}

/** null: the exchange is gone, or its body holds no schema. */
async function readSchema(app: App, id: ExchangeId): Promise<SchemaAssist | null> {
  try {
    const exchange = await app.remote["exchange.get"]({ id });
    const body = exchange.hops.at(-1)?.body ?? null;
    if (body === null || body.size === 0 || body.size > most) return null;
    const source = createByteSource(app.host.bodyUrl(body.id, { encoded: false }), body.size, true);
    const text = new TextDecoder().decode(await source.read(0, body.size));
    const { createSchemaAssist } = await import("./schema-assist.ts");
    return createSchemaAssist(text);
  } catch {
    return null;
  }
}
