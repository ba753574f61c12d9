import type { CodeTarget } from "./code-request.ts";
import { bashPipe } from "./curl.ts";
import { joinedHeaders, onlyFile, onlyText, ownHeaders, remarks, seconds, urlOf } from "./head.ts";
import { bashWord, isWordText } from "./shell-word.ts";

/** Words, one group a line. */
function command(groups: readonly (readonly string[])[]): string {
  return `${groups.map((group) => group.map(bashWord).join(" ")).join(" \\\n  ")}\n`;
}

export const wget: CodeTarget = {
  id: "wget",
  name: "wget",
  syntax: "shell",
  extension: "sh",
  bytes: false,
  write(request) {
    const { body } = request;
    const text = onlyText(body);
    const file = onlyFile(body);
    const held = text !== null && isWordText(text);
    const made = body !== null && !held && file === null;
    const groups = [
      ["wget", "--quiet", "--output-document=-", "--content-on-error"],
      [`--method=${request.method}`],
      [`--max-redirect=${request.followRedirects ? request.maxRedirects : 0}`],
      ...(request.verifyTls ? [] : [["--no-check-certificate"]]),
      ...(request.timeout > 0 ? [[`--timeout=${seconds(request.timeout)}`]] : []),
      ["--tries=1"],
      // Of two fields of one name wget would send the last only.
      ...joinedHeaders(request).map(({ name, value }) => [`--header=${name}: ${value}`]),
      ...(held ? [[`--body-data=${text}`]] : []),
      ...(file === null ? [] : [[`--body-file=${file}`]]),
      ...(made ? [["--body-file=body.bin"]] : []),
      [urlOf(request)],
    ];
    const before = made ? `${bashPipe(body.pieces).replace(/\|\n$/, "> body.bin\n")}` : "";
    return remarks(request, "#") + before + command(groups);
  },
};

export const httpie: CodeTarget = {
  id: "httpie",
  name: "HTTPie",
  syntax: "shell",
  extension: "sh",
  bytes: false,
  write(request) {
    const { body } = request;
    const text = onlyText(body);
    const file = onlyFile(body);
    const held = text !== null && isWordText(text) && text !== "";
    const piped = body !== null && !held && file === null && body.pieces.length > 0;
    const named = ownHeaders(request).some(({ name }) => name.toLowerCase() === "content-type");
    const groups = [
      ["http", ...(piped || file !== null ? [] : ["--ignore-stdin"])],
      ["--path-as-is"],
      ...(request.followRedirects ? [["--follow", `--max-redirects=${request.maxRedirects}`]] : []),
      ...(request.verifyTls ? [] : [["--verify=no"]]),
      ...(request.timeout > 0 ? [[`--timeout=${seconds(request.timeout)}`]] : []),
      // As one word: the text may begin with a dash.
      ...(held ? [[`--raw=${text}`]] : []),
      [request.method, urlOf(request)],
      ...ownHeaders(request).map(({ name, value }) => [
        // A space keeps `:=` and `:@` from being read; HTTPie takes it away again.
        value.trim() === "" ? `${escaped(name)};` : `${escaped(name)}: ${value}`,
      ]),
      ...(body !== null && !named ? [["Content-Type:"]] : []),
    ];
    const words = command(groups);
    const from = file === null ? words : words.replace(/\n$/, ` \\\n  < ${bashWord(file)}\n`);
    return remarks(request, "#") + (piped ? bashPipe(body.pieces) : "") + from;
  },
};

function escaped(name: string): string {
  return name.replace(/[\\:=@;]/g, "\\$&");
}
