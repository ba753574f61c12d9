import { describe, expect, it } from "vitest";
import { emptyExchange, reduceExchange } from "../../../shared/model/exchange-reduce.ts";
import type { Exchange } from "../../../shared/model/exchange.ts";
import type { FailureKind, Phase } from "../../../shared/model/failure.ts";
import type { TlsView, TrustedAuthorities } from "../../../shared/model/tls-view.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import { remediesFor } from "./remedy.ts";

const ordinary = { raw: false, typedHttps: true, environment: false, environments: false };

interface Case {
  readonly kind: FailureKind;
  readonly code?: string;
  readonly phase?: Phase;
  readonly place?: string;
  readonly ground?: Partial<typeof ordinary>;
  readonly exchange?: Exchange;
}

const offered = ({ kind, code = "x", phase, place, ground, exchange }: Case): string =>
  remediesFor(
    {
      kind,
      code,
      message: "",
      ...(phase === undefined ? {} : { phase }),
      ...(place === undefined ? {} : { place }),
    },
    exchange ?? null,
    { ...ordinary, ...ground },
  ).join(", ");

const hops = (...reasons: readonly ("first" | "redirect")[]): Exchange =>
  reasons.reduce<Exchange>(
    (exchange, reason, hop) =>
      reduceExchange(exchange, {
        kind: "hop",
        at: hop,
        hop,
        reason,
        method: "GET",
        url: "https://a.test/",
      }),
    emptyExchange("x", 0),
  );

const refusedCertificate = (...trusted: TrustedAuthorities[]): Exchange => {
  const tls: TraceDetail = {
    kind: "tls",
    tls: { verified: false, trusted } as Partial<TlsView> as TlsView,
  };
  return reduceExchange(hops("first"), { at: 1, hop: 0, ...tls });
};

