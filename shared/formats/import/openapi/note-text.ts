/** What the import of API descriptions can say, in English. */
export const openApiNoteTexts = {
  "broken-part":
    "The file has an error at column {column}: {reason}. What could be understood was imported.",
  "openapi-ref-missing": "The reference {ref} leads to nothing in {document}.",
  "openapi-ref-outside":
    "The reference {ref} leads out of what was chosen and was not followed. Choose the folder that holds it.",
  "openapi-ref-remote": "The reference {ref} leads to another address, which was not fetched.",
  "openapi-ref-file":
    "The reference {ref} leads to a file that was not chosen. Choose the folder that holds it.",
  "openapi-ref-circle": "References that lead only to each other were left out.",
  "openapi-circular": "Schemas that hold themselves were cut in made-up bodies: {names}.",
  "openapi-no-host":
    "The description does not say on which host the service runs. Set the variable baseUrl.",
  "openapi-scheme-missing": "The security scheme “{name}” is not described.",
  "openapi-scheme-unknown":
    "The security scheme “{name}” has the type “{type}”, which is not known.",
  "openapi-scheme-header": "The security scheme “{name}” is sent as “Authorization: {scheme} …”.",
  "openapi-mutual-tls":
    "The security scheme “{name}” wants a client certificate. Choose it in the network settings.",
  "openapi-openid":
    "The security scheme “{name}” is OpenID Connect. Take its addresses from {url}, which was not fetched.",
  "openapi-oauth-flow": "The security scheme “{name}” describes no OAuth 2 flow that is known.",
  "openapi-oauth-other": "The security scheme “{name}” has another OAuth 2 flow, {flow}: {urls}",
  "openapi-oauth-metadata": "OAuth 2 metadata of “{name}” lies at {url}, which was not fetched.",
  "openapi-other-auth":
    "{count} {count|request offers|requests offer} other ways to authenticate, kept in {count|its|their} docs: {names}.",
  "openapi-optional-auth": "{count} {count|request|requests} may be sent without authentication.",
  "openapi-also-needed":
    "{count} {count|request also needs|requests also need} what has no place beside {count|its|their} authentication: {names}.",
  "openapi-other-body":
    "{count} {count|request|requests} may have a body of another type, kept in {count|its|their} docs: {names}.",
  "openapi-other-example":
    "Further examples of bodies are kept in the docs of {count} {count|request|requests}.",
  "openapi-part-headers":
    "Header fields of form parts have no place: they are named in the docs of {count} {count|request|requests}.",
  "openapi-path-undeclared": "The path names what is not described as a parameter: {names}.",
  "openapi-path-unused": "Path parameters are described that the path does not have: {names}.",
  "openapi-other-server":
    "{count} {count|request|requests} may be sent to other servers, named in {count|its|their} docs.",
  "openapi-link":
    "Links from one reply to another request are kept in the docs of {count} {count|request|requests}: {names}.",
  "openapi-callback":
    "Callbacks are kept in the docs of {count} {count|request|requests}: {names}.",
  "openapi-vendor":
    "Further fields are kept in the docs of {count} {count|request|requests}: {names}.",
  "openapi-file": "{count} {count|request sends|requests send} a file, which has to be chosen.",
} as const satisfies Readonly<Record<string, string>>;
