import { createHash } from "node:crypto";
import type { WsseAuth } from "../../../shared/model/auth.ts";
import { quoted } from "../../base/auth/challenge.ts";
import type { AuthTools, Sign } from "./outgoing.ts";

/** The X-WSSE value (UsernameToken profile as Atom used it): the digest is Base64(SHA-1(nonce + created + password)). */
export function wsse(username: string, password: string, nonce: string, created: string): string {
  const digest = createHash("sha1")
    .update(nonce + created + password, "utf8")
    .digest("base64");
  return `UsernameToken Username=${quoted(username)}, PasswordDigest="${digest}", Nonce="${nonce}", Created="${created}"`;
}

/** Both fields of the profile: Authorization says that X-WSSE has the proof. */
export function signWsse(auth: WsseAuth, tools: AuthTools): Sign {
  return async () => {
    const created = new Date(tools.epoch()).toISOString().replace(/\.\d+Z$/, "Z");
    const nonce = tools.random(16).toString("hex");
    return {
      fields: [
        { name: "Authorization", value: 'WSSE profile="UsernameToken"' },
        { name: "X-WSSE", value: wsse(auth.username, auth.password, nonce, created) },
      ],
      note: { scheme: "WSSE", action: "signed", facts: [["created", created]] },
    };
  };
}
