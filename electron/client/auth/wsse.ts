import { createHash } from "node:crypto";
import type { WsseAuth } from "../../../shared/model/auth.ts";
import { quoted } from "../../base/auth/challenge.ts";
import type { AuthTools, Sign } from "./outgoing.ts";

/** The X-WSSE value (UsernameToken profile as Atom used it): the digest is Base64(SHA-1(nonce + created + password)). */
export function wsse(
  { username, password, dialect }: Omit<WsseAuth, "kind">,
  nonce: string,
  created: string,
): string {
  const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
  const hash = createHash("sha1").update(nonce + created + password, "utf8");
  const digest = dialect === "hex" ? base64(hash.digest("hex")) : hash.digest("base64");
  const shown = dialect === "base64" ? base64(nonce) : nonce;
  return `UsernameToken Username=${quoted(username)}, PasswordDigest="${digest}", Nonce="${shown}", Created="${created}"`;
}

/** Both fields of the profile: Authorization says that X-WSSE has the proof. */
export function signWsse(auth: WsseAuth, tools: AuthTools): Sign {
  return async () => {
    const created = new Date(tools.epoch()).toISOString().replace(/\.\d+Z$/, "Z");
    const nonce = tools.random(16).toString("hex");
    return {
      fields: [
        { name: "Authorization", value: 'WSSE profile="UsernameToken"' },
        { name: "X-WSSE", value: wsse(auth, nonce, created) },
      ],
      note: { scheme: "WSSE", action: "signed", facts: [["created", created]] },
    };
  };
}
