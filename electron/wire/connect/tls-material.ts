import { matchesDomain } from "../../../shared/model/network/domain-match.ts";
import type { Failure } from "../../../shared/model/failure.ts";
import { lateCrypto } from "../../base/late.ts";

/** A file as it was read before connecting, or why it could not be: said only when it is needed. */
export type LoadedFile =
  | { readonly kind: "read"; readonly name: string; readonly bytes: Buffer }
  | { readonly kind: "failed"; readonly failure: Failure };

/** A client certificate and the hosts it is for. */
export type ClientIdentity =
  | {
      readonly type: "pem";
      readonly domain: string;
      readonly certificate: LoadedFile;
      /** The file of the certificate again when it holds the key too. */
      readonly key: LoadedFile;
      readonly passphrase: string;
    }
  | {
      readonly type: "pkcs12";
      readonly domain: string;
      readonly pkcs12: LoadedFile;
      readonly passphrase: string;
    };

/**
 * What TLS needs from files. Read by whoever resolves the request: the wire reads no path of a collection. Holds keys and passphrases:
 * it must not leave main.
 */
export interface TlsMaterial {
  readonly ca: LoadedFile | null;
  readonly identities: readonly ClientIdentity[];
  /** Revocation lists. */
  readonly crl: LoadedFile | null;
  /** The public key that is pinned, where a file says it. */
  readonly pin: LoadedFile | null;
  /** The same of an https proxy that has TLS settings of its own; null: it has none, or they name no file. */
  readonly proxy: TlsMaterial | null;
  /** Of all of it: equal hashes mean equal material. */
  readonly hash: string;
}

export const noMaterial: TlsMaterial = {
  ca: null,
  identities: [],
  crl: null,
  pin: null,
  proxy: null,
  hash: "",
};

export function tlsMaterial(
  ca: LoadedFile | null,
  identities: readonly ClientIdentity[],
  {
    crl = null,
    pin = null,
    proxy = null,
  }: Partial<Pick<TlsMaterial, "crl" | "pin" | "proxy">> = {},
): TlsMaterial {
  if ((ca ?? crl ?? pin ?? proxy) === null && identities.length === 0) return noMaterial;
  const own = hashOf(ca, crl, pin, ...identities);
  return { ca, identities, crl, pin, proxy, hash: proxy === null ? own : own + proxy.hash };
}

/** The first one for this host; null: none is. */
export function identityFor(
  material: TlsMaterial,
  host: string,
  port: number,
): ClientIdentity | null {
  return material.identities.find(({ domain }) => matchesDomain(domain, host, port)) ?? null;
}

/** SHA-256 over bytes, names, passphrases: for keys of caches, so that no secret is in a key. */
export function hashOf(...parts: readonly (LoadedFile | ClientIdentity | null)[]): string {
  const hash = lateCrypto().createHash("sha256");
  const add = (bytes: string | Uint8Array): void =>
    void hash.update(`${bytes.length}:`).update(bytes);
  const file = (loaded: LoadedFile): void =>
    loaded.kind === "read" ? add(loaded.bytes) : add(`!${loaded.failure.code}`);
  for (const part of parts) {
    if (part === null) add("-");
    else if ("kind" in part) file(part);
    else {
      add(part.type);
      add(part.domain);
      add(part.passphrase);
      if (part.type === "pem") {
        file(part.certificate);
        file(part.key);
      } else file(part.pkcs12);
    }
  }
  return hash.digest("base64");
}
