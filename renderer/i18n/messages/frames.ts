import type { ErrorCodeName } from "../../../shared/model/http2-frame.ts";
import { catalogue } from "../catalogue.ts";

type Codes = Readonly<Record<ErrorCodeName, string>>;
type Settings = Readonly<Record<string, string>>;

const english: Codes = {
  NO_ERROR: "nothing is wrong; it is only over",
  PROTOCOL_ERROR: "the protocol was broken in a way that has no code of its own",
  INTERNAL_ERROR: "something failed inside the one who says so",
  FLOW_CONTROL_ERROR: "more was sent than there was room for",
  SETTINGS_TIMEOUT: "settings were not confirmed in time",
  STREAM_CLOSED: "a frame came for a stream that was closed",
  FRAME_SIZE_ERROR: "a frame had a size that is not allowed",
  REFUSED_STREAM: "nothing was done with the request; it may be sent again",
  CANCEL: "the stream is no longer wanted",
  COMPRESSION_ERROR: "header fields could not be decoded; the connection is lost",
  CONNECT_ERROR: "the connection made for CONNECT broke",
  ENHANCE_YOUR_CALM: "the other side asks for too much",
  INADEQUATE_SECURITY: "TLS is weaker than required",
  HTTP_1_1_REQUIRED: "this has to be asked in HTTP/1.1",
};

const french: Codes = {
  NO_ERROR: "rien ne va mal ; c’est seulement fini",
  PROTOCOL_ERROR: "le protocole a été enfreint d’une façon qui n’a pas de code à elle",
  INTERNAL_ERROR: "quelque chose a échoué chez celui qui le dit",
  FLOW_CONTROL_ERROR: "il a été envoyé plus qu’il n’y avait de place",
  SETTINGS_TIMEOUT: "des réglages n’ont pas été confirmés à temps",
  STREAM_CLOSED: "une trame est venue pour un flux fermé",
  FRAME_SIZE_ERROR: "une trame avait une taille interdite",
  REFUSED_STREAM: "rien n’a été fait de la requête ; elle peut être renvoyée",
  CANCEL: "le flux n’est plus voulu",
  COMPRESSION_ERROR: "des en-têtes n’ont pu être décodés ; la connexion est perdue",
  CONNECT_ERROR: "la connexion faite pour CONNECT s’est rompue",
  ENHANCE_YOUR_CALM: "l’autre côté en demande trop",
  INADEQUATE_SECURITY: "TLS est plus faible qu’exigé",
  HTTP_1_1_REQUIRED: "cela doit être demandé en HTTP/1.1",
};

const englishSettings: Settings = {
  HEADER_TABLE_SIZE: "bytes of the other side’s header table",
  ENABLE_PUSH: "whether replies may be pushed",
  MAX_CONCURRENT_STREAMS: "streams at the same time",
  INITIAL_WINDOW_SIZE: "bytes a stream may send at first",
  MAX_FRAME_SIZE: "bytes of a frame",
  MAX_HEADER_LIST_SIZE: "bytes of a header list",
  ENABLE_CONNECT_PROTOCOL: "WebSocket over HTTP/2 is possible",
  NO_RFC7540_PRIORITIES: "old priorities are ignored",
};

const frenchSettings: Settings = {
  HEADER_TABLE_SIZE: "octets de la table d’en-têtes de l’autre côté",
  ENABLE_PUSH: "si des réponses peuvent être poussées",
  MAX_CONCURRENT_STREAMS: "flux à la fois",
  INITIAL_WINDOW_SIZE: "octets qu’un flux peut d’abord envoyer",
  MAX_FRAME_SIZE: "octets d’une trame",
  MAX_HEADER_LIST_SIZE: "octets d’une liste d’en-têtes",
  ENABLE_CONNECT_PROTOCOL: "WebSocket sur HTTP/2 est possible",
  NO_RFC7540_PRIORITIES: "les anciennes priorités sont ignorées",
};

/** Words of the list of HTTP/2 frames. */
export const frameWords = catalogue(
  {
    frames: "Frames",
    streams: "Which stream",
    allStreams: "All frames",
    stream: (number: string) => `Stream ${number}`,
    connection: "Connection",
    preface: "Preface",
    prefaceText: "What a client says first on a connection that speaks HTTP/2",
    gap: (size: string) => `Before it, ${size} of other streams passed`,
    capped: "Only the first frames are listed; the bytes are all there.",
    settings: englishSettings,
    codes: english,
    ownCode: "a code of its own",
    lastStream: "Last stream",
    code: "Error code",
    debug: "Debug data",
    content: "Content",
    padding: "Padding",
    room: "Room given",
    roomText: (size: string) => `${size} more may be sent`,
    priority: "Priority",
    priorityText: (stream: string, weight: string, alone: boolean) =>
      `depends on stream ${stream}${alone ? " alone" : ""}, weight ${weight}`,
    promised: "Promised stream",
    data: "Data",
    continues: "The header block goes on in CONTINUATION, which shows the fields.",
    fieldsCut: "There are more fields than are kept here.",
    unknown: "A type this program does not know; it is ignored, as it has to be.",
    partial: "The connection ended inside this frame.",
    acknowledged: "The other side has taken over our settings.",
    pong: "The answer to a PING.",
    place: "Place",
    placeText: (offset: string, size: string) => `byte ${offset} of the connection, ${size}`,
    lowerCase: "HTTP/2 writes all field names in lower case.",
  },
  {
    frames: "Trames",
    streams: "Quel flux",
    allStreams: "Toutes les trames",
    stream: (number: string) => `Flux ${number}`,
    connection: "Connexion",
    preface: "Préface",
    prefaceText: "Ce qu’un client dit d’abord sur une connexion HTTP/2",
    gap: (size: string) => `Avant elle sont passés ${size} d’autres flux`,
    capped: "Seules les premières trames sont listées\u00a0; les octets y sont tous.",
    settings: frenchSettings,
    codes: french,
    ownCode: "un code à lui",
    lastStream: "Dernier flux",
    code: "Code d’erreur",
    debug: "Données de mise au point",
    content: "Contenu",
    padding: "Remplissage",
    room: "Place donnée",
    roomText: (size: string) => `${size} de plus peuvent être envoyés`,
    priority: "Priorité",
    priorityText: (stream: string, weight: string, alone: boolean) =>
      `dépend${alone ? " seul" : ""} du flux ${stream}, poids ${weight}`,
    promised: "Flux promis",
    data: "Données",
    continues: "Le bloc d’en-têtes continue dans CONTINUATION, qui montre les en-têtes.",
    fieldsCut: "Il y a plus d’en-têtes qu’il n’en est gardé ici.",
    unknown: "Un type que ce programme ne connaît pas\u00a0; il est ignoré, comme il se doit.",
    partial: "La connexion s’est terminée dans cette trame.",
    acknowledged: "L’autre côté a pris nos réglages en compte.",
    pong: "La réponse à un PING.",
    place: "Place",
    placeText: (offset: string, size: string) => `octet ${offset} de la connexion, ${size}`,
    lowerCase: "HTTP/2 écrit tous les noms d’en-têtes en minuscules.",
  },
);

export type FrameWords = (typeof frameWords)["en"];
