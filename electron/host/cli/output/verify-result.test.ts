import { expect, test } from "vitest";
import { emptyExchange, reduceExchange } from "../../../../shared/model/exchange-reduce.ts";
import type { Failure } from "../../../../shared/model/failure.ts";
import type { TlsView } from "../../../../shared/model/tls-view.ts";
import { verifyResults } from "./verify-result.ts";

const failed = (kind: "tls" | "proxy"): Failure => ({ kind, code: "x", message: "", phase: "tls" });

test.each<[string | null, Failure | null, number, number]>([
  [null, null, 0, 0],
  [null, failed("tls"), 0, 0],
  ["CERT_HAS_EXPIRED", failed("tls"), 10, 0],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", failed("tls"), 20, 0],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", failed("proxy"), 0, 20],
  ["ERR_TLS_CERT_ALTNAME_INVALID", failed("tls"), 1, 0],
  ["ERR_TLS_CERT_ALTNAME_INVALID", null, 0, 0],
  ["DH_NOT_PRIME", null, 1, 0],
])("%s, then %j: %i and %i for the proxy", (verifyError, failure, server, proxy) => {
  const hop = { kind: "hop", reason: "first", method: "GET", url: "https://a.test/" } as const;
  const tls = {
    kind: "tls",
    tls: { verified: verifyError === null, verifyError } as Partial<TlsView> as TlsView,
  } as const;
  const events = [hop, tls].map((detail, at) => ({ at, hop: 0, ...detail }));
  const exchange = events.reduce(reduceExchange, emptyExchange("x", 0));
  expect(verifyResults({ ...exchange, failure })).toEqual({ server, proxy });
});

test("a handshake that was never done is 1", () => {
  expect(verifyResults({ ...emptyExchange("x", 0), failure: failed("tls") }).server).toBe(1);
});
