import { homedir } from "node:os";
import type { Auth, AuthScheme } from "../../../../shared/model/auth.ts";
import { ownLogin } from "../../../../shared/formats/netrc.ts";
import type { ResolvedRequest } from "../../../client/send.ts";
import { newAuth } from "../../../../shared/model/auth-fields.ts";
import { requestUrl } from "../../../../shared/model/url.ts";
import { type Given, has, isOn, last, lastOf } from "../options/parse.ts";
import { badOption } from "../settings/values.ts";
import { bodyFile } from "./files.ts";

type Login = { readonly username: string; readonly password: string };

/**
 * The authentication the options ask for; null: none of them is about it. Rejects with FailureError `input` for options that cannot be,
 * `not-found` for a netrc file that was named and is not there.
 */
export async function authOf(given: Given, url: string): Promise<Auth | null> {
  const aws = last(given, "aws-sigv4");
  const login = loginOf(last(given, "user"));
  if (aws !== undefined) return awsOf(aws, login);
  if (lastOf(given, ["user", "oauth2-bearer"]) === "oauth2-bearer")
    return { kind: "bearer", token: last(given, "oauth2-bearer") ?? "" };
  if (login !== null) return withScheme(given, login);
  const kept = await netrcOf(given, url);
  if (kept !== null) return withScheme(given, kept);
  const scheme = schemeOf(given);
  // The login may stand in the URL.
  return scheme === null || scheme === "basic"
    ? null
    : withScheme(given, { username: "", password: "" });
}

function loginOf(text: string | undefined): Login | null {
  if (text === undefined) return null;
  const colon = text.indexOf(":");
  return colon < 0
    ? { username: text, password: "" }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

type Scheme = "basic" | "digest" | "ntlm" | "negotiate" | "anyauth";

function schemeOf(given: Given): Scheme | null {
  return lastOf(given, ["basic", "digest", "ntlm", "negotiate", "anyauth"]) ?? null;
}

function withScheme(given: Given, login: Login): AuthScheme {
  switch (schemeOf(given)) {
    case "digest":
      return { kind: "digest", ...login };
    case "ntlm":
      return { ...newAuth("ntlm"), ...login };
    case "negotiate":
      // The login is the system's, whatever --user says.
      return { kind: "negotiate", servicePrincipal: last(given, "service-name") ?? "" };
    case "anyauth":
      return { ...newAuth("any"), ...login };
    case "basic":
    case null:
      return { kind: "basic", ...login };
  }
}

/** `provider1[:provider2[:region[:service]]]` (curl(1), --aws-sigv4); the keys are --user's. */
function awsOf(text: string, login: Login | null): Auth {
  const [first = "", second = "", region = "", service = ""] = text.split(":");
  if (first.toLowerCase() !== "aws" || !/^(?:amz)?$/i.test(second))
    throw badOption(
      "--aws-sigv4",
      "Envoi signs for Amazon only.",
      "Write aws:amz, and region and service where the host does not say them.",
    );
  return {
    ...newAuth("awsv4"),
    accessKeyId: login?.username ?? "",
    secretAccessKey: login?.password ?? "",
    region,
    service,
  };
}

/** -n and hosts a redirect leads to: those the netrc file names get its login, in the scheme the options say. undefined: there is no such file. */
export async function netrcLogins(given: Given): Promise<ResolvedRequest["loginFor"]> {
  const file = last(given, "netrc-file");
  if (file === undefined && !isOn(given, "netrc") && !isOn(given, "netrc-optional"))
    return undefined;
  if (has(given, "user") || has(given, "oauth2-bearer") || has(given, "aws-sigv4"))
    return undefined;
  const { netrcEntries } = await import("../../../exchanges/resolve-auth.ts");
  const entries = await netrcEntries(file ?? "", { openFile: bodyFile, home: homedir() }).catch(
    () => [],
  );
  return (host) => {
    const found = ownLogin(entries, host);
    return found === null
      ? null
      : withScheme(given, { username: found.login, password: found.password });
  };
}

async function netrcOf(given: Given, url: string): Promise<Login | null> {
  const named = last(given, "netrc-file");
  if (named === undefined && !isOn(given, "netrc") && !isOn(given, "netrc-optional")) return null;
  const file = named ?? (process.env["NETRC"] || undefined);
  const { lookedUpAuth } = await import("../../../exchanges/resolve-auth.ts");
  // Whoever typed the option allowed the file; one that is only looked for may be missing.
  const found = await lookedUpAuth(
    { kind: "netrc", file: file ?? "" },
    () =>
      requestUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`, {
        encode: true,
        webSocket: true,
      }),
    { openFile: bodyFile, home: homedir(), netrcMissing: "none" },
  ).catch((thrown: unknown) => {
    if (file !== undefined) throw thrown;
    return null;
  });
  return found?.kind === "basic" ? { username: found.username, password: found.password } : null;
}
