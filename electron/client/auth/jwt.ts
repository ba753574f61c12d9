import type { AsapAuth, JwtAuth } from "../../../shared/model/auth.ts";
import { addQuery } from "../add-query.ts";
import { jsonObject, seconds } from "./claims.ts";
import { signJws } from "./jws.ts";
import type { AuthTools, Sign } from "./outgoing.ts";

/** A token signed for this request, in Authorization or in the query. */
export function signJwtBearer(auth: JwtAuth, tools: AuthTools): Sign {
  return async ({ url }) => {
    const now = Math.floor(tools.epoch() / 1000);
    const lifetime = seconds(auth.lifetime, "lifetime");
    const times = lifetime === null ? {} : { iat: now, exp: now + lifetime };
    const claims = { ...times, ...jsonObject(auth.claims, "claims") };
    const token = signJws(
      auth.algorithm,
      jsonObject(auth.header, "header fields"),
      JSON.stringify(claims),
      {
        secret: Buffer.from(auth.secret, auth.secretBase64 ? "base64" : "utf8"),
        privateKey: auth.privateKey.value,
      },
    );
    const note = {
      scheme: auth.prefix || "JWT",
      action: "signed",
      facts: [
        ["algorithm", auth.algorithm],
        ["claims", Object.keys(claims).join(" ")],
      ],
    } as const;
    if (auth.placement === "query")
      return { fields: [], url: addQuery(url, { name: auth.queryName, value: token }), note };
    return { fields: [{ name: "Authorization", value: `${auth.prefix} ${token}`.trim() }], note };
  };
}

/** ASAP: issuer, audience, a short lifetime and an id nobody used before, signed with the issuer's key. */
export function signAsap(auth: AsapAuth, tools: AuthTools): Sign {
  return async () => {
    const now = Math.floor(tools.epoch() / 1000);
    const lifetime = Math.min(seconds(auth.lifetime, "lifetime") ?? 60, 3600);
    const audience = auth.audience.split(/[\s,]+/).filter((name) => name !== "");
    const claims = {
      iss: auth.issuer,
      ...(auth.subject === "" ? {} : { sub: auth.subject }),
      aud: audience.length > 1 ? audience : (audience[0] ?? ""),
      jti: tools.random(16).toString("hex"),
      iat: now,
      exp: now + lifetime,
      ...jsonObject(auth.claims, "claims"),
    };
    const token = signJws(auth.algorithm, { kid: auth.keyId }, JSON.stringify(claims), {
      secret: Buffer.alloc(0),
      privateKey: auth.privateKey.value,
    });
    return {
      fields: [{ name: "Authorization", value: `Bearer ${token}` }],
      note: {
        scheme: "ASAP",
        action: "signed",
        facts: [
          ["algorithm", auth.algorithm],
          ["key-id", auth.keyId],
          ["claims", Object.keys(claims).join(" ")],
        ],
      },
    };
  };
}
