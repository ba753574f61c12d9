/** One request of the sample, in canonical OpenCollection 1.0.0. */
interface Sample {
  readonly file: string;
  readonly name: string;
  readonly seq: number;
  readonly method?: string;
  readonly path: string;
  readonly more?: string;
  readonly docs: string;
}

const request = ({ name, seq, method = "GET", path, more = "", docs }: Sample): string =>
  `info:
  name: ${name}
  type: http
  seq: ${seq}

http:
  method: ${method}
  url: "{{baseUrl}}${path}"
${more}  auth: inherit

docs: ${docs}
`;

const folder = (name: string, seq: number): string => `info:
  name: ${name}
  type: folder
  seq: ${seq}

request:
  auth: inherit
`;

const samples: readonly Sample[] = [
  {
    file: "Echo.yml",
    name: "Echo",
    seq: 1,
    method: "POST",
    path: "/echo/orders?dry=true",
    more: `  headers:
    - name: X-Request-Source
      value: "{{source}}"
    - name: x-request-source
      value: the same name twice is two lines on the wire
  params:
    - name: dry
      value: "true"
      type: query
  body:
    type: json
    data: |-
      {
        "vessel": "Envoi",
        "weight": 12345678901234567890
      }
`,
    docs: "Answers with what arrived. Compare it with the Wire tab.",
  },
  {
    file: "Status.yml",
    name: "Status",
    seq: 2,
    path: "/status/:code",
    more: `  params:
    - name: code
      value: "418"
      type: path
`,
    docs: "Any status. Change the path parameter.",
  },
  {
    file: "Basic auth.yml",
    name: "Basic auth",
    seq: 3,
    path: "/basic/ana",
    docs: "Answers 401 until the Auth tab is set to Basic with the user name ana.",
  },
  {
    file: "A page.yml",
    name: "A page",
    seq: 4,
    path: "/html",
    docs: "A page in a sandboxed preview. Its script does not run.",
  },
  {
    file: "A picture.yml",
    name: "A picture",
    seq: 5,
    path: "/image",
    docs: "A picture in the preview.",
  },
  {
    file: "Flow/Redirect chain.yml",
    name: "Redirect chain",
    seq: 1,
    path: "/redirect/3",
    docs: "Three redirects. The Timeline shows each hop.",
  },
  {
    file: "Flow/Cookies.yml",
    name: "Cookies",
    seq: 2,
    path: "/cookies/set?flavour=vanilla&size=large",
    more: `  params:
    - name: flavour
      value: vanilla
      type: query
    - name: size
      value: large
      type: query
`,
    docs: "Sets two cookies and redirects. The jar sends them back on the second hop.",
  },
  {
    file: "Flow/Slow answer.yml",
    name: "Slow answer",
    seq: 3,
    path: "/delay/3000",
    docs: "Takes three seconds. Escape cancels it.",
  },
  ...["gzip", "deflate", "br", "zstd"].map((coding, index) => ({
    file: `Codings/${coding}.yml`,
    name: coding,
    seq: index + 1,
    path: `/encoded/${coding}`,
    docs: "The body is decoded for reading; the Wire tab shows it as it came.",
  })),
  {
    file: "Streams/Chunks and trailers.yml",
    name: "Chunks and trailers",
    seq: 1,
    path: "/chunked",
    docs: "Five chunks with extensions, then two trailer fields.",
  },
  {
    file: "Streams/Early hints.yml",
    name: "Early hints",
    seq: 2,
    path: "/hints",
    docs: "A 103 response before the 200.",
  },
  {
    file: "Streams/Server-sent events.yml",
    name: "Server-sent events",
    seq: 3,
    path: "/events",
    docs: "Five events as they come. Connect again goes on behind the last one, with Last-Event-ID.",
  },
  {
    file: "Streams/100 MB.yml",
    name: "100 MB",
    seq: 4,
    path: "/bytes/100000000",
    docs: "A hundred megabytes to disk. The window stays alive.",
  },
  ...(
    [
      ["chunk-size", "Bad chunk size"],
      ["truncated", "Cut short"],
      ["length-and-chunked", "Two framings"],
      ["line-feeds", "Bare line feeds"],
      ["status-line", "Broken status line"],
    ] as const
  ).map(([kind, name], index) => ({
    file: `Malformed/${name}.yml`,
    name,
    seq: index + 1,
    path: `/malformed/${kind}`,
    docs: "A reply that breaks HTTP/1.1. Its bytes are shown, with the fault at its place.",
  })),
];

const rawRequest = (target: string): string => `info:
  name: Raw exchange
  type: http
  seq: 6

http:
  method: GET
  url: "{{baseUrl}}/echo"
  auth: inherit

docs: The bytes of the request, typed by hand and sent as they are.
extensions:
  envoi:
    raw:
      target: ${target}
      tls: false
      encoding: text
      newline: crlf
      data: |+
        GET /echo HTTP/1.1
        Host: ${target}
        Connection: close

`;

/** Folder of the environment file within the sample, and the line of it that names the demo server. */
export const environmentFile = "environments/Demo.yml";

export const environmentText = (url: string): string => `name: Demo
color: "#d9622b"
variables:
  - name: baseUrl
    value: ${url}
  - name: source
    value: envoi-demo
`;

/** Every file of the sample collection, by path. `url`: where the demo server listens. */
export function sampleFiles(url: string): ReadonlyMap<string, string> {
  return new Map([
    [
      "opencollection.yml",
      `opencollection: 1.0.0

info:
  name: Envoi demo

docs:
  content: Requests to the demo server inside Envoi. It listens on this machine only.
  type: text/markdown
bundled: false
`,
    ],
    [".gitignore", ".env*\n!.env.example\n*.local.yml\nnode_modules\n.DS_Store\n"],
    [environmentFile, environmentText(url)],
    ["Flow/folder.yml", folder("Flow", 1)],
    ["Codings/folder.yml", folder("Codings", 2)],
    ["Streams/folder.yml", folder("Streams", 3)],
    ["Malformed/folder.yml", folder("Malformed", 4)],
    ["Raw exchange.yml", rawRequest(new URL(url).host)],
    ...samples.map((sample) => [sample.file, request(sample)] as const),
  ]);
}
