import { join } from "node:path";
import { openDigest, readDigest } from "../../electron/base/auth/digest.ts";
import { ntlmKey, ntlmResponse } from "../../electron/base/auth/ntlm.ts";
import { basic } from "../../electron/client/auth/basic.ts";
import {
  hawkMac,
  hawkNormalized,
  hawkPayloadHash,
  type HawkInput,
} from "../../electron/client/auth/hawk.ts";
import { jwsSignature } from "../../electron/client/auth/jws.ts";
import { oauth1Base, oauth1Signature } from "../../electron/client/auth/oauth1.ts";
import { codeChallenge } from "../../electron/oauth2/pkce.ts";
import { areaOf, type Case, compared, type TryArea } from "./area.ts";
import { isRecord, jsonFiles, missing, recordsIn, textOf } from "./suites.ts";

type Vector = Readonly<Record<string, unknown>>;
const said = (vector: Vector, name: string): string => textOf(vector[name]) ?? "";

/** Values printed in standards (or recomputed where they are printed wrong), each through the part of Envoi that makes them. */
export const rfcVectors: TryArea = async (suites) => {
  const absent = missing(suites, "rfc-vectors");
  if (absent !== null) return absent;
  const cases: Case[] = [];
  for (const { data } of await jsonFiles(join(suites, "rfc-vectors"))) {
    if (!isRecord(data)) continue;
    for (const [kind, value] of Object.entries(data)) {
      const attempt = kinds[kind];
      const vectors = isRecord(value) ? [value] : recordsIn(value);
      if (attempt === undefined) continue;
      for (const vector of vectors) {
        cases.push(...attempt(`${kind} ${said(vector, "source")}`, vector));
      }
    }
  }
  return [areaOf("rfc-vectors", 1, cases)];
};

const kinds: Readonly<Record<string, (id: string, vector: Vector) => readonly Case[]>> = {
  digest: (id, vector) => [
    compared(id, () => parameter(digestAnswer(vector, "auth"), "response"), vector["response"]),
  ],
  digest_userhash: (id, vector) => [
    compared(
      id,
      () =>
        parameter(
          digestAnswer({ ...vector, alg: "SHA-512-256", userhash: "true" }, "auth"),
          "username",
        ),
      vector["sha512_256"],
    ),
  ],
  oauth1: (id, vector) => oauth1Cases(id, vector),
  basic: (id, vector) => [
    compared(
      id,
      () => basic(said(vector, "user"), said(vector, "password")).field?.value,
      `Basic ${said(vector, "value")}`,
    ),
  ],
  jws_hs256: (id, vector) => {
    const [head = "", payload = "", signature] = said(vector, "jws").split(".");
    const key = { secret: Buffer.from(said(vector, "key_b64url"), "base64url"), privateKey: "" };
    const input = Buffer.from(`${head}.${payload}`, "ascii");
    return [compared(id, () => jwsSignature("HS256", input, key).toString("base64url"), signature)];
  },
  hawk: (id, vector) => hawkCases(id, vector),
  hawk_payload: (id, vector) => [
    compared(
      `${id} hash`,
      () => hawkPayloadHash("sha256", said(vector, "content_type"), said(vector, "payload")),
      vector["hash"],
    ),
    ...hawkCases(id, vector),
  ],
  pkce: (id, vector) => [
    compared(id, () => codeChallenge(said(vector, "verifier"), "S256"), vector["challenge"]),
  ],
  ntlmv2: (id, vector) => ntlmCases(id, vector),
};

function digestAnswer(vector: Vector, qop: string): string {
  const names = { realm: "realm", nonce: "nonce", alg: "algorithm", userhash: "userhash" };
  const parameters = Object.entries(names)
    .filter(([from]) => said(vector, from) !== "")
    .map(([from, name]) => [name, said(vector, from)] as const);
  const all = [...parameters, ["qop", qop], ["charset", "UTF-8"]] as const;
  const nonce = said(vector, "nonce") === "" ? ([["nonce", "n"]] as const) : [];
  const challenge = readDigest({ scheme: "Digest", token: "", parameters: [...all, ...nonce] });
  if (challenge === null) throw new TypeError("not answered");
  const credentials = { username: said(vector, "user"), password: said(vector, "pw") };
  const session = openDigest(challenge, credentials, said(vector, "cnonce"));
  const method = said(vector, "method") || "GET";
  return session.answer({ method, uri: said(vector, "uri"), bodyHash: null });
}

function parameter(value: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="?([^",]*)`).exec(value)?.[1];
}

function oauth1Cases(id: string, vector: Vector): readonly Case[] {
  const params = vector["params"];
  if (!Array.isArray(params)) return [];
  const pairs = params.map((pair: unknown) => (Array.isArray(pair) ? pair.map(String) : []));
  const list = pairs.map(([name = "", value = ""]) => [name, value] as const);
  const base = (): string => oauth1Base(said(vector, "method"), said(vector, "base_uri"), list);
  const keys = {
    consumerSecret: said(vector, "consumer_secret"),
    tokenSecret: said(vector, "token_secret"),
    privateKey: "",
  };
  return [
    compared(`${id} base string`, base, vector["base_string"]),
    compared(id, () => oauth1Signature("HMAC-SHA1", base(), keys), vector["signature"]),
  ];
}

/** The fields of a normalized string, put together and signed again. */
function hawkCases(id: string, vector: Vector): readonly Case[] {
  const lines = said(vector, "normalized").split("\n");
  const [
    ,
    timestamp = "",
    nonce = "",
    method = "",
    target = "",
    host = "",
    port = "",
    hash = "",
    ext = "",
  ] = lines;
  const input: HawkInput = {
    algorithm: "sha256",
    key: said(vector, "key") || hawkKey,
    timestamp,
    nonce,
    method,
    target,
    host,
    port: Number(port),
    hash,
    ext,
    app: "",
    dlg: "",
  };
  return [
    compared(`${id} normalized`, () => hawkNormalized(input), vector["normalized"]),
    compared(id, () => hawkMac(input), vector["mac"]),
  ];
}

/** The key of all of Hawk's examples. */
const hawkKey = "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn";

function ntlmCases(id: string, vector: Vector): readonly Case[] {
  const bytes = (name: string): Buffer => Buffer.from(said(vector, name), "hex");
  const key = ntlmKey(said(vector, "user"), said(vector, "password"), said(vector, "domain"));
  const proof = (): string => {
    const { nt } = ntlmResponse(
      key,
      bytes("server_challenge"),
      bytes("client_challenge"),
      bytes("time"),
      targetInfo,
    );
    return nt.subarray(0, 16).toString("hex");
  };
  return [
    compared(`${id} NTOWFv2`, () => key.toString("hex"), vector["ntowfv2"]),
    compared(`${id} proof`, proof, vector["ntproofstr"]),
  ];
}

/** MS-NLMP §4.2.4: the domain "Domain", the server "Server", the end. */
const targetInfo = Buffer.from(
  "02000c0044006f006d00610069006e0001000c005300650072007600650072000000000000".slice(0, 72),
  "hex",
);
