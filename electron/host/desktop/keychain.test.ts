import { describe, expect, test } from "vitest";
import { keychainSealer } from "./keychain.ts";

type Backend = "basic_text" | "gnome_libsecret" | "kwallet6" | "unknown";

const storage = (encryption: boolean, backend?: Backend) => ({
  isEncryptionAvailable: () => encryption,
  encryptString: (plain: string) => Buffer.from(plain, "utf8").reverse(),
  decryptString: (sealed: Buffer) => {
    if (sealed.length === 0) throw new Error("damaged");
    return Buffer.from(sealed).reverse().toString("utf8");
  },
  ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
});

const refusal = { failure: expect.objectContaining({ code: "keychain-missing" }) };

describe("the keychain", () => {
  test.each([
    ["linux", true, "gnome_libsecret", true],
    ["linux", true, "kwallet6", true],
    ["linux", true, "basic_text", false],
    ["linux", true, "unknown", false],
    ["linux", true, undefined, false],
    ["linux", false, "gnome_libsecret", false],
    ["darwin", true, undefined, true],
    ["darwin", false, undefined, false],
    ["win32", true, undefined, true],
  ] as const)("%s, encryption %s, backend %s: %s", (platform, encryption, backend, usable) => {
    const sealer = keychainSealer(storage(encryption, backend), platform);
    expect(sealer.available()).toBe(usable);
    if (usable) expect(sealer.open(sealer.seal("geheim"))).toBe("geheim");
    else {
      expect(() => sealer.seal("geheim")).toThrow(expect.objectContaining(refusal));
      expect(() => sealer.open(Buffer.from("x"))).toThrow(expect.objectContaining(refusal));
    }
  });

  test("a secret that another keychain sealed is a named failure", () => {
    const sealer = keychainSealer(storage(true), "darwin");
    const named = expect.objectContaining({
      failure: expect.objectContaining({ code: "keychain-unseal" }),
    });
    expect(() => sealer.open(new Uint8Array())).toThrow(named);
  });
});
