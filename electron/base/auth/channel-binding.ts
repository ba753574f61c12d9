import { createHash, X509Certificate } from "node:crypto";

/**
 * The `tls-server-end-point` binding (RFC 5929 §4) as NTLM carries it: the MD5 of a gss_channel_bindings_struct (MS-NLMP §2.2.2.1) over the hash
 * of the server's certificate. `pem`: that certificate. `signatureAlgorithm`: its name, such as `ecdsa-with-SHA384`; "" when it is not known.
 */
export function channelBinding(pem: string, signatureAlgorithm: string): Buffer {
  const { raw } = new X509Certificate(pem);
  return bindingOf(createHash(hashOf(signatureAlgorithm)).update(raw).digest());
}

/** The same from the hash of a certificate. */
export function bindingOf(certificateHash: Buffer): Buffer {
  const data = Buffer.concat([Buffer.from("tls-server-end-point:", "ascii"), certificateHash]);
  // Types and lengths of two addresses, all none, then the length of the data.
  const head = Buffer.alloc(20);
  head.writeUInt32LE(data.length, 16);
  return createHash("md5").update(head).update(data).digest();
}

/** The hash the certificate was signed with; SHA-256 in the place of MD5 and SHA-1, and where the name says none (§4.1). */
function hashOf(signatureAlgorithm: string): string {
  return (
    /sha-?(224|384|512)/i.exec(signatureAlgorithm)?.[0].toLowerCase().replace("-", "") ?? "sha256"
  );
}
