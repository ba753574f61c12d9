import type { NoteCode } from "../../../shared/formats/import/note-text.ts";
import { frenchOpenApiNotes } from "./import-notes-openapi.ts";

/** What an import can say (`shared/formats/import/note-text.ts`), in French. A sentence that is missing here does not compile. */
export const frenchNotes: Readonly<Record<NoteCode, string>> = {
  "broken-json":
    "Le fichier s’interrompt à la colonne {column} : {reason}. Ce qui précède a été importé.",
  "broken-yaml": "Le fichier n’est pas lisible comme YAML : {reason}",
  "broken-xml":
    "Le fichier s’interrompt à la colonne {column} : {reason}. Ce qui précède a été importé.",
  "broken-text": "Ligne incompréhensible : {reason}.",
  "not-known": "Le fichier n’est dans aucun format qu’Envoi sait importer.",
  "flat-names":
    "Le fichier contient des noms et des valeurs et ne dit pas à quoi ils servent. Si ce sont des variables, donnez-lui un nom comme « env.json ».",
  "nothing-in-it": "Le fichier ne contient aucune requête.",
  "files-left": "Non importés ({count}) : {names}.",
  "key-twice": "« {name} » figure deux fois au même endroit ; le dernier compte.",
  "missing-part": "{what} manque ou n’a pas la bonne forme, et a été laissé de côté.",
  globals:
    "Les variables globales sont devenues l’environnement « {name} » : elles ne comptent plus que lorsqu’il est choisi.",
  "no-place": "{what} n’a pas sa place dans une collection. C’est gardé ici en note.",
  "no-place-value": "{what} n’a pas sa place dans une collection : {value}",
  "unknown-fields": "Champs qu’Envoi ne connaît pas : {names}. {value}",
  "auth-unknown":
    "L’authentification « {type} » n’est pas connue. Ses champs sont gardés tels quels.",
  "token-left":
    "Un jeton {type} enregistré a été laissé de côté : il appartient à une session, pas à un fichier.",
  "auth-field-off":
    "L’authentification écrivait le champ « {name} » à la place de celui de la liste ; celui-ci a été désactivé.",
  "script-source": "Un script est chargé depuis {source}, ce qui n’a pas été fait.",
  "body-disabled": "Le corps était désactivé. Il est gardé ici : {value}",
  "body-not-sent":
    "Dans ce programme, une requête {method} n’envoie pas de corps. Celui qu’elle avait est gardé ici : {value}",
  "file-absolute":
    "Le fichier {path} est hors de la collection. Il faudra le choisir de nouveau sur cette machine.",
  "file-missing": "Un fichier à envoyer n’était pas choisi.",
  "tls-unverified": "Cette requête ne vérifie pas le certificat du serveur.",
  "template-kept": "Ce que {tag} représente doit être calculé. C’est gardé tel quel.",
  "body-not-rendered":
    "Les variables du corps de cette requête n’étaient pas remplacées ; Envoi les remplace.",
  "json-comments":
    "Le corps JSON avait des commentaires, ôtés à l’envoi. Avec eux, c’était : {value}",
  "example-body-left": "Le corps d’une réponse ({type}) a été laissé hors de son exemple.",
  "kind-kept": "Un fichier du genre « {kind} » est gardé tel quel.",
  "is-collection": "C’est déjà une collection : ouvrez son dossier.",
  "choice-changed": "{what} « {value} » n’est pas proposé par Envoi ; {chosen} a été pris.",
  "auth-not-there":
    "L’authentification « {name} » n’est décrite dans aucun fichier d’environnement choisi.",
  "file-variables":
    "Les variables du fichier {path} étaient remplacées à l’envoi ; Envoi l’envoie tel quel.",
  "file-between":
    "Le fichier {path} était inséré dans le texte du corps à l’envoi ; Envoi envoie la ligne qui le nomme.",
  "cookie-key": "La clé « {name} » est envoyée comme cookie.",
  "cookies-left":
    "{count} {count|cookie enregistré a été laissé|cookies enregistrés ont été laissés} de côté.",
  "cookies-of-browser":
    "Le navigateur a envoyé ses cookies avec cette requête ; ce qui a été copié ne les contient pas.",
  "no-network":
    "{count} {count|entrée|entrées} ({names}) {count|a été laissée de côté : elle n’est jamais passée|ont été laissées de côté : elles ne sont jamais passées} par le réseau.",
  "shell-variables": "Des variables du shell sont devenues des variables sans valeur : {names}.",
  "shell-run": "Un shell exécuterait ceci pour obtenir une partie de la requête : {command}",
  "command-left": "La commande {command} n’est pas une requête et a été laissée de côté.",
  "curl-unknown": "curl ne connaît pas {word} ; l’option a été laissée de côté.",
  "curl-no-url": "Une commande n’a pas d’URL.",
  "curl-globs":
    "L’URL représente plus d’adresses qu’il n’en est fait de requêtes ; elle est gardée telle quelle.",
  "curl-line-breaks":
    "L’option --data de curl ôte les sauts de ligne d’un fichier ; Envoi envoie le fichier tel quel.",
  "curl-mixed-files":
    "Un corps qui mêle texte et fichiers n’a pas sa place : les fichiers {files} ont été laissés de côté.",
  "curl-form-content":
    "La partie du formulaire tire son texte du fichier {path} ; Envoi l’envoie comme fichier.",
  "grpc-unary":
    "Le nombre de messages dans chaque sens n’est pas dit ; l’appel est supposé unaire.",
  "not-fetched": "{location} n’a pas été chargé : seuls les fichiers choisis sont lus.",
  "file-not-there": "Le fichier {path} est nommé et n’a pas été choisi.",
  "type-not-described": "{name} n’est décrit nulle part ; sa place dans l’exemple reste vide.",
  "address-unknown": "L’adresse du service n’est pas donnée : donnez-la à la variable {name}.",
  "binding-left": "{name} ne s’atteint ni par SOAP ni par HTTP et a été laissé de côté.",
  "ws-security":
    "Le service demande WS-Security ({names}). Envoi ne l’ajoute pas : son en-tête est à écrire dans l’enveloppe.",
  ...frenchOpenApiNotes,
};
