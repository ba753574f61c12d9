import type { Language } from "../catalogue.ts";

/** Why a cookie was not taken, a redirect not followed, a field left out of one, by their code. English is what main wrote. */
const french: Readonly<Record<string, string>> = {
  "no-name": "Ce n’est pas un cookie : il n’a ni nom ni valeur.",
  control: "Il contient un caractère de contrôle.",
  "too-long": "Nom et valeur dépassent 4 096 octets.",
  domain: "Son Domain n’est ni l’hôte qui l’a posé, ni un parent de cet hôte.",
  suffix: "Son Domain est un suffixe public, sous lequel chacun peut s’enregistrer.",
  hostPrefix: "Un cookie __Host- exige Secure, Path=/ et pas de Domain.",
  securePrefix: "Un cookie __Secure- exige Secure.",
  secure: "Il est Secure, mais la connexion ne l’est pas, et l’hôte n’est pas cette machine.",
  shadows: "Il est venu en clair et passerait devant un cookie Secure de ce nom.",
  notKept: "Garder les cookies est désactivé.",

  off: "Suivre les redirections est désactivé.",
  empty: "Location est vide.",
  noUrl: "Location n’est pas une URL.",
  scheme: "Les redirections vers ce schéma sont désactivées.",
  limit: "La limite des redirections est atteinte.",
  sentOnce: "Le corps ne peut être envoyé une seconde fois.",
  bodyElsewhere: "Le corps irait à une autre origine que celle à laquelle vous l’avez envoyé.",
  heads: "Les en-têtes des réponses sont ensemble plus grands que ce qui est gardé.",

  elsewhere: "La redirection mène à une autre origine.",
  body: "Le corps n’est pas renvoyé.",
  host: "Il nommait l’hôte de la première requête.",
  foreign: "Cela venait de la redirection, pas de vous.",
};

/** The reason in the person's language where it is known. */
export function policyReason(
  { reason, code }: { readonly reason: string; readonly code?: string },
  language: Language,
): string {
  const known = language === "fr" && code !== undefined ? french[code] : undefined;
  return known?.replace(/ ([:;?!])/g, "\u00a0$1") ?? reason;
}
