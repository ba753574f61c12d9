/** What stops a connection before it is one, and what takes too long. By failure code: what is wrong, what to try. */
export const frenchConnectFailures: Readonly<
  Record<string, readonly [what: string, remedy: string]>
> = {
  "resolve-timeout": [
    "Le nom n’a pas été résolu dans le temps accordé.",
    "Augmentez le délai de résolution dans les réglages réseau, ou vérifiez le serveur de noms.",
  ],
  "connect-timeout": [
    "Aucune connexion n’a été établie dans le temps accordé.",
    "Augmentez le délai de connexion dans les réglages réseau, ou vérifiez l’adresse et le pare-feu.",
  ],
  "proxy-timeout": [
    "Le proxy n’a pas laissé passer la connexion dans le temps accordé.",
    "Augmentez le délai de connexion dans les réglages réseau, ou voyez le proxy.",
  ],
  "tls-timeout": [
    "La négociation TLS n’a pas abouti dans le temps accordé.",
    "Augmentez le délai TLS dans les réglages réseau, ou voyez le serveur.",
  ],
  "first-byte-timeout": [
    "Le serveur n’a pas commencé à répondre dans le temps accordé.",
    "Augmentez le délai du premier octet dans les réglages réseau, ou voyez ce que fait le serveur.",
  ],
  "idle-timeout": [
    "La réponse s’est arrêtée plus longtemps que permis entre deux octets.",
    "Augmentez le délai d’inactivité dans les réglages réseau ; ce qui est arrivé est gardé.",
  ],
  "too-slow": [
    "L’échange a été plus lent que permis pendant plus longtemps que permis.",
    "Baissez la vitesse la plus basse ou augmentez sa durée dans les réglages réseau ; ce qui est arrivé est gardé.",
  ],
  "haproxy-client-ip": [
    "L’adresse du client pour l’en-tête PROXY contient une espace ou un caractère hors ASCII.",
    "Écrivez une adresse IPv4 ou IPv6, ou laissez vide pour celle de cette machine.",
  ],
  "resolve-override": [
    "Une adresse imposée n’est pas compréhensible.",
    "Écrivez hôte:port:adresse, par exemple example.com:443:127.0.0.1.",
  ],
  "connect-to": [
    "Une ligne de destination remplacée n’est pas compréhensible.",
    "Écrivez hôte:port:autre-hôte:autre-port ; chaque partie peut être vide.",
  ],
  "name-server-address": [
    "Un serveur de noms n’est pas donné par son adresse.",
    "Écrivez une adresse IP, avec un port si besoin : 127.0.0.1:5353 ou [::1]:53.",
  ],
  "dns-ENOTFOUND": [
    "Le serveur de noms ne connaît pas ce nom.",
    "Vérifiez le nom d’hôte, et les serveurs de noms dans les réglages réseau.",
  ],
  "dns-ENODATA": [
    "Le serveur de noms connaît ce nom, mais ne lui donne aucune adresse.",
    "Vérifiez le nom d’hôte et la version d’IP dans les réglages réseau.",
  ],
  "dns-ECONNREFUSED": [
    "Rien ne répond à l’adresse du serveur de noms.",
    "Vérifiez les serveurs de noms dans les réglages réseau.",
  ],
  "dns-ETIMEOUT": [
    "Le serveur de noms n’a pas répondu.",
    "Vérifiez les serveurs de noms dans les réglages réseau, et le réseau.",
  ],
  "dns-ESERVFAIL": [
    "Le serveur de noms n’a pas pu trouver la réponse.",
    "Essayez un autre serveur de noms.",
  ],
  "dns-EREFUSED": ["Le serveur de noms a refusé de répondre.", "Essayez un autre serveur de noms."],
  "no-address-of-version": [
    "L’hôte n’a pas d’adresse de la version d’IP voulue.",
    "Permettez toutes les versions d’IP dans les réglages réseau.",
  ],
  "source-address": [
    "La source n’est ni une adresse ni une interface réseau de cette machine.",
    "Donnez une adresse IP locale ou le nom d’une interface, ou laissez choisir le système.",
  ],
  "source-version": [
    "L’adresse locale et celles de l’hôte ne sont pas de la même version d’IP.",
    "Choisissez une autre adresse source, ou laissez choisir le système.",
  ],
  "local-port": [
    "Le port local n’est ni un port ni une plage de ports.",
    "Écrivez 40000 ou 40000-40100, ou laissez choisir le système.",
  ],
  EADDRINUSE: [
    "Le port local est occupé, comme tous les autres qui étaient permis.",
    "Permettez une plage plus large de ports locaux dans les réglages réseau.",
  ],
  EADDRNOTAVAIL: [
    "Aucune adresse locale n’atteint cet hôte.",
    "Vérifiez l’adresse, et l’adresse source dans les réglages réseau.",
  ],
  EINVAL: [
    "L’adresse locale et celle de l’hôte ne vont pas ensemble.",
    "Vérifiez l’adresse source dans les réglages réseau, et la zone d’une adresse IPv6.",
  ],
  "proxy-refused": [
    "Le proxy n’a pas ouvert de tunnel.",
    "Sa réponse dit pourquoi. Vérifiez qu’il permet cet hôte et ce port.",
  ],
  "proxy-credentials": [
    "Le proxy n’a pas accepté le nom et le mot de passe.",
    "Vérifiez le nom et le mot de passe du proxy.",
  ],
  "proxy-auth-required": [
    "Le proxy demande un nom et un mot de passe, ou un procédé auquel on ne peut répondre.",
    "Donnez le nom et le mot de passe du proxy dans les réglages réseau.",
  ],
  "proxy-reply-invalid": [
    "Le proxy a répondu par autre chose qu’une réponse HTTP.",
    "Vérifiez le genre du proxy et son port ; l’onglet Fil montre ce qui est arrivé.",
  ],
  "proxy-closed": [
    "Le proxy a fermé la connexion avant de laisser passer quoi que ce soit.",
    "Vérifiez le genre du proxy et son port, et voyez son journal.",
  ],
  "proxy-ECONNREFUSED": [
    "Le proxy n’a pas pu être atteint : rien n’accepte de connexion sur ce port.",
    "Vérifiez le proxy dans les réglages réseau, et qu’il fonctionne.",
  ],
  "proxy-ENOTFOUND": [
    "Le nom du proxy n’a pas été résolu.",
    "Vérifiez le proxy dans les réglages réseau, et qu’il fonctionne.",
  ],
  "proxy-ETIMEDOUT": [
    "Le proxy n’a pas pu être atteint : il n’a pas répondu.",
    "Vérifiez le proxy dans les réglages réseau, et qu’il fonctionne.",
  ],
  "socks-version": [
    "Le proxy ne parle pas cette version de SOCKS.",
    "Vérifiez le genre du proxy et son port.",
  ],
  "socks-auth": [
    "Le proxy SOCKS n’accepte aucune des façons de s’identifier proposées.",
    "Donnez le nom et le mot de passe du proxy dans les réglages réseau.",
  ],
  "socks-credentials": [
    "Le proxy SOCKS n’a pas accepté le nom et le mot de passe.",
    "Vérifiez le nom et le mot de passe du proxy.",
  ],
  "socks-general": ["Le proxy SOCKS a échoué.", "Voyez le journal du proxy."],
  "socks-not-allowed": [
    "Le proxy SOCKS ne permet pas cette connexion.",
    "Vérifiez les règles du proxy.",
  ],
  "socks-network-unreachable": [
    "Le proxy SOCKS n’a pas de chemin vers ce réseau.",
    "Vérifiez l’adresse.",
  ],
  "socks-host-unreachable": [
    "Le proxy SOCKS n’atteint pas cet hôte.",
    "Vérifiez le nom d’hôte ; avec socks5h, c’est le proxy qui le cherche.",
  ],
  "socks-refused": [
    "Rien n’accepte de connexion sur ce port, dit le proxy SOCKS.",
    "Vérifiez le port, et que le serveur fonctionne.",
  ],
  "socks-expired": ["Le proxy SOCKS dit que le chemin est trop long.", "Vérifiez l’adresse."],
  "socks-command": ["Le proxy SOCKS ne se connecte à rien.", "Utilisez un autre proxy."],
  "socks-address": [
    "Le proxy SOCKS ne prend pas ce genre d’adresse.",
    "Laissez le proxy chercher le nom (socks5h, socks4a), ou choisissez une autre version d’IP.",
  ],
  "socks-name-length": [
    "Le nom d’hôte est plus long que ce que SOCKS transporte.",
    "Utilisez un nom plus court ou une adresse.",
  ],
  "socks-user-length": [
    "Le nom ou le mot de passe est plus long que ce que SOCKS transporte.",
    "Chacun peut avoir 255 octets.",
  ],
  "socket-ENOENT": [
    "Il n’y a pas de socket à cet endroit.",
    "Vérifiez le chemin, et que le serveur fonctionne.",
  ],
  "socket-ECONNREFUSED": [
    "Rien n’écoute sur ce socket.",
    "Vérifiez le chemin, et que le serveur fonctionne.",
  ],
  "socket-EACCES": [
    "Vous n’avez pas le droit de vous connecter à ce socket.",
    "Demandez ce droit, par exemple en rejoignant le groupe auquel il appartient.",
  ],
  "socket-EPERM": ["Vous n’avez pas le droit de vous connecter à ce socket.", "Demandez ce droit."],
  "socket-EPROTOTYPE": ["Ce socket n’est pas un socket de flux.", "Vérifiez le chemin."],
  "socket-ENOTSOCK": ["Il y a autre chose qu’un socket à cet endroit.", "Vérifiez le chemin."],
  "abstract-name-padded": [
    "Rien n’écoute sur ce socket sous le nom que demande cette version de Node : il est complété par des zéros, comme chez les serveurs de Node et nulle part ailleurs.",
    "Lancez Envoi avec Node 22 ou plus récent, prenez l’application de bureau, ou donnez un chemin au serveur.",
  ],
  "connection-dropped": [
    "La connexion a été fermée ici, depuis la liste des connexions.",
    "Envoyez de nouveau la requête ; elle prendra une nouvelle connexion.",
  ],
  "socket-path-length": [
    "Le chemin de ce socket est trop long.",
    "Donnez un chemin plus court, par exemple par un lien symbolique.",
  ],
  "socket-path-relative": [
    "Une requête hors d’une collection a besoin du chemin complet de son socket.",
    "Donnez le chemin depuis la racine, ou enregistrez la requête dans une collection.",
  ],
  "socket-not-granted": [
    "La requête nomme un socket de cette machine qui n’a pas été autorisé ici.",
    "Autorisez-le si vous savez ce qui y écoute ; seule cette machine s’en souvient.",
  ],
};
