import { describe, expect, it } from "vitest";
import type { Failure } from "../../../shared/model/failure.ts";
import { failurePlace, failureSentences } from "./failures.ts";

const failure = (kind: Failure["kind"], code: string, place?: string): Failure => ({
  kind,
  code,
  message: "In English.",
  phase: kind === "input" && !code.startsWith("tls-") ? "prepare" : "tls",
  ...(place === undefined ? {} : { place }),
});

describe("failures in the person's language", () => {
  it.each([
    [failure("tls", "CERT_HAS_EXPIRED", "certificate 7E:21"), "certificat 7E:21"],
    [failure("input", "header-value", "header 3"), "en-tête 3"],
    [failure("input", "line-break-in-head", "headers[0].value"), "headers[0].value"],
    [failure("input", "url-port", "url"), "URL"],
    [failure("input", "variable-cycle", "body"), "body"],
    [failure("input", "file-not-regular", "body"), "body"],
    [failure("not-found", "ENOENT", "header"), "header"],
    [failure("input", "tls-file-not-regular", "body.pem"), "body.pem"],
    [failure("input", "proxy-host", "network.proxy"), "Proxy"],
    [failure("body", "body-too-large", "maxBodySize"), "Réponse la plus grande"],
    [failure("input", "variable-cycle", "timeout"), "timeout"],
    [failure("connect", "ECONNREFUSED"), null],
  ])("name the place, and leave what a person named: %j", (one, place) => {
    expect(failurePlace(one, "fr")).toBe(place);
  });

  it("keep the English of what has no sentence", () => {
    expect(failureSentences(failure("tls", "ERR_SSL_UNHEARD_OF"), "fr").what).toBe("In English.");
    expect(failureSentences(failure("tls", "CERT_REVOKED"), "fr").what).toMatch(/^Le certificat/);
    expect(failureSentences(failure("input", "url-empty"), "fr").what).toBe("L’URL est vide.");
  });
});
