import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./fixtures.ts";

test("events are shown as they come, open to their data and bytes, and the stream goes on from one", async ({
  app,
  page,
}) => {
  const asked: (string | undefined)[] = [];
  let open: ServerResponse | null = null;
  const server = createServer((request, response) => {
    asked.push(request.headers["last-event-id"]?.toString());
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(': hello\n\nid: 1\nevent: order\ndata: {"n":1}\n\n');
    open = response;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const list = app.response.pane.getByRole("listbox", { name: /text\/event-stream/ });
  const events = list.getByRole("option");
  const detail = app.response.pane.getByRole("region", { name: "The chosen event" });
  try {
    await app.newRequest();
    await app.request.setUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await app.request.part(/^Headers/);
    await app.request.send();
    // The stream is still open.
    await expect(events).toHaveText([/: hello/, /order\{"n":1\}id 1/]);
    (open as ServerResponse | null)?.write("id: 2\ndata: two\n\n");
    await expect(events).toHaveCount(3);
    await expect(app.response.pane.getByText("2 events", { exact: true })).toBeVisible();

    await list.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await expect(detail).toContainText('"n": 1');
    const again = detail.getByRole("button", { name: /^Connect again from here/ });
    await expect(again).toBeHidden();
    (open as ServerResponse | null)?.end();
    await again.click();
    await expect.poll(() => asked).toEqual([undefined, "1"]);
    await expect(app.request.cell("Value", 1)).toHaveValue("1");
    await expect(events).toHaveCount(2);

    await events.last().click();
    await detail.getByRole("button", { name: "Show in Wire" }).click();
    await expect(app.response.pane.getByText('data: {"n":1}')).toBeVisible();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
