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

/** A request method as coloured text; never a badge. */
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
  if (method === "DELETE") return "DEL";
  if (method === "OPTIONS") return "OPT";
  if (method === "CONNECT") return "CONN";
  return method.length > 5 ? `${method.slice(0, 4)}…` : method;
}
