import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { hostPort } from "../../../../shared/model/network/host-port.ts";
import type { ProxyServer } from "../../../../shared/model/network/proxy.ts";
import type { Address } from "../address.ts";
import { type ByteReader, byteReader } from "./byte-reader.ts";
import { socksFailure } from "./proxy-failure.ts";

/** Where the proxy is to connect to: an address that was looked up here, or a name it looks up itself. */
export type SocksPlace =
  | { readonly kind: "address"; readonly address: Address; readonly port: number }
  | { readonly kind: "name"; readonly name: string; readonly port: number };

/**
 * Asks a SOCKS proxy to connect, on a stream that is connected to it. Gives the address the proxy connects from, "" when it does not say.
 * Afterwards the stream is paused and is the way to the target. Rejects with FailureError; the stream is for the caller to close.
 */
export async function askSocks(
  stream: Duplex,
  proxy: ProxyServer,
  place: SocksPlace,
  signal: AbortSignal,
): Promise<string> {
  const reader = byteReader(stream, signal);
  try {
    const send = (bytes: Buffer): void => void stream.write(bytes);
    return proxy.scheme === "socks4" || proxy.scheme === "socks4a"
      ? await socks4(reader, send, proxy, place)
      : await socks5(reader, send, proxy, place);
  } finally {
    reader.release();
  }
}

type Send = (bytes: Buffer) => void;

/** SOCKS 4 and its extension 4a: `0.0.0.x` as the address means that a name follows. */
async function socks4(
  reader: ByteReader,
  send: Send,
  { username }: ProxyServer,
  place: SocksPlace,
): Promise<string> {
  const user = Buffer.from(username, "utf8");
  if (user.length > 255 || user.includes(0)) throw socksFailure("socks-user-length");
  const named = place.kind === "name";
  if (!named && place.address.family === 6) throw socksFailure("socks-address");
  const address = named ? Buffer.from([0, 0, 0, 1]) : ipBytes(place.address);
  const name = named ? Buffer.from(`${place.name}\0`, "utf8") : Buffer.alloc(0);
  if (name.length > 256) throw socksFailure("socks-name-length");
  send(
    Buffer.concat([Buffer.from([4, 1]), portBytes(place.port), address, user, Buffer.of(0), name]),
  );
  const [version, code] = await reader.read(2);
  if (version !== 0) throw socksFailure("socks-version");
  if (code !== 0x5a)
    throw socksFailure(code === 0x5c || code === 0x5d ? "socks-credentials" : "socks-general");
  const rest = await reader.read(6);
  const bound = [...rest.subarray(2)].join(".");
  return bound === "0.0.0.0" ? "" : hostPort(bound, rest.readUInt16BE(0));
}

/** RFC 1928, with user name and password of RFC 1929. */
async function socks5(
  reader: ByteReader,
  send: Send,
  proxy: ProxyServer,
  place: SocksPlace,
): Promise<string> {
  const signsIn = proxy.auth !== "none" && proxy.username !== "";
  send(Buffer.from(signsIn ? [5, 2, 0, 2] : [5, 1, 0]));
  const [version, method] = await reader.read(2);
  if (version !== 5) throw socksFailure("socks-version");
  if (method === 2 && signsIn) await signIn(reader, send, proxy);
  else if (method !== 0) throw socksFailure("socks-auth");

  send(Buffer.concat([Buffer.from([5, 1, 0]), placeBytes(place), portBytes(place.port)]));
  const head = await reader.read(4);
  if (head[0] !== 5) throw socksFailure("socks-version");
  const code = head[1] ?? 1;
  if (code !== 0) throw socksFailure(replies[code] ?? "socks-general");
  return await boundAddress(reader, head[3] ?? 0);
}

/** RFC 1928 §6. */
const replies: readonly string[] = [
  "",
  "socks-general",
  "socks-not-allowed",
  "socks-network-unreachable",
  "socks-host-unreachable",
  "socks-refused",
  "socks-expired",
  "socks-command",
  "socks-address",
];

async function signIn(reader: ByteReader, send: Send, proxy: ProxyServer): Promise<void> {
  const user = Buffer.from(proxy.username, "utf8");
  const password = Buffer.from(proxy.password, "utf8");
  if (user.length > 255 || password.length > 255) throw socksFailure("socks-user-length");
  send(Buffer.concat([Buffer.of(1, user.length), user, Buffer.of(password.length), password]));
  const [, status] = await reader.read(2);
  if (status !== 0) throw socksFailure("socks-credentials");
}

function placeBytes(place: SocksPlace): Buffer {
  if (place.kind === "address")
    return Buffer.concat([Buffer.of(place.address.family === 4 ? 1 : 4), ipBytes(place.address)]);
  const name = Buffer.from(place.name, "utf8");
  if (name.length > 255) throw socksFailure("socks-name-length");
  return Buffer.concat([Buffer.of(3, name.length), name]);
}

async function boundAddress(reader: ByteReader, kind: number): Promise<string> {
  if (kind === 3) {
    const [length = 0] = await reader.read(1);
    const name = (await reader.read(length)).toString("latin1");
    return hostPort(name, (await reader.read(2)).readUInt16BE(0));
  }
  if (kind !== 1 && kind !== 4) throw socksFailure("socks-address-kind");
  const bytes = await reader.read(kind === 1 ? 4 : 16);
  const port = (await reader.read(2)).readUInt16BE(0);
  if (bytes.every((byte) => byte === 0)) return "";
  const words = [...bytes.subarray(0, 16)];
  return kind === 1
    ? hostPort(words.join("."), port)
    : hostPort(
        Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(":"),
        port,
      );
}

function portBytes(port: number): Buffer {
  return Buffer.of(port >> 8, port & 255);
}

/** The bytes of an IP address in network order; a zone is left out. */
function ipBytes({ address, family }: Address): Buffer {
  if (family === 4) return Buffer.from(address.split(".").map(Number));
  return ipv6Bytes(address.replace(/%.*$/, ""));
}

function ipv6Bytes(address: string): Buffer {
  // An IPv4 address at the end stands for two words.
  const text = address.replace(/(?:\d+\.){3}\d+$/, (four) => {
    const [a = 0, b = 0, c = 0, d = 0] = four.split(".").map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  if (isIP(text) !== 6) throw socksFailure("socks-address");
  const [before = "", after = ""] = text.split("::");
  const words = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16));
  const head = words(before);
  const tail = words(after);
  const gap = text.includes("::") ? 8 - head.length - tail.length : 0;
  const bytes = Buffer.alloc(16);
  [...head, ...Array.from({ length: gap }, () => 0), ...tail].forEach((word, at) =>
    bytes.writeUInt16BE(word, at * 2),
  );
  return bytes;
}
