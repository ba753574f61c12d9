import { deepestIndent } from "../../../shared/formats/json-indent.ts";
import {
  type JsonState,
  jsonStart,
  jsonTokenKind,
  scanJson,
} from "../../../shared/formats/json-scan.ts";
import { type Row, rowBytes, type RowFormat, type RowSink, type Run } from "./row.ts";

export interface JsonRowState {
  readonly json: JsonState;
  readonly lines: number;
  /** Levels to indent this row; for a row that goes on: those of its line. */
  readonly depth: number;
  readonly fresh: boolean;
}

/** JSON laid out, row by row, with tokens as they are in the source. Stops at the first byte that is not JSON. */
export function jsonRows(
  options: { readonly many?: boolean; readonly width?: number } = {},
): RowFormat<JsonRowState> {
  const { many = false, width = rowBytes } = options;
  return {
    first: { json: jsonStart, lines: 0, depth: 0, fresh: true },
    offsetOf: (state) => state.json.offset,
    open: (from, sink) => openScanner(from, sink, many, width),
  };
}

function openScanner(
  from: JsonRowState,
  sink: RowSink<JsonRowState>,
  many: boolean,
  width: number,
) {
  let { lines, depth, fresh } = from;
  let start = from.json.offset;
  let end = start;
  let used = 0;
  let runs: Run[] = [];
  let bytes = sink.row === undefined ? null : new Uint8Array(width * 2 + 4 * deepestIndent);
  const indent = (levels: number) => 2 * Math.min(levels, deepestIndent);

  const begin = (state: () => JsonState) => {
    start = -1;
    used = indent(depth);
    bytes?.fill(0x20, 0, used);
    runs = [];
    sink.begins(() => ({ json: state(), lines, depth, fresh }));
  };
  const finish = (ends: boolean) => {
    if (bytes !== null) {
      const from = start === -1 ? end : start;
      const row: Row = {
        start: from,
        end: Math.max(end, from),
        bytes: bytes.slice(0, used),
        runs,
        line: fresh ? lines + 1 : 0,
        ends,
      };
      sink.row?.(row);
    }
    if (ends) lines += 1;
    fresh = ends;
  };

  begin(() => from.json);
  const scan = scanJson(
    {
      piece: (source, at, stop, state) => {
        const length = stop - at;
        if (used + length > width + indent(depth) && used > indent(depth)) {
          finish(false);
          begin(state);
        }
        if (bytes !== null) {
          const json = state();
          if (start === -1) start = json.offset;
          end = json.offset + length;
          runs.push({
            source: json.offset,
            length,
            at: used,
            kind: jsonTokenKind(json, source[at] ?? 0),
          });
          if (used + length > bytes.length) bytes = grown(bytes, used + length);
          bytes.set(source.subarray(at, stop), used);
        }
        used += length;
      },
      gap: () => {
        if (bytes !== null && used < bytes.length) bytes[used] = 0x20;
        used += 1;
      },
      line: (levels, state) => {
        finish(true);
        depth = levels;
        begin(state);
      },
    },
    { from: from.json, many },
  );
  return {
    push: (chunk: Uint8Array) => scan.push(chunk),
    end: () => {
      scan.end();
      finish(false);
    },
    errorAt: () => scan.errorAt(),
  };
}

function grown(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(size * 2);
  next.set(bytes);
  return next;
}
