import type { HawkAuth } from "../../../shared/model/auth.ts";
import { hashBody } from "./hash-body.ts";
import { hawkHeader, type HawkInput, hawkNormalized, hawkPayloadFrame } from "./hawk.ts";
import { type AuthTools, type Sign, valuesOf } from "./outgoing.ts";

/** Hawk: method, target, host and port, and the payload when asked for. */
export function signHawk(auth: HawkAuth, tools: AuthTools): Sign {
  return async ({ method, url, headers, body }) => {
    const type = valuesOf(headers, "content-type")[0] ?? "";
    const hash = auth.includePayloadHash
      ? await hashBody(body, auth.algorithm, { around: hawkPayloadFrame(type) })
      : null;
    const input: HawkInput = {
      algorithm: auth.algorithm,
      key: auth.key,
      timestamp: auth.timestamp || String(Math.floor(tools.epoch() / 1000)),
      nonce: auth.nonce || tools.random(6).toString("base64url"),
      method,
      target: url.target,
      host: url.host.split("%")[0] ?? "",
      port: url.port,
      hash: hash?.toString("base64") ?? "",
      ext: auth.ext,
      app: auth.app,
      dlg: auth.dlg,
    };
    return {
      fields: [{ name: "Authorization", value: hawkHeader(auth.id, input) }],
      note: {
        scheme: "Hawk",
        action: "signed",
        facts: [
          ["algorithm", auth.algorithm],
          ["base-string", hawkNormalized(input)],
        ],
      },
    };
  };
}
