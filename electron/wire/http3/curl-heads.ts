import type { ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";

/** What curl wrote of a reply's heads. */
export interface CurlHeads {
  readonly interim: readonly ResponseHead[];
  /** null: none is whole yet. */
  readonly head: ResponseHead | null;
  readonly trailers: readonly HeaderField[];
}

/** Reads a file that curl's --dump-header wrote: heads one after another, each ended by an empty line, then trailers. Pure. */
export function readCurlHeads(text: string): CurlHeads {
  const interim: ResponseHead[] = [];
  let head: ResponseHead | null = null;
  const trailers: HeaderField[] = [];
  for (const block of text.split(/\r?\n\r?\n/).slice(0, -1)) {
    const [first = "", ...rest] = block.split(/\r?\n/);
    const status = /^HTTP\/(\d+(?:\.\d+)?) (\d{3})(?: (.*))?$/.exec(first);
    if (status === null) {
      trailers.push(...[first, ...rest].flatMap(fieldOf));
      continue;
    }
    const read: ResponseHead = {
      httpVersion: status[1] ?? "3",
      status: Number(status[2]),
      reason: (status[3] ?? "").trim(),
      headers: rest.flatMap(fieldOf),
    };
    if (read.status < 200) interim.push(read);
    else head = read;
  }
  // Trailers have no empty line behind them.
  const last = text.split(/\r?\n\r?\n/).at(-1) ?? "";
  if (head !== null) trailers.push(...last.split(/\r?\n/).flatMap(fieldOf));
  return { interim, head, trailers };
}

function fieldOf(line: string): HeaderField[] {
  const colon = line.indexOf(":");
  return colon <= 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
}
