import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { md4 } from "./md4.ts";
import {
  ntlmAuthenticate,
  ntlmKey,
  ntlmNegotiate,
  ntlmResponse,
  readNtlmChallenge,
} from "./ntlm.ts";

describe("MD4 (RFC 1320 A.5)", () => {
  test.each([
    ["", "31d6cfe0d16ae931b73c59d7e0c089c0"],
    ["a", "bde52cb31de33e46245e05fbdbd6fb24"],
    ["abc", "a448017aaf21d8525fc10ae87aa6729d"],
    ["message digest", "d9130a8164549fe818874806e1c7014b"],
    ["abcdefghijklmnopqrstuvwxyz", "d79e1c308aa5bbcdeea8ed63df412da9"],
    [
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
      "043f8582f241db351ce627e153e7f0e4",
    ],
    ["1234567890".repeat(8), "e33b4ddc9c38f2199c3e7b164fcc0536"],
  ])("%j", (text, hash) => {
    expect(md4(Buffer.from(text)).toString("hex")).toBe(hash);
  });
});

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const pair = (id: number, value: Buffer) => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
};
const utf16 = (text: string) => Buffer.from(text, "utf16le");
const credentials = {
  username: "User",
  password: "Password",
  domain: "Domain",
  workstation: "COMPUTER",
};
const serverNonce = hex("0123456789abcdef");
const clientNonce = hex("aaaaaaaaaaaaaaaa");
/** MS-NLMP §4.2.4: Domain and Server, then the end. */
const targetInfo = Buffer.concat([
  pair(2, utf16("Domain")),
  pair(1, utf16("Server")),
  Buffer.alloc(4),
]);

describe("NTLMv2 (MS-NLMP §4.2.4)", () => {
  test("NTOWFv2, the responses and the session key", () => {
    const key = ntlmKey("User", "Password", "Domain");
    expect(key.toString("hex")).toBe("0c868a403bfd7a93a3001ef22ef02e3f");
    const { nt, lm, sessionKey } = ntlmResponse(
      key,
      serverNonce,
      clientNonce,
      Buffer.alloc(8),
      targetInfo,
    );
    expect(nt.subarray(0, 16).toString("hex")).toBe("68cd0ab851e51c96aabc927bebef6a1c");
    expect(lm.toString("hex")).toBe("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
    expect(sessionKey.toString("hex")).toBe("8de40ccadbc14a82f15cb0ad0de95ca3");
  });
});

/** A CHALLENGE as a server makes it. */
function challenge(info: Buffer, flags = 0x8289_8205): Buffer {
  const name = utf16("Server");
  const head = Buffer.alloc(56);
  head.write("NTLMSSP\0", "latin1");
  head.writeUInt32LE(2, 8);
  head.writeUInt16LE(name.length, 12);
  head.writeUInt16LE(name.length, 14);
  head.writeUInt32LE(56, 16);
  head.writeUInt32LE(flags >>> 0, 20);
  serverNonce.copy(head, 24);
  head.writeUInt16LE(info.length, 40);
  head.writeUInt16LE(info.length, 42);
  head.writeUInt32LE(56 + name.length, 44);
  return Buffer.concat([head, name, info]);
}

const fieldOf = (bytes: Buffer, at: number) =>
  bytes.subarray(bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 4) + bytes.readUInt16LE(at));

function authenticate(info: Buffer, given = credentials) {
  const negotiate = ntlmNegotiate();
  const read = readNtlmChallenge(challenge(info));
  if (read === null) throw new Error("unreadable");
  return {
    negotiate,
    read,
    message: ntlmAuthenticate(negotiate, read, given, { nonce: clientNonce, time: 0n }),
  };
}

