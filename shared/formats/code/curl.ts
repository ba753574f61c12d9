import type { CodeBody, CodePart, CodePiece, CodeRequest, CodeTarget } from "./code-request.ts";
import { isChunked, onlyFile, onlyText, seconds, urlOf } from "./head.ts";
import {
  bashWord,
  cmdWord,
  isCmdText,
  isPowershellText,
  isWordText,
  powershellWord,
} from "./shell-word.ts";

/** An option and its value, on a line of its own. */
type Option = readonly string[];

/** How a body gets onto the command line: by options alone, or from a file the shell makes first. */
interface BodyOptions {
  readonly options: readonly Option[];
  readonly piped: readonly CodePiece[] | null;
}

/** The options of curl that send the request as Envoi does; without the body's. */
function requestOptions(request: CodeRequest, body: BodyOptions): readonly Option[] {
  const { method, target } = request;
  const hasBody = request.body !== null;
  const options: Option[] = [];
  if (method === "HEAD" && !hasBody) options.push(["--head"]);
  else if (method !== (hasBody ? "POST" : "GET")) options.push(["--request", method]);
  if (/[[\]{}]/.test(urlOf(request))) options.push(["--globoff"]);
  if (/\/\.{1,2}(?:[/?]|$)/.test(target)) options.push(["--path-as-is"]);
  if (!target.startsWith("/")) options.push(["--request-target", target]);
  if (request.followRedirects) options.push(["--location"]);
  if (request.followRedirects && request.maxRedirects !== 50)
    options.push(["--max-redirs", String(request.maxRedirects)]);
  if (!request.verifyTls && request.scheme === "https") options.push(["--insecure"]);
  // Of a WebSocket the time is the handshake's.
  if (request.timeout > 0 && request.socket === undefined)
    options.push(["--max-time", seconds(request.timeout)]);
  const version = versionOptions.get(request.httpVersion);
  if (version !== undefined) options.push([version]);
  if (request.socket !== undefined) options.push(["--include"], ["--no-buffer"]);
  const { challenge } = request;
  if (challenge !== null)
    options.push(
      [challenge.scheme === "any" ? "--anyauth" : `--${challenge.scheme}`],
      ["--user", `${challenge.username}:${challenge.password}`],
    );
  return [...options, ...headerOptions(request, body), ...body.options];
}

/** How curl is told the version of HTTP, by the choice of a request. */
export const versionOptions: ReadonlyMap<string, string> = new Map([
  ["1.0", "--http1.0"],
  ["1.1", "--http1.1"],
  ["2", "--http2"],
  ["h2c", "--http2-prior-knowledge"],
  ["h2c-upgrade", "--http2"],
  ["3", "--http3"],
]);

/** Every field in its order; those curl would send all the same are left to it, those Envoi does not send are taken from it. */
function headerOptions(request: CodeRequest, body: BodyOptions): readonly Option[] {
  const there = new Set(request.headers.map(({ name }) => name.toLowerCase()));
  const form = body.options.some(([name = ""]) => name.startsWith("--form"));
  const options: Option[] = [];
  for (const name of ["Host", "User-Agent", "Accept"])
    if (!there.has(name.toLowerCase())) options.push(["--header", `${name}:`]);
  const data = request.body !== null;
  if (data && !form && !there.has("content-type")) options.push(["--header", "Content-Type:"]);
  if (data && !there.has("content-length") && !there.has("transfer-encoding"))
    options.push(["--header", "Content-Length:"]);
  if (data && !there.has("expect")) {
    const large = (request.body?.pieces ?? []).some(
      (piece) => piece.kind === "file" || (piece.kind === "text" && piece.text.length > 500_000),
    );
    if (large) options.push(["--header", "Expect:"]);
  }
  for (const { name, value, origin } of request.headers) {
    const key = name.toLowerCase();
    if (origin === "client" && key === "host") continue;
    if (origin === "client" && key === "accept" && value === "*/*") continue;
    if (origin === "client" && key === "user-agent") options.push(["--user-agent", value]);
    else if (origin === "body" && key === "content-length" && data) continue;
    else if (origin === "body" && key === "content-type" && form) continue;
    else {
      if (key === "accept-encoding") options.push(["--compressed"]);
      options.push(["--header", value.trim() === "" ? `${name};` : `${name}: ${value}`]);
    }
  }
  return options;
}

/** `canHold`: what text the shell can give to curl as one word. */
function bodyOptions(request: CodeRequest, canHold: (text: string) => boolean): BodyOptions {
  const { body } = request;
  if (body === null) return { options: [], piped: null };
  const text = onlyText(body);
  // Never --data: it takes a leading @ for a file and drops line ends.
  if (text !== null && canHold(text)) return { options: [["--data-raw", text]], piped: null };
  const file = onlyFile(body);
  if (file !== null) return { options: [["--data-binary", `@${file}`]], piped: null };
  const form = formOptions(request, body, canHold);
  if (form !== null) return { options: form, piped: null };
  return { options: [], piped: body.pieces };
}

