import type { OwnNetwork } from "../../model/network/network.ts";
import type { InheritedBasics } from "../../model/network/own-settings.ts";
import type { TlsVersion } from "../../model/network/tls.ts";

type Json = Readonly<Record<string, unknown>>;

/** What one level says of how its requests travel. */
export interface SaidBehaviour extends InheritedBasics {
  readonly omitHeaders?: readonly string[];
  readonly verifyTls?: boolean;
  readonly network?: OwnNetwork;
  /** A body with a method that has none in Postman. */
  readonly keepsBody?: boolean;
}

/** `protocolProfileBehavior` of one level, undefined when it says nothing. What Postman has no switch for is named in `left`. */
export function postmanBehaviour(
  said: SaidBehaviour,
  left: (what: string) => void,
): Json | undefined {
  const own = <T>(value: T): Exclude<T, "inherit"> | undefined =>
    value === "inherit" ? undefined : (value as Exclude<T, "inherit">);
  const encodeUrl = own(said.encodeUrl);
  const timeout = own(said.timeout);
  if (timeout !== undefined && timeout > 0) left("A timeout");
  const omitted = (said.omitHeaders ?? []).map((name) => [name.toLowerCase(), true]);
  const found: Record<string, unknown> = {
    followRedirects: own(said.followRedirects),
    maxRedirects: own(said.maxRedirects),
    disableUrlEncoding: encodeUrl === undefined ? undefined : !encodeUrl,
    disableBodyPruning: said.keepsBody,
    strictSSL: said.verifyTls === false ? false : undefined,
    disabledSystemHeaders: omitted.length === 0 ? undefined : Object.fromEntries(omitted),
    ...networkOf(said.network ?? {}, left),
  };
  const entries = Object.entries(found).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const tlsNames: ReadonlyMap<TlsVersion, string> = new Map([
  ["1.0", "TLSv1"],
  ["1.1", "TLSv1_1"],
  ["1.2", "TLSv1_2"],
  ["1.3", "TLSv1_3"],
]);

/** The switches of Postman's that say the same; the names of all other settings go to `left`. */
function networkOf(network: OwnNetwork, left: (what: string) => void): Json {
  const { httpVersion, sendCookies, storeCookies, keepMethod, forwardCredentials, ...more } =
    network;
  const { tlsMin, tlsMax, ciphers, ...rest } = more;
  const version = httpVersion === "1.1" ? "http1" : httpVersion === "2" ? "http2" : undefined;
  if (httpVersion !== undefined && httpVersion !== "auto" && version === undefined)
    left("The setting httpVersion");
  for (const name of Object.keys(rest)) left(`The setting ${name}`);
  const order = [...tlsNames.keys()];
  const off = order
    .filter((one) => tlsMin !== undefined && order.indexOf(one) < order.indexOf(tlsMin))
    .concat(
      order.filter((one) => tlsMax !== undefined && order.indexOf(one) > order.indexOf(tlsMax)),
    );
  return {
    protocolVersion: version,
    disableCookies: sendCookies === false || storeCookies === false ? true : undefined,
    followOriginalHttpMethod: (keepMethod ?? []).length > 0 ? true : undefined,
    followAuthorizationHeader: forwardCredentials === true ? true : undefined,
    tlsDisabledProtocols: off.length === 0 ? undefined : off.map((one) => tlsNames.get(one)),
    tlsCipherSelection: ciphers === undefined || ciphers === "" ? undefined : ciphers.split(":"),
  };
}
