import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { netrcLogin, readNetrc } from "./netrc.ts";

describe("netrc", () => {
  test.each([
    ["machine h login u password p", [["h", "u", "p"]]],
    ["machine h\n\tlogin u\r\n\tpassword p\n", [["h", "u", "p"]]],
    ["MACHINE h Login Uu PASSWORD Pp", [["h", "Uu", "Pp"]]],
    ["machine h password p", [["h", "", "p"]]],
    [
      "machine a login x machine b password y",
      [
        ["a", "x", ""],
        ["b", "", "y"],
      ],
    ],
    ['machine h login "a b" password "q\\"\\\\\\n"', [["h", "a b", 'q"\\\n']]],
    ["# machine no\nmachine h login u # rest\npassword p", [["h", "u", "p"]]],
    ["machine h login u account c password p", [["h", "u", "p"]]],
    ["default login any password one", [[null, "any", "one"]]],
    [
      "machine a login x\nmacdef init\nmachine not login me\n\nmachine b login y",
      [
        ["a", "x", ""],
        ["b", "y", ""],
      ],
    ],
    ["login u machine", [["", "", ""]]],
    ["", []],
  ])("%j", (text, entries) => {
    expect(readNetrc(text).map(({ host, login, password }) => [host, login, password])).toEqual(
      entries,
    );
  });

  test("the host's own entry, the one with the name, else the default", () => {
    const entries = readNetrc(
      "machine h login a password 1 machine h login b password 2 default login d password 3",
    );
    expect(netrcLogin(entries, "H", "")?.password).toBe("1");
    const twice = readNetrc("machine h\nmachine h login b\nmachine h password later login b");
    expect(netrcLogin(twice, "h", "b")?.password).toBe("later");
    expect(netrcLogin(twice, "h", "")?.password).toBe("later");
    expect(netrcLogin(entries, "h", "b")?.password).toBe("2");
    expect(netrcLogin(entries, "other", "")?.password).toBe("3");
    expect(netrcLogin(entries, "h", "nobody")).toBeNull();
    // A password without a login is for whoever asks.
    const loginless = readNetrc("machine h login a password 1\nmachine h password 2");
    expect(netrcLogin(loginless, "h", "b")).toMatchObject({ login: "b", password: "2" });
    expect(netrcLogin(loginless, "h", "a")).toMatchObject({ login: "a", password: "1" });
    expect(netrcLogin(readNetrc("machine h.test login a"), "test", "")).toBeNull();
  });

  test("any text ends and throws nothing", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readNetrc(text)));
    expect(readNetrc(`macdef ${"x ".repeat(100_000)}`)).toEqual([]);
    expect(readNetrc(`"${"\\a".repeat(100_000)}`)).toEqual([]);
  });
});
