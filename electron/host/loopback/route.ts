import type { WireSide } from "../../../shared/model/wire-log.ts";
import type { ContentUse } from "../../api/content.ts";

/** What a content address asks for. */
export type ContentRoute =
  | {
      readonly kind: "body";
      readonly id: string;
      readonly encoded: boolean;
      readonly use: ContentUse;
    }
  | { readonly kind: "wire"; readonly id: string; readonly side: WireSide; readonly use: "bytes" };

/** `/body/<id>?encoded=1&as=preview|download` or `/wire/<id>/<side>`; null for anything else. */
export function readRoute(path: string, query: string): ContentRoute | null {
  const body = /^\/body\/([A-Za-z0-9][A-Za-z0-9_.-]{0,127})$/.exec(path)?.[1];
  const [, exchange, side] =
    /^\/wire\/([A-Za-z0-9][A-Za-z0-9_.-]{0,127})\/(clear|socket)$/.exec(path) ?? [];
  if (exchange !== undefined && (side === "clear" || side === "socket")) {
    return { kind: "wire", id: exchange, side, use: "bytes" };
  }
  if (body === undefined) return null;
  const asked = new URLSearchParams(query);
  const use = asked.get("as") ?? "bytes";
  if (use !== "bytes" && use !== "preview" && use !== "download") return null;
  return { kind: "body", id: body, encoded: asked.get("encoded") === "1", use };
}
