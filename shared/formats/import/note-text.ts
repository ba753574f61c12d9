import { openApiNoteTexts } from "./openapi/note-text.ts";

/** Every sentence an import can say, in English. `{name}` stands for a value. */
export const noteTexts = {
  // Files
  "broken-json":
    "The file breaks off at column {column}: {reason}. What comes before was imported.",
  "broken-yaml": "The file cannot be read as YAML: {reason}",
  "broken-xml": "The file breaks off at column {column}: {reason}. What comes before was imported.",
  "broken-text": "Line could not be understood: {reason}.",
  "not-known": "The file is in no format Envoi can import.",
  "flat-names":
    "The file holds names and values and does not say what they are for. If they are variables, give it a name such as “env.json”.",
  "nothing-in-it": "The file holds no request.",
  "files-left": "Not imported ({count}): {names}.",
  "key-twice": "“{name}” stands twice in one place; what stands later counts.",
  "missing-part": "{what} is missing or has the wrong shape, so it was left out.",

  globals:
    "The globals became the environment “{name}”: unlike before, they only count while it is chosen.",

  // What has no place
  "no-place": "{what} has no place in a collection. It is kept here as a note.",
  "no-place-value": "{what} has no place in a collection: {value}",
  "unknown-fields": "Fields Envoi does not know: {names}. {value}",
  "auth-unknown": "The authentication “{type}” is not known. Its fields are kept as they were.",
  "token-left": "A stored token of {type} was left out: it belongs to a session, not to a file.",
  "auth-field-off":
    "The authentication wrote the field “{name}” in place of the one in the list; that one was switched off.",
  "script-source": "A script is loaded from {source}, which was not fetched.",
  "body-disabled": "The body was switched off. It is kept here: {value}",
  "body-not-sent":
    "A {method} request of this program sends no body. The one it had is kept here: {value}",
  "file-absolute":
    "The file {path} lies outside the collection. It has to be chosen again on this machine.",
  "file-missing": "A file to send was not chosen.",
  "tls-unverified": "This request does not verify the server's certificate.",
  "template-kept": "What {tag} stands for has to be worked out. It was kept as it is.",
  "body-not-rendered":
    "Variables in the body of this request were not replaced; Envoi replaces them.",
  "json-comments":
    "The JSON body had comments, which were taken out when it was sent. With them it was: {value}",
  "example-body-left": "The body of a reply ({type}) was left out of its example.",
  "kind-kept": "A file of the kind “{kind}” is kept as it is.",
  "is-collection": "This is a collection already: open its folder.",
  "choice-changed": "{what} “{value}” is not one Envoi offers; {chosen} was taken.",
  "auth-not-there":
    "The authentication “{name}” is described in no environment file that was chosen.",
  "file-variables":
    "Variables in the file {path} were replaced when it was sent; Envoi sends it as it is.",
  "file-between":
    "The file {path} was put into the text of the body when it was sent; Envoi sends the line that names it.",
  "cookie-key": "The key “{name}” is sent as a cookie.",
  "cookies-left": "{count} {count|stored cookie was|stored cookies were} left out.",
  "cookies-of-browser":
    "The browser sent its cookies with this request; what was copied does not hold them.",
  "no-network":
    "{count} {count|entry|entries} ({names}) {count|was left out: it|were left out: they} never went over the network.",

  // Descriptions of services
  "not-fetched": "{location} was not fetched: only files that were chosen are read.",
  "file-not-there": "The file {path} is named and was not chosen.",
  "type-not-described": "{name} is described nowhere; its place in the sample is empty.",
  "address-unknown": "Where the service is, is not said: give the variable {name} its address.",
  "binding-left": "{name} is reached neither by SOAP nor by HTTP and was left out.",
  "ws-security":
    "The service asks for WS-Security ({names}). Envoi does not add it: its header has to be written into the envelope.",

  // Commands
  "shell-variables": "Shell variables became variables without a value: {names}.",
  "shell-run": "A shell would have run this to get a part of the request: {command}",
  "command-left": "The command {command} is no request and was left out.",
  "curl-unknown": "curl does not know {word}; it was left out.",
  "curl-no-url": "A command has no URL.",
  "curl-globs":
    "The URL stands for more addresses than are made into requests; it was kept as it is.",
  "curl-line-breaks":
    "curl's --data takes the line breaks out of a file; Envoi sends the file as it is.",
  "curl-mixed-files":
    "A body of text and files mixed has no place: the files {files} were left out.",
  "curl-form-content":
    "The form part takes its text from the file {path}; Envoi sends it as a file.",
  "grpc-unary": "How many messages go each way is not said; the call was taken for a unary one.",

  // API descriptions
  ...openApiNoteTexts,
} as const satisfies Readonly<Record<string, string>>;

export type NoteCode = keyof typeof noteTexts;
