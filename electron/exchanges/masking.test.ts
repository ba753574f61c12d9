import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { huffmanInside } from "../wire/http2/huffman.ts";
import { createMasking, maskedRange } from "./masking.ts";

const secret = 'tok/en+"é&x';

describe("hiding", () => {
  test.each([
    ["as it is", secret],
    ["percent-encoded", encodeURIComponent(secret)],
    ["in a form", new URLSearchParams({ a: secret }).toString()],
    ["in JSON", JSON.stringify({ a: secret })],
    ["in base64 behind a name", Buffer.from(`user:${secret}`).toString("base64")],
    ["in base64 between others", Buffer.from(`us${secret}er`).toString("base64")],
    ["in base64url", Buffer.from(`u${secret}`).toString("base64url")],
    ["as hex", Buffer.from(secret).toString("hex")],
    ["twice percent-encoded", encodeURIComponent(encodeURIComponent(secret))],
  ])("%s", (_, text) => {
    const masking = createMasking([secret]);
    const masked = masking?.text(`[${text}]`) ?? "";
    expect(masked).toContain("••••••");
    for (const left of ["tok/en", "tok%2Fen", Buffer.from("tok/en").toString("hex")])
      expect(masked).not.toContain(left);
    const bytes = Buffer.from(masking?.bytes(Buffer.from(`[${text}]`)) ?? "");
    expect(bytes.length).toBe(Buffer.byteLength(`[${text}]`));
    expect(bytes.toString()).toContain("******");
  });

  test("nothing, for values that are empty or would be found everywhere", () => {
    expect(createMasking([])).toBeNull();
    expect(createMasking(["", "a", "abc"])).toBeNull();
  });

  test("goes into data and leaves names, numbers and null", () => {
    const data = { secretvalue: 1, list: ["a secretvalue b", null, { x: "secretvalue" }] };
    expect(createMasking(["secretvalue"])?.inside(data)).toEqual({
      secretvalue: 1,
      list: ["a •••••• b", null, { x: "••••••" }],
    });
  });

  test("a range is the same part of the whole, wherever it is cut", async () => {
    const masking = createMasking(["secretvalue"]);
    if (masking === null) throw new Error("nothing to hide");
    const whole = Buffer.from("..secretvalue..secretvaluesecretvalue.");
    const all = Buffer.from(masking.bytes(whole)).toString();
    expect(all).not.toContain("secret");
    async function* read(start: number, end: number) {
      // In pieces of three bytes.
      for (let at = start; at < Math.min(end, whole.length); at += 3)
        yield whole.subarray(at, Math.min(at + 3, end, whole.length));
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.nat(whole.length), async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const parts: Uint8Array[] = [];
        const range = { start, end, size: whole.length };
        for await (const part of maskedRange(masking, range, read)) parts.push(part);
        expect(Buffer.concat(parts).toString()).toBe(all.slice(start, end));
      }),
    );
  });
});

describe("in header blocks of HTTP/2", () => {
  /** Huffman's code of a text, padded with ones (RFC 7541 §5.2), by the bits Node's own encoder would write. */
  const coded = (text: string): Buffer => {
    // At shift 0 with eight ones' worth of the longest code behind it, the whole bytes hold all of the text.
    const bytes = huffmanInside(Buffer.from(text), 0);
    const more = huffmanInside(Buffer.from(`${text}\u0000\u0000\u0000`), 0);
    return more.subarray(0, bytes.length + 1);
  };

  test("a value is hidden wherever in a byte it begins, and the rest is left", () => {
    const masking = createMasking(["s3cret-Token/42"]);
    for (const before of ["", "a", "bb", "Bearer ", "x=1&t=", "zzz", "!", "%%"]) {
      const block = Buffer.concat([
        Buffer.from([0x82, 0x40, 0x85]),
        coded(`${before}s3cret-Token/42 and more of the same field`),
        Buffer.from([0x88]),
      ]);
      const masked = Buffer.from(masking?.wire(block) ?? block);
      expect(masked.length).toBe(block.length);
      expect(masked.subarray(0, 3)).toEqual(block.subarray(0, 3));
      const stars = /\*{8,}/.exec(masked.toString("latin1"));
      expect(stars).not.toBeNull();
      // Nothing of it is left in code either.
      for (let shift = 0; shift < 8; shift += 1)
        expect(masked.includes(huffmanInside(Buffer.from("Token/42"), shift))).toBe(false);
      expect(masked.subarray(-12)).toEqual(block.subarray(-12));
    }
  });

  test("whatever the value and what is around it (property)", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40 }),
        fc.string({ maxLength: 9 }),
        (value, before) => {
          const masking = createMasking([value]);
          const block = coded(`${before}${value}`);
          const masked = Buffer.from(masking?.wire(block) ?? block);
          for (let shift = 0; shift < 8; shift += 1) {
            const inside = huffmanInside(Buffer.from(value), shift);
            expect(masked.includes(inside)).toBe(/^\*+$/.test(inside.toString("latin1")));
          }
        },
      ),
    );
  });
});