/** curl makes such a body itself, with a boundary of its own; not when the person wrote one, or a name has what curl would read. */
function formOptions(
  request: CodeRequest,
  { parts }: CodeBody,
  canHold: (text: string) => boolean,
): readonly Option[] | null {
  const typed = request.headers.some(
    ({ name, origin }) => origin !== "body" && name.toLowerCase() === "content-type",
  );
  if (parts === null || parts.length === 0 || typed || isChunked(request)) return null;
  const options: Option[] = [];
  for (const part of parts) {
    const option = formOption(part);
    if (option === null || !option.every(canHold)) return null;
    options.push(option);
  }
  return options;
}

function formOption(part: CodePart): Option | null {
  if (part.name.includes("=") || part.name === "") return null;
  const type = part.contentType === "" ? "" : `;type=${part.contentType}`;
  if (/[;,"\r\n]/.test(part.contentType.replace(/; ?charset=[\w-]+$/, ""))) return null;
  const within = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;
  if (part.kind === "file") {
    const usual = part.path.split(/[/\\]/).at(-1) === part.fileName;
    const named = usual ? "" : `;filename=${within(part.fileName)}`;
    return ["--form", `${part.name}=@${within(part.path)}${type}${named}`];
  }
  if (type === "") return ["--form-string", `${part.name}=${part.text}`];
  return ["--form", `${part.name}=${within(part.text)}${type}`];
}

interface Shell {
  readonly id: string;
  readonly name: string;
  readonly syntax: string;
  readonly extension: string;
  readonly program: string;
  readonly newline: string;
  /** What a line of comment begins with. */
  readonly remark: string;
  word(text: string): string;
  canHold(text: string): boolean;
  /** The command with a body given from outside: what stands before it, and the options that read it. */
  piped(pieces: readonly CodePiece[]): { readonly before: string; readonly option: Option };
}

function target(shell: Shell): CodeTarget {
  return {
    id: shell.id,
    name: shell.name,
    syntax: shell.syntax,
    extension: shell.extension,
    bytes: false,
    sockets: "handshake",
    write(request) {
      const body = bodyOptions(request, shell.canHold);
      const from = body.piped === null ? null : shell.piped(body.piped);
      const options = [...requestOptions(request, body), ...(from === null ? [] : [from.option])];
      const lines = options.map((option) => option.map(shell.word).join(" "));
      const words = [`${shell.program} ${shell.word(urlOf(request))}`, ...lines];
      const remark =
        request.socket === undefined
          ? ""
          : `${shell.remark} This asks for the WebSocket; what comes then are its frames.\n`;
      return `${remark}${from?.before ?? ""}${words.join(`${shell.newline}  `)}\n`;
    },
  };
}

export const curlBash = target({
  id: "curl",
  name: "curl (bash)",
  syntax: "shell",
  extension: "sh",
  program: "curl",
  newline: " \\\n",
  remark: "#",
  word: bashWord,
  canHold: isWordText,
  piped: (pieces) => ({ before: bashPipe(pieces), option: ["--data-binary", "@-"] }),
});

/** A group of commands that print the pieces one after the other, into the next command. */
export function bashPipe(pieces: readonly CodePiece[]): string {
  const commands = pieces.map((piece) => {
    if (piece.kind === "file") return `cat -- ${bashWord(piece.path)}`;
    if (piece.kind === "base64") return `printf '%s' ${bashWord(piece.data)} | base64 -d`;
    if (isWordText(piece.text)) return `printf '%s' ${bashWord(piece.text)}`;
    return `printf '%s' ${textBase64(piece.text)} | base64 -d`;
  });
  return commands.length === 1 ? `${commands[0]} |\n` : `{\n  ${commands.join("\n  ")}\n} |\n`;
}

/** UTF-8 in base64. */
export function textBase64(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

export const curlCmd = target({
  id: "curl-cmd",
  name: "curl (cmd)",
  syntax: "bat",
  extension: "cmd",
  program: "curl",
  newline: " ^\n",
  remark: "rem",
  word: cmdWord,
  canHold: isCmdText,
  piped: () => ({
    before: "rem The body is more than a command line can hold: put it into body.bin first.\n",
    option: ["--data-binary", "@body.bin"],
  }),
});

export const curlPowershell = target({
  id: "curl-powershell",
  name: "curl (PowerShell)",
  syntax: "powershell",
  extension: "ps1",
  program: "curl.exe",
  newline: " `\n",
  remark: "#",
  word: powershellWord,
  canHold: isPowershellText,
  piped: (pieces) => ({
    before: powershellFile(pieces, "body.bin"),
    option: ["--data-binary", "@body.bin"],
  }),
});

/** Lines that write the pieces into a file. */
function powershellFile(pieces: readonly CodePiece[], name: string): string {
  const parts = pieces.map((piece) => {
    if (piece.kind === "file")
      return `[IO.File]::ReadAllBytes((Resolve-Path -LiteralPath ${powershellWord(piece.path)}))`;
    const data = piece.kind === "base64" ? piece.data : textBase64(piece.text);
    return `[Convert]::FromBase64String('${data}')`;
  });
  return (
    `$body = [byte[]](${parts.length === 0 ? "@()" : parts.join(" + ")})\n` +
    `[IO.File]::WriteAllBytes((Join-Path (Get-Location) '${name}'), $body)\n`
  );
}
