/**
 * The functions a proxy auto-config file may call, as JavaScript for the sandbox, by the descriptions of Netscape ("Navigator Proxy
 * Auto-Config File Format", 1996) and of Microsoft's IPv6 extensions (`…Ex`). `__dnsResolve` and `__myIpAddress` are the host's.
 */
export const pacHelpers = String.raw`
const __months = ["JAN","FEB","MAR","APR","MAY","JUN","JUL","AUG","SEP","OCT","NOV","DEC"];
const __days = ["SUN","MON","TUE","WED","THU","FRI","SAT"];
function __addresses(host) { const text = __dnsResolve(String(host)); return text ? text.split(";") : []; }
function __four(list) { return list.find((one) => /^\d+\.\d+\.\d+\.\d+$/.test(one)) ?? null; }
function dnsResolve(host) { return __four(__addresses(host)); }
function dnsResolveEx(host) { return __addresses(host).join(";"); }
function myIpAddress() { return __four((__myIpAddress() ?? "").split(";")) ?? "127.0.0.1"; }
function myIpAddressEx() { return __myIpAddress() ?? ""; }
function isResolvable(host) { return dnsResolve(host) !== null; }
function isResolvableEx(host) { return __addresses(host).length > 0; }
function isPlainHostName(host) { return !String(host).includes("."); }
function dnsDomainIs(host, domain) {
  host = String(host).toLowerCase(); domain = String(domain).toLowerCase();
  return host.length >= domain.length && host.endsWith(domain);
}
function localHostOrDomainIs(host, name) {
  host = String(host).toLowerCase(); name = String(name).toLowerCase();
  return host === name || (!host.includes(".") && name.startsWith(host + "."));
}
function dnsDomainLevels(host) { return String(host).split(".").length - 1; }
function convert_addr(text) {
  const parts = String(text).split(".").map(Number);
  return ((parts[0] & 255) << 24) | ((parts[1] & 255) << 16) | ((parts[2] & 255) << 8) | (parts[3] & 255);
}
function isInNet(host, pattern, mask) {
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host : dnsResolve(host);
  if (address === null) return false;
  const bits = convert_addr(mask);
  return (convert_addr(address) & bits) === (convert_addr(pattern) & bits);
}
function __words(text) {
  text = String(text).replace(/%.*$/, "");
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) { const n = convert_addr(text); return [(n >>> 16) & 65535, n & 65535]; }
  const four = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (four) { const n = convert_addr(four[2]); text = four[1] + ((n >>> 16) & 65535).toString(16) + ":" + (n & 65535).toString(16); }
  const halves = text.split("::");
  const list = (part) => part === "" || part === undefined ? [] : part.split(":").map((one) => parseInt(one, 16));
  const head = list(halves[0]), tail = list(halves[1]);
  if (halves.length === 1) return head.length === 8 ? head : null;
  if (head.length + tail.length > 8) return null;
  return [...head, ...new Array(8 - head.length - tail.length).fill(0), ...tail];
}
function isInNetEx(host, prefix) {
  const [base, length] = String(prefix).split("/");
  const start = __words(base), bits = Number(length);
  if (!start || !(bits >= 0) || bits > start.length * 16) return false;
  const all = __words(host) ? [host] : __addresses(host);
  return all.some((one) => {
    const own = __words(one);
    if (!own || own.length !== start.length) return false;
    for (let at = 0; at < bits; at += 16) {
      const mask = bits - at >= 16 ? 65535 : (65535 << (16 - (bits - at))) & 65535;
      if ((own[at / 16] & mask) !== (start[at / 16] & mask)) return false;
    }
    return true;
  });
}
function sortIpAddressList(list) {
  const all = String(list).split(";").map((one) => one.trim()).filter((one) => one !== "");
  if (all.length === 0 || all.some((one) => !__words(one))) return false;
  const key = (one) => __words(one).map((word) => word.toString(16).padStart(4, "0")).join("");
  const six = all.filter((one) => one.includes(":")).sort((a, b) => key(a) < key(b) ? -1 : 1);
  const four = all.filter((one) => !one.includes(":")).sort((a, b) => key(a) < key(b) ? -1 : 1);
  return [...six, ...four].join(";");
}
function getClientVersion() { return "1.0"; }
function shExpMatch(text, pattern) {
  let source = "^";
  for (const char of String(pattern)) {
    source += char === "*" ? ".*" : char === "?" ? "." : char.replace(/[\\^$.|+()[\]{}]/, "\\$&");
  }
  return new RegExp(source + "$", "s").test(String(text));
}
function __now(args) {
  const gmt = args.length > 0 && args[args.length - 1] === "GMT";
  if (gmt) args.pop();
  const now = new Date();
  return gmt
    ? { y: now.getUTCFullYear(), m: now.getUTCMonth(), d: now.getUTCDate(), w: now.getUTCDay(), h: now.getUTCHours(), i: now.getUTCMinutes(), s: now.getUTCSeconds() }
    : { y: now.getFullYear(), m: now.getMonth(), d: now.getDate(), w: now.getDay(), h: now.getHours(), i: now.getMinutes(), s: now.getSeconds() };
}
function __between(from, now, to) { return from <= to ? from <= now && now <= to : now >= from || now <= to; }
function weekdayRange(...args) {
  const now = __now(args);
  const from = __days.indexOf(args[0]), to = __days.indexOf(args[1] ?? args[0]);
  return from >= 0 && to >= 0 && __between(from, now.w, to);
}
function dateRange(...args) {
  const now = __now(args);
  const half = args.length === 1 ? 1 : args.length / 2;
  const read = (list) => {
    const found = { y: null, m: null, d: null };
    for (const one of list) {
      if (typeof one === "string") found.m = __months.indexOf(one);
      else if (one > 31) found.y = one;
      else found.d = one;
    }
    return found;
  };
  const from = read(args.slice(0, half)), to = read(args.length === 1 ? args : args.slice(half));
  const rank = (one, like) => {
    let sum = 0;
    for (const part of ["y", "m", "d"]) if (like[part] !== null) sum = sum * 10000 + (one[part] ?? 0);
    return sum;
  };
  return __between(rank(from, from), rank(now, from), rank(to, from));
}
function timeRange(...args) {
  const now = __now(args);
  const [a, b, c, d, e, f] = args.map(Number);
  const second = now.h * 3600 + now.i * 60 + now.s;
  switch (args.length) {
    case 1: return now.h === a;
    case 2: return a <= b ? now.h >= a && now.h < b : now.h >= a || now.h < b;
    case 4: return __between(a * 3600 + b * 60, second, c * 3600 + d * 60 + 59);
    case 6: return __between(a * 3600 + b * 60 + c, second, d * 3600 + e * 60 + f);
    default: return false;
  }
}
function alert() {}
`;