describe("messages", () => {
  test("the first names nobody and offers Unicode and extended security, not version 1 alone", () => {
    const bytes = ntlmNegotiate();
    expect(bytes.subarray(0, 12).toString("hex")).toBe("4e544c4d535350000100" + "0000");
    // With its eight bytes of version (§2.2.1.1), and empty names that point behind them.
    expect(bytes).toHaveLength(40);
    expect([bytes.readUInt32LE(20), bytes.readUInt32LE(28)]).toEqual([40, 40]);
    expect(bytes.subarray(32)).toEqual(Buffer.alloc(8));
    expect(bytes.readUInt32LE(12) & 0x0008_0001).toBe(0x0008_0001);
  });

  test("the last holds the vectors, the names and the flags", () => {
    const { message, read } = authenticate(targetInfo);
    expect(read).toMatchObject({ targetName: "Server" });
    expect(fieldOf(message, 20).subarray(0, 16).toString("hex")).toBe(
      "68cd0ab851e51c96aabc927bebef6a1c",
    );
    expect(fieldOf(message, 12).subarray(0, 16).toString("hex")).toBe(
      "86c35097ac9cec102554764a57cccc19",
    );
    expect(fieldOf(message, 28).toString("utf16le")).toBe("Domain");
    expect(fieldOf(message, 36).toString("utf16le")).toBe("User");
    expect(fieldOf(message, 44).toString("utf16le")).toBe("COMPUTER");
    expect(message.readUInt32LE(60) & 3).toBe(1);
  });

  test("a stamped challenge: the server's time, no LM response, a MIC over all three", () => {
    const time = hex("0011223344556677");
    const info = Buffer.concat([pair(2, utf16("D")), pair(7, time), Buffer.alloc(4)]);
    const { message, negotiate, read } = authenticate(info);
    expect(fieldOf(message, 12)).toEqual(Buffer.alloc(24));
    const nt = fieldOf(message, 20);
    expect(nt.subarray(24, 32)).toEqual(time);
    // MsvAvFlags says that there is a MIC.
    expect(nt.includes(hex("06000400 02000000"))).toBe(true);
    const key = ntlmKey("User", "Password", "Domain");
    const session = createHmac("md5", key).update(nt.subarray(0, 16)).digest();
    const blank = Buffer.from(message);
    blank.fill(0, 72, 88);
    const mic = createHmac("md5", session)
      .update(Buffer.concat([negotiate, read.bytes, blank]))
      .digest();
    expect(message.subarray(72, 88)).toEqual(mic);
  });

  test("a binding to the TLS connection stands in what the server said of itself, stamped or not", () => {
    const binding = Buffer.alloc(16, 0xbb);
    for (const stamp of [[], [pair(7, hex("0011223344556677"))]]) {
      const info = Buffer.concat([pair(2, utf16("D")), ...stamp, Buffer.alloc(4)]);
      const read = readNtlmChallenge(challenge(info));
      if (read === null) throw new Error("unreadable");
      const message = ntlmAuthenticate(ntlmNegotiate(), read, credentials, {}, binding);
      expect(fieldOf(message, 20).includes(pair(10, binding))).toBe(true);
    }
  });

  test("DOMAIN\\user is two names, user@domain is one", () => {
    const slash = authenticate(targetInfo, {
      ...credentials,
      username: "Domain\\User",
      domain: "",
    }).message;
    expect(fieldOf(slash, 28).toString("utf16le")).toBe("Domain");
    expect(fieldOf(slash, 36).toString("utf16le")).toBe("User");
    const at = authenticate(targetInfo, { ...credentials, username: "u@d", domain: "" }).message;
    expect(fieldOf(at, 28)).toHaveLength(0);
    expect(fieldOf(at, 36).toString("utf16le")).toBe("u@d");
  });

  test("a challenge whose target name points to nowhere is answered, as squid's helper sends it", () => {
    const bytes = "TlRMTVNTUAACAAAACQAJAK6qqqoHggggUV0AYrOaQSEAAAAAAAA6AFdPUktHUk9VUA==";
    const read = readNtlmChallenge(Buffer.from(bytes, "base64"));
    expect(read?.targetName).toBe("");
    expect(read?.nonce.toString("hex")).toBe("515d0062b39a4121");
  });

  test("no cut or changed challenge throws", () => {
    const whole = challenge(targetInfo);
    for (let size = 0; size < whole.length; size += 1) {
      const read = readNtlmChallenge(whole.subarray(0, size));
      if (read !== null) ntlmAuthenticate(ntlmNegotiate(), read, credentials);
    }
    for (let at = 0; at < whole.length; at += 1) {
      const broken = Buffer.from(whole);
      broken[at] = 0xff;
      const read = readNtlmChallenge(broken);
      if (read !== null) ntlmAuthenticate(ntlmNegotiate(), read, credentials);
    }
  });
});
