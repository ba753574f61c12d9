import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  authority,
  type CertificateMaker,
  endEntity,
  loopbackNames,
  openCertificateMaker,
} from "../connect/certificates.testing.ts";
import { derOf } from "../connect/verify-reason.ts";
import { readCertificate } from "./certificate.ts";
import { oidText, readDer, readSequence, smallInteger, timeText } from "./der.ts";
import { nameText } from "./name.ts";
import { readOcsp } from "./ocsp.ts";

let maker: CertificateMaker;

beforeAll(async () => {
  maker = await openCertificateMaker();
  await maker.make({ name: "root", extensions: authority });
}, 60_000);
afterAll(() => maker.close());

describe("DER", () => {
  it.each([
    ["060a2a864886f70d01090f01", "1.2.840.113549.1.9.15.1"],
    ["0603550403", "2.5.4.3"],
    ["060388370a", "2.999.10"],
    ["06022b06", "1.3.6"],
  ])("names the identifier %s", (hex, text) => {
    expect(oidText(readDer(Buffer.from(hex, "hex"))[0]?.content ?? Buffer.alloc(0))).toBe(text);
  });

  it("reads long lengths and refuses what is none", () => {
    const long = Buffer.concat([Buffer.from("0482012c", "hex"), Buffer.alloc(300)]);
    expect(readDer(long)[0]?.content).toHaveLength(300);
    for (const bad of ["04", "0405aa", "0480", "0485000000000101", "1f8101", "3003020105ff"]) {
      expect(() => readDer(Buffer.from(bad, "hex"))).toThrow(RangeError);
    }
    expect(() => readSequence(Buffer.alloc(0))).toThrow(RangeError);
  });

  it("reads times and small numbers", () => {
    expect(timeText(Buffer.from("20260102030405Z"))).toBe("2026-01-02T03:04:05.000Z");
    expect(timeText(Buffer.from("20260102030405.678Z"))).toBe("2026-01-02T03:04:05.000Z");
    expect(timeText(Buffer.from("now"))).toBe("now");
    expect(smallInteger(Buffer.from([1, 0]))).toBe(256);
    expect(smallInteger(Buffer.alloc(7))).toBeNaN();
  });
});

describe("a certificate", () => {
  it("says what it is for", async () => {
    const { cert } = await maker.make({
      name: "full",
      by: "root",
      digest: "sha384",
      extensions: [
        "basicConstraints=critical,CA:TRUE,pathlen:3",
        "keyUsage=critical,digitalSignature,keyCertSign,cRLSign",
        "extendedKeyUsage=serverAuth,clientAuth,1.2.3.4",
        "nameConstraints=critical,permitted;DNS:a.test,permitted;IP:10.0.0.0/255.0.0.0,excluded;email:b.test",
        "tlsfeature=status_request",
        loopbackNames,
      ],
    });
    expect(readCertificate(derOf(cert))).toMatchObject({
      signatureAlgorithm: "ecdsa-with-SHA384",
      keyUsage: ["digitalSignature", "keyCertSign", "cRLSign"],
      extendedKeyUsage: ["serverAuth", "clientAuth", "1.2.3.4"],
      basicConstraints: { authority: true, pathLength: 3 },
      nameConstraints: { permitted: ["DNS:a.test", "IP:0a000000ff000000"], excluded: ["[1]"] },
      mustStaple: true,
      critical: ["2.5.29.19", "2.5.29.15", "2.5.29.30"],
    });
  });

  it("says nothing where it says nothing", async () => {
    const { cert } = await maker.make({ name: "bare", extensions: ["subjectKeyIdentifier=none"] });
    const read = readCertificate(derOf(cert));
    expect(read).toMatchObject({
      keyUsage: [],
      extendedKeyUsage: [],
      basicConstraints: null,
      nameConstraints: null,
      mustStaple: false,
      critical: [],
    });
    expect(nameText(read.subjectName)).toBe("CN=bare, O=Test");
    expect(nameText(read.issuerName)).toBe("CN=bare, O=Test");
  });

  it("cut or changed at any byte gives a RangeError or something, never anything else", async () => {
    const { cert } = await maker.make({ name: "cut", by: "root" });
    const der = derOf(cert);
    for (let at = 0; at < der.length; at += 1) {
      expect(() => readCertificate(der.subarray(0, at))).toThrow(RangeError);
      const changed = Buffer.from(der);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      try {
        readCertificate(changed);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(RangeError);
      }
    }
  });
});

describe("a stapled response", () => {
  const issue = (name: string) =>
    maker.make({ name, by: "root", extensions: [...endEntity, loopbackNames] });

  it("is good, revoked or about something else", async () => {
    const good = await issue("good");
    const bad = await issue("bad");
    const root = await maker.make({ name: "second", by: "root", extensions: authority });
    const rootDer = derOf((await maker.read("root")).cert);
    await maker.revoke("bad");
    const staple = await maker.staple("good", "root");
    expect(readOcsp(staple, derOf(good.cert), rootDer)).toMatchObject({
      status: "good",
      revokedAt: "",
      signed: true,
    });
    const revoked = readOcsp(await maker.staple("bad", "root"), derOf(bad.cert), rootDer);
    expect(revoked).toMatchObject({ status: "revoked", signed: true });
    expect(Date.parse(revoked.revokedAt)).not.toBeNaN();
    expect(Date.parse(revoked.nextUpdate)).toBeGreaterThan(Date.parse(revoked.thisUpdate));
    // About another certificate, or with another issuer's key.
    expect(readOcsp(staple, derOf(bad.cert), rootDer).status).toBe("unreadable");
    expect(readOcsp(staple, derOf(good.cert), derOf(root.cert)).status).toBe("unreadable");
    expect(readOcsp(staple, derOf(good.cert), null)).toMatchObject({
      status: "good",
      signed: false,
    });
  });

  it("is not taken for signed when it was changed, and never throws", async () => {
    const leaf = await issue("leaf");
    const rootDer = derOf((await maker.read("root")).cert);
    const staple = await maker.staple("leaf", "root");
    for (let at = 0; at < staple.length; at += 1) {
      const changed = Buffer.from(staple);
      changed[at] = (changed[at] ?? 0) ^ 1;
      readOcsp(changed, derOf(leaf.cert), rootDer);
      readOcsp(staple.subarray(0, at), derOf(leaf.cert), rootDer);
    }
    const inside = Buffer.from(staple);
    // The last byte is in the signature or in a certificate beside it.
    const at = inside.indexOf(Buffer.from("180f", "hex")) + 5;
    inside[at] = (inside[at] ?? 0) ^ 1;
    expect(readOcsp(inside, derOf(leaf.cert), rootDer).signed).toBe(false);
    expect(readOcsp(Buffer.alloc(0), derOf(leaf.cert), rootDer).status).toBe("unreadable");
  });
});
