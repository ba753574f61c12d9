import type { Failure } from "../../../shared/model/failure.ts";
import type { Fault } from "../../../shared/model/exchange.ts";
import type { Catalogue, Language } from "../catalogue.ts";
import { frenchAuthFailures } from "./failures-auth.ts";
import { frenchConnectFailures } from "./failures-connect.ts";
import { frenchFileFailures } from "./failures-files.ts";
import { frenchImportFailures } from "./failures-import.ts";
import { networkFields } from "./network-fields.ts";
import { frenchHttp2Failures, frenchHttp2Rules } from "./failures-http2.ts";
import { frenchInputFailures } from "./failures-input.ts";
import { frenchSecretFailures } from "./failures-secrets.ts";
import { frenchTlsFailures } from "./failures-tls.ts";
import { frenchVariableFailures } from "./failures-variables.ts";
import { frenchSocketFailures, frenchSocketRules } from "./failures-websocket.ts";

interface Sentences {
  /** Failure code → what happened, what to try. `{place}` stands for the failure's place. */
  readonly failures: Readonly<Record<string, readonly [what: string, remedy: string]>>;
  /** Fault rule → what is wrong. */
  readonly rules: Readonly<Record<string, string>>;
}

const lookAtTrace = "Regardez les tentatives dans la chronologie.";

