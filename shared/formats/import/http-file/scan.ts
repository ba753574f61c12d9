/** A `.http` file cut into requests, its three dialects alike. Lines count from 1. */

export interface HttpFileVariable {
  readonly name: string;
  readonly value: string;
  /** Number of the region (between `###`) it stands in. */
  readonly region: number;
}

/** A script, or a file of one. */
export interface HttpFileScript {
  readonly when: "before" | "after";
  readonly code: string;
  /** Path of the file that holds it; "" when it is in the text. */
  readonly file: string;
}

export interface HttpFileRequest {
  readonly region: number;
  readonly line: number;
  readonly title: string;
  /** `# @name value` and the like, in order. */
  readonly meta: readonly (readonly [string, string])[];
  readonly comments: readonly string[];
  readonly method: string;
  readonly url: string;
  /** "1.1", "2", or "". */
  readonly version: string;
  readonly headers: readonly {
    readonly name: string;
    readonly value: string;
    readonly off: boolean;
  }[];
  readonly body: readonly string[];
  readonly scripts: readonly HttpFileScript[];
  /** `?? status == 200`, without the marks. */
  readonly asserts: readonly string[];
  /** `>> file`: where the reply was to be kept. */
  readonly outputs: readonly string[];
  /** A saved reply, from its status line on. */
  readonly response: readonly string[];
}

export interface HttpFile {
  readonly requests: readonly HttpFileRequest[];
  readonly variables: readonly HttpFileVariable[];
  /** `proto < file`, `gql name < file`, `@import`. */
  readonly references: readonly (readonly [string, string])[];
  /** Scripts of regions without a request: they count for the whole file. */
  readonly scripts: readonly HttpFileScript[];
  /** Comments of such regions. */
  readonly comments: readonly string[];
  /** What is no part of anything: the text, and its first line. */
  readonly strays: readonly { readonly text: string; readonly line: number }[];
  /** Regions that are a curl command: the text, and its line. */
  readonly commands: readonly {
    readonly text: string;
    readonly line: number;
    readonly title: string;
  }[];
}

const methods =
  "GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK|CHECKOUT|CHECKIN|REPORT|MERGE|MKACTIVITY|MKWORKSPACE|VERSION-CONTROL|BASELINE-CONTROL|SEARCH|QUERY|LINK|UNLINK|PURGE|GRAPHQL|GRPC|WEBSOCKET|WS|WSS|SSE|EVENTSOURCE|RSOCKET|MQTT|AMQP";
