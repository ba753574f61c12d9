import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { newRequestData } from "../shared/formats/opencollection/request.ts";
import { canonicalYaml } from "../shared/formats/yaml/patch.ts";
import { emptyRequest } from "../shared/model/request.ts";

/** Writes a collection of requests as Envoi writes them; every third has a body. */
export async function generateCollection(
  place: string,
  { folders, inEach }: { readonly folders: number; readonly inEach: number },
): Promise<void> {
  await mkdir(place);
  await writeFile(
    path.join(place, "opencollection.yml"),
    `opencollection: 1.0.0\n\ninfo:\n  name: ${folders * inEach} requests\n`,
  );
  for (let folder = 0; folder < folders; folder += 1) {
    const inside = path.join(place, `folder-${folder}`);
    await mkdir(inside);
    for (let at = 0; at < inEach; at += 1) {
      const request = {
        ...emptyRequest,
        name: `Request ${at} of ${folder}`,
        method: at % 3 === 0 ? "POST" : "GET",
        url: `{{base}}/things/${folder}/${at}?page=1`,
        headers: [{ name: "Accept", value: "application/json" }],
        body:
          at % 3 === 0
            ? ({ kind: "json", text: `{\n  "name": "thing ${at}"\n}` } as const)
            : emptyRequest.body,
      };
      await writeFile(
        path.join(inside, `request-${at}.yml`),
        canonicalYaml(newRequestData(request, at + 1)),
      );
    }
  }
}

/** The same files read and parsed by the `yaml` package, one after another, and nothing else done. */
export async function readPlainly(place: string): Promise<void> {
  for (const name of await readdir(place, { recursive: true })) {
    if (name.endsWith(".yml")) parse(await readFile(path.join(place, name), "utf8"));
  }
}
