import { catalogue } from "../catalogue.ts";

/** Words of the parts of a multipart body. */
export const partsWords = catalogue(
  {
    list: "Parts of the body",
    part: "part",
    none: "No part could be found: look at it under Raw or Hex.",
    reading: "Reading the parts",
    later: "The parts are listed when the whole body is there.",
    more: (shown: string, all: string) => `The first ${shown} of ${all} parts are listed.`,
    fault: (offset: string) => `The parts are not as RFC 2046 says, from byte ${offset} on.`,
    head: "Head of the part",
    noHead: "This part has no head.",
    view: "How to show the part",
    content: (number: string) => `Content of part ${number}`,
    save: "Save the part to a file",
    tooLarge: (limit: string) => `Larger than ${limit}: save the whole body instead.`,
    decoded: (encoding: string) => `Shown without its ${encoding}.`,
    cut: "It ends without the line that should end it.",
    empty: "This part is empty.",
  },
  {
    list: "Parties du corps",
    part: "partie",
    none: "Aucune partie n’a été trouvée\u00a0: voyez sous Brut ou Hexa.",
    reading: "Lecture des parties",
    later: "Les parties sont listées quand tout le corps est là.",
    more: (shown: string, all: string) => `Les ${shown} premières des ${all} parties sont listées.`,
    fault: (offset: string) =>
      `Les parties ne sont pas comme le dit la RFC 2046, à partir de l’octet ${offset}.`,
    head: "En-tête de la partie",
    noHead: "Cette partie n’a pas d’en-tête.",
    view: "Façon de montrer la partie",
    content: (number: string) => `Contenu de la partie ${number}`,
    save: "Enregistrer la partie dans un fichier",
    tooLarge: (limit: string) => `Plus de ${limit}\u00a0: enregistrez plutôt tout le corps.`,
    decoded: (encoding: string) => `Montré sans son ${encoding}.`,
    cut: "Elle finit sans la ligne qui devrait la finir.",
    empty: "Cette partie est vide.",
  },
);
