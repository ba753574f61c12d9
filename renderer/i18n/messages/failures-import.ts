/** What an import fails with: code → what happened, what to try. */
export const frenchImportFailures: Readonly<
  Record<string, readonly [what: string, remedy: string]>
> = {
  "import-too-large": [
    "C’est trop grand pour être importé.",
    "Choisissez le fichier ou le dossier qui contient les requêtes.",
  ],
  "import-too-slow": ["L’import a pris plus de deux minutes.", "Importez en plus petites parties."],
  "import-gone": ["Cet import n’est plus là.", "Choisissez de nouveau le fichier."],
  "zip-broken": ["L’archive est endommagée.", "Exportez-la de nouveau."],
  "zip-encrypted": [
    "L’archive est protégée par un mot de passe.",
    "Décompressez-la d’abord, puis importez le dossier.",
  ],
  "zip-too-large": [
    "L’archive est trop grande pour être un export.",
    "Décompressez-la d’abord, puis importez le dossier.",
  ],
  "not-linked": [
    "Cette collection n’est liée à aucune description d’API.",
    "Importez la description en gardant le lien.",
  ],
  "no-description": [
    "Ce qui a été choisi ne contient aucune description d’API.",
    "Choisissez un fichier OpenAPI ou Swagger.",
  ],
  "source-unknown": [
    "L’endroit où se trouve la description de cette collection n’est pas connu.",
    "Choisissez le fichier.",
  ],
  "no-address": [
    "Ce n’est pas une adresse http ou https.",
    "Donnez l’adresse entière, ou choisissez un fichier.",
  ],
  "document-status": [
    "Le serveur n’a pas donné le document.",
    "Vérifiez l’adresse, ou téléchargez le fichier et importez-le.",
  ],
};
