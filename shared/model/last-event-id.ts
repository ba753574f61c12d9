import type { Row } from "./request.ts";

/**
 * Header rows that ask an event stream to go on behind this ID (WHATWG HTML §9.2.3): `Last-Event-ID`, in the place of one that was there; all
 * others stay as they are.
 */
export function withLastEventId(rows: readonly Row[], lastId: string): readonly Row[] {
  const wanted: Row = { name: "Last-Event-ID", value: lastId };
  const at = rows.findIndex(isLastEventId);
  if (at === -1) return [...rows, wanted];
  return rows.flatMap((row, index) => (index === at ? [wanted] : isLastEventId(row) ? [] : [row]));
}

/**
 * Whether an ID a server gave can go back as it is: a field value (RFC 9110 §5.5) with nothing in it that Envoi would put a variable in for,
 * which would hand its value to that server.
 */
export function canSendLastEventId(lastId: string): boolean {
  return (
    /^[^\0-\u0008\u000a-\u001f\u007f]+$/.test(lastId) &&
    !lastId.includes("{{") &&
    lastId.trim() === lastId
  );
}

function isLastEventId({ name }: Row): boolean {
  return name.trim().toLowerCase() === "last-event-id";
}
