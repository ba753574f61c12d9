/** Versions as on the wire, under Node's names. */
const versions: Readonly<Record<number, string>> = {
  0x0002: "SSLv2",
  0x0300: "SSLv3",
  0x0301: "TLSv1",
  0x0302: "TLSv1.1",
  0x0303: "TLSv1.2",
  0x0304: "TLSv1.3",
};

const groups: Readonly<Record<number, string>> = {
  0x0017: "P-256",
  0x0018: "P-384",
  0x0019: "P-521",
  0x001d: "X25519",
  0x001e: "X448",
  0x0100: "ffdhe2048",
  0x0101: "ffdhe3072",
  0x0102: "ffdhe4096",
  0x0103: "ffdhe6144",
  0x0104: "ffdhe8192",
  0x11eb: "SecP256r1MLKEM768",
  0x11ec: "X25519MLKEM768",
  0x11ed: "SecP384r1MLKEM1024",
};

const signatures: Readonly<Record<number, string>> = {
  0x0201: "rsa_pkcs1_sha1",
  0x0202: "dsa_sha1",
  0x0203: "ecdsa_sha1",
  0x0301: "rsa_pkcs1_sha224",
  0x0302: "dsa_sha224",
  0x0303: "ecdsa_sha224",
  0x0401: "rsa_pkcs1_sha256",
  0x0402: "dsa_sha256",
  0x0403: "ecdsa_secp256r1_sha256",
  0x0501: "rsa_pkcs1_sha384",
  0x0502: "dsa_sha384",
  0x0503: "ecdsa_secp384r1_sha384",
  0x0601: "rsa_pkcs1_sha512",
  0x0602: "dsa_sha512",
  0x0603: "ecdsa_secp521r1_sha512",
  0x0804: "rsa_pss_rsae_sha256",
  0x0805: "rsa_pss_rsae_sha384",
  0x0806: "rsa_pss_rsae_sha512",
  0x0807: "ed25519",
  0x0808: "ed448",
  0x0809: "rsa_pss_pss_sha256",
  0x080a: "rsa_pss_pss_sha384",
  0x080b: "rsa_pss_pss_sha512",
  0x0904: "mldsa44",
  0x0905: "mldsa65",
  0x0906: "mldsa87",
};

/** Alerts of RFC 8446 §6, and those of earlier versions. */
const alerts: Readonly<Record<number, string>> = {
  0: "close_notify",
  10: "unexpected_message",
  20: "bad_record_mac",
  21: "decryption_failed",
  22: "record_overflow",
  30: "decompression_failure",
  40: "handshake_failure",
  41: "no_certificate",
  42: "bad_certificate",
  43: "unsupported_certificate",
  44: "certificate_revoked",
  45: "certificate_expired",
  46: "certificate_unknown",
  47: "illegal_parameter",
  48: "unknown_ca",
  49: "access_denied",
  50: "decode_error",
  51: "decrypt_error",
  60: "export_restriction",
  70: "protocol_version",
  71: "insufficient_security",
  80: "internal_error",
  86: "inappropriate_fallback",
  90: "user_canceled",
  100: "no_renegotiation",
  109: "missing_extension",
  110: "unsupported_extension",
  111: "certificate_unobtainable",
  112: "unrecognized_name",
  113: "bad_certificate_status_response",
  114: "bad_certificate_hash_value",
  115: "unknown_psk_identity",
  116: "certificate_required",
  120: "no_application_protocol",
  121: "ech_required",
};

export const versionName = (number: number): string => versions[number] ?? hex(number);
export const groupName = (number: number): string => groups[number] ?? hex(number);
export const signatureName = (number: number): string => signatures[number] ?? hex(number);
export const alertName = (number: number): string => alerts[number] ?? "";

/** The number of an alert by its name; null: there is no such alert. */
export function alertNumber(name: string): number | null {
  const found = Object.entries(alerts).find(([, known]) => known === name);
  return found === undefined ? null : Number(found[0]);
}

export function hex(number: number): string {
  return `0x${number.toString(16).padStart(4, "0")}`;
}

/** Values a client throws in to keep servers tolerant (RFC 8701): nobody means them. */
export function isGrease(number: number): boolean {
  return (number & 0x0f0f) === 0x0a0a && number >> 8 === (number & 0xff);
}
