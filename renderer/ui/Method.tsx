import styles from "./Method.module.css";
import { joined } from "./joined.ts";

const kinds: Readonly<Record<string, string | undefined>> = {
  GET: styles.get,
  HEAD: styles.get,
  POST: styles.post,
  PUT: styles.put,
  PATCH: styles.put,
  DELETE: styles.delete,
};

/** What stands where a kind of request has no method. */
const marks: Readonly<Record<string, string>> = {
  DELETE: "DEL",
  OPTIONS: "OPT",
  CONNECT: "CONN",
  websocket: "WS",
  graphql: "GQL",
  grpc: "gRPC",
};

/** A request method as coloured text, or the mark of a kind that has none; never a badge. */
export function Method({
  method,
  className,
}: {
  readonly method: string;
  readonly className?: string | undefined;
}) {
  return <span className={joined(styles.method, kinds[method], className)}>{shorten(method)}</span>;
}

function shorten(method: string): string {
  const mark = Object.hasOwn(marks, method) ? marks[method] : undefined;
  if (mark !== undefined) return mark;
  return method.length > 5 ? `${method.slice(0, 4)}…` : method;
}
