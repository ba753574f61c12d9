/** What a note can name as having no place, in French. What is not here is a name of the other program and stays as it is. */
const parts: ReadonlyMap<string, string> = new Map([
  ["The kind of request", "Le type de requête"],
  ["What the server sent on the WebSocket", "Ce que le serveur a envoyé sur le WebSocket"],
  ["Waiting for the server between messages", "L’attente du serveur entre les messages"],
  ["The OAuth 2.0 grant type", "Le type d’autorisation OAuth 2.0"],
  ["The OAuth 1.0 signature", "La signature OAuth 1.0"],
  ["The JWT algorithm", "L’algorithme JWT"],
  ["The ASAP algorithm", "L’algorithme ASAP"],
  ["Authentication that is switched off", "Une authentification désactivée"],
  ["The file replies go to", "Le fichier où vont les réponses"],
  ["The authentication", "L’authentification"],
  ["The assertion", "L’assertion"],
  ["The Hawk user", "L’utilisateur Hawk"],
  ["Text outside every request", "Du texte hors de toute requête"],
  ["A list of header presets", "Une liste d’en-têtes prédéfinis"],
  ["Fields of bruno.json", "Des champs de bruno.json"],
  ["A script file", "Un fichier de script"],
  ["A question before sending", "Une question avant l’envoi"],
  ["A mark of the request", "Une marque de la requête"],
  ["A header field for the proxy", "Un en-tête pour le proxy"],
  ["A file of header fields", "Un fichier d’en-têtes"],
  ["A file of cookies", "Un fichier de cookies"],
  ["A GraphQL fragment from a file", "Un fragment GraphQL venant d’un fichier"],
  ["grpcurl's command", "La commande de grpcurl"],
]);

const forms: readonly (readonly [RegExp, string])[] = [
  [/^grpcurl's option (.+)$/s, "L’option $1 de grpcurl"],
  [/^curl's option (.+)$/s, "L’option $1 de curl"],
  [/^A script for “(.+)”$/s, "Un script pour « $1 »"],
  [/^A (\S+) script that is switched off$/s, "Un script $1 désactivé"],
  [/^The setting “(.+)”$/s, "Le réglage « $1 »"],
  [/^The block “(.+)”$/s, "Le bloc « $1 »"],
  [/^A body of mode “(.+)”$/s, "Un corps de mode « $1 »"],
  [/^Bodies that are not in use \((.+)\)$/s, "Des corps non utilisés ($1)"],
  [/^(.+) of the form part “(.+)”$/s, "$1 de la partie de formulaire « $2 »"],
];

/** What a note names, in French. */
export function frenchPart(part: string): string {
  const known = parts.get(part);
  if (known !== undefined) return known;
  const form = forms.find(([pattern]) => pattern.test(part));
  return form === undefined ? part : part.replace(form[0], form[1]);
}
