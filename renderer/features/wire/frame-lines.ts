import {
  errorCodeName,
  errorCodes,
  frameFlag,
  frameType,
  settingName,
  type WireFrame,
} from "../../../shared/model/http2-frame.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { formatBytes, formatCount } from "../../i18n/format.ts";
import type { FrameWords } from "../../i18n/messages/frames.ts";

/** Something a frame says: as it is on the wire, or in words. */
export interface FrameLine {
  readonly name: string;
  readonly value: string;
  /** What the value means. */
  readonly note: string;
}

const line = (name: string, value: string, note = ""): FrameLine => ({ name, value, note });

/** What a frame says, a line each, its place on the connection last. */
export function frameLines(frame: WireFrame, words: FrameWords, language: Language): FrameLine[] {
  const place = words.placeText(
    formatCount(frame.place, language),
    formatBytes(frame.length + (frame.detail.kind === "preface" ? 0 : 9), language),
  );
  return [...detailLines(frame, words, language), line(words.place, "", place)];
}

/** How many lines `frameLines` gives, without making them. */
export function lineCount(frame: WireFrame): number {
  const { detail } = frame;
  switch (detail.kind) {
    case "headers":
      return (
        1 +
        detail.fields.length +
        (detail.priority === null ? 0 : 1) +
        (detail.promised === null ? 0 : 1) +
        (detail.whole ? 0 : 1) +
        (detail.cut ? 1 : 0)
      );
    case "settings":
      return 1 + (isAck(frame) ? 1 : detail.settings.length);
    case "data":
      return 2 + (detail.padding === 0 ? 0 : 1);
    case "goaway":
      return 3 + (detail.debug === "" ? 0 : 1);
    default:
      return 2;
  }
}

function detailLines(frame: WireFrame, words: FrameWords, language: Language): FrameLine[] {
  const { detail } = frame;
  const priority = ({ dependsOn, weight, exclusive }: FramePriority) =>
    line(words.priority, "", words.priorityText(String(dependsOn), String(weight), exclusive));
  switch (detail.kind) {
    case "headers":
      return [
        ...detail.fields.map(([name, value]) => line(name, value)),
        ...(detail.promised === null ? [] : [line(words.promised, String(detail.promised))]),
        ...(detail.priority === null ? [] : [priority(detail.priority)]),
        ...(detail.whole ? [] : [line("", "", words.continues)]),
        ...(detail.cut ? [line("", "", words.fieldsCut)] : []),
      ];
    case "settings":
      if (isAck(frame)) return [line("", "", words.acknowledged)];
      return detail.settings.map(([id, value]) =>
        line(settingName(id), String(value), words.settings[settingName(id)] ?? ""),
      );
    case "data": {
      const size = frame.length - detail.padding - (detail.padding === 0 ? 0 : 1);
      return [
        line(words.content, "", formatBytes(size, language)),
        ...(detail.padding === 0
          ? []
          : [line(words.padding, "", formatBytes(detail.padding, language))]),
      ];
    }
    case "goaway":
      return [
        code(detail.code, words),
        line(words.lastStream, String(detail.lastStream)),
        ...(detail.debug === "" ? [] : [line(words.debug, detail.debug)]),
      ];
    case "reset":
      return [code(detail.code, words)];
    case "window":
      return [line(words.room, "", words.roomText(formatBytes(detail.increment, language)))];
    case "priority":
      return [priority(detail.priority)];
    case "ping":
      return [line(words.data, detail.data, isAck(frame) ? words.pong : "")];
    case "preface":
      return [line("", "", words.prefaceText)];
    case "unknown":
      return [line("", "", words.unknown)];
    case "partial":
      return [line("", "", words.partial)];
    case "fault":
      return [line(detail.rule, "", detail.message)];
  }
}

type FramePriority = Extract<WireFrame["detail"], { kind: "priority" }>["priority"];

function code(value: number, words: FrameWords): FrameLine {
  const known = errorCodes[value];
  return line(
    words.code,
    errorCodeName(value),
    known === undefined ? words.ownCode : words.codes[known],
  );
}

function isAck({ type, flags }: WireFrame): boolean {
  const has = type === frameType.settings || type === frameType.ping;
  return has && (flags & frameFlag.ack) !== 0;
}

/** What a frame is about, in a word or two for its row. */
export function frameSummary(frame: WireFrame, language: Language): string {
  const { detail } = frame;
  switch (detail.kind) {
    case "headers": {
      const field = (name: string) => detail.fields.find(([key]) => key === name)?.[1];
      const method = field(":method");
      if (method !== undefined) return `${method} ${field(":path") ?? field(":authority") ?? ""}`;
      return field(":status") ?? detail.fields.map(([name]) => name).join(", ");
    }
    case "reset":
    case "goaway":
      return errorCodeName(detail.code);
    case "window":
      return `+${formatCount(detail.increment, language)}`;
    case "settings":
      return detail.settings.map(([id, value]) => `${settingName(id)} ${value}`).join(", ");
    case "fault":
      return detail.rule;
    default:
      return "";
  }
}
