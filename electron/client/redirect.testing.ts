import { defaultNetwork } from "../../shared/model/network/network.ts";
import { requestUrl } from "../../shared/model/url.ts";
import { noMaterial } from "../wire/connect/tls-material.ts";
import type { Attempt } from "./attempt.ts";
import { redirectStep } from "./redirect.ts";

/** An attempt to get `from`, with everything else as it is by itself. */
export function attempt(over: Partial<Attempt> & { readonly from?: string } = {}): Attempt {
  const { from = "http://h/a/b", ...rest } = over;
  return {
    reason: "first",
    method: "GET",
    url: requestUrl(from, { encode: false }),
    headers: [],
    body: null,
    bodyContentType: null,
    bodyFields: [],
    socket: null,
    handshake: [],
    auth: { kind: "none" },
    settings: {
      timeout: 0,
      followRedirects: true,
      maxRedirects: 50,
      encodeUrl: false,
      omitHeaders: [],
      verifyTls: true,
      network: defaultNetwork,
      material: noMaterial,
    },
    loginFor: undefined,
    jar: "",
    crossed: false,
    raw: null,
    proxy: null,
    proxyNote: null,
    proxyField: null,
    lease: null,
    sign: null,
    owner: null,
    cookieField: null,
    cookieNotes: [],
    ...rest,
  };
}

/** The head of a reply with a Location. */
export const reply = (status: number, location?: string) => ({
  httpVersion: "1.1",
  status,
  reason: "",
  headers: location === undefined ? [] : [["LoCation", location] as const],
});

/** What a redirect makes of an attempt. */
export function step(
  over: Parameters<typeof attempt>[0],
  status: number,
  to: string,
  followed = 0,
) {
  const found = redirectStep(attempt(over), reply(status, to), followed);
  if (found === null) throw new Error("no redirect");
  return found;
}
