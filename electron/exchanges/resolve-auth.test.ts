import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Auth } from "../../shared/model/auth.ts";
import { newAuth } from "../../shared/model/auth-fields.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { requestUrl } from "../../shared/model/url.ts";
import { readableFile } from "./file-access.ts";
import { lookedUpAuth } from "./resolve-auth.ts";

let home = "";
let folder = "";
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "envoi-home-"));
  folder = await mkdtemp(path.join(tmpdir(), "envoi-collection-"));
});
afterEach(() => Promise.all([home, folder].map((one) => rm(one, { recursive: true }))));

function look(
  auth: Auth,
  options: {
    readonly url?: string;
    readonly granted?: readonly string[];
    readonly netrcMissing?: "fail" | "none";
  } = {},
): Promise<Auth> {
  const url = () => requestUrl(options.url ?? "http://h/", { encode: false });
  const granted = new Set(options.granted ?? []);
  return lookedUpAuth(auth, url, {
    openFile: (typed) => readableFile(typed, folder, (real) => granted.has(real)),
    home,
    netrcMissing: options.netrcMissing ?? "fail",
  });
}

async function failure(work: Promise<unknown>) {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof FailureError) return thrown.failure;
    throw thrown;
  }
  throw new Error("it did not fail");
}

describe("keys in files", () => {
  const auth = (value: string): Auth => ({
    ...newAuth("jwt"),
    algorithm: "RS256",
    privateKey: { type: "file", value },
  });

  test("inside the collection they are read, as typed text they stay", async () => {
    await writeFile(path.join(folder, "key.pem"), "PEM");
    expect(await look(auth("key.pem"))).toMatchObject({
      privateKey: { type: "text", value: "PEM" },
    });
    const typed = { ...newAuth("jwt"), privateKey: { type: "text" as const, value: "key.pem" } };
    expect(await look(typed)).toEqual(typed);
  });

  test("outside it they must be allowed on this machine; .env never is a key", async () => {
    const outside = path.join(home, "id.pem");
    await writeFile(outside, "PEM");
    expect(await failure(look(auth(outside)))).toMatchObject({
      kind: "policy",
      code: "auth-file-not-granted",
      place: outside,
    });
    expect(await failure(look(auth(`../${path.basename(home)}/id.pem`)))).toMatchObject({
      code: "auth-file-not-granted",
    });
    expect(await look(auth(outside), { granted: [outside] })).toMatchObject({
      privateKey: { value: "PEM" },
    });
    await writeFile(path.join(folder, ".env"), "A=b");
    expect(await failure(look(auth(".env")))).toMatchObject({ code: "auth-file-not-granted" });
  });

  test("missing, a folder, or far too large", async () => {
    await mkdir(path.join(folder, "keys"));
    await writeFile(path.join(folder, "large.pem"), Buffer.alloc(300 << 10));
    for (const name of ["none.pem", "keys", "large.pem"])
      expect(await failure(look(auth(name)))).toMatchObject({ code: "auth-file" });
  });
});

describe("an AWS profile", () => {
  const auth = { ...newAuth("awsv4"), profileName: "work", service: "s3" };
  const at = (name: string) => path.join(home, ".aws", name);
  beforeEach(async () => {
    await mkdir(path.join(home, ".aws"));
    await writeFile(
      at("credentials"),
      "[work]\naws_access_key_id=A\naws_secret_access_key=S\naws_session_token=T\n",
    );
  });

  test("is read only after the files were allowed", async () => {
    expect(await failure(look(auth))).toMatchObject({
      code: "auth-file-not-granted",
      place: at("credentials"),
    });
    expect(await look(auth, { granted: [at("credentials")] })).toMatchObject({
      accessKeyId: "A",
      secretAccessKey: "S",
      sessionToken: "T",
      region: "",
    });
    await writeFile(at("config"), "[profile work]\nregion = eu-west-3\n");
    expect(await failure(look(auth, { granted: [at("credentials")] }))).toMatchObject({
      place: at("config"),
    });
    const both = [at("credentials"), at("config")];
    expect(await look(auth, { granted: both })).toMatchObject({ region: "eu-west-3" });
    expect(await look({ ...auth, region: "typed" }, { granted: both })).toMatchObject({
      region: "typed",
    });
  });

  test("is not looked for when the keys are typed", async () => {
    const typed = { ...auth, accessKeyId: "X", secretAccessKey: "Y" };
    expect(await look(typed)).toEqual(typed);
  });

  test("unknown, or without keys", async () => {
    const granted = [at("credentials"), at("config")];
    expect(await failure(look({ ...auth, profileName: "other" }, { granted }))).toMatchObject({
      code: "auth-aws-profile",
    });
    await writeFile(at("config"), "[profile sso]\nsso_session = x\n");
    expect(await failure(look({ ...auth, profileName: "sso" }, { granted }))).toMatchObject({
      code: "auth-aws-profile-keys",
    });
  });
});

describe("netrc", () => {
  const auth = newAuth("netrc");
  const file = () => path.join(home, process.platform === "win32" ? "_netrc" : ".netrc");
  beforeEach(() => writeFile(file(), "machine h login ana password secret\n"));

  test("gives the login of the host, once allowed", async () => {
    expect(await failure(look(auth))).toMatchObject({
      code: "auth-file-not-granted",
      place: file(),
    });
    const granted = [file()];
    expect(await look(auth, { granted })).toEqual({
      kind: "basic",
      username: "ana",
      password: "secret",
    });
    expect(await look(auth, { granted, url: "http://other@h/" }).catch(() => null)).toBeNull();
    const other = { granted, url: "http://elsewhere/" };
    expect(await failure(look(auth, other))).toMatchObject({ code: "auth-netrc-host" });
    expect(await look(auth, { ...other, netrcMissing: "none" })).toEqual({ kind: "none" });
  });

  test("another file of the collection", async () => {
    await writeFile(path.join(folder, "team.netrc"), "default login all password p");
    expect(await look({ ...auth, file: "team.netrc" })).toMatchObject({ username: "all" });
  });
});
