/** What a request holds that cannot be sent as it is meant. By failure code: what is wrong, what to try. */
export const frenchInputFailures: Readonly<
  Record<string, readonly [what: string, remedy: string]>
> = {
  "scheme-off": [
    "Les requêtes vers ce schéma sont désactivées.",
    "Le réglage « Schémas » dit lesquels peuvent être demandés.",
  ],
  "resume-not-possible": [
    "Ce téléchargement ne peut pas reprendre où il s’est arrêté.",
    "Envoyez de nouveau la requête.",
  ],
  "resume-other-request": [
    "La requête n’est pas celle dont le téléchargement s’est arrêté.",
    "Envoyez-la telle qu’elle est, ou annulez ce qui a été changé.",
  ],
  "folder-not-granted": [
    "Ce dossier est hors de la collection et n’a pas été choisi sur cette machine.",
    "Choisissez-le une fois sur cette machine, ou mettez-le dans le dossier de la collection.",
  ],
  "folder-not-one": ["Ce qui est nommé comme dossier n’en est pas un.", "Choisissez un dossier."],
  "file-not-granted": [
    "Ce fichier est hors de la collection et n’a pas été choisi sur cette machine.",
    "Choisissez-le une fois dans le corps de la requête, ou mettez-le dans le dossier de la collection.",
  ],
  "file-path-relative": [
    "Une requête hors d’une collection a besoin du chemin complet de son fichier.",
    "Choisissez de nouveau le fichier, ou enregistrez la requête dans une collection.",
  ],
  "file-not-regular": [
    "Un corps ne peut venir que d’un fichier ordinaire.",
    "Choisissez un fichier.",
  ],
  "graphql-variables": [
    "Les variables GraphQL ne sont pas du JSON à {place} (ligne et colonne).",
    "Corrigez-les à cet endroit ; rien n’a été envoyé.",
  ],
  "graphql-values": [
    "Une fois les valeurs des {{variables}} mises, les variables GraphQL ne sont pas du JSON à {place} (ligne et colonne).",
    "Donnez à chacune sa valeur, et mettez entre guillemets celle qui contient du texte.",
  ],
  "raw-target": ["La destination d’un échange brut est hôte:port, sans rien d’autre.", ""],
  "raw-base64": ["Les octets de l’échange brut ne sont pas du base64.", ""],
  "body-unsupported": [
    "Le corps a une forme qu’Envoi garde dans le fichier mais n’envoie pas.",
    "Choisissez un autre type de corps.",
  ],
  "header-value": [
    "Une valeur d’en-tête contient une fin de ligne ou un NUL, ce qui commencerait un autre en-tête.",
    "Retirez-le, ou envoyez la requête en octets bruts.",
  ],
  "header-name": [
    "Un nom d’en-tête est vide, commence par un espace, ou contient un deux-points, une fin de ligne ou un NUL.",
    "Corrigez-le, ou envoyez la requête en octets bruts.",
  ],
  "line-break-in-head": [
    "La méthode, l’URL ou un en-tête contient un caractère qui couperait la ligne : fin de ligne ou NUL, ou un espace dans la méthode.",
    "Retirez-le, ou envoyez la requête en octets bruts.",
  ],
  "variable-unknown": ["La variable {place} n’est pas définie ici.", ""],
  "variable-missing-secret": [
    "Le secret {place} n’a pas de valeur sur cette machine.",
    "Donnez-la-lui dans l’environnement.",
  ],
  "context-file": ["{place} est illisible, et ne donne donc rien à cette requête.", ""],
  "context-environment": [
    "L’environnement choisi est illisible : ses variables manquent.",
    "Ouvrez-le comme texte pour voir ce qui ne va pas.",
  ],
  "context-environment-below": [
    "L’environnement {place}, dont l’environnement choisi hérite, est illisible.",
    "",
  ],
  "context-extends-cycle": ["Des environnements héritent l’un de l’autre : {place}.", ""],
  "context-dotenv": ["{place} est illisible.", ""],
  "context-dotenv-kind": [
    "{place} n’est pas un fichier ordinaire de cette collection : il n’est pas lu.",
    "",
  ],
  "code-token": [
    "Le jeton OAuth 2 est demandé à l’envoi de la requête : mettez-le à sa place.",
    "",
  ],
  "raw-too-large": [
    "La requête dépasse 8 Mio, plus que ce qui se modifie octet par octet.",
    "Envoyez-la telle quelle : la vue Fil montre chaque octet parti.",
  ],
  "url-empty": ["L’URL est vide.", ""],
  "url-slashes": ["L’URL a son schéma, mais pas les deux barres obliques qui le suivent.", ""],
  "url-scheme": ["Seules les URL http et https peuvent être envoyées.", ""],
  "url-host": ["L’hôte de l’URL contient des caractères qu’aucun hôte ne peut avoir.", ""],
  "url-host-missing": ["L’URL n’a pas d’hôte.", ""],
  "url-ipv6": ["L’adresse entre crochets n’est pas une adresse IPv6.", ""],
  "url-variable": ["Une variable dans l’hôte de l’URL n’a pas de valeur.", ""],
  "url-port": ["Le port de l’URL n’est pas un nombre de 1 à 65535.", ""],
  "url-characters": [
    "L’URL contient un espace ou un caractère de contrôle, qui couperait la ligne de requête.",
    "Écrivez-le encodé (un espace est %20), ou activez l’encodage de l’URL pour cette requête.",
  ],
};
