import type { ClientCertificate } from "../../../model/network/tls.ts";
import type { CurlOption } from "./options.ts";

/** `--cert FILE[:password]`, `--key`, `--pass`, `--cert-type`, or those of the proxy. null: none is named. */
export function certificateOf(
  options: readonly CurlOption[],
  whose: "" | "proxy-" = "",
): ClientCertificate | null {
  const last = (name: string) =>
    options.findLast((option) => option.name === `${whose}${name}`)?.value;
  const cert = last("cert");
  if (cert === undefined) return null;
  const [, file = cert, password] = /^((?:[A-Za-z]:[\\/])?[^:]*)(?::(.*))?$/s.exec(cert) ?? [];
  const passphrase = last("pass") ?? password ?? "";
  const domain = "*";
  return /^p12$/i.test(last("cert-type") ?? "") || /\.(?:p12|pfx)$/i.test(file)
    ? { type: "pkcs12", domain, pkcs12File: file, passphrase }
    : {
        type: "pem",
        domain,
        certificateFile: file,
        privateKeyFile: last("key") ?? file,
        passphrase,
      };
}
