import type { CodeTarget } from "./code-request.ts";
import { curlBash, curlCmd, curlPowershell } from "./curl.ts";
import { http } from "./http.ts";
import { jsAxios, jsFetch, jsUndici } from "./javascript.ts";
import { pythonAiohttp, pythonHttpx, pythonRequests } from "./python.ts";
import { rustTcp } from "./rust-tcp.ts";

/** Every kind of code, in the order of lists. */
export const codeTargets: readonly CodeTarget[] = [
  curlBash,
  curlCmd,
  curlPowershell,
  http,
  rustTcp,
  jsFetch,
  jsAxios,
  jsUndici,
  pythonRequests,
  pythonHttpx,
  pythonAiohttp,
];

/** The target of an id; undefined for one there is not. */
export function codeTarget(id: string): CodeTarget | undefined {
  return codeTargets.find((target) => target.id === id);
}
