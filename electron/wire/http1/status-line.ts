import type { Rule } from "./rules.ts";

/** A status line (RFC 9112 §4) as far as it could be read. */
export interface StatusLine {
  readonly httpVersion: string;
  /** 0 when there is no number. */
  readonly status: number;
  /** Latin-1. */
  readonly reason: string;
  readonly problems: readonly Rule[];
}

/** True when the line can only be meant as a status line. */
export function looksLikeStatusLine(line: string): boolean {
  return /^http\//i.test(line);
}

/** Where a well-formed status line begins inside other text; -1 when there is none. Linear. */
export function findStatusLine(line: string): number {
  for (let at = line.indexOf("HTTP/1."); at >= 0; at = line.indexOf("HTTP/1.", at + 1)) {
    if (/^HTTP\/1\.\d \d{3}(?: |$)/.test(line.slice(at, at + 13))) return at;
  }
  return -1;
}

/** `line` begins with "HTTP/" in any case and has no line end. Never throws. */
export function readStatusLine(line: string): StatusLine {
  const problems: Rule[] = [];
  if (!line.startsWith("HTTP/")) problems.push("http-name");
  const versionEnd = spaceFrom(line, 5);
  const httpVersion = line.slice(5, versionEnd);
  if (httpVersion !== "1.1" && httpVersion !== "1.0") {
    problems.push("http-version");
  }
  const codeStart = skipSpace(line, versionEnd);
  if (codeStart - versionEnd > 1 || line[versionEnd] === "\t") {
    problems.push("status-line-space");
  }
  const codeEnd = spaceFrom(line, codeStart);
  const code = line.slice(codeStart, codeEnd);
  const digits = code.length > 0 && code.length < 16 && /^\d+$/.test(code);
  if (!digits) {
    problems.push("status-code");
  } else if (code.length !== 3 || code < "100" || code > "599") {
    problems.push("status-code-range");
  }
  if (digits && codeEnd === line.length) {
    problems.push("reason-space");
  }
  const status = digits ? Number(code) : 0;
  const reason = line.slice(digits ? codeEnd + 1 : codeStart);
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(reason)) {
    problems.push("reason-control");
  }
  return { httpVersion, status, reason, problems };
}

function spaceFrom(line: string, from: number): number {
  let at = from;
  while (at < line.length && line[at] !== " " && line[at] !== "\t") at += 1;
  return at;
}

function skipSpace(line: string, from: number): number {
  let at = from;
  while (line[at] === " " || line[at] === "\t") at += 1;
  return at;
}
