/** curl(1) 8.17: every option by what follows it. A switch may be written `--no-<name>` too. */

const withValue = `
  abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
  continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode
  delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine
  etag-compare etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port
  ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip header help hostpubmd5 hostpubsha256 hsts interface
  ip-tos ipfs-gateway json keepalive-cnt keepalive-time key key-type knownhosts krb krb4 libcurl limit-rate local-port
  login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output
  output-dir parallel-max parallel-max-host pass pinnedpubkey preproxy proto proto-default proto-redir proxy
  proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key
  proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-sigalgs proxy-tls13-ciphers proxy-tlsauthtype
  proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer request
  request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5
  socks5-gssapi-service socks5-hostname speed-limit speed-time ssl-sessions stderr telnet-option tftp-blksize
  time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket
  upload-file upload-flags url url-query user user-agent variable vlan-priority write-out
`;

const switches = `
  alpn anyauth append basic buffer ca-native cert-status clobber compressed compressed-ssh create-dirs crlf digest
  disable disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure dump-ca-embed fail
  fail-early fail-with-body false-start follow form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip
  ftp-ssl-ccc ftp-ssl-control get globoff haproxy-protocol head http0.9 http1.0 http1.1 http2 http2-prior-knowledge
  http3 http3-only ignore-content-length include insecure ipv4 ipv6 junk-session-cookies keepalive list-only location
  location-trusted mail-rcpt-allowfails manual metalink mptcp negotiate netrc netrc-optional next no-alpn no-buffer
  no-clobber no-keepalive no-npn no-progress-meter no-sessionid npn ntlm ntlm-wb out-null parallel parallel-immediate
  path-as-is post301 post302 post303 progress-bar progress-meter proxy-anyauth proxy-basic proxy-ca-native
  proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert
  proxy-tlsv1 proxytunnel raw remote-header-name remote-name remote-name-all remote-time remove-on-error
  retry-all-errors retry-connrefused sasl-ir sessionid show-error silent skip-existing socks5-basic socks5-gssapi
  socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3
  styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1
  tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose version xattr
`;

/** One letter → the long name. */
const letters = `
  #:progress-bar 0:http1.0 1:tlsv1 2:sslv2 3:sslv3 4:ipv4 6:ipv6 ::next A:user-agent B:use-ascii C:continue-at
  D:dump-header E:cert F:form G:get H:header I:head J:remote-header-name K:config L:location M:manual N:no-buffer
  O:remote-name P:ftp-port Q:quote R:remote-time S:show-error T:upload-file U:proxy-user V:version X:request
  Y:speed-limit Z:parallel a:append b:cookie c:cookie-jar d:data e:referer f:fail g:globoff h:help i:include
  j:junk-session-cookies k:insecure l:list-only m:max-time n:netrc o:output p:proxytunnel q:disable r:range s:silent
  t:telnet-option u:user v:verbose w:write-out x:proxy y:speed-time z:time-cond
`;

const valued: ReadonlySet<string> = new Set(words(withValue));
const plain: ReadonlySet<string> = new Set(words(switches));
const byLetter: ReadonlyMap<string, string> = new Map(
  words(letters).map((pair) => [pair.charAt(0), pair.slice(2)]),
);
const all = [...valued, ...plain];

function words(list: string): readonly string[] {
  return list.split(/\s+/).filter((word) => word !== "");
}

/** An option as given; `on: false` for `--no-<name>`. */
export interface CurlOption {
  readonly name: string;
  readonly value: string;
  readonly on: boolean;
}

/** What a command line holds, in order: options, URLs, and words curl does not know. */
export type CurlPart =
  | ({ readonly kind: "option" } & CurlOption)
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "unknown"; readonly word: string };

/**
 * Takes the words after `curl` apart as curl does: `--long value`, unambiguous beginnings of long names, `-Xvalue`, joined letters, `--`
 * ends options. Beyond curl, `--long=value` is understood.
 */
export function curlParts(given: readonly string[]): readonly CurlPart[] {
  const parts: CurlPart[] = [];
  let at = 0;
  let literal = false;
  while (at < given.length) {
    const word = given[at] ?? "";
    at += 1;
    if (literal || !word.startsWith("-") || word === "-") parts.push({ kind: "url", url: word });
    else if (word === "--") literal = true;
    else if (word.startsWith("--")) {
      const option = longOption(word.slice(2));
      if (option === null) parts.push({ kind: "unknown", word });
      else if (option.inline !== null)
        parts.push({ kind: "option", name: option.name, value: option.inline, on: true });
      else if (option.takes) {
        parts.push({ kind: "option", name: option.name, value: given[at] ?? "", on: true });
        at += 1;
      } else parts.push({ kind: "option", name: option.name, value: "", on: option.on });
    } else {
      for (let index = 1; index < word.length; index += 1) {
        const name = byLetter.get(word.charAt(index));
        if (name === undefined) {
          parts.push({ kind: "unknown", word: `-${word.charAt(index)}` });
          continue;
        }
        if (!valued.has(name)) {
          parts.push({ kind: "option", name, value: "", on: true });
          continue;
        }
        const rest = word.slice(index + 1);
        parts.push({
          kind: "option",
          name,
          value: rest === "" ? (given[at] ?? "") : rest,
          on: true,
        });
        if (rest === "") at += 1;
        break;
      }
    }
  }
  return parts;
}

interface LongOption {
  readonly name: string;
  readonly takes: boolean;
  readonly on: boolean;
  readonly inline: string | null;
}

function longOption(word: string): LongOption | null {
  const equals = word.indexOf("=");
  if (equals > 0 && valued.has(word.slice(0, equals)))
    return { name: word.slice(0, equals), takes: true, on: true, inline: word.slice(equals + 1) };
  if (word.startsWith("expand-") && valued.has(word.slice(7)))
    return { name: word.slice(7), takes: true, on: true, inline: null };
  const found = exact(word) ?? exact(beginning(word));
  if (found !== null) return { ...found, inline: null };
  const turned = word.startsWith("no-")
    ? (exact(word.slice(3)) ?? exact(beginning(word.slice(3))))
    : null;
  return turned === null || turned.takes ? null : { ...turned, on: false, inline: null };
}

function exact(name: string): Omit<LongOption, "inline"> | null {
  if (valued.has(name)) return { name, takes: true, on: true };
  if (!plain.has(name)) return null;
  // Names that curl keeps in their negative form.
  const negative = /^no-(alpn|buffer|clobber|keepalive|npn|progress-meter|sessionid)$/.exec(
    name,
  )?.[1];
  return negative === undefined
    ? { name, takes: false, on: true }
    : { name: negative, takes: false, on: false };
}

/** The only option that begins so; "" when there is none or several. */
function beginning(word: string): string {
  const candidates = all.filter((name) => name.startsWith(word));
  return candidates.length === 1 ? (candidates[0] ?? "") : "";
}
