import type { openApiNoteTexts } from "../../../shared/formats/import/openapi/note-text.ts";

/** What the import of API descriptions can say, in French. */
export const frenchOpenApiNotes: Readonly<Record<keyof typeof openApiNoteTexts, string>> = {
  "broken-part":
    "Le fichier contient une erreur à la colonne {column} : {reason}. Ce qui a pu être compris a été importé.",
  "openapi-ref-missing": "La référence {ref} ne mène à rien dans {document}.",
  "openapi-ref-outside":
    "La référence {ref} sort de ce qui a été choisi et n’a pas été suivie. Choisissez le dossier qui la contient.",
  "openapi-ref-remote": "La référence {ref} mène à une autre adresse, qui n’a pas été consultée.",
  "openapi-ref-file":
    "La référence {ref} mène à un fichier qui n’a pas été choisi. Choisissez le dossier qui le contient.",
  "openapi-ref-circle": "Des références qui ne mènent que l’une à l’autre ont été omises.",
  "openapi-circular":
    "Des schémas qui se contiennent eux-mêmes ont été coupés dans les corps inventés : {names}.",
  "openapi-no-host":
    "La description ne dit pas sur quel hôte le service tourne. Définissez la variable baseUrl.",
  "openapi-scheme-missing": "Le schéma de sécurité « {name} » n’est pas décrit.",
  "openapi-scheme-unknown":
    "Le schéma de sécurité « {name} » est du type « {type} », qui n’est pas connu.",
  "openapi-scheme-header":
    "Le schéma de sécurité « {name} » est envoyé sous la forme « Authorization: {scheme} … ».",
  "openapi-mutual-tls":
    "Le schéma de sécurité « {name} » demande un certificat client. Choisissez-le dans les réglages réseau.",
  "openapi-openid":
    "Le schéma de sécurité « {name} » est OpenID Connect. Prenez ses adresses à {url}, qui n’a pas été consultée.",
  "openapi-oauth-flow": "Le schéma de sécurité « {name} » ne décrit aucun flux OAuth 2 connu.",
  "openapi-oauth-other":
    "Le schéma de sécurité « {name} » a un autre flux OAuth 2, {flow} : {urls}",
  "openapi-oauth-metadata":
    "Les métadonnées OAuth 2 de « {name} » se trouvent à {url}, qui n’a pas été consultée.",
  "openapi-other-auth":
    "{count} {count|requête offre|requêtes offrent} d’autres façons de s’authentifier, gardées dans {count|sa|leur} documentation : {names}.",
  "openapi-optional-auth":
    "{count} {count|requête peut être envoyée|requêtes peuvent être envoyées} sans authentification.",
  "openapi-also-needed":
    "{count} {count|requête demande|requêtes demandent} aussi ce qui n’a pas de place à côté de {count|son|leur} authentification : {names}.",
  "openapi-other-body":
    "{count} {count|requête peut|requêtes peuvent} avoir un corps d’un autre type, gardé dans {count|sa|leur} documentation : {names}.",
  "openapi-other-example":
    "D’autres exemples de corps sont gardés dans la documentation de {count} {count|requête|requêtes}.",
  "openapi-part-headers":
    "Les champs d’en-tête de parties de formulaire n’ont pas de place : ils sont nommés dans la documentation de {count} {count|requête|requêtes}.",
  "openapi-path-undeclared": "Le chemin nomme ce qui n’est pas décrit comme paramètre : {names}.",
  "openapi-path-unused": "Des paramètres de chemin sont décrits que le chemin n’a pas : {names}.",
  "openapi-other-server":
    "{count} {count|requête peut être envoyée|requêtes peuvent être envoyées} à d’autres serveurs, nommés dans {count|sa|leur} documentation.",
  "openapi-link":
    "Les liens d’une réponse vers une autre requête sont gardés dans la documentation de {count} {count|requête|requêtes} : {names}.",
  "openapi-callback":
    "Les rappels sont gardés dans la documentation de {count} {count|requête|requêtes} : {names}.",
  "openapi-vendor":
    "D’autres champs sont gardés dans la documentation de {count} {count|requête|requêtes} : {names}.",
  "openapi-file":
    "{count} {count|requête envoie|requêtes envoient} un fichier, qu’il faut choisir.",
};
