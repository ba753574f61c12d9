import { bytesToBase64 } from "../../../model/raw-bytes.ts";
import { textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import type { SpecialKind } from "../build.ts";
import { anyText, fenced, jsonText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import type { Remark } from "../remark.ts";
import { type SaidMessage, socketBody } from "../web-socket.ts";

/** Kinds of request only Postman's third form has. Those without a place keep everything they say in the docs. */
export function specialOf(kind: string, data: YamlMap, remark: Remark): SpecialKind | undefined {
  switch (kind) {
    case "":
    case "http-request":
    case "graphql-request":
      return undefined;
    case "grpc-request":
      return {
        kind: "grpc",
        method: textOf(data.get("methodPath") ?? data.get("method")),
        methodType: textOf(data.get("methodType")) || "unary",
        protoFile: textOf(data.get("protoFile")),
        message: messageText(data.get("message") ?? data.get("body")),
      };
    case "websocket-request":
      return socketBody(
        mapsOf(data.get("messages") ?? data.get("message")).map(saidMessage),
        "first",
      );
    default:
      remark.add("warning", "no-place-value", {
        what: "The kind of request",
        value: `${kind} ${fenced(jsonText(data), "json")}`,
      });
      return undefined;
  }
}

/** A saved message: the kind of its content is `contentType` in Postman's files, `type` in older ones. */
function saidMessage(message: YamlMap): SaidMessage {
  const title = anyText(message.get("name"));
  const data = messageText(message.get("content") ?? message.get("data"));
  const type = textOf(message.get("contentType") ?? message.get("type"));
  if (type === "base64" || type === "hex") {
    const bytes = type === "hex" ? hexBytes(data) : null;
    if (type === "base64" || bytes !== null)
      return { title, type: "binary", data: bytes === null ? data : bytesToBase64(bytes) };
  }
  return { title, type: type === "json" || type === "xml" ? type : "text", data };
}

/** null: it is no hex, or a variable stands in it. */
function hexBytes(text: string): Uint8Array | null {
  const digits = text.replace(/\s+/g, "");
  if (digits.length % 2 === 1 || !/^[0-9a-f]*$/i.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function messageText(data: YamlData | undefined): string {
  if (!isYamlMap(data)) return anyText(data);
  return data.has("content") ? anyText(data.get("content")) : jsonText(data);
}
