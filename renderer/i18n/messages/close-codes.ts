import { closeCodeMeaning, closeCodeName } from "../../../shared/model/web-socket.ts";
import type { Language } from "../catalogue.ts";

const french: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  1000: ["Fermeture normale", "Le but de la connexion est atteint."],
  1001: ["Départ", "Le serveur s’arrête, ou la page a été quittée."],
  1002: ["Erreur de protocole", "L’autre côté n’a pas suivi les règles de WebSocket."],
  1003: ["Données non prises en charge", "Un message d’un type qui n’est pas accepté est venu."],
  1005: ["Pas de statut reçu", "La trame close n’avait pas de code."],
  1006: ["Fermeture anormale", "La connexion s’est terminée sans trame close."],
  1007: [
    "Contenu invalide",
    "Un message ne va pas avec son type : du texte hors d’UTF-8, par exemple.",
  ],
  1008: ["Contraire aux règles", "Un message est contraire aux règles du serveur."],
  1009: ["Message trop grand", "Un message est plus grand que ce que l’autre côté accepte."],
  1010: ["Extension exigée", "Le serveur n’a pas accepté une extension dont le client a besoin."],
  1011: ["Erreur interne", "Le serveur a rencontré quelque chose d’inattendu."],
  1012: ["Redémarrage du service", "Le serveur redémarre ; réessayez dans un moment."],
  1013: ["Réessayez plus tard", "Le serveur est surchargé."],
  1014: [
    "Mauvaise passerelle",
    "Le serveur est une passerelle, et ce qui est derrière a mal répondu.",
  ],
  1015: ["Négociation TLS", "La négociation TLS a échoué."],
};

/** What a close code is called ("" where nobody named it) and means, in one sentence. */
export function closeCodeText(
  code: number,
  language: Language,
): { readonly name: string; readonly meaning: string } {
  const known = french[code];
  if (language !== "fr") return { name: closeCodeName(code), meaning: closeCodeMeaning(code) };
  if (known !== undefined) return { name: known[0], meaning: known[1] };
  if (code >= 3000 && code < 4000)
    return {
      name: "",
      meaning: "Un code d’une bibliothèque ou d’un cadriciel (inscrit à l’IANA).",
    };
  if (code >= 4000 && code < 5000) return { name: "", meaning: "Un code propre à l’application." };
  return { name: "", meaning: "Un code auquel aucune spécification ne donne de sens." };
}
