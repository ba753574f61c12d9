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
    formatVariables: "Mettre en forme",
    inUrl: "Un GET n’a pas de corps : requête et variables vont dans l’URL.",
    errors: (count: number) => (count === 1 ? "1 erreur GraphQL" : `${count} erreurs GraphQL`),
    errorsHint: "« errors » n’est pas vide dans la réponse, quel que soit son statut.",
  },
);
