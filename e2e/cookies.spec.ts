import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";

test("cookies are written, changed, sent, brought in and taken out", async ({
  app,
  recorder,
  workFolder,
}) => {
  const { cookies } = app;
  await cookies.open();

  await test.step("one is written, and a field that cannot be says why", async () => {
    await cookies.add({ name: "sid", value: "1", domain: "127.0.0.1", path: "x" });
    await expect(cookies.form).toContainText("A path begins with a slash.");
    await cookies.field("Path").fill("/");
    await cookies.keep();
    await expect(cookies.row("sid")).toContainText("this host only");
  });

  await test.step("it is changed", async () => {
    await cookies.edit("sid", "127.0.0.1");
    await cookies.field("Value").fill("two");
    await cookies.keep();
    await expect(cookies.row("sid")).toContainText("two");
  });

  await test.step("a cookie file comes in, and tells the lines that are none", async () => {
    const file = join(workFolder, "cookies.txt");
    await writeFile(file, "127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tseen\tyes\nnonsense\n");
    await cookies.importFile(file);
    await expect(cookies.dialog.getByRole("status")).toHaveText(
      "1 added. No cookies in these lines: 2.",
    );
    await expect(cookies.row("seen")).toContainText("yes");
  });

  await test.step("and goes out again", async () => {
    const text = await readFile(await cookies.exportFile(), "utf8");
    expect(text).toBe(
      "# Netscape HTTP Cookie File\n\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\ttwo\n127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tseen\tyes\n",
    );
  });

  await test.step("both are sent; a session that ends takes one", async () => {
    await cookies.endSession();
    await expect(cookies.row("sid")).toHaveCount(0);
    await cookies.close();
    await app.newRequest();
    await app.request.setUrl(recorder.url);
    await app.request.send();
    await expect(app.response.status).toHaveText(/200 OK/);
    expect(recorder.received().toString("latin1")).toContain("\r\nCookie: seen=yes\r\n");
  });
});
