import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { startPlain } from "./peers/plain.ts";
import { startRecorder } from "./peers/recorder.ts";

test("the ledger: from the status line, one closed, and why", async ({ app }) => {
  const plain = await startPlain();
  try {
    await app.newRequest();
    await app.request.setUrl(`http://${plain.place}/`);
    await app.request.send();
    await expect(app.response.figure("new #1")).toBeVisible();
    await app.request.send();
    await app.response.figure("reused #1").click();
    const { connections } = app;
    await expect(connections.open(1)).toContainText(`http://${plain.place}`);
    await expect(connections.open(1)).toContainText("idle for");
    await expect(connections.open(1)).toHaveAttribute("aria-current", "true");
    await connections.close(1);
    await expect(connections.closed(1)).toContainText("you closed it");
    await expect(connections.dialog).toContainText("No connection is open");
    await app.page.keyboard.press("Escape");
    await app.page.keyboard.press("ControlOrMeta+k");
    await app.palette.run("Connections");
    await expect(connections.closed(1)).toBeVisible();
  } finally {
    await plain.close();
  }
});

test("a unix socket of a collection: allowed once, then used", async ({ app, workFolder }) => {
  const socket = join(workFolder, "a.sock");
  const hosts: string[] = [];
  const server = createServer((request, response) => {
    hosts.push(request.headers.host ?? "");
    response.end("from the socket");
  });
  server.listen(socket);
  await once(server, "listening");
  try {
    const collection = join(workFolder, "Local");
    await mkdir(collection, { recursive: true });
    await writeFile(
      join(collection, "opencollection.yml"),
      "opencollection: 1.0.0\ninfo:\n  name: Local\n",
    );
    await writeFile(
      join(collection, "Ask.yml"),
      `info:\n  name: Ask\n  type: http\nhttp:\n  method: GET\n  url: http://docker.test/v1\nextensions:\n  envoi:\n    network:\n      unixSocket: ${socket}\n`,
    );
    await app.offer("Open a folder");
    await app.dialogs.openCollection(collection);
    await app.sidebar.expand("Local");
    await app.sidebar.item(/Ask$/).dblclick();
    await app.request.send();
    await expect(app.response.problem).toContainText(socket);
    expect(hosts).toEqual([]);
    await app.response.remedy("Allow this socket and send").click();
    await expect(app.response.status).toHaveText(/200 OK/);
    expect(hosts).toEqual(["docker.test"]);
    await app.response.view("Connection");
    await expect(app.response.pane).toContainText(socket);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("a proxy that refuses is shown with its reply, and that it is the proxy's", async ({
  app,
  workFolder,
}) => {
  const proxy = await startRecorder(
    "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\nnot here",
  );
  const asking = await startRecorder(
    "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
  );
  const through = (url: string, server: string) => {
    const { hostname, port } = new URL(server);
    return `info:\n  name: Ask\n  type: http\nhttp:\n  method: GET\n  url: ${url}\nextensions:\n  envoi:\n    network:\n      proxy:\n        kind: server\n        server:\n          scheme: http\n          host: ${hostname}\n          port: ${port}\n          username: ""\n          password: ""\n          auth: any\n          tunnel: false\n        bypass: ""\n`;
  };
  try {
    const collection = join(workFolder, "Proxied");
    await mkdir(collection, { recursive: true });
    await writeFile(
      join(collection, "opencollection.yml"),
      "opencollection: 1.0.0\ninfo:\n  name: Proxied\n",
    );
    await writeFile(join(collection, "Ask.yml"), through("https://target.test/", proxy.url));
    await writeFile(
      join(collection, "Plain.yml"),
      through("http://target.test/", asking.url).replace("name: Ask", "name: Plain"),
    );
    await app.offer("Open a folder");
    await app.dialogs.openCollection(collection);
    await app.sidebar.expand("Proxied");
    await app.sidebar.item(/Ask$/).dblclick();
    await app.request.send();
    await expect(app.response.problem).toContainText("did not open a tunnel; it answered 403");
    await app.response.view("Body");
    await expect(app.response.pane).toContainText("not here");
    await app.response.view("Wire");
    await expect(app.response.wire).toContainText("CONNECT target.test:443");

    // Forwarded, its 407 looks like the server's.
    await app.sidebar.item(/Plain$/).dblclick();
    await app.request.send();
    await expect(app.response.status).toHaveText(/407/);
    await expect(app.response.pane).toContainText("The proxy answered, not the server");
    await app.response.pane.getByRole("button", { name: "Change the proxy" }).click();
    await expect(app.settings.line("Proxy")).toBeVisible();
  } finally {
    await proxy.close();
    await asking.close();
  }
});
