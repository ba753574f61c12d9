import { join, relative } from "node:path";
import { oneLine } from "./one-line.ts";

/** An item of a collection seen from the current folder, as a shell would name it; whole when it is not below. */
export function shownPath(root: string, item: string): string {
  const whole = join(root, item);
  const short = relative(process.cwd(), whole);
  return oneLine(short.startsWith("..") || short === "" ? whole : short);
}
