/** More requests on their way at once than this have their writes put together. */
const few = 4;

let onTheirWay = 0;
let waiting: (() => void)[] = [];

/** One request more is on its way, until `endRequest`. */
export function beginRequest(): void {
  onTheirWay += 1;
}

export function endRequest(): void {
  onTheirWay -= 1;
}

/**
 * Calls `write` now while few requests are on their way, else at the end of this turn of the event loop, together with the writes of the
 * others. A write wakes the process on the other side where that is asleep, which costs more than the write: one that has answered all it
 * was asked, while this one is still reading the answers, is then woken once for all of them instead of once for each.
 */
export function writeInTurn(write: () => void): void {
  if (onTheirWay <= few) write();
  else if (waiting.push(write) === 1) setImmediate(writeAll);
}

function writeAll(): void {
  const writes = waiting;
  waiting = [];
  for (const write of writes) write();
}
