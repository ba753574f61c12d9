import { cLibcurl } from "./c.ts";
import type { CodeTarget } from "./code-request.ts";
import { csharpHttpClient } from "./csharp.ts";
import { curlBash, curlCmd, curlPowershell } from "./curl.ts";
import { dartHttpClient } from "./dart.ts";
import { goHttp } from "./go.ts";
import { http } from "./http.ts";
import { javaHttpClient, javaOkHttp, kotlinHttpClient } from "./java.ts";
import { jsAxios, jsFetch, jsUndici } from "./javascript.ts";
import { phpCurl, phpGuzzle } from "./php.ts";
import { powershellRequest } from "./powershell.ts";
import { pythonAiohttp, pythonHttpx, pythonRequests } from "./python.ts";
import { rubyNetHttp } from "./ruby.ts";
import { rustHyper, rustReqwest } from "./rust-clients.ts";
import { rustTcp } from "./rust-tcp.ts";
import { goWebsocket } from "./socket-go.ts";
import { jsWebSocket, jsWs } from "./socket-javascript.ts";
import { pythonWebsockets } from "./socket-python.ts";
import { websocat, wscat } from "./socket-terminal.ts";
import { swiftUrlSession } from "./swift.ts";
import { httpie, wget } from "./terminal.ts";

/** Every kind of code, in the order of lists. */
export const codeTargets: readonly CodeTarget[] = [
  curlBash,
  curlCmd,
  curlPowershell,
  http,
  rustTcp,
  rustReqwest,
  rustHyper,
  jsFetch,
  jsAxios,
  jsUndici,
  pythonRequests,
  pythonHttpx,
  pythonAiohttp,
  goHttp,
  javaHttpClient,
  javaOkHttp,
  kotlinHttpClient,
  csharpHttpClient,
  phpCurl,
  phpGuzzle,
  rubyNetHttp,
  swiftUrlSession,
  dartHttpClient,
  cLibcurl,
  powershellRequest,
  wget,
  httpie,
  jsWebSocket,
  jsWs,
  pythonWebsockets,
  goWebsocket,
  websocat,
  wscat,
];

/** The targets that can say such a request, in the order of lists: those that open a WebSocket before those that only ask for one. */
export function targetsFor(request: {
  readonly raw: boolean;
  readonly socket: boolean;
}): readonly CodeTarget[] {
  if (request.raw) return codeTargets.filter(({ bytes }) => bytes);
  if (!request.socket) return codeTargets.filter(({ sockets }) => sockets !== "only");
  return [
    ...codeTargets.filter(({ sockets }) => sockets === "only"),
    ...codeTargets.filter(({ sockets }) => sockets === "handshake"),
  ];
}

/** The target of an id; undefined for one there is not. */
export function codeTarget(id: string): CodeTarget | undefined {
  return codeTargets.find((target) => target.id === id);
}
