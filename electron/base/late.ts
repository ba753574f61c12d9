import type * as crypto from "node:crypto";
import type * as dns from "node:dns/promises";
import type * as tls from "node:tls";
import type * as zlib from "node:zlib";

/**
 * What is loaded at its first use and kept: a start costs what is loaded in it, and few need everything (ADR 0012). A load that failed is
 * tried again at the next use.
 */
export function late<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load().catch((thrown: unknown) => {
      loading = null;
      throw thrown;
    });
    return loading;
  };
}

/** `node:crypto`, for those that hardly ever need it: importing it costs several ms, for what its exports make. */
export function lateCrypto(): typeof crypto {
  return process.getBuiltinModule("node:crypto");
}

/** `node:dns/promises` likewise: addresses need no names. */
export function lateDns(): typeof dns {
  return process.getBuiltinModule("node:dns/promises");
}

/** `node:tls` likewise: its list of authorities would be made with it. */
export function lateTls(): typeof tls {
  return process.getBuiltinModule("node:tls");
}

/** `node:zlib` likewise. */
export function lateZlib(): typeof zlib {
  return process.getBuiltinModule("node:zlib");
}
