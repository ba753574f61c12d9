import { catalogue } from "../catalogue.ts";

/** Words of the raw exchange. */
export const requestRawWords = catalogue(
  {
    text: "Text",
    bytes: "Bytes",
    editAs: "Edit as",
    newline: "Line ends",
    crlf: "CR LF",
    lf: "LF",
    start: "Start from this request",
    startHint: "Writes the ordinary request here as text",
    putBack: "Put back what was there",
    rawText: "Bytes to send, as text",
    rawHex: "Bytes to send, as hex",
    placeholder: "GET / HTTP/1.1\nHost: example.test\n\n",
    size: (bytes: string) => `${bytes} to send`,
    sizeSecrets: (bytes: string) => `${bytes} to send, secrets not counted`,
    first: "First bytes",
    nothing: "Nothing to send yet.",
    notText: "These bytes are not text with one kind of line end, so they stay bytes.",
    unreadable: "The file's base64 cannot be read. Envoi leaves it as it is.",
    hexHint:
      "Type hex digits on the left or text on the right. Insert changes between writing over and pushing along.",
    inserting: "Insert",
    overwriting: "Write over",
  },
  {
    text: "Texte",
    bytes: "Octets",
    editAs: "Modifier comme",
    newline: "Fins de ligne",
    crlf: "CR LF",
    lf: "LF",
    start: "Partir de cette requête",
    startHint: "Écrit ici la requête ordinaire sous forme de texte",
    putBack: "Remettre ce qui était là",
    rawText: "Octets à envoyer, en texte",
    rawHex: "Octets à envoyer, en hexadécimal",
    placeholder: "GET / HTTP/1.1\nHost: example.test\n\n",
    size: (bytes: string) => `${bytes} à envoyer`,
    sizeSecrets: (bytes: string) => `${bytes} à envoyer, secrets non comptés`,
    first: "Premiers octets",
    nothing: "Rien à envoyer pour l’instant.",
    notText:
      "Ces octets ne forment pas un texte à fins de ligne uniformes\u00a0: ils restent des octets.",
    unreadable: "Le base64 du fichier est illisible. Envoi le laisse tel quel.",
    hexHint:
      "Saisissez l’hexadécimal à gauche ou le texte à droite. La touche Inser bascule entre remplacer et insérer.",
    inserting: "Insertion",
    overwriting: "Remplacement",
  },
);
