/** What is wrong with variables and what is kept of responses. By failure code: what is wrong, what to try. */
export const frenchVariableFailures: Readonly<
  Record<string, readonly [what: string, remedy: string]>
> = {
  "variable-unanswered": [
    "La requête demande une valeur avant l’envoi, et aucune n’a été donnée.",
    "Répondez à la question.",
  ],
  "variable-cycle": [
    "Une variable est définie par elle-même : {place}.",
    "Corrigez-la dans l’environnement ou la collection.",
  ],
  "variable-too-deep": [
    "La variable {place} est imbriquée trop profondément\u00a0: plus de 64 variables se nomment l’une l’autre.",
    "Raccourcissez la chaîne.",
  ],
  "variable-too-long": ["La variable {place} donne un texte trop long.", "Corrigez-la."],
  "kept-hidden": [
    "La valeur répète un secret, qui n’est pas gardé avec la réponse.",
    "Envoyez de nouveau la requête, avec ceci parmi ce qu’elle garde.",
  ],
  "kept-nothing": [
    "La réponse ne contient pas cette valeur.",
    "Regardez la réponse et corrigez ce qui est gardé.",
  ],
  "kept-not-json": [
    "Le corps n’est pas du JSON.",
    "Prenez la valeur par un motif, ou dans un en-tête.",
  ],
  "kept-bad-path": ["Ce n’est pas un JSONPath (RFC 9535).", "Écrivez par exemple $.items[0].id."],
  "kept-bad-pattern": ["Ce n’est pas une expression régulière.", "Écrivez par exemple id=(\\d+)."],
  "kept-no-response": ["Il n’y a pas eu de réponse dont garder une valeur.", ""],
  "kept-too-large": ["Le corps est trop grand pour qu’on y prenne des valeurs (64 Mio).", ""],
  "kept-too-slow": [
    "La recherche de la valeur a pris plus de cinq secondes.",
    "Simplifiez le motif.",
  ],
  "kept-script": [
    "C’est un script d’un autre programme, gardé mais non exécuté.",
    "Dites par un JSONPath, un en-tête, un cookie ou un motif ce qui est à garder.",
  ],
};
