import path from "node:path";
import type { SecretProvider } from "../../../shared/model/secret-provider.ts";

/** A program and its arguments: each goes to it as it is, no shell in between. */
export interface Command {
  /** Absolute, or a name to look for in PATH. */
  readonly program: string;
  readonly args: readonly string[];
  /** Only the first line of what it prints is the value. */
  readonly firstLine: boolean;
}

/** The documented command line of each: `op read`, `bw get`, `pass show`. */
export function commandOf(provider: SecretProvider): Command {
  switch (provider.kind) {
    case "1password":
      return {
        program: "op",
        args: ["read", "--no-newline", provider.reference],
        firstLine: false,
      };
    case "bitwarden":
      return {
        program: "bw",
        args: ["get", provider.field, provider.item, "--raw", "--nointeraction"],
        firstLine: false,
      };
    case "pass":
      return { program: "pass", args: ["show", provider.entry], firstLine: true };
    case "exec":
      return { program: provider.program, args: provider.args, firstLine: false };
  }
}

/** What a program needs to find its home, the screen to ask on, and its agent. */
const common = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "TMPDIR",
  "TERM",
  "DISPLAY",
  "WAYLAND_DISPLAY",
  "XAUTHORITY",
  "XDG_RUNTIME_DIR",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  "DBUS_SESSION_BUS_ADDRESS",
  "GPG_TTY",
  "GNUPGHOME",
  "SSH_AUTH_SOCK",
  "SystemRoot",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "TEMP",
  "TMP",
] as const;

/** By provider: variables its own manual names. */
const own: Readonly<Record<SecretProvider["kind"], RegExp | null>> = {
  "1password": /^OP_[A-Za-z0-9_]+$/,
  bitwarden: /^(?:BW_[A-Z_]+|BITWARDENCLI_APPDATA_DIR)$/,
  pass: /^PASSWORD_STORE_[A-Z_]+$/,
  exec: null,
};

/** The environment a provider's program runs in: never all of Envoi's, which may hold values of other secrets. */
export function environmentFor(
  { kind }: SecretProvider,
  all: NodeJS.ProcessEnv,
): Record<string, string> {
  const pattern = own[kind];
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined) continue;
    if (common.some((one) => one === name) || pattern?.test(name) === true) kept[name] = value;
  }
  return kept;
}

/** Places a program may be at, in the order of PATH. Relative ones never count: they would change with the folder. */
export function placesOf(program: string, searchPath: string): readonly string[] {
  if (path.isAbsolute(program)) return [program];
  if (/[\\/]/.test(program)) return [];
  const names = process.platform === "win32" ? [`${program}.exe`] : [program];
  return searchPath
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
}
