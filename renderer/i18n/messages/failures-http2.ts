const look = "Voyez le journal du serveur ; l’onglet Fil montre les trames.";
const again = "Renvoyez la requête ; elle prendra une nouvelle connexion.";

/** What an error code says (RFC 9113 §7), as the end of a sentence, and what to try. */
const french: Readonly<Record<string, readonly [meaning: string, remedy?: string]>> = {
  NO_ERROR: ["sans erreur"],
  PROTOCOL_ERROR: ["car il a vu une infraction au protocole"],
  INTERNAL_ERROR: ["car quelque chose a échoué chez lui"],
  FLOW_CONTROL_ERROR: ["car il a reçu plus que la place qu’il avait donnée"],
  SETTINGS_TIMEOUT: ["car ses réglages n’ont pas été confirmés à temps"],
  STREAM_CLOSED: ["car une trame est venue sur un flux fermé"],
  FRAME_SIZE_ERROR: ["car une trame avait une taille qu’il n’accepte pas"],
  REFUSED_STREAM: ["avant d’avoir rien fait de la requête", again],
  CANCEL: ["car il n’en veut plus"],
  COMPRESSION_ERROR: ["car il n’a pas pu décoder les en-têtes"],
  CONNECT_ERROR: ["car la connexion faite pour CONNECT s’est rompue"],
  ENHANCE_YOUR_CALM: [
    "car on lui en demande trop",
    "Envoyez moins à la fois, ou voyez le journal du serveur.",
  ],
  INADEQUATE_SECURITY: [
    "car TLS n’est pas assez fort pour lui",
    "Permettez une version de TLS plus récente ou de meilleurs chiffrements.",
  ],
  HTTP_1_1_REQUIRED: [
    "car il veut HTTP/1.1 ici",
    "Choisissez HTTP/1.1 dans les réglages de la requête.",
  ],
};

type Sentences = Record<string, readonly [what: string, remedy: string]>;

function byErrorCode(): Sentences {
  const all: Sentences = {};
  for (const [name, [meaning, remedy = look]] of Object.entries(french)) {
    const code = name.toLowerCase().replaceAll("_", "-");
    all[`h2-reset-${code}`] = [`Le serveur a mis fin à ce flux ${meaning} (${name}).`, remedy];
    all[`h2-goaway-${code}`] = [
      `Le serveur a mis fin à la connexion ${meaning} (${name}).`,
      remedy,
    ];
  }
  return all;
}

/** What went wrong in HTTP/2. By failure code: what is wrong, what to try. */
export const frenchHttp2Failures: Readonly<Sentences> = {
  ...byErrorCode(),
  "h2-refused": ["Le serveur a refusé le flux avant d’avoir rien fait de la requête.", again],
  "h2-going-away": ["Le serveur fermait la connexion et n’a rien fait de la requête.", again],
  "h2-not-negotiated": [
    "Le serveur n’a pas choisi HTTP/2.",
    "Choisissez la version « auto » ou 1.1 dans les réglages de la requête.",
  ],
  "http2-reply": [
    "Le serveur parle HTTP/2 ici, et la question était en HTTP/1.",
    "Choisissez HTTP/2 comme version de HTTP : en clair pour http, sur TLS pour https.",
  ],
  "h2-http1-reply": [
    "Le serveur parle HTTP/1 ici, et la question était en HTTP/2.",
    "Choisissez HTTP/1.1 comme version de HTTP, ou laissez le choix à Envoi.",
  ],
  "h2-needs-tls": [
    "HTTP/2 était demandé, qui se négocie dans TLS, mais l’URL commence par http.",
    "Utilisez https, ou choisissez h2c : HTTP/2 en clair.",
  ],
  "h2-window-timeout": [
    "Le serveur n’a pas donné de place pour la suite du corps dans le temps imparti.",
    "Augmentez le délai d’inactivité dans les réglages, ou voyez le journal du serveur.",
  ],
  "http3-no-curl": [
    "HTTP/3 passe par un curl installé, et aucun curl avec HTTP/3 n’a été trouvé.",
    "Installez un curl dont `curl --version` nomme HTTP3, ou choisissez une autre version de HTTP.",
  ],
  "http3-http": [
    "HTTP/3 ne se parle que sur TLS, et l’URL commence par http.",
    "Choisissez une autre version de HTTP, ou changez ce réglage.",
  ],
  "http3-proxy": [
    "HTTP/3 ne peut passer par un proxy.",
    "Choisissez une autre version de HTTP, ou changez ce réglage.",
  ],
  "http3-unix-socket": [
    "HTTP/3 ne peut passer par une socket unix.",
    "Choisissez une autre version de HTTP, ou changez ce réglage.",
  ],
  "http10-chunked": [
    "HTTP/1.0 n’a pas de découpage (chunked), et la longueur de ce corps n’est pas connue.",
    "Choisissez une autre version de HTTP, ou un corps dont la longueur est connue.",
  ],
};

