import { FailureError } from "../../shared/model/failure.ts";
import { readPort } from "../../shared/model/network/host-port.ts";
import { readProxyHeader } from "../../shared/model/network/proxy-header.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";

/** A proxy that can be connected to: with a host, its port a number, both with their variables replaced. Throws FailureError `input` when it has not. */
export function usableProxy<T extends Pick<NetworkSettings, "proxy">>(network: T): T {
  const { proxy } = network;
  if (proxy.kind !== "server") return network;
  const { portTemplate, ...server } = proxy.server;
  if (server.host.trim() === "")
    throw unusable("proxy-host", "The proxy has no host.", "Write its name or address.");
  if (/[/@\s]/.test(server.host.trim()))
    throw unusable(
      "proxy-host-url",
      "The host of the proxy is more than a name or an address.",
      "Write that alone; its kind, port, user and password have fields of their own.",
    );
  const port = portTemplate === undefined ? server.port : readPort(portTemplate.trim());
  if (port === null || port === 0)
    throw unusable(
      "proxy-port",
      "The port of the proxy is not a number from 1 to 65535.",
      "Correct the variable it is made of, or write a number.",
    );
  if (server.headers?.some((line) => readProxyHeader(line) === null))
    throw unusable(
      "proxy-header",
      "A header field for the proxy is none.",
      "Write one a line, as Name: value.",
    );
  return portTemplate === undefined
    ? network
    : { ...network, proxy: { ...proxy, server: { ...server, port } } };
}

function unusable(code: string, message: string, remedy: string): FailureError {
  return new FailureError({
    kind: "input",
    code,
    message,
    remedy,
    phase: "prepare",
    place: "network.proxy",
  });
}
