import type { AuthNote } from "../../../shared/model/auth-note.ts";
import { type Catalogue, catalogue, type Language } from "../catalogue.ts";

/** Words for what authentication did on a hop. */
export const authNoteWords = catalogue(
  {
    signed: (scheme: string) => `Signed with ${scheme}`,
    challenged: (scheme: string) => `The server asks for ${scheme}`,
    answered: (scheme: string) => `Answered with ${scheme}`,
    confirmed: (scheme: string) => `${scheme}: the server gave its proof`,
    refused: (scheme: string, reason: string) => `${scheme} ends here: ${reason}`,
    facts: {
      realm: "realm",
      algorithm: "algorithm",
      method: "method",
      qop: "protection",
      userhash: "name hashed",
      stale: "nonce too old",
      "nonce-count": "use of the nonce",
      "server-proof": "server’s proof",
      offered: "offered",
      target: "target",
      message: "message",
      service: "service",
      region: "region",
      created: "created",
      "key-id": "key",
      claims: "claims",
      "signed-headers": "signed headers",
      "canonical-request": "canonical request",
      "string-to-sign": "string to sign",
      "base-string": "base string",
      "signature-base": "signature base",
    } as Readonly<Record<string, string>>,
    reasons: {
      "wrong-credentials": "the server does not take these credentials",
      "not-offered": "the server does not offer it",
      "not-understood": "the server’s challenge cannot be answered",
      "body-once": "the body cannot be sent a second time",
      "connection-closed": "the connection was closed during the handshake",
      "no-kerberos": "no curl that knows Kerberos was found on this machine (ENVOI_CURL names one)",
      "no-ticket":
        "the system gave no ticket for this host: sign in (kinit), and write the host as the realm knows it",
      "other-mechanism": "the system offered NTLM instead of a Kerberos ticket; it was not sent",
    } as Readonly<Record<string, string>>,
    values: { right: "right", wrong: "wrong", unchecked: "not checked", true: "yes" } as Readonly<
      Record<string, string>
    >,
  },
  {
    signed: (scheme: string) => `Signée avec ${scheme}`,
    challenged: (scheme: string) => `Le serveur demande ${scheme}`,
    answered: (scheme: string) => `Réponse avec ${scheme}`,
    confirmed: (scheme: string) => `${scheme}\u00a0: le serveur a donné sa preuve`,
    refused: (scheme: string, reason: string) => `${scheme} s’arrête ici\u00a0: ${reason}`,
    facts: {
      realm: "domaine",
      algorithm: "algorithme",
      method: "méthode",
      qop: "protection",
      userhash: "nom haché",
      stale: "nonce trop ancien",
      "nonce-count": "usage du nonce",
      "server-proof": "preuve du serveur",
      offered: "proposés",
      target: "cible",
      message: "message",
      service: "service",
      region: "région",
      created: "créé",
      "key-id": "clé",
      claims: "revendications",
      "signed-headers": "en-têtes signés",
      "canonical-request": "requête canonique",
      "string-to-sign": "chaîne à signer",
      "base-string": "chaîne de base",
      "signature-base": "base de la signature",
    },
    reasons: {
      "wrong-credentials": "le serveur n’accepte pas ces identifiants",
      "not-offered": "le serveur ne le propose pas",
      "not-understood": "la demande du serveur n’a pas de réponse possible",
      "body-once": "le corps ne peut pas être envoyé une seconde fois",
      "connection-closed": "la connexion a été fermée pendant l’échange",
      "no-kerberos":
        "aucun curl qui connaît Kerberos n’a été trouvé sur cette machine (ENVOI_CURL en nomme un)",
      "no-ticket":
        "le système n’a pas donné de ticket pour cet hôte\u00a0: identifiez-vous (kinit), et écrivez l’hôte comme le royaume le connaît",
      "other-mechanism":
        "le système a proposé NTLM au lieu d’un ticket Kerberos\u00a0; il n’a pas été envoyé",
    },
    values: { right: "juste", wrong: "fausse", unchecked: "non vérifiée", true: "oui" },
  },
);

export type AuthNoteWords = (typeof authNoteWords)["en"];

/** The note in one sentence, with the facts that fit into it. */
export function authSentence(note: AuthNote, language: Language): string {
  const words = (authNoteWords satisfies Catalogue<AuthNoteWords>)[language];
  const reason = note.facts.find(([name]) => name === "reason")?.[1] ?? "";
  const what =
    note.action === "refused"
      ? words.refused(note.scheme, words.reasons[reason] ?? reason)
      : words[note.action](note.scheme);
  const facts = shortFacts(note).map(
    ([name, value]) => `${words.facts[name] ?? name} ${words.values[value] ?? value}`,
  );
  return facts.length === 0 ? what : `${what} (${facts.join(", ")})`;
}

/** Facts of one line; the others are texts of their own. */
function shortFacts({ facts }: AuthNote): AuthNote["facts"] {
  return facts.filter(
    ([name, value]) =>
      name !== "reason" && value !== "" && !value.includes("\n") && value.length < 120,
  );
}

/** What was signed, in full: each text with its name. */
export function signedTexts({ facts }: AuthNote): AuthNote["facts"] {
  return facts.filter(([, value]) => value.includes("\n") || value.length >= 120);
}
