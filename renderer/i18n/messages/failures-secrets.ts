/** Why a secret is not at hand. By failure code: what is wrong, what to try. */
export const frenchSecretFailures: Readonly<
  Record<string, readonly [what: string, remedy: string]>
> = {
  "secrets-locked": [
    "Le coffre des secrets est verrouillé.",
    "Déverrouillez-le avec sa phrase secrète, dans les réglages sous Secrets.",
  ],
  "passphrase-wrong": [
    "Ce n’est pas la phrase secrète du coffre.",
    "Vérifiez la langue du clavier et le verrouillage des majuscules. Rien n’a été changé, et vous pouvez réessayer autant que vous voulez.",
  ],
  "passphrase-short": ["Une phrase secrète a au moins 8 caractères.", "Prenez plusieurs mots."],
  "secret-store-damaged": [
    "Le fichier qui contient les clés du coffre est endommagé\u00a0; il n’a pas été touché.",
    "Restaurez secret-store.json d’une sauvegarde, ou déplacez-le et saisissez de nouveau les secrets.",
  ],
  "key-file-missing": [
    "Le fichier de clé du coffre n’est pas là.",
    "Remettez-le à sa place\u00a0: montez le disque où il se trouve, ou restaurez-le d’une sauvegarde.",
  ],
  "key-file-other": [
    "Ce fichier de clé n’est pas celui avec lequel le coffre a été créé.",
    "Remettez le bon fichier à sa place. Rien n’a été changé.",
  ],
  "key-file-unusable": [
    "Un fichier de clé a au moins 32 octets et au plus 1 Mio.",
    "Choisissez un autre fichier, ou un nom qui n’existe pas encore.",
  ],
  "keychain-missing": [
    "Les secrets sont scellés par le trousseau du système, que ce programme ne peut pas utiliser.",
    "Démarrez un trousseau comme GNOME Keyring ou KWallet, ou utilisez une phrase secrète.",
  ],
  "no-keyring": [
    "Ce système n’a pas de trousseau\u00a0: aucun secret n’est encore gardé.",
    "Choisissez une phrase secrète ou un fichier de clé dans les réglages, sous Secrets\u00a0; ou démarrez un trousseau comme GNOME Keyring et rouvrez Envoi.",
  ],
  "keyring-gone": [
    "Les secrets de cette machine sont scellés par un trousseau qui n’est pas là. Sans lui, rien d’autre ne peut les sceller.",
    "Démarrez le trousseau (GNOME Keyring, KWallet) et rouvrez Envoi. Rien n’a été changé.",
  ],
  "secret-not-fetched": [
    "Un programme donne sa valeur à ce secret quand une requête qui l’utilise est envoyée.",
    "Envoyez d’abord une requête qui l’utilise.",
  ],
  "secret-missing": [
    "Cette machine n’a pas de valeur pour ce secret.",
    "Donnez-lui une valeur d’abord.",
  ],
  "secret-provider-none": ["Aucun programme n’est nommé pour ce secret sur cette machine.", ""],
  "secret-provider-missing": [
    "Le programme qui donne sa valeur à ce secret n’est pas là, ou ne peut pas être lancé.",
    "Installez-le là où PATH le trouve, ou nommez-le par son chemin absolu, comme un programme quelconque.",
  ],
  "secret-provider-timeout": [
    "Le programme n’a pas donné la valeur de ce secret à temps ; il a été arrêté.",
    "Déverrouillez-le d’abord s’il attend une phrase secrète, puis envoyez de nouveau.",
  ],
  "secret-provider-too-long": [
    "Le programme a écrit plus de 64 Kio, ce qui n’est pas un secret ; il a été arrêté.",
    "Faites-lui écrire la valeur seule.",
  ],
  "secret-provider-not-text": [
    "Ce que le programme a écrit n’est pas du texte en UTF-8.",
    "Faites-lui écrire la valeur comme du texte.",
  ],
  "secret-provider-empty": [
    "Le programme n’a écrit aucune valeur pour ce secret.",
    "Essayez sa commande dans un terminal.",
  ],
  "secret-provider-absent": [
    "Le programme n’a pas une entrée unique du nom donné pour ce secret.",
    "Corrigez le nom dans les réglages sous Secrets. Si plusieurs entrées le portent, donnez l’identifiant de l’une.",
  ],
  "secret-provider-locked": [
    "Le programme est verrouillé, ou personne n’y est connecté.",
    "Déverrouillez-le et envoyez de nouveau\u00a0: op signin\u00a0; bw login puis bw unlock, avec la BW_SESSION affichée là où Envoi démarre\u00a0; pour pass, l’agent de gpg.",
  ],
  "secret-provider-failed": [
    "Le programme qui donne sa valeur à ce secret s’est terminé par une erreur.",
    "Essayez sa commande dans un terminal : ce qu’il dit n’est pas montré ici, car cela peut contenir la valeur.",
  ],
  "secret-provider-1password": [
    "Une référence de 1Password s’écrit op://coffre/élément/champ.",
    "",
  ],
  "secret-provider-bitwarden": [
    "Un élément de Bitwarden est nommé par son identifiant ou son nom, sur une ligne.",
    "",
  ],
  "secret-provider-pass": [
    "Une entrée de pass est nommée comme pass la montre, sur une ligne.",
    "",
  ],
  "secret-provider-exec": [
    "Un programme est un chemin absolu ou un nom dans PATH, avec 64 arguments au plus.",
    "",
  ],
  "age-identity": [
    "Il n’y a pas d’identité age dans ce fichier.",
    "C’est une ligne qui commence par AGE-SECRET-KEY-, comme age-keygen l’écrit.",
  ],
  "age-recipient": [
    "Ce n’est pas une clé publique pour laquelle Envoi peut chiffrer.",
    "C’est une ligne qui commence par age1, comme age-keygen -y l’écrit. Les clés de ssh ne sont pas acceptées.",
  ],
  "last-recipient": [
    "C’est la dernière personne qui peut ouvrir ces secrets : plus personne ne le pourrait.",
    "Ajoutez d’abord quelqu’un d’autre, ou retirez les valeurs.",
  ],
  "no-recipient": ["Personne de cette clé ou de ce nom ne peut ouvrir ces secrets.", ""],
  "shared-secret-not-for-you": [
    "Ce secret partagé n’est chiffré pour aucune identité de cette machine.",
    "Envoyez votre clé publique (réglages, Secrets) à quelqu’un qui peut l’ouvrir, et demandez à être ajouté.",
  ],
  "shared-secret-conflict": [
    "Ce secret partagé a deux valeurs après une fusion.",
    "Écrivez celle qui compte.",
  ],
  "shared-secrets-merge": [
    "Une fusion a laissé deux versions dans le fichier des secrets partagés.",
    "Décidez dans le fichier, enlevez les marques de git, et chiffrez de nouveau.",
  ],
  "shared-secrets-changed": [
    "Le fichier des secrets partagés vient d’être changé par un autre programme.",
    "Recommencez.",
  ],
  "path-not-absolute": ["Le chemin doit être absolu.", ""],
};
