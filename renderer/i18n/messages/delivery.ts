import { catalogue } from "../catalogue.ts";

/** How a body is sent: the foot of the body page. */
export const deliveryWords = catalogue(
  {
    title: "How the body is sent",
    sentAs: "Sent as",
    plain: "it is",
    change: "Change in Settings",
    trailerCount: (count: string) => `trailers: ${count}`,
    waits: (time: string) => `100-continue, ${time}`,
    notChunked: "content-length",
  },
  {
    title: "Façon d’envoyer le corps",
    sentAs: "Envoyé",
    plain: "tel quel",
    change: "Changer dans Réglages",
    trailerCount: (count: string) => `en-têtes de fin\u00a0: ${count}`,
    waits: (time: string) => `100-continue, ${time}`,
    notChunked: "content-length",
  },
);
