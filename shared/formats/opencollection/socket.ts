import type { SocketBody, SocketMessage, SocketMessageType } from "../../model/request.ts";
import {
  isYamlList,
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlMap,
  yamlMap,
} from "../yaml/data.ts";
import { flagOf, sameModel, textOf, withField } from "./fields.ts";
import { matchRows } from "../yaml/match.ts";

/**
 * The messages of the `websocket` block of a file (OpenCollection 1.0): `message` is one `{type, data}`, or a list of
 * `{title, selected, message: {type, data}}`.
 */
export function readSocket(data: YamlData | undefined, settings: YamlMap): SocketBody {
  const interval = settings.get("keepAliveInterval");
  const ms = isYamlNumber(interval) ? interval.number : 0;
  const pings = Number.isSafeInteger(ms) && ms > 0 ? { pingInterval: ms } : {};
  if (isYamlList(data)) return { kind: "websocket", messages: data.map(readEntry), ...pings };
  const messages = isYamlMap(data) ? [readOnly(data, "", true)] : [];
  return { kind: "websocket", messages, ...pings };
}

function readEntry(entry: YamlData): SocketMessage {
  if (!isYamlMap(entry)) return { title: "", selected: false, type: "text", data: textOf(entry) };
  const inner = entry.get("message");
  const title = textOf(entry.get("title"));
  const selected = flagOf(entry.get("selected"));
  return isYamlMap(inner)
    ? readOnly(inner, title, selected)
    : { title, selected, type: "text", data: textOf(inner) };
}

function readOnly(map: YamlMap, title: string, selected: boolean): SocketMessage {
  return { title, selected, type: typeOf(textOf(map.get("type"))), data: textOf(map.get("data")) };
}

const types: readonly SocketMessageType[] = ["text", "json", "xml", "binary"];

/** What no type names is text. */
function typeOf(text: string): SocketMessageType {
  return types.find((type) => type === text) ?? "text";
}

const messageOrder = ["type", "data"];
const entryOrder = ["title", "selected", "message"];

/** The block's messages for changed ones. An entry keeps what else it has; one message without a title stays alone. */
export function patchMessages(
  data: YamlData | undefined,
  before: readonly SocketMessage[],
  after: readonly SocketMessage[],
): YamlData | undefined {
  if (after.length === 0) return undefined;
  const [only] = after;
  if (!isYamlList(data) && after.length === 1 && only?.title === "")
    return patchOne(isYamlMap(data) ? data : yamlMap([]), before[0], only);
  const listed = isYamlList(data);
  const list: readonly YamlData[] = listed ? data : isYamlMap(data) ? [data] : [];
  const matched = matchRows(before, after, sameModel, ({ title }) => title);
  return after.map((message, at) => {
    const from = matched[at] ?? -1;
    const there = list[from];
    const was = before[from];
    if (listed && there !== undefined && was !== undefined && sameModel(was, message)) return there;
    const old = entryOf(there, listed);
    // Bruno writes no mark at all where nothing is selected.
    const isNew = !listed || !isYamlMap(there);
    let next = old;
    if (isNew || was?.title !== message.title)
      next = withField(next, "title", message.title, entryOrder);
    if (isNew || was?.selected !== message.selected)
      next = withField(next, "selected", message.selected, entryOrder);
    const inner = next.get("message");
    const changed = patchOne(isYamlMap(inner) ? inner : yamlMap([]), was, message);
    return changed === inner ? next : withField(next, "message", changed, entryOrder);
  });
}

function entryOf(data: YamlData | undefined, listed: boolean): YamlMap {
  if (!isYamlMap(data)) return yamlMap([]);
  return listed ? data : yamlMap([["message", data]]);
}

function patchOne(map: YamlMap, before: SocketMessage | undefined, after: SocketMessage): YamlMap {
  let next = map;
  if (before?.type !== after.type || !next.has("type"))
    next = withField(next, "type", after.type, messageOrder);
  if (before?.data !== after.data || !next.has("data"))
    next = withField(next, "data", after.data, messageOrder);
  return next;
}
