import { catalogue } from "../catalogue.ts";

export const welcome = catalogue(
  {
    lead: "Send a request. See every byte of it.",
    "demo.open": "Try the demo",
    "demo.open.text": "A server and a collection on this machine. No network, no account.",
    "request.new": "New request",
    "request.new.text": "Type a URL and send it. Save it later, or not at all.",
    "collection.open": "Open a folder",
    "collection.open.text": "An OpenCollection or Bruno folder. Nothing in it is run.",
    "import.open": "Import",
    "import.open.text": "Postman, Bruno, Insomnia, HAR, curl … Drop it or paste it anywhere.",
    "collection.new": "New collection",
    "collection.new.text": "A folder of plain YAML files that suits git.",
    foot: "Your requests are files in your folders. Envoi sends nothing of its own.",
  },
  {
    lead: "Envoyez une requête. Voyez-en chaque octet.",
    "demo.open": "Essayer la démo",
    "demo.open.text": "Un serveur et une collection sur cette machine. Ni réseau, ni compte.",
    "request.new": "Nouvelle requête",
    "request.new.text": "Saisissez une URL et envoyez. Enregistrez plus tard, ou pas du tout.",
    "collection.open": "Ouvrir un dossier",
    "collection.open.text": "Un dossier OpenCollection ou Bruno. Rien n’y est exécuté.",
    "import.open": "Importer",
    "import.open.text":
      "Postman, Bruno, Insomnia, HAR, curl … Déposez-le n’importe où, ou collez-le.",
    "collection.new": "Nouvelle collection",
    "collection.new.text": "Un dossier de fichiers YAML simples, fait pour git.",
    foot: "Vos requêtes sont des fichiers dans vos dossiers. Envoi n’envoie rien de lui-même.",
  },
);
