import type { Http1Context } from "../wire/http1/message.ts";
import { exchangeByCurl } from "../wire/http3/curl-exchange.ts";
import { noCurl, notOverHttp3 } from "../wire/http3/curl-failure.ts";
import { createCurlFinder, type CurlProgram, curlSearch } from "../wire/http3/curl-program.ts";
import type { HopRequest, HopResponse } from "./hop.ts";

/**
 * One request over HTTP/3, through an installed curl. Rejects with FailureError `input` before anything is sent where curl or HTTP/3
 * cannot do what the settings say, and where there is no such curl.
 */
export async function converseByCurl(
  request: HopRequest,
  context: Http1Context,
  findCurl: () => Promise<CurlProgram | null> = createCurlFinder(curlSearch()),
): Promise<HopResponse> {
  const { method, target, headers, host, port, body, verifyTls, network, material } = request;
  if (request.scheme === "http") throw notOverHttp3("http");
  if (request.proxy !== null) throw notOverHttp3("proxy");
  if (network.unixSocket !== "") throw notOverHttp3("unixSocket");
  if (network.haproxyProtocol) throw notOverHttp3("haproxyProtocol");
  const program = await findCurl();
  if (program === null) throw noCurl();
  const name = host.includes(":") ? `[${host}]` : host;
  const hostField = port === 443 ? name : `${name}:${port}`;
  context.emit({ kind: "request", method, target, httpVersion: "3", headers, headBytes: 0 });
  context.emit({
    kind: "note",
    code: "http3-by-curl",
    subject: program.version,
    message: `Sent by curl ${program.version}: there are no bytes of it to show.`,
  });
  const url = `https://${name}:${port}${target}`;
  return await exchangeByCurl(
    program,
    { method, url, host, port, headers, hostField, body, verifyTls, network, material },
    context,
  );
}
