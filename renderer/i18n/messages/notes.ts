import type { Language } from "../catalogue.ts";

/** Remarks of the trace, by their code. English is what main wrote. */
const french: Readonly<Record<string, string>> = {
  "body-cut": "Le reste de cette réponse n’a pas été lu, car la redirection a été suivie.",
  "body-read-before":
    "Le corps a été lu une fois avant l’envoi, pour sa longueur ou son empreinte.",
  "early-reply": "La réponse était complète avant la requête ; le reste n’a pas été envoyé.",
  "expect-failed":
    "Le serveur n’accepte pas d’attente (Expect) ; la requête est renvoyée sans elle.",
  "expect-refused": "Le serveur a répondu avant l’envoi du corps ; le corps n’a pas été envoyé.",
  "expect-timeout":
    "Aucun 100 Continue n’est venu dans le temps imparti ; le corps est envoyé quand même.",
  "h2-authority": "Host a été envoyé comme :authority, son nom en HTTP/2.",
  "h2-framing": "Transfer-Encoding n’a pas été envoyé : HTTP/2 découpe lui-même le corps.",
  "h2-left-out":
    "{subject} n’a pas été envoyé : HTTP/2 n’a pas d’en-têtes propres à une connexion.",
  "h2-lower-case":
    "Les noms d’en-têtes ont été envoyés en minuscules, comme HTTP/2 les écrit tous.",
  "h2c-not-upgraded": "Le serveur n’est pas passé à HTTP/2 et a répondu en HTTP/1.",
  "hsts-kept": "L’hôte ne veut désormais que https (Strict-Transport-Security) : {subject}.",
  "hsts-removed": "L’hôte ne tient plus à https seul (max-age=0) : {subject}.",
  "http3-by-curl": "Envoyé par curl {subject} : il n’y a pas d’octets à montrer.",
  "proxy-unused":
    "Le proxy n’est pas utilisé : les réglages nomment un socket Unix auquel se connecter.",
  "ws-goodbye-unanswered": "Le serveur n’a pas répondu à la trame close.",
  "limit-rate": "Tenu à {subject} octets par seconde dans chaque sens.",
  "resume-appended": "Le serveur envoie la suite ; elle est ajoutée à ce qui était déjà là.",
  "resume-complete": "Rien ne suit ce qui était déjà là : l’échange précédent a le corps entier.",
  "resume-mismatch": "Le serveur a envoyé une autre partie que celle demandée ; rien n’est ajouté.",
  "key-log": "Les secrets TLS n’ont pas pu être écrits dans le fichier de clés.",
  "no-close-notify":
    "Le serveur a mis fin à la connexion sans le close_notify de TLS : quelqu’un en chemin a pu couper la réponse.",
  "resume-refused": "Le serveur n’a pas envoyé la suite.",
  "resume-restarted":
    "Le serveur renvoie le tout : ce qui était là est d’une autre version, ou il ignore les plages.",
  "switched-protocols":
    "Le serveur est passé à un autre protocole ; ce qui vient ensuite est montré en octets.",
  "tls-level-lowered":
    "TLS 1.0 et 1.1 sont autorisés : le niveau de sécurité d’OpenSSL est 0 pour cette négociation, qui accepte aussi des chiffrements et des signatures faibles.",
  "trailers-not-sent":
    "Les en-têtes de fin n’ont pas été envoyés, car le corps n’est pas découpé (chunked).",
};

/** A remark of the trace in the person's language where it is known. */
export function noteSentence(
  note: { readonly code: string; readonly message: string; readonly subject?: string },
  language: Language,
): string {
  const known = language === "fr" ? french[note.code] : undefined;
  const spaced = known?.replace(/ ([:;?!])/g, "\u00a0$1");
  return spaced?.replace("{subject}", () => note.subject ?? "") ?? note.message;
}
