import { FailureError } from "../../shared/model/failure.ts";
import { readPort } from "../../shared/model/network/host-port.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";

/** The port of a proxy as a number, its variables replaced. Throws FailureError `input` when that gives none. */
export function withProxyPort<T extends Pick<NetworkSettings, "proxy">>(network: T): T {
  const { proxy } = network;
  if (proxy.kind !== "server" || proxy.server.portTemplate === undefined) return network;
  const { portTemplate, ...server } = proxy.server;
  const port = readPort(portTemplate.trim());
  if (port === null || port === 0)
    throw new FailureError({
      kind: "input",
      code: "proxy-port",
      message: "The port of the proxy is not a number from 1 to 65535.",
      remedy: "Correct the variable it is made of, or write a number.",
      phase: "prepare",
      place: "network.proxy",
    });
  return { ...network, proxy: { ...proxy, server: { ...server, port } } };
}
