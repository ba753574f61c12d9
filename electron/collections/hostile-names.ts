/** Paths that try to leave a collection, or to name what is no item. For tests only. */
export function hostilePaths(outside: string): readonly string[] {
  const climbs = [
    "..",
    "../",
    "../../x",
    "a/../../x",
    "a/..",
    "./x",
    ".",
    "a/./x",
    "../../../../etc/passwd",
    "a/b/../../../x",
  ];
  const absolute = [
    "/",
    "/etc/passwd",
    "//server/share/x",
    "///x",
    outside,
    `${outside}/victim.yml`,
  ];
  const windows = [
    "C:\\x",
    "C:x",
    "C:/x",
    "\\\\server\\share\\x",
    "\\x",
    "..\\x",
    "a\\..\\..\\x",
    "\\\\?\\C:\\x",
    "\\\\.\\PhysicalDrive0",
  ];
  const hidden = [
    ".env",
    ".git/config",
    "a/.git/HEAD",
    ".gitignore",
    "..yml",
    "...",
    ". ./x",
    "node_modules/x.yml",
    "a/node_modules/b.yml",
    ".ssh/id_rsa",
  ];
  const controls = Array.from({ length: 32 }, (_, code) => `a${String.fromCharCode(code)}b.yml`);
  const odd = [
    "a\u007fb.yml",
    "a\ud800.yml",
    "\udc00",
    "a//b",
    "a/",
    "/a",
    "",
    "a".repeat(256),
    "é".repeat(128),
    `${"a/".repeat(3000)}x`,
  ];
  const encoded = [
    "%2e%2e/x",
    "..%2fx",
    "%00",
    "..;/x",
    "..%5cx",
    "\u2024\u2024/x",
    "\uff0e\uff0e/x",
    "\u2215etc",
    "\uff0fetc",
  ];
  const rightToLeft = ["\u202egnp.yml", "a\u202e/../x", "\u200b../x", "..\u200b/x"];
  const devices = [
    "con",
    "CON",
    "prn",
    "aux",
    "nul",
    "NUL",
    "com1",
    "COM9",
    "lpt1",
    "com¹",
    "lpt³",
  ].flatMap((name) => [`${name}.yml`, name, `a/${name}.txt.yml`, `${name}/x.yml`]);
  const streams = [
    "x.yml:stream",
    "x.yml::$DATA",
    "a:b/x.yml",
    "a<b.yml",
    "a>b.yml",
    'a"b.yml',
    "a|b.yml",
    "a?b.yml",
    "a*b.yml",
  ];
  const ends = [
    "a./x.yml",
    "a /x.yml",
    "x.yml.",
    "x.yml ",
    "a.. /x.yml",
    "folder.yml ",
    "opencollection.yml.",
  ];
  const prefixed = [...climbs, ...absolute, ...windows, ...hidden].flatMap((item) =>
    ["sub/", "environments/", "a/b/", "link-out/"]
      .map((folder) => `${folder}${item}`)
      .concat(`${item}.yml`),
  );
  return [
    ...new Set([
      ...climbs,
      ...absolute,
      ...windows,
      ...hidden,
      ...controls,
      ...odd,
      ...encoded,
      ...rightToLeft,
      ...devices,
      ...streams,
      ...ends,
      ...prefixed,
      "link-out/victim.yml",
      "link-out/new.yml",
      "link-file.yml",
      "sub/link-up/../x.yml",
      "circle/circle/x.yml",
      "pipe.yml",
    ]),
  ];
}
