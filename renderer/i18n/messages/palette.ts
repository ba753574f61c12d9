import { catalogue } from "../catalogue.ts";

export const palette = catalogue(
  {
    title: "Search",
    placeholder: "Search requests and actions",
    requestsPlaceholder: "Go to request",
    environmentsPlaceholder: "Choose an environment",
    requests: "Requests",
    actions: "Actions",
    environments: "Environments",
    noEnvironment: "No environment",
    everywhere: "In collections",
    searchFor: (text: string) => `Search collections for “${text}”`,
    nothing: "Nothing found",
    count: (shown: number, all: number) => `${shown} of ${all}`,
  },
  {
    title: "Recherche",
    placeholder: "Chercher des requêtes et des actions",
    requestsPlaceholder: "Aller à une requête",
    environmentsPlaceholder: "Choisir un environnement",
    requests: "Requêtes",
    actions: "Actions",
    environments: "Environnements",
    noEnvironment: "Aucun environnement",
    everywhere: "Dans les collections",
    searchFor: (text: string) => `Chercher «\u00a0${text}\u00a0» dans les collections`,
    nothing: "Rien trouvé",
    count: (shown: number, all: number) => `${shown} sur ${all}`,
  },
);
