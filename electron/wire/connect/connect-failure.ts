import { FailureError } from "../../../shared/model/failure.ts";
import { RaceLost } from "./race.ts";

type Sentences = Readonly<Record<string, readonly [message: string, remedy: string]>>;

const tcpSentences: Sentences = {
  ECONNREFUSED: [
    "Nothing accepts connections on that port.",
    "Check the port, and whether the server is running.",
  ],
  ETIMEDOUT: [
    "The server did not answer the attempt to connect.",
    "Check the address, and whether a firewall is in between.",
  ],
  EHOSTUNREACH: ["There is no way to that host.", "Check the network connection or the VPN."],
  ENETUNREACH: ["There is no way to that network.", "Check the network connection or the VPN."],
  ECONNRESET: ["The server closed the connection at once.", "Look at the server's log."],
  EADDRNOTAVAIL: [
    "No local address can reach that host.",
    "Check the address, and the source address in the network settings.",
  ],
  EADDRINUSE: [
    "The local port is in use, and so is every other one that was allowed.",
    "Allow a wider range of local ports in the network settings.",
  ],
  EINVAL: [
    "The local address and the host's address do not go together.",
    "Check the source address in the network settings, and the zone of an IPv6 address.",
  ],
  EACCES: ["The system does not allow that connection.", "Check the firewall of this machine."],
};

const socketSentences: Sentences = {
  ENOENT: [
    "There is no socket at that path.",
    "Check the path, and whether the server is running.",
  ],
  ECONNREFUSED: [
    "Nothing listens on that socket.",
    "Check the path, and whether the server is running.",
  ],
  EACCES: [
    "You may not connect to that socket.",
    "Ask for the rights to it, for example by joining the group it belongs to.",
  ],
  EPERM: ["You may not connect to that socket.", "Ask for the rights to it."],
  EPROTOTYPE: ["The socket is not a stream socket.", "Check the path."],
  ENOTSOCK: ["There is something else than a socket at that path.", "Check the path."],
};

/** By the first attempt that says why. `to`: what was connected to. */
export function connectFailure(thrown: unknown, to: "tcp" | "socket" = "tcp"): FailureError {
  if (thrown instanceof FailureError) return thrown;
  const causes = thrown instanceof RaceLost ? thrown.failures : [thrown];
  const codes = causes.map((cause) => (cause as { code?: unknown } | null)?.code);
  const code = codes.find((one) => typeof one === "string");
  const sentences = to === "tcp" ? tcpSentences : socketSentences;
  const known = typeof code === "string" ? sentences[code] : undefined;
  const name = typeof code === "string" ? code : "connect-failed";
  return new FailureError(
    {
      kind: "connect",
      code: to === "tcp" ? name : `socket-${name}`,
      message: known?.[0] ?? "The connection could not be opened.",
      phase: "connect",
      remedy: known?.[1] ?? "Look at the attempts in the timeline.",
    },
    { cause: causes[0] },
  );
}
