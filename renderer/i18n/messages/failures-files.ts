/** What files, collections, workspaces, search and the window itself fail with: code → what happened, what to try. */
export const frenchFileFailures: Readonly<Record<string, readonly [what: string, remedy: string]>> =
  {
    "link-closed": ["La liaison entre la fenêtre et le cœur d’Envoi est perdue.", ""],
    "unexpected-frame": [
      "Le cœur d’Envoi a répondu d’une façon que la fenêtre n’attendait pas.",
      "",
    ],
    "message-not-data": [
      "Un message contenait autre chose que des données.",
      "Gardez les grandes données dans un fichier et désignez ce fichier.",
    ],
    "message-too-large": [
      "C’est trop grand pour passer entre la fenêtre et le cœur d’Envoi.",
      "Gardez les grandes données dans un fichier et désignez ce fichier.",
    ],
    "bad-input": ["La fenêtre a demandé quelque chose sous une forme qu’Envoi n’accepte pas.", ""],
    "no-native-dialogs": [
      "Il n’y a pas ici de dialogues du système.",
      "Choisissez l’endroit dans le sélecteur d’Envoi.",
    ],
    "session-too-large": ["L’état de la fenêtre est trop grand pour être gardé.", ""],
    menu: ["La page a envoyé un menu qui n’a pas été compris.", ""],
    "no-collection": [
      "Le dossier ne contient aucun opencollection.yml lisible.",
      "Choisissez le dossier d’une collection.",
    ],
    "not-a-collection": [
      "Ce dossier ne contient pas d’opencollection.yml.",
      "Choisissez le dossier d’une collection, ou créez-y une collection.",
    ],
    "collection-not-open": ["Cette collection n’est pas ouverte.", ""],
    "no-workspace": ["Aucun espace de travail n’est ouvert.", ""],
    "not-a-workspace": [
      "Le workspace.yml de ce dossier appartient à un autre programme.",
      "Choisissez un dossier dont le workspace.yml dit type: workspace, ou créez un espace de travail dans un autre dossier.",
    ],
    "bad-pattern": [
      "Ce n’est pas une expression régulière.",
      "Vérifiez ses parenthèses, ou désactivez les expressions.",
    ],
    "search-too-slow": [
      "Cette recherche a pris trop de temps et a été arrêtée.",
      "Simplifiez l’expression : des répétitions imbriquées comme (a+)+ en sont la raison habituelle.",
    ],
    "search-no-thread": [
      "Les expressions régulières ne peuvent pas servir ici, car rien n’arrêterait une expression lente.",
      "Cherchez du texte simple.",
    ],
    "undo-gone": ["Cela ne peut plus être annulé.", ""],
    "merge-conflict": [
      "Git a laissé les deux côtés d’une fusion dans ce fichier.",
      "Ouvrez-le comme texte, gardez les lignes voulues et retirez celles qui portent <<<<<<<, ======= et >>>>>>>.",
    ],
    "folder-too-deep": [
      "Les dossiers placés sous plus de 128 autres ne sont pas lus.",
      "Remontez ce qui est dans ce dossier.",
    ],
    "file-empty": [
      "Ce fichier est vide.",
      "Reprenez-le de git ou d’une copie, ou ouvrez-le comme texte et écrivez-y une requête.",
    ],
    "changed-since": [
      "Ce fichier a été modifié après le remplacement.",
      "Annulez d’abord cette modification, ou corrigez le fichier à la main.",
    ],
    "yaml-*": [
      "Ce fichier n’est pas du YAML lisible.",
      "Ouvrez-le comme texte et corrigez-le ; Envoi ne modifie pas un fichier qu’il ne peut pas lire.",
    ],
    "yaml-not-writable": ["Ce contenu ne peut pas s’écrire en YAML.", ""],
    "outside-root": [
      "Ce fichier est hors de son dossier, derrière un lien.",
      "Remplacez le lien par un fichier, ou ouvrez le dossier vers lequel il mène.",
    ],
    "dangling-link": [
      "Ce fichier est un lien vers quelque chose qui n’existe pas.",
      "Retirez le lien, ou créez ce vers quoi il mène.",
    ],
    "short-write": [
      "Moins d’octets qu’écrits ont atteint le disque.",
      "Vérifiez la place libre et le disque ; l’ancien fichier est intact.",
    ],
    "in-use": [
      "Envoi fonctionne déjà avec ce dossier de données.",
      "Servez-vous de la fenêtre ouverte, fermez-la d’abord, ou donnez un autre dossier avec --data.",
    ],
    "not-a-request-file": ["Les requêtes sont dans des fichiers qui finissent par .yml.", ""],
    EEXIST: ["Il y a déjà quelque chose de ce nom.", "Choisissez un autre nom."],
    "changed-on-disk": [
      "Ce fichier a été modifié au même moment par un autre programme.",
      "Réessayez.",
    ],
    "into-itself": ["Un dossier ne peut pas être déplacé dans lui-même.", ""],
    "item-not-found": ["Il n’y a rien de tel dans la collection.", ""],
    "bad-path": ["Ce n’est pas le chemin d’un élément d’une collection.", ""],
    "not-utf8": [
      "Ce fichier n’est pas du texte UTF-8.",
      "Enregistrez-le en UTF-8 dans le programme qui l’a fait.",
    ],
    "too-large": ["Ce fichier est trop grand pour être une requête.", ""],
    "not-a-file": ["Ce n’est pas un fichier ordinaire.", ""],
    "code-body": [
      "Le corps est trop grand pour tenir dans du code, ou ne peut être lu qu’une fois.",
      "Envoyez-le depuis un fichier.",
    ],
    export: [
      "Il n’y a rien à exporter à cet endroit.",
      "Choisissez une collection, un dossier ou une requête.",
    ],
    "replay-nothing": [
      "Il n’y a pas d’octets HTTP/1 à renvoyer.",
      "Renvoyez la requête elle-même.",
    ],
    "record-sealed": [
      "Les octets de cet échange contiennent des secrets et sont scellés par une clé qui n’est pas là.",
      "Déverrouillez les secrets. D’une clé remplacée, plus rien ne peut être lu.",
    ],
    "proxy-host": ["Le proxy n’a pas d’hôte.", "Écrivez son nom ou son adresse."],
    "proxy-host-url": [
      "L’hôte du proxy est plus qu’un nom ou une adresse.",
      "N’écrivez que cela\u00a0; son type, son port, l’utilisateur et le mot de passe ont leurs propres champs.",
    ],
    "proxy-port": [
      "Le port du proxy n’est pas un nombre de 1 à 65535.",
      "Corrigez la variable dont il vient, ou écrivez un nombre.",
    ],
    "pac-source": [
      "Le fichier de configuration du proxy est désigné par une URL qui n’est pas un chemin de cette machine.",
      "Donnez son chemin, ou une URL http ou https.",
    ],
    "pac-none": [
      "Les réglages du proxy veulent un fichier PAC et n’en nomment aucun.",
      "Donnez son chemin, ou une URL http ou https.",
    ],
    "pac-not-granted": [
      "Le fichier PAC est hors de la collection et n’a pas été choisi sur cette machine.",
      "Autorisez-le une fois sur cette machine, choisissez-le dans les réglages du proxy, ou mettez-le dans le dossier de la collection.",
    ],
    "pac-path-relative": [
      "Une requête hors d’une collection a besoin du chemin complet de son fichier PAC.",
      "Choisissez de nouveau le fichier dans les réglages du proxy, ou enregistrez la requête dans une collection.",
    ],
    "pac-unreadable": [
      "Le fichier de configuration du proxy n’a pas pu être lu.",
      "Vérifiez son chemin ou son URL dans les réglages du réseau.",
    ],
    "proxy-environment": [
      "Une variable de l’environnement désigne un proxy d’une façon incompréhensible.",
      "Écrivez-la [scheme://][utilisateur:motdepasse@]hôte[:port].",
    ],
    "proxy-header": [
      "Un en-tête pour le proxy n’en est pas un.",
      "Écrivez-en un par ligne, sous la forme Nom: valeur.",
    ],
    preproxy: [
      "Seul un proxy SOCKS peut précéder un proxy, et seulement un proxy HTTP.",
      "Écrivez socks5://hôte:port, ou laissez-le vide.",
    ],
    "proxy-ntlm-closed": [
      "Le proxy a fermé la connexion au milieu de NTLM, qui n’en admet qu’une.",
      "",
    ],
    "keychain-unseal": [
      "Ce secret a été scellé par un autre trousseau et ne peut pas être ouvert ici.",
      "Saisissez de nouveau sa valeur.",
    ],
    "secret-key-unusable": [
      "La clé des secrets ne peut pas être lue.",
      "Restaurez secret.key d’une sauvegarde, ou retirez-la et saisissez de nouveau les secrets.",
    ],
    "store-without-passphrase": [
      "Ces secrets n’ont pas de phrase secrète : ils ne sont ni verrouillés ni déverrouillés.",
      "Choisissez-en une d’abord.",
    ],
    "shared-secrets-line": [
      "Le fichier des secrets partagés a une ligne incomprise ; il n’a pas été touché.",
      "Rétablissez la ligne telle que git l’avait, ou saisissez de nouveau la valeur.",
    ],
    "shared-secrets-merge": [
      "Une fusion a laissé deux versions dans le fichier des secrets partagés.",
      "Décidez dans le fichier qui compte, retirez les marques de git, puis écrivez de nouveau les valeurs.",
    ],
    "shared-secrets-changed": [
      "Le fichier des secrets partagés a été modifié au même moment par un autre programme.",
      "Recommencez.",
    ],
    "shared-secret-not-for-you": [
      "Ce secret partagé n’est chiffré pour aucune identité de cette machine.",
      "Envoyez votre clé publique (envoi secrets identity) à quelqu’un qui peut l’ouvrir, et demandez à être ajouté.",
    ],
    "shared-secret-conflict": [
      "Ce secret partagé a deux valeurs après une fusion.",
      "Écrivez la valeur qui compte.",
    ],
    "no-recipient": [
      "Personne de cette clé ou de ce nom ne peut ouvrir ces secrets.",
      "Ajoutez d’abord quelqu’un d’autre, ou retirez les valeurs.",
    ],
    "last-recipient": [
      "C’est la dernière personne à pouvoir ouvrir ces secrets : personne ne le pourrait ensuite.",
      "Ajoutez d’abord quelqu’un d’autre, ou retirez les valeurs.",
    ],
    "age-identity": [
      "Ce n’est pas une identité age.",
      "C’est une ligne qui commence par AGE-SECRET-KEY-, telle qu’age-keygen l’écrit.",
    ],
    "age-recipient": [
      "Ce n’est pas un destinataire pour qui Envoi peut chiffrer.",
      "C’est une ligne qui commence par age1. Les clés ssh ne sont pas prises.",
    ],
  };
