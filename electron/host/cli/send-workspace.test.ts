import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
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

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "envoi-cli-workspace-")));
  seen.length = 0;
  server = createServer((request, response) => {
    seen.push(`${request.headers.host ?? ""} ${request.url ?? ""}`);
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  await write({
    "workspace.yml": `info: {name: Harbour, type: workspace}
collections:
  - {name: Orders, path: collections/orders}
extensions:
  envoi:
    network:
      connectTo: ["orders.test:80:${origin}"]
      connectTimeout: 4000
`,
    "environments/quay.yml": "variables: [{name: berth, value: seven}]\n",
    "environments/dock.yml": "variables: [{name: berth, value: nine}]\n",
    "collections/orders/opencollection.yml": "opencollection: 1.0.0\ninfo: {name: Orders}\n",
    "collections/orders/get.yml": request("http://orders.test/{{berth}}"),
    "collections/other/opencollection.yml": "opencollection: 1.0.0\ninfo: {name: Other}\n",
    "collections/other/get.yml": request(`http://${origin}/{{berth}}`),
  });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const request = (url: string) =>
  `info: {name: R, type: http}\nhttp: {method: GET, url: "${url}", auth: none}\n`;

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

function send(...words: readonly string[]): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, XDG_DATA_HOME: join(folder, "data"), HOME: folder };
    const args = ["--import", "tsx", main, "send", ...words];
    const child = execFile(process.execPath, args, { env }, (error, _out, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stderr }),
    );
    child.stdin?.end();
  });
}

const orders = () => join(folder, "collections/orders/get.yml");

test("the workspace file above that lists the collection gives network settings and globals", async () => {
  const sent = await send(orders(), "--global-env", "quay", "-v");
  expect(sent).toMatchObject({ code: 0 });
  expect(seen).toEqual(["orders.test /seven"]);
  expect(sent.stderr).toContain("* Workspace Harbour, globals of quay");
  expect(sent.stderr).toContain("* Setting connectTimeout: 4 s (workspace Harbour)");
});

test("the globals chosen in the app count where none are named", async () => {
  await write({
    "data/envoi/globals.json": JSON.stringify({ version: 1, chosen: { [folder]: "dock" } }),
  });
  expect(await send(orders())).toMatchObject({ code: 0 });
  expect(seen).toEqual(["orders.test /nine"]);
});

test("a collection in no workspace has the globals of this machine that were chosen in the app", async () => {
  const other = join(folder, "collections/other/get.yml");
  const home = join(folder, "data/envoi/globals");
  await write({
    "data/envoi/globals/environments/own.yml": "variables: [{name: berth, value: mine}]\n",
  });
  const chosen = { [await realpath(home)]: "own" };
  await write({ "data/envoi/globals.json": JSON.stringify({ version: 1, chosen }) });
  expect(await send(other)).toMatchObject({ code: 0 });
  expect(await send(other, "--workspace", "none")).toMatchObject({ code: 0 });
  expect(seen).toEqual([`${origin} /mine`, `${origin} /{{berth}}`]);
});

test("an option says more than the workspace, and is not told as the workspace's", async () => {
  const sent = await send(orders(), "--connect-timeout", "9", "-v");
  expect(sent).toMatchObject({ code: 0 });
  expect(sent.stderr).not.toContain("Setting connectTimeout");
  expect(sent.stderr).toContain("Setting connectTo");
});

test("a collection the workspace does not list gets nothing, unless it is named", async () => {
  const other = join(folder, "collections/other/get.yml");
  expect(await send(other)).toMatchObject({ code: 0 });
  expect(await send(other, "--workspace", folder, "--global-env", "quay")).toMatchObject({
    code: 0,
  });
  expect(seen).toEqual([`${origin} /{{berth}}`, `${origin} /seven`]);
});

test("--workspace none leaves it out, and --globals takes a file without one", async () => {
  const words = ["--workspace", "none", "--globals", join(folder, "environments/dock.yml")];
  const direct = ["--connect-to", `orders.test:80:${origin}`];
  const sent = await send(orders(), ...words, ...direct, "-v");
  expect(sent).toMatchObject({ code: 0 });
  expect(seen).toEqual(["orders.test /nine"]);
  expect(sent.stderr).toContain("* No workspace, globals of dock");
  expect(sent.stderr).not.toContain("Harbour");
});

test("what is named and not there sends nothing and says what to do", async () => {
  const gone = await send(orders(), "--global-env", "gone");
  expect(gone.stderr).toContain("The workspace has no environment of that name. (--global-env)");
  const dock = join(folder, "environments/dock.yml");
  const both = await send(orders(), "--global-env", "quay", "--globals", dock);
  expect(both).toMatchObject({ code: 2 });
  expect(gone.code).toBeGreaterThan(0);
  expect(seen).toEqual([]);
});

test("envoi vars has the globals too", async () => {
  let text = "";
  const words = [join(folder, "collections/orders"), "--global-env", "quay"];
  expect(await vars(words, (more) => (text += more))).toBe(0);
  expect(text).toMatch(/^berth +seven +workspace quay +1$/m);
});
