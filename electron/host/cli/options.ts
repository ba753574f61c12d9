/** The options of `envoi send`, under curl's names where curl has one. */
export interface OptionSpec {
  readonly long: string;
  readonly short?: string;
  /** Placeholder of its value; absent: a switch. */
  readonly value?: string;
  readonly help: string;
}

export const sendOptions = [
  { long: "request", short: "X", value: "METHOD", help: "Use this request method" },
  {
    long: "header",
    short: "H",
    value: "FIELD",
    help: "Add a header field; 'Name:' leaves an automatic one out",
  },
  {
    long: "data",
    short: "d",
    value: "TEXT",
    help: "Send a body; @FILE reads a file, several are joined with &",
  },
  { long: "data-raw", value: "TEXT", help: "Like --data, with no special meaning of @" },
  { long: "data-binary", value: "TEXT", help: "Like --data, line breaks of files are kept" },
  { long: "json", value: "TEXT", help: "Send JSON (sets Content-Type and Accept)" },
  {
    long: "form",
    short: "F",
    value: "NAME=TEXT",
    help: "Send multipart/form-data; NAME=@FILE sends a file",
  },
  { long: "user", short: "u", value: "USER:PASSWORD", help: "Basic authentication" },
  { long: "user-agent", short: "A", value: "TEXT", help: "Set User-Agent" },
  { long: "raw", value: "FILE", help: "Send the bytes of a file (or - for stdin) as they are" },
  { long: "to", value: "HOST:PORT", help: "Where --raw goes" },
  { long: "tls", help: "Use TLS for --raw" },
  { long: "env", value: "NAME", help: "Environment of the collection the file belongs to" },
  { long: "location", short: "L", help: "Follow redirects" },
  { long: "max-redirs", value: "COUNT", help: "Redirects to follow at most (50)" },
  { long: "max-time", short: "m", value: "SECONDS", help: "Time limit for the whole exchange" },
  { long: "insecure", short: "k", help: "Do not verify the certificate of this request" },
  { long: "compressed", help: "Ask for a compressed response (decoding always happens)" },
  { long: "head", short: "I", help: "Send HEAD and print the response head" },
  { long: "include", short: "i", help: "Print the response head before the body" },
  { long: "output", short: "o", value: "FILE", help: "Write the body to a file" },
  { long: "fail", short: "f", help: "Exit 22 on a status of 400 or more, without its body" },
  { long: "verbose", short: "v", help: "Tell on stderr what happens (* > <)" },
  {
    long: "trace",
    value: "FILE",
    help: "Write every byte of both directions as hex and text (- for stdout)",
  },
  { long: "help", short: "h", help: "Print this" },
] as const satisfies readonly OptionSpec[];

export type OptionName = (typeof sendOptions)[number]["long"];

/** Options as given: every value in order, "" for a switch. */
export type Given = ReadonlyMap<OptionName, readonly string[]>;

export type Parsed =
  | { readonly kind: "ok"; readonly given: Given; readonly targets: readonly string[] }
  | { readonly kind: "bad"; readonly message: string };

const specs: readonly (OptionSpec & { readonly long: OptionName })[] = sendOptions;

/** Reads arguments as curl does: `--name value`, `--name=value`, `-X value`, `-Xvalue`, joined switches `-iv`, `--` ends options. */
export function parseOptions(words: readonly string[]): Parsed {
  const given = new Map<OptionName, string[]>();
  const targets: string[] = [];
  const add = (spec: OptionSpec & { readonly long: OptionName }, value: string) =>
    given.set(spec.long, [...(given.get(spec.long) ?? []), value]);
  let at = 0;
  const next = (): string | undefined => words[at++];
  for (let word = next(); word !== undefined; word = next()) {
    if (word === "--") {
      targets.push(...words.slice(at));
      break;
    }
    if (word.startsWith("--")) {
      const equals = word.indexOf("=");
      const name = word.slice(2, equals < 0 ? undefined : equals);
      const spec = specs.find((candidate) => candidate.long === name);
      if (!spec) return bad(`unknown option --${name}`);
      const inline = equals < 0 ? undefined : word.slice(equals + 1);
      if (!spec.value) {
        if (inline !== undefined) return bad(`--${name} takes no value`);
        add(spec, "");
        continue;
      }
      const value = inline ?? next();
      if (value === undefined) return bad(`--${name} needs a value: ${spec.value}`);
      add(spec, value);
    } else if (word.startsWith("-") && word.length > 1) {
      for (let letter = 1; letter < word.length; letter += 1) {
        const short = word[letter] ?? "";
        const spec = specs.find((candidate) => candidate.short === short);
        if (!spec) return bad(`unknown option -${short}`);
        if (!spec.value) {
          add(spec, "");
          continue;
        }
        const value = letter + 1 < word.length ? word.slice(letter + 1) : next();
        if (value === undefined) return bad(`-${short} needs a value: ${spec.value}`);
        add(spec, value);
        break;
      }
    } else targets.push(word);
  }
  return { kind: "ok", given, targets };
}

const bad = (message: string): Parsed => ({ kind: "bad", message });
