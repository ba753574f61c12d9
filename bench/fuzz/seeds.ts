const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "hex");

/** Replies as servers send them, good and bad. */
export const replySeeds = [
  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
  "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\nrest",
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nbytes",
  "HTTP/1.1 200 OK\nA: b\n c\nContent-Length: 3\nContent-Length: 3\n\nabc",
  "HTTP/1.1 200\r\nContent-Length: 5, 5\r\nTransfer-Encoding: gzip\r\n\r\nhello",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nffffffffffffffff\r\n",
  "ICY 200 OK\r\n\r\nmusic",
  "<html>no head at all</html>",
  '\r\n\r\nHTTP/1.1 304 Not Modified\r\nETag: "x"\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\n\r\n',
].map(latin1);

export const multipartSeeds = [
  '--b\r\nContent-Disposition: form-data; name="a"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n',
  "preamble\r\n--b \r\n\r\none\r\n--b\r\nA: b\r\n c\r\n\r\ntwo\r\n--b--\r\nepilogue",
  "--b\nA: b\n\nx\n--b--\n",
].map(latin1);

export const eventStreamSeeds = [
  ': hello\n\nid: 1\nevent: add\ndata: {"a":1}\ndata: b\nretry: 3000\n\n',
  "\u00ef\u00bb\u00bfdata:a\r\ndata\r\rid: \0\r\n:x\n\n",
].map(latin1);

export const cookieSeeds = [
  "n=v; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/; Domain=a.test; Secure; HttpOnly; SameSite=Lax",
  '__Host-n="a b"; Max-Age=0; Path=/x; Secure',
  "=v; expires=Mon, 10-Dec-07 17:02:24 GMT; domain=.test",
].map(latin1);

export const jsonSeeds = [
  '{"a":[1,-0.5e+10,true,false,null,"\\u00e9\\n"],"a":{"b":{}},"":""}',
  "[[[[[[]]]]]]",
  '\u00ef\u00bb\u00bf{"n":12345678901234567890}',
].map(latin1);

export const textSeeds = [
  'text/html; charset="utf-8"; x=y',
  "multipart/form-data; boundary=----x",
  "https://u:p@h\u00f6st.test:8080/a/../b?q=%zz#f",
  "http://[fe80::1%25eth0]:80/",
  "//host\\path",
].map((text) => Buffer.from(text, "utf8"));

/** A hello of TLS 1.2, a certificate, an OCSP response's beginning, an alert. */
export const tlsSeeds = [
  hex(
    "16 0303 002c 02000028 0303 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff 00 c02f 00 00",
  ),
  hex(
    "16 0301 0036 01000032 0303 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff 00 0004 1301c02f 0100 0005 ff01000100",
  ),
  hex("15 0303 0002 0228"),
  hex("3082000d 30030a0100 a0060304 00112233"),
  hex("30200a0100a01b301906092b0601050507300101040c300a300830030a010080003000"),
];

/** WebSocket frames of a server. */
export const socketSeeds = [
  hex("8105 48656c6c6f 8900 8a00"),
  hex("0103 48656c 8901 70 8002 6c6f"),
  hex("c107 f248cdc9c90700 8805 03e8 627965"),
  hex("827e 0080 00 827f 0000000000010000 00"),
  hex("8104 c3a9 e282 8185 37fa213d 7f9f4d5158"),
];

/** SETTINGS, HEADERS with a literal, DATA, GOAWAY. */
export const frameSeeds = [
  hex("000000 04 00 00000000"),
  hex("000006 04 00 00000000 0003 00000064"),
  hex("000001 01 05 00000001 88"),
  hex("00000d 01 04 00000001 88 40 04 6e616d65 05 76616c7565"),
  hex("000005 00 01 00000001 68656c6c6f"),
  hex("000008 07 00 00000000 00000000 00000000"),
];
