import { access as find, readFile } from "node:fs/promises";
import path from "node:path";
import { readAwsProfile } from "../../shared/formats/aws-profile.ts";
import { type NetrcEntry, netrcLogin, readNetrc } from "../../shared/formats/netrc.ts";
import {
  type Auth,
  type AuthScheme,
  type AwsV4Auth,
  isAuthScheme,
  type KeySource,
  type NetrcAuth,
} from "../../shared/model/auth.ts";
import { fieldsOf } from "../../shared/model/auth-fields.ts";
import { FailureError, type FailureKind } from "../../shared/model/failure.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { BodyFile } from "../client/body/file.ts";

/** What of this machine an auth scheme may use. */
export interface AuthAccess {
  /** As for body files: inside the collection, or picked on this machine. */
  openFile(path: string): Promise<BodyFile>;
  readonly home: string;
  /** `none`: a host that is not in the netrc file is asked without a login, as curl does. */
  readonly netrcMissing: "fail" | "none";
}

/** A key is a few kilobytes; whatever is larger is another file. */
const mostKey = 256 << 10;

/**
 * Auth with everything looked up that lies outside the request: keys in files, an AWS profile, a netrc login. Rejects with FailureError
 * `policy` (`auth-file-not-granted`, the place is the file) for a file that was not allowed on this machine, `input` for what is not there.
 */
export async function lookedUpAuth(
  auth: Auth,
  url: () => RequestUrl,
  access: AuthAccess,
): Promise<Auth> {
  if (!isAuthScheme(auth)) return auth;
  const withKeys = await keysRead(auth, access);
  if (withKeys.kind === "awsv4") return await profileRead(withKeys, access);
  if (withKeys.kind === "netrc") return await netrcRead(withKeys, url(), access);
  return withKeys;
}

async function keysRead<S extends AuthScheme>(auth: S, access: AuthAccess): Promise<S> {
  const values = auth as unknown as Readonly<Record<string, unknown>>;
  let next = auth;
  for (const [name, field] of fieldsOf(auth.kind)) {
    if (field.type !== "key") continue;
    const source = values[name] as KeySource;
    if (source.type !== "file" || source.value === "") continue;
    const value = await readText(source.value, access);
    next = { ...next, [name]: { type: "text", value } satisfies KeySource };
  }
  return next;
}

async function readText(file: string, access: Pick<AuthAccess, "openFile">): Promise<string> {
  let found: BodyFile;
  try {
    found = await access.openFile(file);
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    if (thrown.failure.code === "file-not-granted") throw notGranted(file);
    throw unreadable(thrown.failure.kind, path.basename(file));
  }
  if (found.size > mostKey) throw unreadable("input", found.name);
  try {
    return await readFile(found.realPath, "utf8");
  } catch (thrown) {
    throw storageFailure(thrown, found.name);
  }
}

async function profileRead(auth: AwsV4Auth, access: AuthAccess): Promise<AwsV4Auth> {
  const name = auth.profileName.trim();
  if (name === "" || (auth.accessKeyId !== "" && auth.secretAccessKey !== "")) return auth;
  const at = (file: string): string => path.join(access.home, ".aws", file);
  const credentials = await optional(at("credentials"), access);
  const config = await optional(at("config"), access);
  const profile = readAwsProfile(credentials ?? "", config ?? "", name);
  if (profile === null)
    throw refuse("auth-aws-profile", "This machine has no AWS profile of that name.", "auth");
  if (profile.accessKeyId === "" || profile.secretAccessKey === "")
    throw refuse(
      "auth-aws-profile-keys",
      `The AWS profile holds no keys${profile.elsewhere === "" ? "" : `; they come from elsewhere (${profile.elsewhere})`}.`,
      "auth",
      "Fetch keys with Amazon's own program (aws configure export-credentials) and fill them in.",
    );
  return {
    ...auth,
    accessKeyId: profile.accessKeyId,
    secretAccessKey: profile.secretAccessKey,
    sessionToken: auth.sessionToken || profile.sessionToken,
    region: auth.region || profile.region,
  };
}

/** null: there is no such file. One that is there and not allowed is a failure: the person can allow it. */
async function optional(file: string, access: AuthAccess): Promise<string | null> {
  try {
    return await readText(file, access);
  } catch (thrown) {
    const missing = await find(file).then(
      () => false,
      () => true,
    );
    if (missing) return null;
    throw thrown;
  }
}

/** The entries of a netrc file; "" is the usual one. Rejects as `lookedUpAuth` does. */
export async function netrcEntries(
  file: string,
  access: Pick<AuthAccess, "openFile" | "home">,
): Promise<readonly NetrcEntry[]> {
  const usual = path.join(access.home, process.platform === "win32" ? "_netrc" : ".netrc");
  return readNetrc(await readText(file.trim() || usual, access));
}

async function netrcRead(auth: NetrcAuth, url: RequestUrl, access: AuthAccess): Promise<Auth> {
  const login = netrcLogin(
    await netrcEntries(auth.file, access),
    url.host,
    url.userinfo?.username ?? "",
  );
  if (login !== null)
    return {
      kind: "basic",
      username: login.login,
      password: login.password,
    };
  if (access.netrcMissing === "none") return { kind: "none" };
  throw refuse(
    "auth-netrc-host",
    "The netrc file has no login for this host.",
    "auth",
    "Add a machine line for the host, or choose another scheme.",
  );
}

function notGranted(file: string): FailureError {
  return new FailureError({
    kind: "policy",
    code: "auth-file-not-granted",
    message:
      "Authentication needs a file outside the collection that was not allowed on this machine.",
    remedy: "Allow this file once on this machine.",
    phase: "prepare",
    place: file,
  });
}

function unreadable(kind: FailureKind, place: string): FailureError {
  return new FailureError({
    kind,
    code: "auth-file",
    message: "The file that authentication needs cannot be read.",
    remedy: "Choose the file again in the Auth tab.",
    phase: "prepare",
    place,
  });
}

function refuse(code: string, message: string, place: string, remedy?: string): FailureError {
  return new FailureError({
    kind: "input",
    code,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    phase: "prepare",
    place,
  });
}
