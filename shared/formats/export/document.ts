import type { Defaults } from "../../model/collection.ts";
import type { HttpRequest, RequestSettings, Row } from "../../model/request.ts";
import type { ImportedCollection, ImportedItem } from "../import/imported.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { readRequest } from "../opencollection/request.ts";
import {
  type Example,
  examplesOf,
  isHttp,
  isSocket,
  mergedHeaders,
  otherKind,
} from "./exported.ts";

/** What stands in a written account of a collection, in order: folders and requests with their depth, 1 for those at the top. */
export type Entry =
  | {
      readonly kind: "folder";
      readonly name: string;
      readonly depth: number;
      readonly defaults: Defaults;
    }
  | {
      readonly kind: "request";
      readonly name: string;
      readonly depth: number;
      readonly request: HttpRequest;
      /** What folders and collection give, in place. */
      readonly headers: readonly Row[];
      /** The scheme that counts after inheritance. */
      readonly auth: HttpRequest["auth"];
      /** Settings after inheritance. */
      readonly settings: RequestSettings;
      readonly examples: readonly Example[];
    }
  | {
      readonly kind: "other";
      readonly name: string;
      readonly depth: number;
      /** What it is, to begin a sentence with. */
      readonly what: string;
    };

export type RequestEntry = Extract<Entry, { kind: "request" }>;

export function entriesOf({ data, children }: ImportedCollection): readonly Entry[] {
  return within(children, 1, [readDefaults(data)]);
}

function within(
  items: readonly ImportedItem[],
  depth: number,
  above: readonly Defaults[],
): readonly Entry[] {
  return items.flatMap((item): readonly Entry[] => {
    const { name } = item;
    if (item.kind === "folder") {
      const defaults = readDefaults(item.data);
      return [
        { kind: "folder", name, depth, defaults },
        ...within(item.children, depth + 1, [...above, defaults]),
      ];
    }
    if (!isHttp(item) && !isSocket(item))
      return [{ kind: "other", name, depth, what: otherKind(item) }];
    const request = readRequest(item.data);
    const schemes = [request.auth, ...above.toReversed().map(({ auth }) => auth)];
    return [
      {
        kind: "request",
        name,
        depth,
        request,
        headers: mergedHeaders(
          above.map(({ headers }) => headers),
          request,
        ),
        auth: schemes.find(({ kind }) => kind !== "inherit") ?? { kind: "none" },
        settings: settingsOf(above, request.settings),
        examples: examplesOf(item.data),
      },
    ];
  });
}

/** What a request says itself, over what folders and collection say; nothing of it is "inherit". */
function settingsOf(above: readonly Defaults[], own: RequestSettings): RequestSettings {
  const levels = [
    ...above.map(({ settings = {}, network = {} }): RequestSettings => ({ ...settings, network })),
    own,
  ];
  return levels.reduce((outer, level): RequestSettings => {
    const said: RequestSettings = Object.fromEntries(
      Object.entries(level).filter(([, value]) => value !== "inherit" && value !== undefined),
    );
    return { ...outer, ...said, network: { ...outer.network, ...level.network } };
  }, {});
}

/** The line a request begins with, for reading: a WebSocket has no method to choose. */
export function requestLine({ method, url, body }: HttpRequest): string {
  return `${body.kind === "websocket" ? "WebSocket" : method} ${url}`;
}

/** A part of a body for reading: its text, or what it is made of. */
export interface BodyText {
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

export function bodyTexts({ body }: HttpRequest): readonly BodyText[] {
  const one = (text: string, language = ""): readonly BodyText[] => [
    { title: "Body", language, text },
  ];
  switch (body.kind) {
    case "none":
      return [];
    case "websocket":
      return body.messages.map(({ title, type, data }) => ({
        title: title === "" ? "Message" : `Message ${title}`,
        language: type === "json" || type === "xml" ? type : "",
        text: data,
      }));
    case "json":
    case "xml":
      return body.text === "" ? [] : one(body.text, body.kind);
    case "text":
    case "sparql":
      return body.text === "" ? [] : one(body.text);
    case "graphql": {
      const { query, operation = "", variables } = body;
      const parts: readonly BodyText[] = [
        { title: "Query", language: "graphql", text: query },
        { title: "Operation", language: "", text: operation },
        { title: "Variables", language: "json", text: variables },
      ];
      return parts.filter(({ text }) => text.trim() !== "");
    }
    case "form": {
      const rows = body.rows.filter(({ disabled }) => disabled !== true);
      return one(rows.map(({ name, value }) => `${name}=${value}`).join("\n"));
    }
    case "multipart": {
      const parts = body.parts.filter(({ disabled }) => disabled !== true);
      const said = parts.map(({ name, kind, value, paths }) =>
        kind === "file" ? `${name}: < ${paths.join(", ")}` : `${name}: ${value}`,
      );
      return one(said.join("\n"));
    }
    case "file":
      return one(`< ${(body.files.find(({ selected }) => selected) ?? body.files[0])?.path ?? ""}`);
    case "other":
      return [];
  }
}
