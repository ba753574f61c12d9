import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type Peer } from "../../client/peer.testing.ts";
import { at, listen, reply, run, text } from "./transfer.testing.ts";

describe("cookies", () => {
  const setting = () =>
    listen(({ head }) =>
      head.startsWith("GET /a ")
        ? reply(
            "302 Found",
            ["Location: /b", "Set-Cookie: s=1", "Set-Cookie: p=2; Max-Age=1000; HttpOnly"],
            "",
          )
        : reply("200 OK", [], "hi"),
    );
  const sent = (peer: Peer) => peer.requests.map((request) => request.field("Cookie") ?? "");

  test("-b as text is one field, and nothing is kept", async () => {
    const peer = await setting();
    await run([`${peer.url}/a`, "-L", "-b", "x=1", "-b", "y=2; z=3"]);
    expect(sent(peer)).toEqual(["x=1; y=2; z=3", "x=1; y=2; z=3"]);
  });

  test("-c writes what replies set; -b reads it again; -j leaves sessions out", async () => {
    const peer = await setting();
    expect(await run([`${peer.url}/a`, "-L", "-b", at("jar"), "-c", at("jar")])).toMatchObject({
      code: 0,
    });
    expect(await text("jar")).toMatch(
      /^# Netscape HTTP Cookie File\n\n127\.0\.0\.1\tFALSE\t\/\tFALSE\t0\ts\t1\n#HttpOnly_127\.0\.0\.1\tFALSE\t\/\tFALSE\t\d+\tp\t2\n$/,
    );
    await run([`${peer.url}/`, "-b", at("jar")]);
    await run([`${peer.url}/`, "-b", at("jar"), "-j"]);
    await run([`${peer.url}/`, "-b", at("jar"), "-b", "t=3"]);
    expect(sent(peer)).toEqual(["", "s=1; p=2", "s=1; p=2", "p=2", "s=1; p=2; t=3"]);
  });

  test("cookies typed beside a file are not written to it; an empty -b keeps them for the run", async () => {
    const peer = await setting();
    await run([`${peer.url}/`, "-b", "t=3", "-c", at("jar")]);
    expect(await text("jar")).not.toContain("t\t3");
    await run([`${peer.url}/a`, "-L", "-b", ""]);
    expect(sent(peer)).toEqual(["t=3", "", "s=1; p=2"]);
  });

  test("Set-Cookie fields of a file belong to the Domain they name, and to nobody without", async () => {
    const peer = await listen(() => reply("200 OK", [], ""));
    const fields = "Set-Cookie: h=1; HttpOnly\r\nset-cookie: d=2; Domain=127.0.0.1\r\n";
    await writeFile(at("heads"), `HTTP/1.1 200 OK\r\n${fields}`);
    await run([`${peer.url}/`, "-b", at("heads")]);
    await run([`${peer.url}/`, "-b", at("heads"), "-j"]);
    expect(sent(peer)).toEqual(["d=2", ""]);
  });
});
