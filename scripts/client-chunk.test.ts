import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Modules that are loaded with these, types left out; Node's own by their names. */
function loadedWith(files: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    const name = relative(root, file);
    if (seen.has(name)) return;
    seen.add(name);
    const statements = readFileSync(file, "utf8").matchAll(
      /^(?:import|export)\s+(?!type\b)([^;"]*?)\s*from\s+"([^"]+)";/gms,
    );
    for (const [, what = "", from = ""] of statements) {
      const names = what.replaceAll(/[{}]/g, "").split(",");
      if (names.every((one) => /^\s*(?:type\s.*)?$/.test(one))) continue;
      if (from.startsWith(".")) visit(resolve(dirname(file), from));
      else seen.add(from);
    }
  };
  for (const file of files) visit(resolve(root, file));
  return seen;
}

test("a plain request loads neither TLS nor HTTP/2, proxies, compression or schemes that sign", () => {
  const loaded = [
    ...loadedWith([
      "electron/client/exchange.ts",
      "electron/client/exchange-hop.ts",
      "electron/wire/connect/route.ts",
      "electron/wire/record/open-recorder.ts",
      "electron/wire/record/pack.ts",
      "electron/host/cli/send.ts",
    ]),
  ];
  expect(loaded).toContain("electron/wire/http1/decode.ts");
  expect(loaded).toContain("node:net");
  const late =
    /^node:(?:crypto|tls|zlib|https?|http2)$|wire\/(?:http2\/session|connect\/tls|connect\/proxy\/via-proxy|x509\/.*)\.ts$|client\/auth\/(?:aws|asked|dpop|jwt)\.ts$/;
  expect(loaded.filter((name) => late.test(name))).toEqual([]);
});