describe("remedies", () => {
  it("switch verification off only where a certificate was refused", () => {
    const kind = "tls";
    const phase = "tls";
    const code = "CERT_HAS_EXPIRED";
    expect(offered({ kind, code, phase, exchange: refusedCertificate() })).toBe(
      "change-verification, send-again",
    );
    const alone = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
    expect(offered({ kind, code: alone, phase, exchange: refusedCertificate() })).toBe(
      "trust-system, choose-authorities, change-verification, send-again",
    );
    const exchange = refusedCertificate("built-in", "system");
    expect(offered({ kind, code: alone, phase, exchange })).toBe(
      "choose-authorities, change-verification, send-again",
    );
  });

  it.each([
    ["PINNED_KEY_MISMATCH", "change-pin, send-again"],
    ["OCSP_STATUS_MISSING", "change-staple, send-again"],
    ["UNABLE_TO_GET_CRL", "change-revocation-lists, send-again"],
  ])("not where the settings demand more: %s", (code, list) => {
    const exchange = refusedCertificate("built-in");
    expect(offered({ kind: "tls", code, phase: "tls", exchange })).toBe(list);
  });

  it.each([
    [{}, ["first"], "use-http, send-again"],
    [{ typedHttps: false }, ["first"], "edit-url, send-again"],
    [{ raw: true, typedHttps: false }, ["first"], "without-tls, send-again"],
    [{}, ["first", "redirect"], "send-again"],
  ] as const)("of a port without TLS, %j %j: %s", (ground, reasons, list) => {
    const code = "plain-http";
    const exchange = hops(...reasons);
    expect(offered({ kind: "tls", code, phase: "tls", ground, exchange })).toBe(list);
  });

  it.each([
    ["tls-version-refused", "allow-old-tls, change-tls"],
    ["server-speaks-tls-1.0", "allow-old-tls, change-tls"],
    ["server-speaks-sslv3", "send-again, edit-url"],
    ["nothing-in-common", "change-tls, send-again"],
    ["client-certificate-missing", "choose-client-certificate, send-again"],
    ["handshake-closed", "send-again, use-http"],
    ["handshake-truncated", "send-again, edit-url"],
  ])("of a handshake that was not done, %s: %s", (code, list) => {
    expect(offered({ kind: "tls", code, phase: "tls", exchange: hops("first") })).toBe(list);
  });

  it("do not allow old versions twice", () => {
    const offers = { versions: ["TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"] };
    const exchange = reduceExchange(hops("first"), {
      kind: "tls-failed",
      at: 1,
      hop: 0,
      handshake: { offered: offers, chosen: null, clientCertificate: null, alerts: [] } as never,
    });
    const code = "tls-version-refused";
    expect(offered({ kind: "tls", code, phase: "tls", exchange })).toBe("change-tls, send-again");
  });

  it.each([
    [{ kind: "timeout" }, "change-timeout, send-again"],
    [{ kind: "connect" }, "send-again, edit-url"],
    [{ kind: "connect", place: "network.sourceAddress" }, "change-setting"],
    [{ kind: "input", place: "network.resolve" }, "change-setting"],
    [{ kind: "input", place: "network.other" }, "edit-url"],
    [{ kind: "proxy", code: "proxy-refused" }, "change-proxy, send-again"],
    [{ kind: "resolve", ground: { raw: true } }, "send-again, edit-target"],
    [{ kind: "resolve", code: "dns-ENOTFOUND" }, "change-setting, send-again"],
    [{ kind: "connect", code: "EADDRNOTAVAIL" }, "change-setting, send-again"],
    [{ kind: "connect", code: "EADDRINUSE" }, "change-setting, send-again"],
    [{ kind: "protocol" }, "send-again"],
    [{ kind: "body", code: "content-coding-invalid", place: "gzip" }, "send-again"],
    [{ kind: "body", code: "body-too-large", place: "maxBodySize" }, "change-setting, send-again"],
    [{ kind: "body", code: "decoded-too-large" }, "change-setting, send-again"],
    [{ kind: "protocol", code: "http2-reply" }, "change-version, send-again"],
    [{ kind: "protocol", code: "h2-http1-reply" }, "change-version, send-again"],
    [{ kind: "input", code: "h2-needs-tls", place: "httpVersion" }, "change-version, edit-url"],
    [{ kind: "policy", code: "file-not-granted" }, "edit-body, send-again"],
    [{ kind: "policy", code: "socket-not-granted", place: "/run/a.sock" }, "allow-socket"],
    [{ kind: "policy", code: "auth-file-not-granted" }, "allow-file, edit-auth"],
    [
      { kind: "policy", code: "pac-not-granted", place: "/home/a/proxy.pac" },
      "allow-file, change-proxy",
    ],
    [{ kind: "policy", code: "pac-not-granted", place: "proxy.pac" }, "change-proxy"],
    [{ kind: "policy", code: "oauth2-invalid-client" }, "edit-auth, send-again"],
    [{ kind: "connect", code: "oauth2-unreached", phase: "prepare" }, "edit-auth, send-again"],
    [{ kind: "input", code: "auth-key-missing" }, "edit-auth"],
    [{ kind: "input", code: "oauth2-no-token" }, "edit-auth"],
    [{ kind: "not-found", code: "ENOENT" }, "edit-body, send-again"],
    [{ kind: "not-found", code: "ENOENT", phase: "tls" }, "send-again"],
    [
      { kind: "not-found", code: "ENOENT", phase: "tls", place: "ca.pem" },
      "change-tls, send-again",
    ],
    [{ kind: "policy", code: "tls-file-not-granted", phase: "tls" }, "change-tls, send-again"],
    [
      { kind: "policy", code: "tls-file-not-granted", phase: "tls", place: "/home/a/ca.pem" },
      "allow-file, change-tls",
    ],
    [
      { kind: "policy", code: "tls-folder-not-granted", phase: "tls", place: "/etc/ssl/certs" },
      "allow-folder, change-tls",
    ],
    [
      { kind: "input", code: "tls-versions", phase: "tls", place: "tlsMin" },
      "change-setting, send-again",
    ],
    [{ kind: "input", code: "tls-ca-file", phase: "tls" }, "choose-authorities"],
    [{ kind: "input", code: "tls-ca-folder", phase: "tls" }, "choose-authorities"],
    [{ kind: "proxy", code: "proxy-CERT_HAS_EXPIRED", phase: "tls" }, "change-proxy, send-again"],
    [{ kind: "input", code: "client-passphrase", phase: "tls" }, "choose-client-certificate"],
    [{ kind: "timeout", phase: "tls" }, "change-timeout, send-again"],
    [{ kind: "not-found", code: "collection-not-open" }, "send-again"],
    [{ kind: "storage", code: "secrets-locked" }, "unlock-secrets, send-again"],
    [{ kind: "storage", code: "no-keyring" }, "secret-settings, send-again"],
    [{ kind: "not-found", code: "key-file-missing" }, "secret-settings, send-again"],
    [{ kind: "storage", code: "ENOSPC" }, "send-again"],
    [{ kind: "input", code: "url-port" }, "edit-url"],
    [{ kind: "input", code: "url-characters" }, "edit-url, change-encoding"],
    [{ kind: "input", code: "header-value" }, "edit-headers"],
    [{ kind: "input", code: "file-not-regular" }, "edit-body"],
    [{ kind: "input", code: "body-unsupported" }, "edit-body"],
    [{ kind: "input", code: "graphql-variables" }, "edit-body"],
    [{ kind: "input", code: "auth-unsupported" }, "edit-auth"],
    [{ kind: "input", code: "raw-target", ground: { raw: true } }, "edit-target"],
    [{ kind: "input", code: "raw-base64", ground: { raw: true } }, "edit-bytes"],
    [{ kind: "input", code: "variable-cycle" }, "edit-variables"],
    [{ kind: "input", code: "url-variable" }, "edit-variables"],
    [{ kind: "input", code: "url-variable", ground: { environments: true } }, "choose-environment"],
    [
      {
        kind: "input",
        code: "url-variable",
        ground: { environment: true, environments: true },
      },
      "edit-environment",
    ],
    [
      { kind: "input", code: "variable-missing-secret", ground: { environment: true } },
      "edit-environment",
    ],
    [{ kind: "input", code: "line-break-in-head", place: "method" }, "edit-method"],
    [{ kind: "input", code: "line-break-in-head", place: "target" }, "edit-url"],
    [{ kind: "input", code: "line-break-in-head", place: "headers[0].value" }, "edit-headers"],
  ] satisfies [Case, string][])("lead to what has to be changed: %j", (failure, list) => {
    expect(offered(failure)).toBe(list);
  });
});