/** Main speaks English sentences; these are the same ones elsewhere. A code that is not here keeps the English. */
const sentences: Catalogue<Sentences> = {
  en: { failures: {}, rules: {} },
  fr: {
    failures: {
      ...frenchFileFailures,
      ...frenchAuthFailures,
      ...frenchVariableFailures,
      ...frenchSecretFailures,
      cancelled: ["La requête a été annulée.", ""],
      timeout: [
        "Le temps accordé à tout l’échange est écoulé.",
        "Augmentez le délai dans les réglages de la requête, ou voyez dans la chronologie ce qui a pris du temps.",
      ],
      ENOTFOUND: [
        "Aucune adresse n’a été trouvée pour ce nom d’hôte.",
        "Vérifiez l’orthographe du nom, et votre connexion.",
      ],
      EAI_AGAIN: [
        "Le serveur de noms n’a pas répondu.",
        "Vérifiez votre connexion, puis renvoyez.",
      ],
      ECONNREFUSED: [
        "Rien n’accepte de connexion sur ce port.",
        "Vérifiez le port, et que le serveur fonctionne.",
      ],
      ECONNRESET: [
        "Le serveur a coupé la connexion.",
        "Renvoyez ; si cela dure, voyez le serveur.",
      ],
      EPIPE: ["Le serveur a coupé la connexion.", "Renvoyez ; si cela dure, voyez le serveur."],
      "connections-closed": ["Les connexions ont été fermées.", ""],
      ETIMEDOUT: ["Le serveur n’a pas répondu à temps.", lookAtTrace],
      EHOSTUNREACH: ["Aucun chemin ne mène à cette machine.", "Vérifiez l’adresse et le réseau."],
      ENETUNREACH: ["Aucun chemin ne mène à ce réseau.", "Vérifiez votre connexion."],
      "connection-closed-before-reply": [
        "Le serveur a fermé la connexion avant de répondre.",
        "Renvoyez ; si cela dure, voyez le serveur.",
      ],
      "connection-closed": [
        "La connexion a été fermée.",
        "Ce qui est arrivé est dans l’onglet Fil.",
      ],
      "file-changed": ["Le fichier du corps a changé pendant l’envoi.", "Envoyez de nouveau."],
      "sent-file-changed": [
        "Le fichier dont ces octets sont partis a changé depuis, et ils n’ont pas été copiés.",
        "Remettez le fichier comme il était. Les gros fichiers envoyés peuvent aussi être copiés\u00a0: Réglages, Requêtes.",
      ],
      "sent-file-gone": [
        "Le fichier dont ces octets sont partis ne peut plus être lu, et ils n’ont pas été copiés.",
        "Remettez le fichier comme il était. Les gros fichiers envoyés peuvent aussi être copiés\u00a0: Réglages, Requêtes.",
      ],
      "body-too-large": [
        "Le corps est plus grand que la limite fixée ; Envoi a cessé de lire.",
        "Ce qui est arrivé est gardé. Relevez la limite dans les réglages pour en avoir plus.",
      ],
      "body-cut": [
        "La suite de cette réponse n’a pas été lue, ou n’a pas pu être décodée : la redirection a été suivie.",
        "",
      ],
      "content-coding-unknown": ["Envoi ne connaît pas ce codage du contenu.", ""],
      "content-coding-too-many": [
        "Le corps est codé plus de fois de suite qu’Envoi n’en défait.",
        "Les octets reçus sont dans l’onglet Fil.",
      ],
      "zstd-window": [
        "Le corps zstd demande plus de 128 Mio de mémoire pour être décodé.",
        "Les octets reçus sont dans l’onglet Fil.",
      ],
      ENOENT: [
        "Ce fichier ou son dossier n’existe plus.",
        "Vérifiez s’il a été déplacé ou supprimé.",
      ],
      EACCES: [
        "L’accès à ce fichier n’est pas permis.",
        "Vérifiez les droits du fichier et de son dossier.",
      ],
      ENOSPC: ["Le disque est plein.", "Libérez de la place, puis recommencez."],
      unexpected: ["Quelque chose d’inattendu s’est produit dans Envoi.", ""],
      "decoded-too-large": [
        "Le corps grossit hors de toute proportion une fois décodé ; Envoi s’est arrêté.",
        "Ce qui a été décodé est affiché ; les octets reçus sont dans l’onglet Fil.",
      ],
      ...frenchHttp2Failures,
      ...frenchSocketFailures,
      ...frenchImportFailures,
      ...frenchInputFailures,
      ...frenchTlsFailures,
      ...frenchConnectFailures,
    },
    rules: {
      "bare-cr": "Une valeur d’en-tête contient un CR sans LF.",
      "bare-lf": "Une ligne se termine par LF seul.",
      "blank-before-status-line": "Des lignes vides précèdent la ligne de statut.",
      "body-truncated":
        "La connexion s’est terminée avant que les octets annoncés par Content-Length soient arrivés.",
      "chunk-data-end": "Un fragment est plus long que sa taille annoncée.",
      "chunk-extension": "Une extension de fragment n’est pas écrite comme il faut.",
      "chunk-extension-length": "Une extension de fragment est très longue.",
      "chunk-line-length": "La ligne avant un fragment ne se termine pas.",
      "chunk-size": "Un fragment ne commence pas par sa taille en hexadécimal.",
      "chunk-size-huge": "Un fragment annonce une taille trop grande pour être comptée.",
      "chunk-size-space": "Il y a des espaces autour d’une taille de fragment.",
      "chunk-size-truncated": "La connexion s’est terminée dans une taille de fragment.",
      "chunk-truncated": "La connexion s’est terminée dans un fragment.",
      "chunked-not-last": "Le codage chunked n’est pas le dernier.",
      "chunked-twice": "Le codage chunked est nommé deux fois.",
      "content-length-and-transfer-encoding":
        "Content-Length et Transfer-Encoding sont présents tous les deux ; Transfer-Encoding compte.",
      "content-length-conflict": "Il y a deux Content-Length, et ils diffèrent.",
      "content-length-huge": "Content-Length est trop grand pour être compté.",
      "content-length-invalid": "Content-Length n’est pas un nombre.",
      "content-length-repeated": "Content-Length apparaît plus d’une fois.",
      "final-reply-missing": "La connexion s’est terminée après les réponses provisoires.",
      "garbage-before-status-line": "Autre chose précède la ligne de statut.",
      "head-size": "La tête est plus grande que ce qui est lu.",
      "head-truncated": "La connexion s’est terminée dans la tête.",
      "header-control": "Une valeur d’en-tête contient un caractère de contrôle.",
      "header-count": "Il y a plus d’en-têtes que ce qui est lu.",
      "header-line-length": "Une ligne d’en-tête est plus longue que ce qui est lu.",
      "header-name": "Un nom d’en-tête contient un caractère interdit.",
      "header-name-empty": "Un en-tête n’a pas de nom.",
      "header-without-colon": "Une ligne d’en-tête n’a pas de deux-points.",
      "http-name": "Le nom HTTP n’est pas en capitales.",
      "http-version": "La version de HTTP n’est ni 1.1 ni 1.0.",
      "http2-reply": "Le serveur parle HTTP/2 ici, et la question était en HTTP/1.",
      "informational-count": "Il y a plus de réponses provisoires que ce qui est lu.",
      "last-chunk-missing": "La connexion s’est terminée avant le dernier fragment.",
      "leading-space": "La première ligne d’en-tête commence par un espace.",
      "no-status-line":
        "Il n’y a pas de ligne de statut : une réponse HTTP/0.9, ou un autre protocole.",
      "not-http": "La réponse n’est pas du HTTP.",
      nul: "Une ligne d’en-tête contient un NUL.",
      "obs-fold": "Une valeur d’en-tête continue sur la ligne suivante.",
      "reason-control": "La phrase de statut contient un caractère de contrôle.",
      "reason-space": "L’espace après le code de statut manque.",
      "space-before-colon": "Il y a un espace avant les deux-points d’un en-tête.",
      "status-code": "Le code de statut n’est pas un nombre.",
      "status-code-range": "Le code de statut n’a pas trois chiffres de 100 à 599.",
      "status-line-length": "La ligne de statut ne se termine pas.",
      "status-line-space": "La version est suivie de plus d’un espace.",
      "status-line-truncated": "La connexion s’est terminée dans la ligne de statut.",
      "surplus-bytes": "Des octets suivent la fin de la réponse.",
      "trailers-truncated": "La connexion s’est terminée dans les en-têtes de fin.",
      "transfer-coding-kept": "Un codage de transfert inconnu est laissé tel quel.",
      "transfer-coding-identity": "Le codage de transfert identity n’existe plus ; il est ignoré.",
      "transfer-encoding-in-1.0": "HTTP/1.0 n’a pas de Transfer-Encoding.",
      ...frenchHttp2Rules,
      ...frenchSocketRules,
    },
  },
};