const requestLine = new RegExp(
  String.raw`^(?:(${methods})[ \t]+)(\S.*?)(?:[ \t]+HTTP\/([\d.]+))?[ \t]*$`,
);
const bareUrl =
  /^((?:https?|wss?|grpcs?):\/\/\S.*?|\/[^/*\s]\S*|\{\{[^{}]+\}\}\S*)(?:[ \t]+HTTP\/([\d.]+))?[ \t]*$/i;
/** A name may hold variables. */
const header = /^((?:[!#$%&'*+\-.^_`|~0-9A-Za-z]|\{\{[^{}]*\}\})+)[ \t]*:[ \t]*(.*)$/;
/** A line that begins a script of httpYac, with the event it waits for. */
const scriptBlock =
  /^\{\{(?:[@+]?(request|streaming|response|after|responseLogging)|[@+][\w-]*)?[ \t]*$/;
const variableLine = /^@([^\s=:]+)[ \t]*:?=[ \t]*(.*)$/;
const statusLine = /^HTTP\/[\d.]+[ \t]+\d{3}\b/;

interface Draft {
  region: number;
  line: number;
  title: string;
  meta: (readonly [string, string])[];
  comments: string[];
  method: string;
  url: string;
  version: string;
  headers: { name: string; value: string; off: boolean }[];
  body: string[];
  scripts: HttpFileScript[];
  asserts: string[];
  outputs: string[];
  response: string[];
  stage: "before" | "headers" | "body" | "response";
  /** True once the region holds something of its own besides comments. */
  said: boolean;
  /** Its title was a comment. */
  named: boolean;
}

/** Cuts a file. Never throws. */
export function scanHttpFile(text: string): HttpFile {
  const rows = text.split("\n").map((row) => row.replace(/\r$/, ""));
  const requests: HttpFileRequest[] = [];
  const variables: HttpFileVariable[] = [];
  const references: (readonly [string, string])[] = [];
  const commands: { text: string; line: number; title: string }[] = [];
  const scripts: HttpFileScript[] = [];
  const comments: string[] = [];
  const strays: { text: string; line: number; last: number }[] = [];
  let region = 0;
  let draft = createDraft(0, "");

  const finish = (): void => {
    if (draft.url !== "") {
      const { body, after } = variablesBelow(draft.body);
      draft.body = body;
      variables.push(...after.map((one) => ({ ...one, region: draft.region })));
      requests.push(draft);
    } else {
      scripts.push(...draft.scripts);
      comments.push(...(draft.named ? [draft.title] : []), ...draft.comments);
    }
  };
  const begin = (title: string): void => {
    // Comments that stand alone between two separators are about the request below; the first is what it is called.
    const alone =
      title === "" && draft.url === "" && draft.region > 0 && !draft.said && draft.title === "";
    const above = alone ? draft.comments : [];
    const meta = alone ? draft.meta : [];
    if (alone) draft.comments = [];
    finish();
    const [first = "", ...more] = above;
    const named = first !== "" && first.length <= 60;
    draft = createDraft(region, named ? first : title);
    draft.named = named;
    draft.comments.push(...(named ? more : above));
    draft.meta.push(...meta);
  };
  /** Everything up to a closing mark, from the rest of this line on; the row after it. */
  const until = (
    from: number,
    rest: string,
    close: RegExp,
  ): { readonly code: string; readonly next: number } => {
    const inline = close.exec(rest);
    if (inline !== null) return { code: rest.slice(0, inline.index).trim(), next: from };
    const lines = rest.trim() === "" ? [] : [rest];
    let at = from + 1;
    for (; at < rows.length; at += 1) {
      const row = rows[at] ?? "";
      const found = close.exec(row);
      if (found !== null) {
        if (row.slice(0, found.index).trim() !== "") lines.push(row.slice(0, found.index));
        break;
      }
      lines.push(row);
    }
    return { code: dedent(lines), next: at };
  };

  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? "";
    const line = at + 1;
    const separator = /^#{3,}(.*)$/.exec(row);
    if (separator !== null) {
      region += 1;
      begin((separator[1] ?? "").replace(/^#+/, "").trim());
      continue;
    }
    // Scripts and what belongs to them stand anywhere.
    const pre = /^<[ \t]*\{%(.*)$/.exec(row);
    const post = /^>[ \t]*\{%(.*)$/.exec(row);
    if (pre !== null || post !== null) {
      const { code, next } = until(at, (pre ?? post)?.[1] ?? "", /%\}/);
      draft.scripts.push({ when: pre === null ? "after" : "before", code, file: "" });
      draft.said = true;
      at = next;
      continue;
    }
    const block = scriptBlock.exec(row);
    if (block !== null) {
      const { code, next } = until(at, "", /^\}\}[ \t]*$/);
      const when =
        block[1] === undefined
          ? draft.url === ""
            ? "before"
            : "after"
          : block[1] === "request"
            ? "before"
            : "after";
      draft.scripts.push({ when, code, file: "" });
      draft.said = true;
      at = next;
      continue;
    }
    const scriptFile = /^>[ \t]+(\S.*\.(?:js|ts|mjs|cjs))[ \t]*$/.exec(row)?.[1];
    if (scriptFile !== undefined) {
      draft.scripts.push({ when: "after", code: "", file: scriptFile });
      continue;
    }
    const output = /^>>!?[ \t]*(\S.*)$/.exec(row)?.[1];
    if (output !== undefined) {
      draft.outputs.push(output);
      continue;
    }
    const assert = /^\?\?[ \t]*(\S.*)$/.exec(row)?.[1];
    if (assert !== undefined) {
      draft.asserts.push(assert);
      continue;
    }
    if (draft.stage === "before") {
      if (row.trim() === "") continue;
      const variable = variableLine.exec(row);
      if (variable !== null) {
        variables.push({ name: variable[1] ?? "", value: (variable[2] ?? "").trim(), region });
        draft.said = true;
        continue;
      }
      if (comment(row, draft)) continue;
      const remark = /^[ \t]*\/\*+(.*)$/.exec(row)?.[1];
      if (remark !== undefined && rows.slice(at).some((one) => one.includes("*/"))) {
        const { code, next } = until(at, remark, /\*\//);
        draft.comments.push(...code.split("\n"));
        at = next;
        continue;
      }
      const reference = /^(proto|gql[ \t]+\S+|gql)[ \t]*<[ \t]*(\S.*)$/.exec(row);
      if (reference !== null) {
        draft.said = true;
        references.push([(reference[1] ?? "").split(/\s/)[0] ?? "", (reference[2] ?? "").trim()]);
        continue;
      }
      const before = /^<[ \t]+(\S.*\.(?:js|ts|mjs|cjs))[ \t]*$/.exec(row)?.[1];
      if (before !== undefined) {
        draft.scripts.push({ when: "before", code: "", file: before });
        continue;
      }
      if (/^curl(?:\.exe)?[ \t]/.test(row)) {
        const from = at;
        while (at + 1 < rows.length && !/^#{3,}/.test(rows[at + 1] ?? "")) at += 1;
        draft.said = true;
        commands.push({ text: rows.slice(from, at + 1).join("\n"), line, title: draft.title });
        continue;
      }
      const found = readRequestLine(row);
      const stray = strays.at(-1);
      if (found !== null) Object.assign(draft, found, { line, stage: "headers" });
      else if (stray !== undefined && stray.last === line - 1) {
        stray.text += `\n${row}`;
        stray.last = line;
      } else strays.push({ text: row, line, last: line });
      continue;
    }
    if (draft.stage === "headers") {
      if (row.trim() === "") {
        draft.stage = "body";
        continue;
      }
      // An indented line goes on with the URL; `=` before a colon is no field.
      const more = /^[ \t]+([/?&#].*|[^\s:]+|[^:]*=.*)$/.exec(row)?.[1];
      if (more !== undefined && draft.headers.length === 0) {
        draft.url += more.trim();
        continue;
      }
      const off = /^(?:#|\/\/)[ \t]*(.*)$/.exec(row);
      const field = header.exec(off === null ? row : (off[1] ?? ""));
      if (field !== null && !/^(?:#|\/\/)[ \t]*@/.test(row)) {
        draft.headers.push({
          name: field[1] ?? "",
          value: (field[2] ?? "").trim(),
          off: off !== null,
        });
        continue;
      }
      if (comment(row, draft)) continue;
      // No field: the body begins without a blank line, as httpYac lets it.
      draft.stage = "body";
    }
    const isVariable = variableLine.test(row) && draft.body.every((one) => one.trim() === "");
    if (isVariable || startsAnother(rows, at, draft)) {
      begin("");
      at -= 1;
      continue;
    }
    if (draft.stage === "response" || statusLine.test(row)) {
      draft.stage = "response";
      draft.response.push(row);
    } else if (/^<>[ \t]*\S/.test(row)) continue;
    else draft.body.push(row);
  }
  finish();
  return { requests, variables, references, scripts, comments, strays, commands };
}

/** Variables that stand below a body, after a blank line, are no part of it (VS Code REST Client). */
function variablesBelow(rows: string[]): {
  readonly body: string[];
  readonly after: readonly Omit<HttpFileVariable, "region">[];
} {
  const last = rows.findLastIndex((row) => row.trim() !== "" && !variableLine.test(row));
  const below = rows.slice(last + 1);
  if (last < 0 || below[0]?.trim() !== "") return { body: rows, after: [] };
  const after = below.flatMap((row) => {
    const [, name = "", value = ""] = variableLine.exec(row) ?? [];
    return name === "" ? [] : [{ name, value: value.trim() }];
  });
  return { body: after.length === 0 ? rows : rows.slice(0, last + 1), after };
}

function createDraft(region: number, title: string): Draft {
  return {
    region,
    line: 0,
    title,
    meta: [],
    comments: [],
    method: "",
    url: "",
    version: "",
    headers: [],
    body: [],
    scripts: [],
    asserts: [],
    outputs: [],
    response: [],
    stage: "before",
    said: false,
    named: false,
  };
}

/** A comment or a mark (`# @name x`); false for a line that is neither. */
function comment(row: string, draft: Draft): boolean {
  const text = /^[ \t]*(?:#|\/\/)[ \t]?(.*)$/.exec(row)?.[1];
  if (text === undefined) return false;
  const mark = /^@([\w-]+)[ \t]*(.*)$/.exec(text.trim());
  // What is indented under something stays so: lists and code in docs.
  if (mark === null) draft.comments.push(text.trimEnd());
  else draft.meta.push([mark[1] ?? "", (mark[2] ?? "").trim()]);
  return true;
}

function readRequestLine(
  row: string,
): { readonly method: string; readonly url: string; readonly version: string } | null {
  const full = requestLine.exec(row);
  if (full !== null)
    return { method: full[1] ?? "GET", url: full[2] ?? "", version: full[3] ?? "" };
  const bare = bareUrl.exec(row);
  if (bare !== null) return { method: "GET", url: bare[1] ?? "", version: bare[2] ?? "" };
  const other =
    /^([A-Za-z][\w-]*)[ \t]+((?:https?:\/\/|\/|\{\{)\S.*?)(?:[ \t]+HTTP\/([\d.]+))?[ \t]*$/.exec(
      row,
    );
  return other === null
    ? null
    : { method: other[1] ?? "GET", url: other[2] ?? "", version: other[3] ?? "" };
}

/** httpYac lets a request line after a blank line begin the next request. Inside a batch it is a part of the body. */
function startsAnother(rows: readonly string[], at: number, draft: Draft): boolean {
  if (draft.url === "" || (rows[at - 1] ?? "").trim() !== "") return false;
  const row = rows[at] ?? "";
  const found = requestLine.exec(row);
  if (found === null || !/^(?:[a-z][a-z0-9+.-]*:\/\/|\/|\{\{)/i.test(found[2] ?? "")) {
    // Variables and marks of the next request.
    const isMark = /^(?:#|\/\/)[ \t]*@(?:name|disabled|ref|forceRef|import|note)\b/.test(row);
    return isMark && draft.body.every((line) => line.trim() === "");
  }
  return !draft.headers.some(
    (field) => /^content-type$/i.test(field.name) && /^multipart\//i.test(field.value),
  );
}

function dedent(lines: readonly string[]): string {
  const depths = lines
    .filter((row) => row.trim() !== "")
    .map((row) => row.length - row.trimStart().length);
  const depth = depths.length === 0 ? 0 : Math.min(...depths);
  return lines
    .map((row) => row.slice(depth))
    .join("\n")
    .replace(/\s+$/, "");
}
