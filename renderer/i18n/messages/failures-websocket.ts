const look = "Le défaut en nomme la place ; l’onglet Fil montre les octets.";
const shown = "La réponse est affichée telle quelle ; un proxy ou un cache l’a peut-être faite.";

/** What was wrong with a frame of a WebSocket, by rule. */
export const frenchSocketRules: Readonly<Record<string, string>> = {
  "ws-close-code": "Une trame close porte un code qu’aucune ne peut porter.",
  "ws-close-length": "Une trame close n’a qu’un octet, ce qui n’est pas un code.",
  "ws-close-reason": "Le motif d’une trame close n’est pas en UTF-8.",
  "ws-compressed-control": "Une trame de contrôle se dit compressée.",
  "ws-compressed-continuation": "Une trame au milieu d’un message dit que la compression commence.",
  "ws-continuation-alone": "Une suite est venue sans message commencé.",
  "ws-control-fragmented": "Une trame de contrôle est morcelée.",
  "ws-control-length": "Une trame de contrôle porte plus de 125 octets.",
  "ws-deflate": "Un message compressé ne peut être décompressé.",
  "ws-length-form": "La longueur n’est pas écrite sous sa forme la plus courte.",
  "ws-length-huge": "La longueur est plus grande qu’on ne peut compter.",
  "ws-mask": "Le serveur a masqué une trame, ce que seuls les clients font.",
  "ws-message-size": "Un message est plus grand que la limite fixée.",
  "ws-message-unfinished": "Un nouveau message commence avant la fin du précédent.",
  "ws-opcode": "Aucune spécification ne donne de sens à ce code d’opération.",
  "ws-ratio": "Un message grossit hors de toute proportion une fois décompressé.",
  "ws-reserved": "Un bit réservé est mis sans qu’une extension ait été convenue.",
  "ws-utf8": "Un message texte n’est pas en UTF-8.",
};

/** What went wrong with a WebSocket. By failure code: what is wrong, what to try. */
export const frenchSocketFailures: Readonly<
  Record<string, readonly [what: string, remedy: string]>
> = {
  ...Object.fromEntries(
    Object.entries(frenchSocketRules).map(([rule, what]) => [rule, [what, look] as const]),
  ),
  "ws-upgrade": [
    "Le serveur a changé de protocole, mais son en-tête Upgrade ne dit pas websocket.",
    shown,
  ],
  "ws-connection": [
    "Le serveur a changé de protocole, mais son en-tête Connection ne dit pas Upgrade.",
    shown,
  ],
  "ws-accept-missing": [
    "La réponse n’a pas de Sec-WebSocket-Accept : le serveur n’a pas lu la clé.",
    shown,
  ],
  "ws-accept": ["Sec-WebSocket-Accept ne correspond pas à la clé envoyée.", shown],
  "ws-subprotocol": ["Le serveur a choisi un sous-protocole qui n’était pas proposé.", shown],
  "ws-extensions-form": [
    "Sec-WebSocket-Extensions n’est pas écrit comme il le faut dans la réponse.",
    shown,
  ],
  "ws-extension": ["Le serveur emploie une extension qui n’était pas proposée.", shown],
  "ws-extension-unknown": ["Le serveur emploie une extension qu’Envoi ne connaît pas.", shown],
  "ws-deflate-parameters": [
    "Le serveur a accepté la compression avec des paramètres qui n’y ont pas place.",
    shown,
  ],
  "ws-not-switched": [
    "Le serveur n’est pas passé à WebSocket.",
    "Sa réponse est affichée : voyez son statut, son corps et si le chemin est juste.",
  ],
  "ws-cut-off": [
    "Le serveur a terminé la connexion sans trame close (1006).",
    "Voyez le journal du serveur ; un proxy a peut-être une limite de temps : envoyez des pings.",
  ],
  "ws-not-open": ["Ce WebSocket n’est pas ouvert.", "Connectez-vous, puis envoyez."],
  "ws-hex": [
    "Les octets de ce message ne sont pas en hex : deux chiffres chacun, comme 00 ff.",
    "",
  ],
  "ws-base64": ["Les octets d’un message binaire ne sont pas en base64.", ""],
  "ws-over": ["Le WebSocket est fermé : rien ne peut plus être envoyé.", ""],
  "ws-code": ["Une trame close porte 1000 à 1014 sauf 1004 à 1006, ou 3000 à 4999.", ""],
  "ws-reason": ["Le motif est trop long, ou n’a pas de code devant lui.", ""],
  "ws-control": ["Un ping porte au plus 125 octets.", ""],
};
