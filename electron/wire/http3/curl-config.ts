import { devNull } from "node:os";
import type { SentHeader } from "../../../shared/model/header.ts";
import type { NetworkSettings } from "../../../shared/model/network/network.ts";

/** What curl is to do. Files hold what would not fit, or must not be seen, on a command line. */
export interface CurlTask {
  readonly method: string;
  readonly url: string;
  /** In sending order; Host is the URL's unless it is another. */
  readonly headers: readonly SentHeader[];
  /** The Host field curl would send by itself. */
  readonly host: string;
  readonly verifyTls: boolean;
  readonly network: NetworkSettings;
  /** File curl writes the heads of replies to. */
  readonly heads: string;
  /** File with the body; null: none. */
  readonly body: string | null;
  /** PEM file with the authorities to trust. */
  readonly authorities: string;
  /** Files of the client certificate; null: none. */
  readonly identity:
    | { readonly type: "pem"; readonly certificate: string; readonly key: string }
    | { readonly type: "pkcs12"; readonly pkcs12: string }
    | null;
  readonly passphrase: string;
  /** File of revocation lists; "": none. */
  readonly revocations: string;
  /** `sha256//…`, several with a semicolon; "": any key. */
  readonly pinned: string;
}

/** The whole command line: a person's own .curlrc is not read, everything else comes by standard input. */
export const curlArguments: readonly string[] = ["--disable", "--config", "-"];

/** Fields curl adds by itself, which are not sent unless they are in the list. */
const curlOwn = ["user-agent", "accept", "content-type", "expect"];

/** Lines of a curl config file that sends exactly this request over HTTP/3 and nothing else. Pure. */
export function curlConfig(task: CurlTask): string {
  const { network, identity } = task;
  const lines: string[] = [];
  const flag = (name: string): void => void lines.push(name);
  const set = (name: string, value: string): void => void lines.push(`${name} = ${quoted(value)}`);
  flag("http3-only");
  flag("silent");
  flag("no-buffer");
  flag("globoff");
  flag("path-as-is");
  flag("disallow-username-in-url");
  set("noproxy", "*");
  set("proto", "=https");
  set("url", task.url);
  set("request", task.method);
  if (task.method === "HEAD") {
    flag("head");
    // It would print the head as if it were content.
    set("output", devNull);
  }
  set("dump-header", task.heads);
  set("write-out", "%{stderr}%{size_upload}");
  for (const line of headerLines(task)) set("header", line);
  if (task.body !== null) set("upload-file", task.body);
  if (task.verifyTls) set("cacert", task.authorities);
  else flag("insecure");
  if (identity?.type === "pem") {
    set("cert", identity.certificate);
    set("key", identity.key);
  } else if (identity?.type === "pkcs12") {
    set("cert", identity.pkcs12);
    set("cert-type", "P12");
  }
  if (identity !== null && task.passphrase !== "") set("pass", task.passphrase);
  if (task.revocations !== "") set("crlfile", task.revocations);
  if (task.pinned !== "") set("pinnedpubkey", task.pinned);
  if (network.requireStaple) flag("cert-status");
  for (const [name, value] of connection(network)) set(name, value);
  if (network.ipVersion === "4") flag("ipv4");
  if (network.ipVersion === "6") flag("ipv6");
  return `${lines.join("\n")}\n`;
}

function headerLines({ headers, host, body }: CurlTask): string[] {
  const sent = headers.filter(({ name, value }) => {
    const lower = name.toLowerCase();
    if (lower === "host") return value !== host;
    // curl knows the length of the file, and HTTP/3 frames it.
    return lower !== "transfer-encoding" && !(lower === "content-length" && body !== null);
  });
  const names = new Set(sent.map(({ name }) => name.toLowerCase()));
  return [
    ...sent.map(({ name, value }) => (value.trim() === "" ? `${name};` : `${name}: ${value}`)),
    ...curlOwn.filter((name) => !names.has(name)).map((name) => `${name}:`),
  ];
}

function connection(network: NetworkSettings): [string, string][] {
  const some = (name: string, value: string): [string, string][] =>
    value === "" ? [] : [[name, value]];
  return [
    ...network.resolve.map((entry): [string, string] => ["resolve", entry]),
    ...network.connectTo.map((entry): [string, string] => ["connect-to", entry]),
    ...some("dns-servers", network.dnsServers.join(",")),
    ...some("interface", network.sourceAddress),
    ...some("local-port", network.localPort),
    ...some("tls13-ciphers", network.ciphers),
    ...some("curves", network.groups),
    ...some("limit-rate", network.limitRate === 0 ? "" : String(network.limitRate)),
    ...(network.speedLimit === 0
      ? []
      : [
          ...some("speed-limit", String(network.speedLimit)),
          ...some("speed-time", String(Math.ceil(network.speedTime / 1000))),
        ]),
    ...some(
      "connect-timeout",
      network.connectTimeout === 0 ? "" : String(network.connectTimeout / 1000),
    ),
  ];
}

/** A value in double quotes, as curl's config files have it. */
function quoted(value: string): string {
  const escapes: Readonly<Record<string, string>> = {
    "\\": "\\\\",
    '"': '\\"',
    "\t": "\\t",
    "\n": "\\n",
    "\r": "\\r",
    "\v": "\\v",
  };
  return `"${value.replace(/[\\"\t\n\r\v]/g, (character) => escapes[character] ?? character)}"`;
}
