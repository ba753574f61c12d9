import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type TestFolder, testFolder } from "./cli.testing.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
let folder: TestFolder;
let server: Server;
const seen: { readonly line: string; readonly type: string; readonly body: string }[] = [];

beforeEach(async () => {
  folder = await testFolder("graphql-cli");
  seen.length = 0;
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (bytes: Buffer) => (body += bytes.toString()));
    request.on("end", () => {
      const { method, url, headers } = request;
      seen.push({ line: `${method} ${url}`, type: headers["content-type"] ?? "", body });
      response.end('{"data":{"port":{"name":"Brest"}}}');
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await folder.write({
    "opencollection.yml": "opencollection: 1.0.0\ninfo: {name: Ports}\n",
    "environments/here.yml": `name: here\nvariables: [{name: base, value: "http://127.0.0.1:${port}"}, {name: id, value: FRBES}]\n`,
    "port.yml": request('{"id": "{{id}}"}'),
    "wrong.yml": request("{\n  id: 1\n}"),
  });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await folder.remove();
});

const request = (variables: string): string => `info: {name: Port, type: graphql}
graphql:
  method: POST
  url: "{{base}}/graphql"
  body:
    query: "query Port($id: ID!) { port(id: $id) { name } }"
    variables: ${JSON.stringify(variables)}
extensions: {envoi: {operationName: Port}}
`;

function envoi(...words: readonly string[]) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, XDG_DATA_HOME: folder.at("data"), HOME: folder.root };
    const args = ["--import", "tsx", main, ...words];
    const child = execFile(process.execPath, args, { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
    );
    child.stdin?.end();
  });
}

const body =
  '{"query":"query Port($id: ID!) { port(id: $id) { name } }","operationName":"Port","variables":{"id": "FRBES"}}';

test("a GraphQL request of a file is sent, and shown as code", async () => {
  const sent = await envoi("send", folder.at("port.yml"), "--env", "here");
  expect(sent).toMatchObject({ code: 0, out: '{"data":{"port":{"name":"Brest"}}}' });
  expect(seen).toEqual([{ line: "POST /graphql", type: "application/json", body }]);
  const code = await envoi("code", folder.at("port.yml"), "--env", "here", "--lang", "http");
  expect(code.out).toContain(body);
});

test("variables that are no JSON are told by their place, and nothing is sent", async () => {
  const { code, err } = await envoi("send", folder.at("wrong.yml"), "--env", "here");
  expect(code).not.toBe(0);
  expect(err).toContain("The GraphQL variables are not JSON at 2:3 (line and column).");
  expect(seen).toEqual([]);
});
