/** What a profile of `~/.aws/credentials` and `~/.aws/config` gives; "" for what it does not say. */
export interface AwsProfile {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly region: string;
  /** How the keys would have to be fetched (`sso`, `assume role`, `a program`), when the profile holds none. */
  readonly elsewhere: string;
}

type Section = ReadonlyMap<string, string>;

/** Sections of an AWS file by name; keys in lower case, nested and continued lines left out. Pure. */
function readSections(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | null = null;
  for (const line of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
    const head = /^\[\s*(.*?)\s*\]\s*(?:[#;].*)?$/.exec(line)?.[1];
    if (head !== undefined) {
      const name = head.replace(/\s+/g, " ");
      current = sections.get(name) ?? new Map<string, string>();
      sections.set(name, current);
      continue;
    }
    const pair = /^([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (pair !== null && current !== null)
      current.set((pair[1] ?? "").toLowerCase(), (pair[2] ?? "").replace(/\s+[#;].*$/, ""));
  }
  return sections;
}

/** null: neither file knows the profile. `config` calls it `profile <name>`, except for `default`. */
export function readAwsProfile(
  credentials: string,
  config: string,
  name: string,
): AwsProfile | null {
  const own = readSections(credentials).get(name);
  const all = readSections(config);
  const more = all.get(`profile ${name}`) ?? (name === "default" ? all.get("default") : undefined);
  if (own === undefined && more === undefined) return null;
  const get = (key: string): string => own?.get(key) ?? more?.get(key) ?? "";
  return {
    accessKeyId: get("aws_access_key_id"),
    secretAccessKey: get("aws_secret_access_key"),
    sessionToken: get("aws_session_token") || get("aws_security_token"),
    region: get("region"),
    elsewhere:
      get("sso_session") || get("sso_start_url")
        ? "sso"
        : get("role_arn")
          ? "assume role"
          : get("credential_process")
            ? "a program"
            : "",
  };
}