/** Fault rule of HTTP/2 → what is wrong. */
export const frenchHttp2Rules: Readonly<Record<string, string>> = {
  "h2-connection-field":
    "Un en-tête propre aux connexions HTTP/1 a été envoyé ; HTTP/2 ne le permet pas.",
  "h2-content-length": "Le contenu n’a pas la longueur que dit Content-Length.",
  "h2-continuation": "Un bloc d’en-têtes est interrompu, ou CONTINUATION ne suit rien.",
  "h2-data-before-head": "Du contenu est venu avant la tête de la réponse.",
  "h2-end-missing": "Le flux a été annulé sans erreur là où sa fin devait être annoncée.",
  "h2-field-name-case": "Un nom d’en-tête a des majuscules, ce que HTTP/2 ne permet pas.",
  "h2-flood": "Le serveur a envoyé des milliers de trames qui ne disent rien.",
  "h2-flow-control": "Le serveur a envoyé plus que la place qu’il avait.",
  "h2-frame-size": "Une trame a une longueur que son type ne peut avoir, ou qui dépasse la limite.",
  "h2-header-block-size": "Un bloc d’en-têtes est plus grand que ce côté n’accepte.",
  "h2-header-list-size": "La liste d’en-têtes est plus grande que ce côté n’accepte.",
  "h2-hpack": "Un bloc d’en-têtes ne peut être décodé.",
  "h2-http1-reply": "Le serveur a répondu en HTTP/1 : il ne parle pas HTTP/2 ici.",
  "h2-idle-stream": "Une trame est venue pour un flux jamais ouvert.",
  "h2-no-reply": "Le flux s’est terminé sans réponse.",
  "h2-padding": "Une trame a plus de remplissage que de place.",
  "h2-preface": "La connexion ne commence pas comme HTTP/2.",
  "h2-pseudo-field": "Une réponse n’a qu’un pseudo-en-tête, :status ; celle-ci en a d’autres.",
  "h2-pseudo-order": "Un pseudo-en-tête se trouve après un en-tête ordinaire.",
  "h2-push": "Le serveur a poussé une réponse, bien qu’on le lui ait interdit.",
  "h2-setting-value": "Un réglage a une valeur qu’il ne peut avoir.",
  "h2-settings-first": "La première trame d’une connexion doit être SETTINGS.",
  "h2-status": "La réponse n’a pas de statut à trois chiffres.",
  "h2-stream-closed": "Une trame est venue après la fin du flux.",
  "h2-stream-not-zero": "Une trame propre à la connexion porte un flux.",
  "h2-stream-zero": "Une trame propre à un flux porte le flux 0.",
  "h2-trailers-open": "Des en-têtes ont suivi la tête sans terminer le flux.",
  "h2-window-overflow": "Le serveur a ouvert une fenêtre plus grande qu’elle ne peut être.",
  "h2-window-zero": "Une fenêtre est élargie de rien.",
};
