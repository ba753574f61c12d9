import { assertNever } from "../../../shared/model/failure.ts";
import { hostPort } from "../../../shared/model/network/host-port.ts";
import { errorCodeName, settingName } from "../../../shared/model/http2-frame.ts";
import type { TraceEvent } from "../../../shared/model/trace.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { formatBytes, formatCount, formatDuration } from "../../i18n/format.ts";
import { authSentence } from "../../i18n/messages/auth-notes.ts";
import { failureSentences, faultSentence } from "../../i18n/messages/failures.ts";
import { policyReason } from "../../i18n/messages/policy-reasons.ts";
import { noteSentence } from "../../i18n/messages/notes.ts";
import type { TimelineWords } from "../../i18n/messages/timeline.ts";

/** How an event weighs: most are `plain`. */
export type TraceTone = "plain" | "sent" | "received" | "fault" | "bad";

/** An event in one plain sentence. */
export function traceText(event: TraceEvent, words: TimelineWords, language: Language): string {
  const say = words.events;
  const bytes = (size: number) => formatBytes(size, language);
  const count = (number: number) => formatCount(number, language);
  switch (event.kind) {
    case "start":
      return event.raw ? say.startRaw() : say.start();
    case "hop":
      return {
        first: say.hop,
        redirect: say.hopRedirect,
        auth: say.hopAuth,
        retry: say.hopRetry,
        tunnel: say.hopTunnel,
      }[event.reason](event.method, event.url);
    case "connect-to":
      return say.connectTo(event.from, event.to);
    case "dns-start":
      return event.servers === undefined
        ? say.dnsStart(event.host)
        : say.dnsStartAt(event.host, event.servers.join(", "));
    case "dns": {
      const addresses = event.addresses.join(", ");
      return event.override === true
        ? say.dnsGiven(event.host, addresses)
        : say.dns(event.host, addresses);
    }
    case "connect-start":
      return say.connectStart(hostPort(event.address, event.port));
    case "connect-failed":
      return say.connectFailed(hostPort(event.address, event.port), event.code);
    case "connected":
      return event.port === 0
        ? say.connectedSocket(event.address)
        : say.connected(
            hostPort(event.address, event.port),
            hostPort(event.localAddress, event.localPort),
          );
    case "proxy": {
      const source = words.proxySource[event.source];
      if (event.proxy !== "") return say.proxy(event.proxy, source);
      return event.bypassed === true ? say.proxyBypassed(source) : say.proxyNone(source);
    }
    case "proxy-start":
      return say.proxyStart(event.proxy, event.to);
    case "proxy-end":
      return event.bound === "" ? say.proxyEnd() : say.proxyEndFrom(event.bound);
    case "haproxy":
      return say.haproxy(event.line);
    case "tls-start":
      return say.tlsStart(event.servername, event.alpn.join(", "));
    case "tls": {
      const { tls } = event;
      const text = say.tls(tls.version, tls.cipher);
      return tls.verified ? text : `${text}. ${say.tlsUnverified(tls.verifyError ?? "–")}`;
    }
    case "tls-failed": {
      const alert = event.handshake.alerts.find(({ from }) => from === "server");
      return alert === undefined
        ? say.tlsFailed()
        : say.tlsAlert(alert.name || "?", String(alert.number));
    }
    case "connection": {
      const { number, reused, uses } = event.connection;
      return reused
        ? say.connectionReused(String(number), count(uses))
        : say.connectionNew(String(number));
    }
    case "request":
      return say.request(
        `${event.method} ${event.target} HTTP/${event.httpVersion}`,
        count(event.headers.length),
      );
    case "stream":
      return say.stream(String(event.stream));
    case "settings":
      return event.ack
        ? say.settingsAck()
        : say.settings(
            event.settings.map(([id, value]) => `${settingName(id)} ${value}`).join(", ") || "–",
          );
    case "goaway":
      return say.goaway(String(event.lastStream), errorCodeName(event.code), event.debug);
    case "reset": {
      const code = errorCodeName(event.code);
      return event.direction === "sent" ? say.resetSent(code) : say.resetReceived(code);
    }
    case "send-start":
      return say.sendStart();
    case "upload":
      return event.total === null
        ? say.upload(bytes(event.bodyBytes))
        : say.uploadOf(bytes(event.bodyBytes), bytes(event.total));
    case "sent":
      return say.sent(bytes(event.headBytes), bytes(event.bodyBytes));
    case "first-byte":
      return say.firstByte();
    case "informational":
      return say.informational(`${event.head.status} ${event.head.reason}`.trim());
    case "head":
      return say.head(
        `${event.head.status} ${event.head.reason}`.trim(),
        count(event.head.headers.length),
        bytes(event.headBytes),
      );
    case "body":
      return event.body.complete
        ? say.bodyEnd(bytes(event.body.encodedSize))
        : say.body(bytes(event.body.encodedSize));
    case "passed-over":
      return say.passedOver();
    case "socket": {
      const { state, sent, received } = event.socket;
      if (state === "open" && sent.frames + received.frames === 0) return say.socketOpen();
      const sentence = state === "closed" ? say.socketClosed : say.socketMessages;
      return sentence(count(sent.messages), count(received.messages));
    }
    case "trailers":
      return say.trailers(count(event.trailers.length));
    case "fault":
      return say.fault(faultSentence(event.fault, language), count(event.fault.offset));
    case "cookie": {
      const { action, name } = event.cookie;
      if (action === "sent") return say.cookieSent(name);
      if (action === "stored") return say.cookieStored(name);
      return action === "removed"
        ? say.cookieRemoved(name)
        : say.cookieRejected(name, policyReason(event.cookie, language));
    }
    case "redirect": {
      const { redirect } = event;
      if (redirect.internal === "hsts") return say.redirectHsts(redirect.to);
      const parts = [say.redirect(String(redirect.status), redirect.location)];
      if (!redirect.followed) parts.push(say.redirectNot(policyReason(redirect, language)));
      else {
        if (redirect.methodChanged) parts.push(say.redirectMethod(redirect.method));
        if (redirect.bodyDropped) parts.push(say.redirectBody());
        if (redirect.dropped.length > 0) {
          const names = redirect.dropped.map(
            (dropped) => `${dropped.name} (${policyReason(dropped, language)})`,
          );
          parts.push(say.redirectDropped(names.join(", ")));
        }
      }
      return parts.join("; ");
    }
    case "auth":
      return authSentence(event.auth, language);
    case "retry":
      return event.wait === undefined
        ? say.retry(event.reason)
        : say.retryAfter(
            event.reason,
            formatDuration(event.wait, language),
            count(event.number ?? 0),
            count(event.of ?? 0),
          );
    case "note":
      return noteSentence(event, language);
    case "hop-end":
      return say.hopEnd();
    case "end":
      if (event.state === "cancelled") return say.endCancelled();
      return event.failure === null
        ? say.endDone(formatDuration(event.at, language))
        : say.endFailed(failureSentences(event.failure, language).what);
    default:
      return assertNever(event);
  }
}

/** Which colour an event's mark has. */
export function traceTone(event: TraceEvent): TraceTone {
  switch (event.kind) {
    case "send-start":
    case "upload":
    case "sent":
    case "request":
      return "sent";
    case "first-byte":
    case "informational":
    case "head":
    case "body":
    case "trailers":
      return "received";
    case "fault":
      return "fault";
    case "connect-failed":
    case "goaway":
    case "reset":
    case "tls-failed":
      return "bad";
    case "cookie":
      return event.cookie.action === "rejected" ? "bad" : "plain";
    case "end":
      return event.state === "failed" ? "bad" : "plain";
    default:
      return "plain";
  }
}
