import {
  connectionOptions,
  cookieOptions,
  policyOptions,
  protocolOptions,
  proxyOptions,
  tlsOptions,
} from "./network.ts";
import type { OptionGroup, OptionSpec } from "./option.ts";
import { outputOptions } from "./output.ts";
import { authOptions, bodyOptions, requestOptions } from "./request.ts";
import { socketOptions } from "./socket.ts";

/** Every option of `envoi send`, by what it is about. */
export const optionGroups = [
  { name: "request", title: "The request", options: requestOptions },
  { name: "body", title: "Its body", options: bodyOptions },
  { name: "auth", title: "Authentication", options: authOptions },
  { name: "policy", title: "Redirects and retries", options: policyOptions },
  { name: "cookies", title: "Cookies", options: cookieOptions },
  { name: "output", title: "What is printed", options: outputOptions },
  { name: "http", title: "Protocol", options: protocolOptions },
  { name: "websocket", title: "WebSocket (ws:// and wss://)", options: socketOptions },
  { name: "connection", title: "Connection and time limits", options: connectionOptions },
  { name: "tls", title: "TLS", options: tlsOptions },
  { name: "proxy", title: "Proxy", options: proxyOptions },
] as const satisfies readonly OptionGroup[];

export type OptionName = (typeof optionGroups)[number]["options"][number]["long"];

export const optionSpecs: readonly (OptionSpec & { readonly long: OptionName })[] =
  optionGroups.flatMap(({ options }) => [...options]);
