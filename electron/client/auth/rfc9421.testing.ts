import { createPublicKey } from "node:crypto";
import type { SignedMessage, SignatureParameters } from "./message-signature.ts";
import { outgoing } from "./signing.testing.ts";

// RFC 9421: keys, messages, bases, signatures of Appendix B, and the examples of section 2.

export const created = 1618884473;
export const parameters = (over: Partial<SignatureParameters>): SignatureParameters => ({
  created,
  expires: null,
  keyId: "",
  nonce: "",
  tag: "",
  ...over,
});

/** The request of B.2. */
export const request = outgoing("POST", "https://example.com/foo?param=Value&Pet=dog", [
  ["Host", "example.com"],
  ["Date", "Tue, 20 Apr 2021 02:07:55 GMT"],
  ["Content-Type", "application/json"],
  [
    "Content-Digest",
    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
  ],
  ["Content-Length", "18"],
]);
export const rsaPss = createPublicKey({
  format: "jwk",
  key: {
    kty: "RSA",
    n: "r4tmm3r20Wd_PbqvP1s2-QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct-Lh1GH45x28Rw3Ry53mm-oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL-Wokqltd11nqqzi-bJ9cvSKADYdUAAN5WUtzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d-nb4bnNkQVklLQ3fVAvJm-xdDOp9LCNCN48V2pnDOkFV6-U9nV5oyc6XI2w",
    e: "AQAB",
  },
});
export const ed25519 = JSON.stringify({
  kty: "OKP",
  crv: "Ed25519",
  d: "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU",
  x: "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs",
});
export const sharedKey =
  "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

/** Section, components, parameters, base, signature with the RFC's key for rsa-pss-sha512. */
export const pssVectors: readonly (readonly [
  section: string,
  components: string,
  over: Partial<SignatureParameters>,
  base: string,
  signature: string,
])[] = [
  [
    "B.2.1",
    "",
    { keyId: "test-key-rsa-pss", nonce: "b3k2pp5k7z-50gnwp.yemd" },
    `"@signature-params": ();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"`,
    "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==",
  ],
  [
    "B.2.2",
    '@authority content-digest "@query-param";name="Pet"',
    { keyId: "test-key-rsa-pss", tag: "header-example" },
    `"@authority": example.com
"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
"@query-param";name="Pet": dog
"@signature-params": ("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"`,
    "LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==",
  ],
  [
    "B.2.3",
    "date @method @path @query @authority content-type content-digest content-length",
    { keyId: "test-key-rsa-pss" },
    `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@query": ?param=Value&Pet=dog
"@authority": example.com
"content-type": application/json
"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"`,
    "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==",
  ],
];

/** Section, message, components, parameters, algorithm, signature: those that come out alike each time. */
export const fixedVectors: readonly {
  readonly section: string;
  readonly message: SignedMessage;
  readonly components: string;
  readonly over: Partial<SignatureParameters>;
  readonly algorithm: "hmac-sha256" | "ed25519";
  readonly signature: string;
}[] = [
  {
    section: "B.2.5",
    message: request,
    components: "date @authority content-type",
    over: { keyId: "test-shared-secret" },
    algorithm: "hmac-sha256",
    signature: "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=",
  },
  {
    section: "B.2.6",
    message: request,
    components: '"date" "@method" "@path" "@authority" "content-type" "content-length"',
    over: { keyId: "test-key-ed25519" },
    algorithm: "ed25519",
    signature:
      "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==",
  },
  {
    section: "B.4",
    message: outgoing("GET", "https://example.org/demo?name1=Value1&Name2=value2", [
      ["Host", "example.org"],
      ["Accept", "application/json"],
      ["Accept", "*/*"],
    ]),
    components: "@method @path @authority accept",
    over: { keyId: "test-key-ed25519" },
    algorithm: "ed25519",
    signature:
      "ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==",
  },
];

