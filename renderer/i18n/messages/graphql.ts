import { catalogue } from "../catalogue.ts";

/** Words of a GraphQL request: its editors, and what its reply says. */
export const graphqlWords = catalogue(
  {
    query: "Query",
    variables: "Variables",
    queryLabel: "GraphQL query",
    variablesLabel: "GraphQL variables, as JSON",
    operation: "Operation that runs",
    operationUnnamed: "No operation named",
    operationGone: (name: string) => `${name} (not in the query)`,
    operationWanted: "The query has several operations: choose the one that runs.",
    operationMissing: "The query has no operation of that name.",
    formatVariables: "Format",
    inUrl: "A GET has no body: query and variables go into the URL.",
    fetchSchema: "Fetch the schema",
    fetchSchemaHint:
      "Sends an introspection query as this request is sent. Its reply completes names and marks mistakes; it is kept with the history, not in the collection.",
    fetchAgain: "Fetch the schema again",
    schemaOf: (types: number) => (types === 1 ? "Schema of 1 type" : `Schema of ${types} types`),
    noSchema: "The reply holds no schema.",
    noSchemaDetail: "Does the service allow introspection, and was the request let in?",
    errors: (count: number) => (count === 1 ? "1 GraphQL error" : `${count} GraphQL errors`),
    errorsHint: "The reply's “errors” are not empty, whatever its status says.",
  },
  {
    query: "Requête",
    variables: "Variables",
    queryLabel: "Requête GraphQL",
    variablesLabel: "Variables GraphQL, en JSON",
    operation: "Opération exécutée",
    operationUnnamed: "Aucune opération nommée",
    operationGone: (name: string) => `${name} (absente de la requête)`,
    operationWanted: "La requête a plusieurs opérations : choisissez celle à exécuter.",
    operationMissing: "La requête n’a aucune opération de ce nom.",
    formatVariables: "Formater",
    inUrl: "Un GET n’a pas de corps : requête et variables vont dans l’URL.",
    fetchSchema: "Récupérer le schéma",
    fetchSchemaHint:
      "Envoie une requête d’introspection comme cette requête est envoyée. Sa réponse complète les noms et signale les erreurs ; elle est gardée avec l’historique, pas dans la collection.",
    fetchAgain: "Récupérer de nouveau le schéma",
    schemaOf: (types: number) => (types === 1 ? "Schéma de 1 type" : `Schéma de ${types} types`),
    noSchema: "La réponse ne contient aucun schéma.",
    noSchemaDetail: "Le service permet-il l’introspection, et la requête a-t-elle été admise ?",
    errors: (count: number) => (count === 1 ? "1 erreur GraphQL" : `${count} erreurs GraphQL`),
    errorsHint: "« errors » n’est pas vide dans la réponse, quel que soit son statut.",
  },
);
