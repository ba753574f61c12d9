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
  "resume-appended": "Le serveur envoie la suite ; elle est ajoutée à ce qui était déjà là.",
  "resume-complete": "Rien ne suit ce qui était déjà là : l’échange précédent a le corps entier.",
  "resume-mismatch": "Le serveur a envoyé une autre partie que celle demandée ; rien n’est ajouté.",
  "resume-refused": "Le serveur n’a pas envoyé la suite.",
  "resume-restarted":
    "Le serveur renvoie le tout : ce qui était là est d’une autre version, ou il ignore les plages.",
  "trailers-not-sent":
    "Les en-têtes de fin n’ont pas été envoyés, car le corps n’est pas découpé (chunked).",
};

/** A remark of the trace in the person's language where it is known. */
export function noteSentence(
  note: { readonly code: string; readonly message: string },
  language: Language,
): string {
  const known = language === "fr" ? french[note.code] : undefined;
  return known?.replace(/ ([:;?!])/g, "\u00a0$1") ?? note.message;
}
