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
  "path-not-absolute": ["Le chemin doit être absolu.", ""],
};
