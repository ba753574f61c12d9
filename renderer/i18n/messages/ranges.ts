import { catalogue } from "../catalogue.ts";

/** Words for parts of a body: asking for them, and what came. */
export const rangeWords = catalogue(
  {
    ask: "Ask for a part",
    title: "A part of the body",
    mode: "Which part",
    from: "From a byte",
    last: "The last bytes",
    firstByte: "First byte, counted from 0",
    lastByte: "Last byte, included",
    toEnd: "to the end",
    count: "How many",
    bytes: "bytes",
    wrong: "Whole numbers; the last byte is not before the first.",
    write: "Write the header",
    replace: "Change the header",
    remove: "Remove the range",
    shown: (first: string, last: string, size: string) =>
      `Part of the whole: bytes ${first} to ${last} of ${size}.`,
    shownOpen: (first: string, last: string) =>
      `Part of the whole: bytes ${first} to ${last}; the server does not say of how many.`,
    parts: "Several parts of the whole, each with a range of its own: see “Parts”.",
    unclear:
      "The server says this is a part (206) and not which: Content-Range is missing or cannot be read.",
    whole:
      "A part was asked for and the whole came: the server serves no ranges here, or what it has is another version (If-Range).",
    unsatisfied: (size: string) =>
      `There are no such bytes (416): the whole has ${size}, the first of them is byte 0.`,
    unsatisfiedOpen:
      "There are no such bytes (416), and the server does not say how many there are.",
    next: "Get the next part",
    rest: "Get all the rest",
    all: "Get the whole",
  },
  {
    ask: "Demander une partie",
    title: "Une partie du corps",
    mode: "Quelle partie",
    from: "Depuis un octet",
    last: "Les derniers octets",
    firstByte: "Premier octet, compté depuis 0",
    lastByte: "Dernier octet, compris",
    toEnd: "jusqu’à la fin",
    count: "Combien",
    bytes: "octets",
    wrong: "Des nombres entiers\u00a0; le dernier octet n’est pas avant le premier.",
    write: "Écrire l’en-tête",
    replace: "Changer l’en-tête",
    remove: "Retirer la plage",
    shown: (first: string, last: string, size: string) =>
      `Une partie du tout\u00a0: octets ${first} à ${last} sur ${size}.`,
    shownOpen: (first: string, last: string) =>
      `Une partie du tout\u00a0: octets ${first} à ${last}\u00a0; le serveur ne dit pas sur combien.`,
    parts: "Plusieurs parties du tout, chacune avec sa plage\u00a0: voir «\u00a0Parties\u00a0».",
    unclear:
      "Le serveur dit que c’est une partie (206), mais pas laquelle\u00a0: Content-Range manque ou est illisible.",
    whole:
      "Une partie était demandée et le tout est venu\u00a0: le serveur ne sert pas de plages ici, ou ce qu’il a est une autre version (If-Range).",
    unsatisfied: (size: string) =>
      `Ces octets n’existent pas (416)\u00a0: le tout en a ${size}, le premier est l’octet 0.`,
    unsatisfiedOpen: "Ces octets n’existent pas (416), et le serveur ne dit pas combien il y en a.",
    next: "Obtenir la partie suivante",
    rest: "Obtenir toute la suite",
    all: "Obtenir le tout",
  },
);
