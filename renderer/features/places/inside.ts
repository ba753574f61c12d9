/**
 * A path of this machine as a collection keeps it: from the collection's folder on when it lies in there, so that it holds on every
 * machine, with `/` on every system; whole when it lies elsewhere. Pure: links are not resolved.
 */
export function insideCollection(folder: string, path: string): string {
  const base = folder.replace(/[\\/]+$/, "");
  if (base === "" || !path.startsWith(base)) return path;
  const rest = path.slice(base.length);
  return /^[\\/]+[^\\/]/.test(rest) ? rest.replace(/^[\\/]+/, "").replaceAll("\\", "/") : path;
}
