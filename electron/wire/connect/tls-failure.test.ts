import { expect, it } from "vitest";
import { readHandshake } from "../handshake/read-handshake.ts";
import { withAlert } from "./tls-failure.ts";

const nothing = readHandshake({
  sent: Buffer.alloc(0),
  received: Buffer.alloc(0),
  serverSecret: null,
});

it.each([
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", 116, "certificate_required"],
  ["ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", 80, "internal_error"],
  ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", 40, "handshake_failure"],
])(
  "shows the alert OpenSSL read where its record could not be opened: %s",
  (code, number, name) => {
    const alert = { from: "server", level: "fatal", number, name } as const;
    const error = Object.assign(new Error(code), { code });
    expect(withAlert(nothing, error).alerts).toEqual([alert]);
    const seen = { ...nothing, alerts: [{ ...alert, number: 70, name: "protocol_version" }] };
    expect(withAlert(seen, error)).toBe(seen);
  },
);

it("adds no alert to a failure of this side, or to a close", () => {
  const error = Object.assign(new Error("x"), { code: "ERR_SSL_BAD_SIGNATURE" });
  expect(withAlert(nothing, error)).toBe(nothing);
  expect(withAlert(nothing, null)).toBe(nothing);
});
