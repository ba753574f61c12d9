import type { StreamItem, StreamPlace } from "./item.ts";

/** The fields of one block, as they come line by line (WHATWG HTML §9.2.6). */
export interface Block {
  /** A line that is not empty. */
  line(bytes: Uint8Array, length: number): void;
  /** What the block is when it ends at `end`: with an empty line, or with the stream. */
  close(end: number, whole: boolean): StreamItem;
}

/**
 * A block that begins at `place`. `keep`: bytes of data held at most; the rest is counted. A line is given with its first bytes only when it
 * is very long: its name is always in them.
 */
export function openBlock({ offset, lastId, events }: StreamPlace, keep: number): Block {
  let type = "";
  let id: string | null = null;
  let retry: number | null = null;
  let data = "";
  let held = 0;
  let lines = 0;
  let dataBytes = 0;
  let dataCut = false;
  let comment: string | null = null;
  let ignored = 0;

  const addData = (value: Uint8Array, length: number): void => {
    if (lines > 0) {
      dataBytes += 1;
      dataCut ||= held >= keep;
      if (!dataCut) {
        data += "\n";
        held += 1;
      }
    }
    lines += 1;
    dataBytes += length;
    if (keep === 0) dataCut = true;
    if (dataCut) return;
    dataCut = held + length > keep || value.length < length;
    const kept = dataCut ? value.subarray(0, Math.max(0, keep - held)) : value;
    data += text(kept, dataCut);
    held += kept.length;
  };

  return {
    line(bytes, length) {
      const colon = bytes.indexOf(0x3a);
      if (colon === 0) {
        const said = text(bytes.subarray(1, keep + 1), bytes.length > keep + 1).replace(/^ /, "");
        comment = comment === null ? said : `${comment}\n${said}`.slice(0, keep);
        return;
      }
      const name = colon === -1 ? bytes : bytes.subarray(0, colon);
      // One space after the colon belongs to neither.
      const from = colon === -1 ? bytes.length : bytes[colon + 1] === 0x20 ? colon + 2 : colon + 1;
      const value = bytes.subarray(from);
      const valueLength = colon === -1 ? 0 : length - from;
      switch (fieldName(name, colon === -1 ? length : name.length)) {
        case "data":
          return addData(value, valueLength);
        case "event":
          type = text(value);
          return;
        case "id":
          // Of a NUL is only said that the whole field is to be ignored.
          if (value.includes(0)) ignored += 1;
          else id = text(value);
          return;
        case "retry":
          if (isDigits(value)) retry = Math.min(Number(text(value)), Number.MAX_SAFE_INTEGER);
          else ignored += 1;
          return;
        case null:
          ignored += 1;
      }
    },
    close(end, whole) {
      const kind = !whole ? "unfinished" : lines > 0 ? "event" : "other";
      return {
        kind,
        start: offset,
        end,
        number: kind === "event" ? events + 1 : 0,
        type: type === "" && kind === "event" ? "message" : type,
        // What was not finished sets nothing.
        lastId: whole ? (id ?? lastId) : lastId,
        setsId: whole && id !== null,
        retry,
        data,
        dataBytes,
        dataCut,
        comment: comment ?? "",
        ignored,
      };
    },
  };
}

type FieldName = "data" | "event" | "id" | "retry";

/** Compared as bytes, with case. Asked of every line: the length tells most apart. */
function fieldName(name: Uint8Array, length: number): FieldName | null {
  if (length === 4) return spells(name, "data") ? "data" : null;
  if (length === 2) return spells(name, "id") ? "id" : null;
  if (length !== 5) return null;
  if (spells(name, "event")) return "event";
  return spells(name, "retry") ? "retry" : null;
}

function spells(name: Uint8Array, wanted: FieldName): boolean {
  for (let at = 0; at < wanted.length; at += 1)
    if (name[at] !== wanted.charCodeAt(at)) return false;
  return true;
}

function isDigits(value: Uint8Array): boolean {
  return value.length > 0 && value.every((byte) => byte >= 0x30 && byte <= 0x39);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** `cut`: the bytes may end within a character, which is left out then. */
function text(bytes: Uint8Array, cut = false): string {
  if (!cut) return decoder.decode(bytes);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: true });
}
