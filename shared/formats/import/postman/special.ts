import { textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { SpecialKind } from "../build.ts";
import { anyText, fenced, jsonText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import type { Remark } from "../remark.ts";

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
      return {
        kind: "websocket",
        message: mapsOf(data.get("messages") ?? data.get("message")).map((message, index) =>
          yamlMap([
            ["title", anyText(message.get("name")) || `message ${index + 1}`],
            ["selected", index === 0 ? true : undefined],
            [
              "message",
              yamlMap([
                ["type", textOf(message.get("type")) === "json" ? "json" : "text"],
                ["data", messageText(message.get("content") ?? message.get("data"))],
              ]),
            ],
          ]),
        ),
      };
    default:
      remark.add("warning", "no-place-value", {
        what: "The kind of request",
        value: `${kind} ${fenced(jsonText(data), "json")}`,
      });
      return undefined;
  }
}

function messageText(data: YamlData | undefined): string {
  if (!isYamlMap(data)) return anyText(data);
  return data.has("content") ? anyText(data.get("content")) : jsonText(data);
}
