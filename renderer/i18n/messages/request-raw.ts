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
    crlfHead: "CR LF, body LF",
    variables: "Variables",
    start: "Start from this request",
    startHint: "Writes the bytes here that the ordinary request would be",
    left: {
      secret:
        "Secrets stay as {{names}}, so a length or a digest counts the name and not the value.",
      "secret-in-bytes":
        "A secret’s {{name}} stands among the bytes: nothing is replaced there when they are sent.",
      credentials: "The credentials hold a secret, so the place for them is left to you.",
      token: "The OAuth 2 token is asked for when a request is sent, so its place is left to you.",
      cookies: "Cookies of the jar are left out.",
      framing: "Written as HTTP/1.1: frames of HTTP/2 and HTTP/3 cannot be typed.",
    },
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
    variables: "Variables",
    text: "Texte",
    bytes: "Octets",
    editAs: "Modifier comme",
    newline: "Fins de ligne",
    crlf: "CR LF",
    lf: "LF",
    crlfHead: "CR LF, corps LF",
    start: "Partir de cette requête",
    startHint: "Écrit ici les octets que serait la requête ordinaire",
    left: {
      secret:
        "Les secrets restent des {{noms}}\u00a0: une longueur ou une empreinte compte le nom, pas la valeur.",
      "secret-in-bytes":
        "Le {{nom}} d’un secret est parmi les octets\u00a0: rien n’y est remplacé à l’envoi.",
      credentials: "Les identifiants contiennent un secret\u00a0: leur place est laissée à vous.",
      token: "Le jeton OAuth 2 est demandé à l’envoi\u00a0: sa place est laissée à vous.",
      cookies: "Les cookies gardés sont laissés de côté.",
      framing: "Écrit en HTTP/1.1\u00a0: les trames de HTTP/2 et HTTP/3 ne se tapent pas.",
    },
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
