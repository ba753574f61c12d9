import type { HttpRequest } from "../../../model/request.ts";
import { splitUrl } from "../../../model/url.ts";
import type { Remark } from "../remark.ts";
import type { ShellCommand } from "../shell/command.ts";

/** What a shell would have run to get a part of the command. */
export function noteUnknown(command: ShellCommand, remark: Remark): void {
  for (const text of command.unknown)
    remark.add("warning", "shell-run", { command: text }, command.line);
}

/** A short comment above a command is its name; else method and path. */
export function requestName(request: Pick<HttpRequest, "method" | "url">, comment: string): string {
  if (comment !== "" && comment.length <= 60 && !/:\/\/|^[-=#]+$/.test(comment))
    return comment.replace(/:$/, "");
  const { path, host } = splitUrl(request.url);
  const place = path === "" || path === "/" ? host : path;
  return `${request.method} ${place}`.trim().slice(0, 100);
}
