import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { vars } from "./vars.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
let folder = "";
let server: Server;
let origin = "";
const seen: string[] = [];
let reply = "{}";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-cli-variables-"));
  seen.length = 0;
  server = createServer((request, response) => {
    seen.push(request.url ?? "");
    response.end(reply);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await write({
    "opencollection.yml": "opencollection: 1.0.0\ninfo: {name: C}\n",
    "ask.yml": request("/{{id}}/{{?Account}}"),
    "environments/dev.yml": "variables: [{name: id, value: shared}]\n",
    "environments/dev.local.yml": "variables: [{name: id, value: mine}]\n",
  });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const request = (path: string) =>
  `info: {name: R, type: http}\nhttp: {method: GET, url: "${origin}${path}", auth: none}\n`;

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

function envoi(...words: readonly string[]): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, XDG_DATA_HOME: join(folder, "data"), HOME: folder };
    const args = ["--import", "tsx", main, ...words];
    const child = execFile(process.execPath, args, { env }, (error, _out, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stderr }),
    );
    child.stdin?.end();
  });
}

test("a question without an answer: nothing is sent, and the way to answer is named", async () => {
  const refused = await envoi("send", join(folder, "ask.yml"));
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain("--var 'Account=VALUE'");
  expect(seen).toEqual([]);
});

test("--var answers questions; values of this machine replace the environment's", async () => {
  const words = ["--env", "dev", "--var", "?Account=7"];
  expect(await envoi("send", join(folder, "ask.yml"), ...words)).toMatchObject({ code: 0 });
  expect(seen).toEqual(["/mine/7"]);
});

test("--var goes above every file", async () => {
  const words = ["--env", "dev", "--var", "Account=8", "--var", "id=a=b"];
  expect(await envoi("send", join(folder, "ask.yml"), ...words)).toMatchObject({ code: 0 });
  expect(seen).toEqual(["/a=b/8"]);
});

test("--var without a name is refused", async () => {
  const refused = await envoi("send", join(folder, "ask.yml"), "--var", "nothing");
  expect(refused.stderr).toContain("NAME=VALUE");
});

test("files sent in a row: what one keeps of its response is there for the next", async () => {
  reply = '{"data":{"id":12345678901234567890}}';
  await write({
    "login.yml": `${request("/login")}runtime:
  actions:
    - type: set-variable
      phase: after-response
      selector: {expression: res.body.data.id, method: jsonq}
      variable: {name: session, scope: runtime}
    - type: set-variable
      phase: after-response
      selector: {expression: res.body.gone, method: jsonq}
      variable: {name: gone, scope: runtime}
`,
    "use.yml": request("/use/{{session}}"),
  });
  const run = await envoi("send", join(folder, "login.yml"), join(folder, "use.yml"));
  expect(run.code).toBe(0);
  expect(run.stderr).toContain("The response holds no such value. (gone)");
  expect(seen).toEqual(["/login", "/use/12345678901234567890"]);
});

test("a folder keeps a value of each response below it, and says nothing of those without", async () => {
  reply = '{"id":7}';
  await write({
    "kept/folder.yml": `info:
  name: Kept
  type: folder
request:
  auth: inherit
  actions:
    - type: set-variable
      phase: after-response
      selector: {expression: res.body.id, method: jsonq}
      variable: {name: last, scope: runtime}
    - type: set-variable
      phase: after-response
      selector: {expression: res.body.gone, method: jsonq}
      variable: {name: gone, scope: runtime}
`,
    "kept/first.yml": request("/first"),
    "outside.yml": request("/outside/{{last}}"),
  });
  const run = await envoi("send", join(folder, "kept/first.yml"), join(folder, "outside.yml"));
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(seen).toEqual(["/first", "/outside/7"]);
});

async function listed(...words: readonly string[]) {
  let text = "";
  const code = await vars(words, (more) => (text += more));
  return { code, text };
}

test("envoi vars lists every variable, masked", async () => {
  await write({ ".env": "KEY=hidden-value\n" });
  const { code, text } = await listed(folder);
  expect(code).toBe(0);
  expect(text).toMatch(/^id +mine +local dev\.local +1 +hides dev$/m);
  expect(text).toMatch(/^process\.env\.KEY +•+ +process \.env +unused$/m);
  expect(text).not.toContain("hidden-value");
});

test("envoi vars --undefined fails when there are some; --json gives everything", async () => {
  await write({ "lost.yml": request("/{{nowhere}}") });
  expect(await listed(folder, "--undefined")).toEqual({
    code: 1,
    text: "nowhere    undefined  1\n",
  });
  expect(JSON.parse((await listed(folder, "--json")).text)).toMatchObject({
    undefined: [{ name: "nowhere", uses: 1 }],
  });
});
