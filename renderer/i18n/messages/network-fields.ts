import { catalogue } from "../catalogue.ts";

/** Name and explanation of every setting of how a request is sent. */
export const networkFields = catalogue(
  {
    httpVersion: ["HTTP version", "Which protocol is spoken."],
    encodeUrl: ["Encode the URL", "On percent-encodes what a URL may not hold."],
    requestTarget: [
      "Request target",
      "Sent in the first request line instead of the URL’s: *, host:port, a whole URL. Empty: the URL’s.",
    ],
    expectContinue: [
      "Wait for 100 Continue",
      "Sends Expect and holds the body back this long. 0: no.",
    ],
    framing: ["Framing of the body", "How HTTP/1.1 says where the body ends."],
    compressBody: ["Compress the body", "Content-Encoding of what is sent."],
    contentDigest: [
      "Digest of the body",
      "A field that lets the server check it (RFC 9530, 3230, 1864).",
    ],
    trailers: ["Trailers to send", "Name: value, one a line, after the body."],
    decode: ["Decode the reply", "Off keeps its content coding."],
    ignoreContentLength: [
      "Ignore Content-Length",
      "A reply in HTTP/1 goes to the end of its connection.",
    ],
    maxBodySize: [
      "Largest reply",
      "Bytes on the wire; of a WebSocket, those of one message. 0: no limit, or 128 MiB for a message.",
    ],
    maxDecodedSize: [
      "Largest decoded reply",
      "Beyond it a reply is taken for a bomb. 0: no limit.",
    ],

    resolve: ["Addresses of one’s own", "host:port:address, one a line; * is every host."],
    connectTo: ["Connect to", "host:port:other:port, one a line. The URL stays as it is."],
    dnsServers: ["Name servers", "Addresses, one a line. Empty: the system’s."],
    ipVersion: ["IP version", "Which addresses are tried."],
    happyEyeballs: ["Between two attempts", "After this the next address is tried too."],
    sourceAddress: ["From", "Address or network interface of this machine."],
    localPort: ["From port", "A port, or from-to."],
    unixSocket: ["Unix socket", "Or \\\\.\\pipe\\name on Windows. The URL’s host is still sent."],
    haproxyProtocol: [
      "PROXY header",
      "HAProxy’s, version 1, before anything else: who the client is.",
    ],
    haproxyClientIp: ["Client in it", "Empty: this machine’s own address."],
    noDelay: ["Send small writes at once", "TCP_NODELAY."],
    keepAlive: ["TCP keep-alive after", "Idle time before probes. 0: none."],
    reuse: ["Keep connections", "Off: one for each hop, closed afterwards."],

    timeout: [
      "Timeout",
      "For the whole exchange, redirects included; of a WebSocket, until it is open. 0: no limit.",
    ],
    resolveTimeout: ["Finding the address", "0: no limit of its own."],
    connectTimeout: ["Connecting", "TCP, and the proxy’s part."],
    tlsTimeout: ["TLS handshake", "0: no limit of its own."],
    firstByteTimeout: ["First byte", "From the last byte sent to the first received."],
    idleTimeout: ["Silence", "Between two bytes received."],
    limitRate: ["Highest speed", "Each way of each exchange. 0: no limit."],
    speedLimit: ["Lowest speed", "Below it for too long the exchange ends. 0: no limit."],
    speedTime: ["Too slow for", "So long below the lowest speed."],

    proxy: ["Proxy", "Where requests go through."],

    tlsMin: ["Lowest version", "Nothing older is accepted."],
    tlsMax: ["Highest version", "Nothing newer is offered."],
    ciphers: ["Cipher suites", "OpenSSL’s words. Empty: OpenSSL’s own choice."],
    groups: ["Groups", "For the key exchange, such as X25519:P-256."],
    signatures: ["Signatures", "Taken from the server, such as ECDSA+SHA256. OpenSSL’s words."],
    alpn: ["ALPN", "Protocols to offer, one a line; - offers none. Empty: what the version needs."],
    servername: ["Server name", "Sent (SNI) and checked. Empty: the host of the URL."],
    caFile: ["Authorities", "A PEM file of certificate authorities."],
    caFolder: [
      "Folder of authorities",
      "PEM files under the names openssl rehash gives; they count too.",
    ],
    systemCa: [
      "Authorities of the system",
      "Those the operating system trusts count too, a company’s own among them.",
    ],
    caMode: ["Built-in authorities", "Whether they count beside these."],
    clientCertificates: ["Client certificates", "Shown to the hosts they are for."],
    pinnedKey: [
      "Pinned key",
      "sha256//… of the server’s public key, several joined by semicolons, or its file. Held to also without verification.",
    ],
    crlFile: [
      "Revocation lists",
      "A PEM or DER file; each authority of the chain needs one in it.",
    ],
    resumeSession: ["Resume sessions", "Off: a full handshake each time."],
    ocspStatus: ["Ask for an OCSP staple", "Shown with the certificate."],
    requireStaple: ["Require an OCSP staple", "On: without one that says good, nothing is sent."],

    followRedirects: ["Follow redirects", "Off shows the 3xx response itself."],
    maxRedirects: ["Redirects at most", "The exchange stops after that many."],
    keepMethod: ["Keep POST on", "By itself a POST becomes a GET there."],
    forwardCredentials: [
      "Send credentials elsewhere",
      "On: what proves who you are follows a redirect to any host.",
    ],
    autoReferer: ["Referer on redirects", "On: each one says which URL it came from."],

    schemes: ["Schemes", "Nothing else is asked, not even after a redirect."],
    redirectSchemes: ["Redirects to", "A redirect to another scheme is shown and not followed."],
    hsts: [
      "Obey HSTS",
      "On: a host that asked for https alone is asked by https, as a hop of its own.",
    ],

    sendCookies: ["Send cookies", "Those the jar holds for the URL."],
    storeCookies: ["Keep cookies", "Those that replies set."],
    cookieJar: ["Jar", "Which cookies are shared with what."],

    retries: ["Tries after the first", "0: none."],
    retryDelay: ["Pause before the first", "It doubles. Retry-After is obeyed."],
    retryMaxTime: ["Time for all of them", "0: no limit."],
    retryOn: ["Try again after", "What may pass by itself."],
  },
  {
    httpVersion: ["Version HTTP", "Le protocole parlé."],
    encodeUrl: ["Encoder l’URL", "Activé, ce qu’une URL ne peut contenir est encodé."],
    requestTarget: [
      "Cible de la requête",
      "Envoyée dans la première ligne à la place de celle de l’URL\u00a0: *, hôte:port, une URL entière. Vide\u00a0: celle de l’URL.",
    ],
    expectContinue: [
      "Attendre 100 Continue",
      "Envoie Expect et retient le corps pendant ce temps. 0\u00a0: non.",
    ],
    framing: ["Délimitation du corps", "Comment HTTP/1.1 dit où le corps finit."],
    compressBody: ["Compresser le corps", "Content-Encoding de ce qui est envoyé."],
    contentDigest: [
      "Empreinte du corps",
      "Un champ qui permet au serveur de le vérifier (RFC 9530, 3230, 1864).",
    ],
    trailers: ["Champs de fin à envoyer", "Nom: valeur, un par ligne, après le corps."],
    decode: ["Décoder la réponse", "Désactivé, son codage reste."],
    ignoreContentLength: [
      "Ignorer Content-Length",
      "Une réponse en HTTP/1 va jusqu’à la fin de sa connexion.",
    ],
    maxBodySize: [
      "Réponse la plus grande",
      "Octets sur le fil ; d’un WebSocket, ceux d’un message. 0\u00a0: sans limite, ou 128 Mio pour un message.",
    ],
    maxDecodedSize: [
      "Réponse décodée la plus grande",
      "Au-delà, elle est prise pour une bombe. 0\u00a0: sans limite.",
    ],

    resolve: ["Adresses choisies", "hôte:port:adresse, une par ligne\u00a0; * vaut tout hôte."],
    connectTo: ["Se connecter à", "hôte:port:autre:port, un par ligne. L’URL reste telle quelle."],
    dnsServers: ["Serveurs de noms", "Adresses, une par ligne. Vide\u00a0: ceux du système."],
    ipVersion: ["Version IP", "Les adresses essayées."],
    happyEyeballs: ["Entre deux essais", "Ensuite l’adresse suivante est essayée aussi."],
    sourceAddress: ["Depuis", "Adresse ou interface réseau de cette machine."],
    localPort: ["Depuis le port", "Un port, ou de-à."],
    unixSocket: [
      "Socket Unix",
      "Ou \\\\.\\pipe\\nom sous Windows. L’hôte de l’URL est envoyé quand même.",
    ],
    haproxyProtocol: [
      "En-tête PROXY",
      "De HAProxy, version 1, avant tout le reste\u00a0: qui est le client.",
    ],
    haproxyClientIp: ["Le client annoncé", "Vide\u00a0: l’adresse de cette machine."],
    noDelay: ["Envoyer aussitôt les petites écritures", "TCP_NODELAY."],
    keepAlive: ["Keep-alive TCP après", "Inactivité avant les sondes. 0\u00a0: aucune."],
    reuse: ["Garder les connexions", "Désactivé\u00a0: une par saut, fermée ensuite."],

    timeout: [
      "Délai maximal",
      "Pour tout l’échange, redirections comprises ; d’un WebSocket, jusqu’à son ouverture. 0\u00a0: sans limite.",
    ],
    resolveTimeout: ["Trouver l’adresse", "0\u00a0: pas de limite propre."],
    connectTimeout: ["Se connecter", "TCP, et la part du proxy."],
    tlsTimeout: ["Négociation TLS", "0\u00a0: pas de limite propre."],
    firstByteTimeout: ["Premier octet", "Du dernier octet envoyé au premier reçu."],
    idleTimeout: ["Silence", "Entre deux octets reçus."],
    limitRate: [
      "Vitesse la plus haute",
      "Dans chaque sens de chaque échange. 0\u00a0: sans limite.",
    ],
    speedLimit: [
      "Vitesse la plus basse",
      "Trop longtemps en dessous, l’échange prend fin. 0\u00a0: sans limite.",
    ],
    speedTime: ["Trop lent pendant", "La durée sous la vitesse la plus basse."],

    proxy: ["Proxy", "Par où passent les requêtes."],

    tlsMin: ["Version la plus basse", "Rien de plus ancien n’est accepté."],
    tlsMax: ["Version la plus haute", "Rien de plus récent n’est proposé."],
    ciphers: ["Suites de chiffrement", "Mots d’OpenSSL. Vide\u00a0: son propre choix."],
    groups: ["Groupes", "Pour l’échange de clés, comme X25519:P-256."],
    signatures: ["Signatures", "Acceptées du serveur, comme ECDSA+SHA256. Les mots d’OpenSSL."],
    alpn: [
      "ALPN",
      "Protocoles proposés, un par ligne\u00a0; - n’en propose aucun. Vide\u00a0: ce qu’il faut à la version.",
    ],
    servername: ["Nom du serveur", "Envoyé (SNI) et vérifié. Vide\u00a0: l’hôte de l’URL."],
    caFile: ["Autorités", "Un fichier PEM d’autorités de certification."],
    caFolder: [
      "Dossier d’autorités",
      "Des fichiers PEM sous les noms que donne openssl rehash\u00a0; elles comptent aussi.",
    ],
    systemCa: [
      "Autorités du système",
      "Celles auxquelles le système d’exploitation se fie comptent aussi, dont celles d’une entreprise.",
    ],
    caMode: ["Autorités intégrées", "Si elles comptent avec celles-ci."],
    clientCertificates: ["Certificats client", "Présentés aux hôtes auxquels ils sont destinés."],
    pinnedKey: [
      "Clé épinglée",
      "sha256//… de la clé publique du serveur, plusieurs séparées par des points-virgules, ou son fichier. Exigée même sans vérification.",
    ],
    crlFile: [
      "Listes de révocation",
      "Un fichier PEM ou DER\u00a0; chaque autorité de la chaîne doit y avoir la sienne.",
    ],
    resumeSession: [
      "Reprendre les sessions",
      "Désactivé\u00a0: une négociation complète chaque fois.",
    ],
    ocspStatus: ["Demander une agrafe OCSP", "Affichée avec le certificat."],
    requireStaple: [
      "Exiger une agrafe OCSP",
      "Activé, rien n’est envoyé sans une agrafe qui dit que le certificat est bon.",
    ],

    followRedirects: [
      "Suivre les redirections",
      "Désactivé, la réponse 3xx elle-même est affichée.",
    ],
    maxRedirects: ["Nombre maximal de redirections", "L’échange s’arrête au-delà."],
    keepMethod: ["Garder POST sur", "D’elle-même une requête POST y devient GET."],
    forwardCredentials: [
      "Envoyer l’identité ailleurs",
      "Activé\u00a0: ce qui prouve qui vous êtes suit une redirection vers tout hôte.",
    ],
    autoReferer: [
      "Referer sur les redirections",
      "Activé\u00a0: chacune dit de quelle URL elle vient.",
    ],

    schemes: ["Schémas", "Rien d’autre n’est demandé, même après une redirection."],
    redirectSchemes: [
      "Redirections vers",
      "Une redirection vers un autre schéma est montrée sans être suivie.",
    ],
    hsts: [
      "Respecter HSTS",
      "Activé\u00a0: un hôte qui n’a voulu que https est demandé en https, en un saut à part.",
    ],

    sendCookies: ["Envoyer les cookies", "Ceux qui sont gardés pour l’URL."],
    storeCookies: ["Garder les cookies", "Ceux que posent les réponses."],
    cookieJar: ["Réserve", "Quels cookies sont partagés, et avec quoi."],

    retries: ["Essais après le premier", "0\u00a0: aucun."],
    retryDelay: ["Pause avant le premier", "Elle double. Retry-After est respecté."],
    retryMaxTime: ["Temps pour tous", "0\u00a0: sans limite."],
    retryOn: ["Réessayer après", "Ce qui peut passer de soi-même."],
  },
);
