import type { HelloView } from "../../../shared/model/tls-view.ts";
import { cipherName } from "./cipher-names.ts";
import { Cursor, extensionsOf, pairs } from "./cursor.ts";
import { groupName, isGrease, signatureName, versionName } from "./names.ts";

/** What a ClientHello (RFC 8446 §4.1.2; the body of handshake message 1) offers. Throws RangeError when it is cut. */
export function readClientHello(body: Uint8Array): HelloView {
  const cursor = new Cursor(body);
  const legacy = cursor.number(2);
  cursor.take(32);
  cursor.vector(1);
  const ciphers = pairs(cursor.vector(2));
  cursor.vector(1);
  const extensions = extensionsOf(cursor.left > 0 ? cursor.vector(2) : new Uint8Array());
  const list = (number: number, size: 1 | 2): readonly number[] => {
    const bytes = extensions.get(number);
    return bytes === undefined ? [] : pairs(new Cursor(bytes).vector(size));
  };
  const versions = list(43, 1);
  return {
    servername: serverNameOf(extensions.get(0)),
    versions: meant(versions.length > 0 ? versions : [legacy], versionName),
    ciphers: meant(ciphers, cipherName).filter((name) => !name.endsWith("_SCSV")),
    groups: meant(list(10, 2), groupName),
    signatures: meant(list(13, 2), signatureName),
    alpn: protocolsOf(extensions.get(16)),
  };
}

/** Its server name alone; "": none. Throws RangeError when it is cut. */
export function readServerName(body: Uint8Array): string {
  const cursor = new Cursor(body);
  cursor.skip(34);
  cursor.skipVector(1);
  cursor.skipVector(2);
  cursor.skipVector(1);
  if (cursor.left === 0) return "";
  const extensions = cursor.inner(2);
  while (extensions.left > 0) {
    if (extensions.number(2) === 0) return serverNameOf(extensions.vector(2));
    extensions.skipVector(2);
  }
  return "";
}

function meant(numbers: readonly number[], name: (number: number) => string): string[] {
  return numbers.filter((number) => !isGrease(number)).map(name);
}

function serverNameOf(bytes: Uint8Array | undefined): string {
  if (bytes === undefined || bytes.length === 0) return "";
  const list = new Cursor(new Cursor(bytes).vector(2));
  return list.number(1) === 0 ? Buffer.from(list.vector(2)).toString("latin1") : "";
}

function protocolsOf(bytes: Uint8Array | undefined): string[] {
  if (bytes === undefined) return [];
  return new Cursor(new Cursor(bytes).vector(2)).all((list) =>
    Buffer.from(list.vector(1)).toString("latin1"),
  );
}
