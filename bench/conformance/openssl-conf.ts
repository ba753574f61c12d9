/** A configuration of OpenSSL: the lines of each section, in order; "" for those before the first. */
export type OpensslConf = ReadonlyMap<string, readonly string[]>;

export function readConf(text: string): OpensslConf {
  const sections = new Map<string, string[]>();
  let name = "";
  for (const line of text.split(/\r?\n/)) {
    const bare = line.replace(/(^|\s)#.*$/, "").trim();
    const header = /^\[\s*([^\]]+?)\s*\]$/.exec(bare)?.[1];
    if (header !== undefined) name = header;
    else if (bare !== "") sections.set(name, [...(sections.get(name) ?? []), bare]);
  }
  return sections;
}

export function valueIn(conf: OpensslConf, section: string, name: string): string | null {
  const pair = (line: string): readonly [string, string] => {
    const at = line.indexOf("=");
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  };
  const found = conf
    .get(section)
    ?.map(pair)
    .find(([key]) => key === name);
  return found?.[1] ?? null;
}

/** The section of a certificate's extensions: named by `req`, or by the beginning of a file for `openssl x509`. */
export function extensionSection(conf: OpensslConf): string {
  const named = ["req_extensions", "x509_extensions"].map((name) => valueIn(conf, "req", name));
  return named.find((name) => name !== null) ?? valueIn(conf, "", "extensions") ?? "";
}

/** Its lines, and behind them every other section, since one may refer to another. */
export function extensionLines(conf: OpensslConf): readonly string[] {
  const own = extensionSection(conf);
  const others = [...conf].filter(
    ([name]) => name !== own && name !== "" && !name.startsWith("req"),
  );
  const rest = others.flatMap(([name, lines]) => [`[ ${name} ]`, ...lines]);
  return [...(conf.get(own) ?? []), ...rest];
}

/** The DNS names in it, as written. */
export function dnsNames(conf: OpensslConf): readonly string[] {
  return extensionLines(conf).flatMap((line) => {
    const listed = /^DNS(?:\.\d+)?\s*=\s*(\S+)$/.exec(line)?.[1];
    if (listed !== undefined) return [listed];
    return /^subjectAltName\s*=/.test(line)
      ? [...line.matchAll(/DNS:([^,\s]+)/g)].map(([, name = ""]) => name)
      : [];
  });
}

/** RFC 9525 §6.3: equal, or a `*` for the whole leftmost label. */
export function covers(names: readonly string[], host: string): boolean {
  return names.some((name) => {
    if (!name.startsWith("*.")) return name === host;
    return host.slice(host.indexOf(".")) === name.slice(1);
  });
}

/** The name in `req`, for openssl's -subj: "/" for none. */
export function subjectOf(conf: OpensslConf): string {
  const section = valueIn(conf, "req", "distinguished_name") ?? "";
  const [organisation, common] = ["organizationName", "commonName"].map(
    (name) => valueIn(conf, section, `${name}_value`) ?? valueIn(conf, section, name),
  );
  const part = (key: string, value: string | null | undefined): string =>
    value == null ? "" : `/${key}=${value.replace(/[\\/+]/g, String.raw`\$&`)}`;
  return part("O", organisation) + part("CN", common) || "/";
}
