import type { CodeTarget } from "../../../shared/formats/code/code-request.ts";
import { codeTarget, codeTargets, targetsFor } from "../../../shared/formats/code/targets.ts";
import { toFailure } from "../../../shared/model/failure.ts";
import { findProgram } from "../../base/program.ts";
import { codeRequest } from "../../exchanges/code/code-request.ts";
import { collectProblems } from "../../exchanges/problems.ts";
import { resolverForCode, unknownToken } from "../../exchanges/code/code-view.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import type { ResolvedRequest } from "../../client/send.ts";
import { all, type Given, has, last } from "./options/parse.ts";
import { readOptions } from "./options/read.ts";
import { openMessages } from "./output/messages.ts";
import { buildRequest } from "./send.ts";
import { secondsOption } from "./settings/values.ts";
import { typedMessages } from "./socket/words.ts";

/** What `envoi code --help` prints. */
const help = `envoi code <url | file.yml> [--lang NAME] [--show-secrets] [options of send]
envoi code --list

  --lang NAME      Language or program; curl when it is not said, for a WebSocket JavaScript
  --list           Print every NAME
  --show-secrets   Write the values of secrets instead of {{name}} and ••••••

Prints a program that sends what envoi send would. Nothing is sent. Paths of files stay as they are
typed: run the program from the same folder.
`;

interface Words {
  readonly lang: string;
  /** `lang` was said. */
  readonly typed: boolean;
  readonly list: boolean;
  readonly reveal: boolean;
  readonly help: boolean;
  /** For `send`. */
  readonly rest: readonly string[];
}

/** `envoi code`: prints a request as code, gives the exit code. */
export async function code(typed: readonly string[]): Promise<number> {
  const words = wordsOf(typed);
  if (typeof words === "string") return complain(words);
  if (words.help) {
    process.stdout.write(help);
    return exitCodes.ok;
  }
  if (words.list) {
    const width = Math.max(...codeTargets.map(({ id }) => id.length)) + 2;
    process.stdout.write(
      codeTargets.map(({ id, name }) => `${id.padEnd(width)}${name}\n`).join(""),
    );
    return exitCodes.ok;
  }
  const target = codeTarget(words.lang);
  if (target === undefined) return complain(`there is no language ${words.lang}; see --list`);
  return await print(target, words);
}

async function print(target: CodeTarget, words: Words): Promise<number> {
  const { rest, reveal } = words;
  const messages = openMessages(undefined, false);
  const fail = (message: string): void => messages.line(`envoi: ${message}`);
  try {
    const parsed = await readOptions(rest, fail);
    if (parsed.kind === "bad") return complain(parsed.message);
    const [{ given, targets }, ...others] = parsed.operations;
    if (others.length > 0 || targets.length !== (has(given, "raw") ? 0 : 1))
      return complain("code takes one URL or file");
    if (last(given, "raw") !== undefined && !target.bytes)
      return complain(`${target.name} cannot say raw bytes: choose http or rust-tcp`);
    const problems = collectProblems();
    const { request: resolved } = await buildRequest(given, targets[0] ?? "", messages, {
      resolver: (resolver) => resolverForCode(resolver, reveal, problems).resolver,
      token: unknownToken,
    });
    const version = findProgram(import.meta.url).version;
    const { request } = await codeRequest(await asSocket(given, resolved), {
      cookies: null,
      version,
      reveal,
    });
    for (const { message } of problems.list()) fail(message);
    const possible = targetsFor({
      raw: request.raw !== null,
      socket: request.socket !== undefined,
    });
    const byItself = request.socket === undefined ? target : (possible[0] ?? target);
    const written = words.typed ? target : byItself;
    if (!possible.includes(written)) {
      const what =
        request.socket === undefined
          ? "opens a WebSocket and sends nothing else"
          : "opens no WebSocket";
      return complain(`${target.name} ${what}: choose ${possible.map(({ id }) => id).join(", ")}`);
    }
    process.stdout.write(written.write(request));
    return exitCodes.ok;
  } catch (thrown) {
    const failure = toFailure(thrown);
    fail(
      `${failure.message}${failure.place ? ` (${failure.place})` : ""} ${failure.remedy ?? ""}`.trim(),
    );
    return exitCodeOf(failure);
  } finally {
    await messages.close();
  }
}

/** What `send` would say on the WebSocket that a URL or file names. */
async function asSocket(given: Given, resolved: ResolvedRequest): Promise<ResolvedRequest> {
  if (resolved.socketPlan === undefined && !/^wss?:/i.test(resolved.url)) return resolved;
  const typed = await typedMessages(given);
  const protocols = all(given, "subprotocol").join(", ");
  return {
    ...resolved,
    headers: [
      ...resolved.headers,
      ...(protocols === ""
        ? []
        : [{ name: "Sec-WebSocket-Protocol", value: protocols, origin: "request" as const }]),
    ],
    socketPlan: {
      messages: typed ?? resolved.socketPlan?.messages ?? [],
      pingInterval: secondsOption(given, "ws-ping") ?? resolved.socketPlan?.pingInterval ?? 0,
    },
  };
}

function wordsOf(typed: readonly string[]): Words | string {
  let lang: string | null = null;
  const flags = new Set<string>();
  const rest: string[] = [];
  for (let at = 0; at < typed.length; at += 1) {
    const word = typed[at] ?? "";
    if (word === "--lang" || word.startsWith("--lang=")) {
      const value = word === "--lang" ? typed[++at] : word.slice("--lang=".length);
      if (value === undefined || value === "") return "--lang needs a NAME";
      lang = value;
    } else if (["--list", "--show-secrets", "--help"].includes(word)) flags.add(word);
    else rest.push(word);
  }
  return {
    lang: lang ?? "curl",
    typed: lang !== null,
    rest,
    list: flags.has("--list"),
    reveal: flags.has("--show-secrets"),
    help: flags.has("--help"),
  };
}

function complain(message: string): number {
  process.stderr.write(`envoi: ${message}\nTry envoi code --help\n`);
  return exitCodes.usage;
}