/** What happened and what to try, in the person's language where it is known. */
export function failureSentences(
  failure: Failure,
  language: Language,
): { readonly what: string; readonly remedy: string } {
  const { failures, rules } = sentences[language];
  // A reply that broke a rule fails with the name of that rule.
  const rule = failure.kind === "protocol" ? rules[failure.code] : undefined;
  const known =
    failures[failure.code] ??
    (failure.code.startsWith("yaml-") ? failures["yaml-*"] : undefined) ??
    (rule === undefined ? undefined : [rule, "Les octets reçus sont dans l’onglet Fil."]) ??
    ofSecureProxy(failure, failures);
  if (known === undefined) return { what: failure.message, remedy: failure.remedy ?? "" };
  const placed = (text: string) => spaced(text).replaceAll("{place}", () => failure.place ?? "");
  return { what: placed(known[0]), remedy: placed(known[1]) };
}

/** What TLS did not accept of an https proxy has the sentence of what it did not accept of a server. */
function ofSecureProxy(
  { kind, code }: Failure,
  failures: Sentences["failures"],
): readonly [what: string, remedy: string] | undefined {
  if (kind !== "proxy" || !code.startsWith("proxy-")) return undefined;
  const plain = code.slice("proxy-".length);
  const same = Object.hasOwn(frenchTlsFailures, plain) ? failures[plain] : undefined;
  return (
    same && [
      `La connexion TLS au proxy n’a pas pu être établie. ${same[0]}`,
      "Voyez les réglages TLS du proxy\u00a0: son autorité, le certificat de client, la clé épinglée.",
    ]
  );
}

/** What happened, where, and what to try, in one line. Where it happened is said once: some sentences name it themselves. */
export function failureText(failure: Failure, language: Language): string {
  const { what, remedy } = failureSentences(failure, language);
  const { place = "" } = failure;
  const named = place === "" || what.includes(place) || remedy.includes(place);
  return [what, named ? "" : place, remedy].filter((part) => part !== "").join(" ");
}

const placeWords: Catalogue<Readonly<Record<string, string>>> = {
  en: { url: "URL" },
  fr: {
    auth: "accès",
    body: "corps",
    certificate: "certificat",
    header: "en-tête",
    method: "méthode",
    raw: "octets",
    target: "destination",
    url: "URL",
  },
};

/** Where it is wrong. A name a person gave stays as it is; of a part of the request and of a certificate the word is translated. */
export function failurePlace(
  { kind, code, phase, place = "" }: Failure,
  language: Language,
): string | null {
  if (place === "") return null;
  const named = code.startsWith("file-") || code.startsWith("variable-");
  const setting = settingLabel(place, language);
  const meant = place.startsWith("network.") || kind === "input" || kind === "body";
  if (!named && meant && setting !== null) return setting;
  if (named || !(kind === "tls" || (kind === "input" && phase === "prepare"))) return place;
  return place.replace(/^[a-z]+/, (word) => placeWords[language][word] ?? word);
}

/** The words of a network setting that a place names: `network.proxy`, `maxBodySize`. null: it names none. */
function settingLabel(place: string, language: Language): string | null {
  const labels: Readonly<Record<string, readonly [label: string, hint: string]>> =
    networkFields[language];
  const name = /^(?:network\.)?(\w+)$/.exec(place)?.[1] ?? "";
  return Object.hasOwn(labels, name) ? (labels[name]?.[0] ?? null) : null;
}

/** What is wrong with a reply, in the person's language where it is known. */
export function faultSentence(fault: Pick<Fault, "rule" | "message">, language: Language): string {
  return spaced(sentences[language].rules[fault.rule] ?? fault.message);
}

/** French spaces before : ; ? ! do not break. */
function spaced(text: string): string {
  return text.replace(/ ([:;?!])/g, "\u00a0$1");
}