const fields = outgoing("GET", "https://www.example.com/", [
  ["Host", "www.example.com"],
  ["Date", "Tue, 20 Apr 2021 02:07:56 GMT"],
  ["X-OWS-Header", "  Leading and trailing whitespace.   "],
  ["X-Obs-Fold-Header", "Obsolete\r\n    line folding."],
  ["Cache-Control", "max-age=60"],
  ["Cache-Control", "   must-revalidate"],
  ["Example-Dict", " a=1,    b=2;x=1;y=2,   c=(a   b   c)"],
  ["X-Empty-Header", ""],
]);
const members = outgoing("GET", "https://www.example.com/", [
  ["Example-Dict", " a=1, b=2;x=1;y=2, c=(a   b    c), d"],
]);
const twice = outgoing("GET", "https://www.example.com/", [
  ["Example-Header", "value, with, lots"],
  ["Example-Header", "of, commas"],
]);
const once = outgoing("GET", "https://www.example.com/", [
  ["Example-Header", "value, with, lots, of, commas"],
]);
// The RFC's message is a reply; its trailer is signed the same way in a request.
const trailing = outgoing(
  "POST",
  "https://www.example.com/",
  [["Trailer", "Expires"]],
  "HTTPMessageaSignatures",
  [{ name: "Expires", value: "Wed, 9 Nov 2022 07:28:00 GMT" }],
);
const derived = outgoing("POST", "https://www.example.com/path?param=value");
const query = (target: string) => outgoing("GET", `https://www.example.com${target}`);
const odd = query(
  "/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something",
);
const named = query("/path?param=value&foo=bar&baz=batman&qux=");

/** Section, message, and a line of the signature base: identifier and value. */
export const lineVectors: readonly (readonly [
  section: string,
  message: SignedMessage,
  component: string,
  value: string,
])[] = [
  ["2.1", fields, '"host"', "www.example.com"],
  ["2.1", fields, '"date"', "Tue, 20 Apr 2021 02:07:56 GMT"],
  ["2.1", fields, '"x-ows-header"', "Leading and trailing whitespace."],
  ["2.1", fields, '"x-obs-fold-header"', "Obsolete line folding."],
  ["2.1", fields, '"cache-control"', "max-age=60, must-revalidate"],
  ["2.1", fields, '"example-dict"', "a=1,    b=2;x=1;y=2,   c=(a   b   c)"],
  ["2.1", fields, '"x-empty-header"', ""],
  ["2.1.1", fields, '"example-dict";sf', "a=1, b=2;x=1;y=2, c=(a b c)"],
  ["2.1.2", members, '"example-dict";key="a"', "1"],
  ["2.1.2", members, '"example-dict";key="d"', "?1"],
  ["2.1.2", members, '"example-dict";key="b"', "2;x=1;y=2"],
  ["2.1.2", members, '"example-dict";key="c"', "(a b c)"],
  ["2.1.3", twice, '"example-header"', "value, with, lots, of, commas"],
  ["2.1.3", once, '"example-header"', "value, with, lots, of, commas"],
  ["2.1.3", twice, '"example-header";bs', ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:"],
  ["2.1.3", once, '"example-header";bs', ":dmFsdWUsIHdpdGgsIGxvdHMsIG9mLCBjb21tYXM=:"],
  ["2.1.4", trailing, '"trailer"', "Expires"],
  ["2.1.4", trailing, '"expires";tr', "Wed, 9 Nov 2022 07:28:00 GMT"],
  ["2.2.1", derived, '"@method"', "POST"],
  ["2.2.2", derived, '"@target-uri"', "https://www.example.com/path?param=value"],
  ["2.2.3", derived, '"@authority"', "www.example.com"],
  ["2.2.4", outgoing("POST", "http://www.example.com/path?param=value"), '"@scheme"', "http"],
  ["2.2.5", derived, '"@request-target"', "/path?param=value"],
  ["2.2.6", derived, '"@path"', "/path"],
  [
    "2.2.7",
    query("/path?param=value&foo=bar&baz=bat%2Dman"),
    '"@query"',
    "?param=value&foo=bar&baz=bat%2Dman",
  ],
  ["2.2.7", query("/path?queryString"), '"@query"', "?queryString"],
  ["2.2.7", query("/path"), '"@query"', "?"],
  ["2.2.8", named, '"@query-param";name="baz"', "batman"],
  ["2.2.8", named, '"@query-param";name="qux"', ""],
  ["2.2.8", named, '"@query-param";name="param"', "value"],
  ["2.2.8", odd, '"@query-param";name="var"', "this%20is%20a%20big%0Amultiline%20value"],
  ["2.2.8", odd, '"@query-param";name="bar"', "with%20plus%20whitespace"],
  ["2.2.8", odd, '"@query-param";name="fa%C3%A7ade%22%3A%20"', "something"],
];
