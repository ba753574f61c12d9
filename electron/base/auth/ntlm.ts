import { createHmac, randomBytes } from "node:crypto";
import { md4 } from "./md4.ts";

// MS-NLMP: version 2 only. Version 1 can be broken in minutes and is never answered.

const flag = {
  unicode: 0x0000_0001,
  oem: 0x0000_0002,
  requestTarget: 0x0000_0004,
  ntlm: 0x0000_0200,
  alwaysSign: 0x0000_8000,
  extendedSecurity: 0x0008_0000,
  targetInfo: 0x0080_0000,
  key128: 0x2000_0000,
} as const;

const signature = Buffer.from("NTLMSSP\0", "latin1");

/** What the client can do; the server answers with what of it will be used. */
const offered =
  flag.unicode |
  flag.oem |
  flag.requestTarget |
  flag.ntlm |
  flag.alwaysSign |
  flag.extendedSecurity |
  flag.key128;

/**
 * The first message (NEGOTIATE, §2.2.1.1): no names in it. The version is zeros, but it is there: servers such as gss-ntlmssp take no message
 * without it.
 */
export function ntlmNegotiate(): Buffer {
  const out = Buffer.alloc(40);
  signature.copy(out);
  out.writeUInt32LE(1, 8);
  out.writeUInt32LE(offered >>> 0, 12);
  // Empty domain and workstation: they point behind the message.
  out.writeUInt32LE(out.length, 20);
  out.writeUInt32LE(out.length, 28);
  return out;
}

/** The server's message (CHALLENGE, §2.2.1.2). */
export interface NtlmChallenge {
  readonly flags: number;
  /** 8 bytes. */
  readonly nonce: Buffer;
  readonly targetName: string;
  /** AV pairs as received; empty when the server sent none. */
  readonly targetInfo: Buffer;
  readonly bytes: Buffer;
}

/** null: these bytes are no such message. */
export function readNtlmChallenge(bytes: Buffer): NtlmChallenge | null {
  if (bytes.length < 32 || !bytes.subarray(0, 8).equals(signature)) return null;
  if (bytes.readUInt32LE(8) !== 2) return null;
  const flags = bytes.readUInt32LE(20);
  // Only for people, and some servers point to nowhere with it.
  const name = field(bytes, 12) ?? Buffer.alloc(0);
  // Without the flag there is something else in its place (§2.2.1.2).
  const informed = (flags & flag.targetInfo) !== 0 && bytes.length >= 48;
  const targetInfo = informed ? field(bytes, 40) : Buffer.alloc(0);
  if (targetInfo === null) return null;
  return {
    flags,
    nonce: bytes.subarray(24, 32),
    targetName: name.toString((flags & flag.unicode) === 0 ? "latin1" : "utf16le"),
    targetInfo,
    bytes,
  };
}

function field(bytes: Buffer, at: number): Buffer | null {
  const length = bytes.readUInt16LE(at);
  const offset = bytes.readUInt32LE(at + 4);
  if (length === 0) return Buffer.alloc(0);
  return offset + length > bytes.length ? null : bytes.subarray(offset, offset + length);
}

export interface NtlmCredentials {
  /** `DOMAIN\user` is taken apart when `domain` is "". */
  readonly username: string;
  readonly password: string;
  readonly domain: string;
  readonly workstation: string;
}

/** What a test fixes and everybody else leaves to chance and the clock. */
export interface NtlmChance {
  /** 8 bytes. */
  readonly nonce?: Buffer;
  /** 100 ns since 1601. */
  readonly time?: bigint;
}

/** Kinds of AV pairs (§2.2.2.1). */
const av = { end: 0, flags: 6, timestamp: 7, channelBinding: 10 } as const;

