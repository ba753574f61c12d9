import { FailureError } from "../../../shared/model/failure.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import type { FindCurl } from "../../wire/http3/curl-program.ts";
import { headerValues } from "../../../shared/model/header.ts";
import { challengesOf, readChallenges } from "../../base/auth/challenge.ts";
import type { Attempt, AttemptContext, Reply } from "../attempt.ts";
import { isKerberos, kerberosTicket, type Ticket, type TicketService } from "./kerberos-ticket.ts";
import type { Sign } from "./outgoing.ts";
import {
  canGoAgain,
  challenged,
  challengesIn,
  refused,
  type RefusedReason,
  type Round,
} from "./round.ts";

export interface NegotiateRounds {
  /** Rejects with FailureError `input` for a service or a way no ticket is sent by. */
  send(round: Round): Promise<Reply>;
}

/**
 * Negotiate with Kerberos (RFC 4559): the server is asked first, and answered with a ticket the system's login gives for it; servers that took
 * one get the next at once. One token each way; the server's proof in its last word is checked where curl says what it thinks of it.
 */
export function createNegotiateRounds(findCurl: FindCurl): NegotiateRounds {
  const known = new Set<string>();
  return {
    async send(round) {
      const { next, attempt, context } = round;
      const service = serviceOf(attempt);
      refuseDiverted(attempt);
      if (known.has(originText(attempt.url))) {
        const ticket = await ticketFor(service, findCurl, context.signal);
        if (typeof ticket !== "string")
          return await answered(round, attempt.reason, ticket, service);
      }
      const reply = await next({ ...attempt, sign: null }, context);
      const challenges = challengesIn(reply);
      if (challenges === null) return reply;
      const refuse = (why: RefusedReason): Reply => {
        const offered = challenges.map(({ scheme }) => scheme).join(", ");
        refused(context, reply, "Negotiate", why, [["offered", offered]]);
        return reply;
      };
      if (!challenges.some(({ scheme }) => scheme.toLowerCase() === "negotiate"))
        return refuse("not-offered");
      challenged(context, reply, "Negotiate", [["service", nameOf(service)]]);
      if (!canGoAgain(attempt)) return refuse("body-once");
      const ticket = await ticketFor(service, findCurl, context.signal);
      if (typeof ticket === "string") return refuse(ticket);
      await context.receive(reply);
      return await answered(round, "auth", ticket, service);
    },
  };

  async function answered(
    { next, attempt, context }: Round,
    reason: Attempt["reason"],
    ticket: Ticket,
    service: TicketService,
  ): Promise<Reply> {
    const origin = originText(attempt.url);
    try {
      const sign = withTicket(ticket.token, service);
      const reply = await next({ ...attempt, reason, sign }, context);
      if (challengesIn(reply) === null) {
        known.add(origin);
        await confirm(context, reply, ticket);
      } else {
        known.delete(origin);
        refused(context, reply, "Negotiate", "wrong-credentials");
      }
      return reply;
    } finally {
      ticket.end();
    }
  }
}

/** Tells whether the server proved that it is the one the ticket was made for; says nothing where it gave no proof. */
async function confirm(context: AttemptContext, reply: Reply, ticket: Ticket): Promise<void> {
  const fields = headerValues(reply.head?.headers ?? [], "www-authenticate");
  const [given] = challengesOf(readChallenges(fields), "negotiate");
  if (given === undefined || given.token === "") return;
  const right = await ticket.check(Buffer.from(given.token, "base64"));
  const proof = right === null ? "unchecked" : right ? "right" : "wrong";
  context.emit(
    {
      kind: "auth",
      auth: { scheme: "Negotiate", action: "confirmed", facts: [["server-proof", proof]] },
    },
    reply.hop,
  );
}

async function ticketFor(
  service: TicketService,
  findCurl: FindCurl,
  signal: AbortSignal,
): Promise<Ticket | "no-kerberos" | "no-ticket" | "other-mechanism"> {
  const curl = await findCurl();
  if (curl === null) return "no-kerberos";
  const ticket = await kerberosTicket(curl, service, signal);
  if (ticket === null) return "no-ticket";
  if (isKerberos(ticket.token)) return ticket;
  ticket.end();
  return "other-mechanism";
}

function withTicket(token: Buffer, service: TicketService): Sign {
  return async () => ({
    fields: [{ name: "Authorization", value: `Negotiate ${token.toString("base64")}` }],
    note: { scheme: "Negotiate", action: "answered", facts: [["service", nameOf(service)]] },
  });
}

function nameOf({ service, host }: TicketService): string {
  return `${service}@${host}`;
}

function originText({ scheme, host, port }: RequestUrl): string {
  return `${scheme}://${host.toLowerCase()}:${port}`;
}

/**
 * `HTTP`, `HTTP@host` and `HTTP/host`; "" for HTTP and the URL's host. A ticket for one host is never sent to another: who gets it can be
 * its owner there.
 */
function serviceOf({ auth, url }: Attempt): TicketService {
  const typed = auth.kind === "negotiate" ? auth.servicePrincipal.trim() : "";
  const [, service = "HTTP", named] = /^([A-Za-z][\w-]*)?(?:[@/]([^@/\s]+))?$/.exec(typed) ?? [];
  const host = url.host.toLowerCase();
  const fits =
    /^(?:[A-Za-z][\w-]*)?(?:[@/][^@/\s]+)?$/.test(typed) &&
    (named === undefined || named.toLowerCase() === host);
  if (fits && /^[a-z0-9._-]+$/.test(host)) return { service, host };
  throw new FailureError({
    kind: "input",
    code: "auth-service-principal",
    message: "The service principal is not one of the URL's host.",
    remedy: "Leave it empty, or write HTTP@ and the host of the URL. An address has no tickets.",
    phase: "prepare",
    place: "auth.servicePrincipal",
  });
}

/** Tickets go where the system itself finds the host: a collection could send them to somebody else, who hands them in there. */
function refuseDiverted({ settings, url, proxy }: Attempt): void {
  const { resolve, connectTo, dnsServers, unixSocket } = settings.network;
  const diverted = resolve.length > 0 || connectTo.length > 0 || dnsServers.length > 0;
  if (!diverted && unixSocket === "" && (proxy === null || url.scheme === "https")) return;
  throw new FailureError({
    kind: "input",
    code: "auth-negotiate-way",
    message: "A Kerberos ticket is only sent to where the system itself finds the host.",
    remedy:
      "Take resolve, connect-to, name servers and unix socket out of the network settings, and for http the proxy.",
    phase: "prepare",
    place: "auth",
  });
}