function readPairs(info: Buffer): { readonly id: number; readonly value: Buffer }[] {
  const pairs: { id: number; value: Buffer }[] = [];
  for (let at = 0; at + 4 <= info.length;) {
    const id = info.readUInt16LE(at);
    const length = info.readUInt16LE(at + 2);
    if (id === av.end || at + 4 + length > info.length) break;
    pairs.push({ id, value: info.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return pairs;
}

function writePairs(pairs: readonly { readonly id: number; readonly value: Buffer }[]): Buffer {
  const parts = pairs.map(({ id, value }) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat([...parts, Buffer.alloc(4)]);
}

const hmac = (key: Buffer, ...parts: readonly Buffer[]): Buffer =>
  createHmac("md5", key).update(Buffer.concat(parts)).digest();
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

/** NTOWFv2 (§3.3.2). */
export function ntlmKey(username: string, password: string, domain: string): Buffer {
  return hmac(md4(utf16(password)), utf16(username.toUpperCase() + domain));
}

export interface NtlmResponse {
  readonly nt: Buffer;
  readonly lm: Buffer;
  readonly sessionKey: Buffer;
}

/** ComputeResponse for NTLMv2 (§3.3.2). `nonce` is the client's 8 bytes, `time` 8 bytes little endian. */
export function ntlmResponse(
  key: Buffer,
  serverNonce: Buffer,
  nonce: Buffer,
  time: Buffer,
  targetInfo: Buffer,
): NtlmResponse {
  const temp = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    time,
    nonce,
    Buffer.alloc(4),
    targetInfo,
    Buffer.alloc(4),
  ]);
  const proof = hmac(key, serverNonce, temp);
  return {
    nt: Buffer.concat([proof, temp]),
    lm: Buffer.concat([hmac(key, serverNonce, nonce), nonce]),
    sessionKey: hmac(key, proof),
  };
}

/**
 * The last message (AUTHENTICATE, §2.2.1.3). When the server's challenge is stamped with its time, that time is used, the LM response is
 * zeros and all three messages are covered by a MIC (§3.1.5.1.2). `binding`: 16 bytes that tie the login to the TLS connection, for servers
 * with Extended Protection; null: none. They go into what the server said of itself; where it said nothing there is no place for them.
 */
export function ntlmAuthenticate(
  negotiate: Buffer,
  challenge: NtlmChallenge,
  credentials: NtlmCredentials,
  chance: NtlmChance = {},
  binding: Buffer | null = null,
): Buffer {
  const { username, domain } = split(credentials);
  const key = ntlmKey(username, credentials.password, domain);
  const said = readPairs(challenge.targetInfo);
  const bound = binding !== null && said.length > 0;
  const pairs = bound ? [...said, { id: av.channelBinding, value: binding }] : said;
  const stamped = pairs.find(({ id }) => id === av.timestamp)?.value;
  const time = stamped ?? fileTime(chance.time ?? now());
  const plain = bound ? writePairs(pairs) : challenge.targetInfo;
  const info = stamped === undefined ? plain : withMic(pairs);
  const response = ntlmResponse(key, challenge.nonce, chance.nonce ?? randomBytes(8), time, info);
  const unicode = (challenge.flags & flag.unicode) !== 0;
  const coded = (text: string): Buffer =>
    unicode ? utf16(text) : Buffer.from(text.toUpperCase(), "latin1");
  const lm = stamped === undefined ? response.lm : Buffer.alloc(24);
  const payload = [
    lm,
    response.nt,
    coded(domain),
    unicode ? utf16(username) : Buffer.from(username, "latin1"),
    coded(credentials.workstation),
    Buffer.alloc(0),
  ];
  const head = Buffer.alloc(88);
  signature.copy(head);
  head.writeUInt32LE(3, 8);
  let offset = head.length;
  payload.forEach((part, index) => {
    const at = 12 + index * 8;
    head.writeUInt16LE(part.length, at);
    head.writeUInt16LE(part.length, at + 2);
    head.writeUInt32LE(offset, at + 4);
    offset += part.length;
  });
  const used = (challenge.flags & offered & ~(unicode ? flag.oem : flag.unicode)) | flag.ntlm;
  head.writeUInt32LE((used | (challenge.flags & flag.targetInfo)) >>> 0, 60);
  const message = Buffer.concat([head, ...payload]);
  if (stamped !== undefined)
    hmac(response.sessionKey, negotiate, challenge.bytes, message).copy(message, 72);
  return message;
}

function withMic(pairs: ReturnType<typeof readPairs>): Buffer {
  const known = pairs.find(({ id }) => id === av.flags)?.value;
  const value = Buffer.alloc(4);
  value.writeUInt32LE(((known?.length === 4 ? known.readUInt32LE(0) : 0) | 2) >>> 0, 0);
  return writePairs([...pairs.filter(({ id }) => id !== av.flags), { id: av.flags, value }]);
}

function split({ username, domain }: NtlmCredentials): { username: string; domain: string } {
  const slash = username.indexOf("\\");
  if (domain !== "" || slash < 0) return { username, domain };
  return { username: username.slice(slash + 1), domain: username.slice(0, slash) };
}

function now(): bigint {
  return (BigInt(Date.now()) + 11_644_473_600_000n) * 10_000n;
}

function fileTime(time: bigint): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(time);
  return out;
}
