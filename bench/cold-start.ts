import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openPeer } from "./peer.ts";
import { type Measure, sideBySide } from "./ratio.ts";

const bareScript = `import http from "node:http";
http.get(process.argv[2], (response) => response.pipe(process.stdout));
`;

/** From typing the command to the last byte of the answer: the built command line, as it is shipped. */
export const coldStart: Measure = async () => {
  const program = path.resolve("dist/main/cli.js");
  const built = await access(program).then(
    () => true,
    () => false,
  );
  if (!built) return "skipped: npm run build comes first";
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const peer = await openPeer();
  try {
    const script = path.join(folder, "bare.mjs");
    await writeFile(script, bareScript);
    const url = `${peer.url}/0`;
    const took = await sideBySide(
      15,
      () => run([program, "send", url], folder),
      () => run([script, url], folder),
    );
    const comparedWith = "node with a two-line node:http script";
    return [{ name: "envoi send, cold start", unit: "ms", comparedWith, ...took }];
  } finally {
    peer.close();
    await rm(folder, { recursive: true, force: true });
  }
};

async function run(command: readonly string[], folder: string): Promise<void> {
  const child = spawn(process.execPath, command, {
    env: { ...process.env, XDG_DATA_HOME: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let answer = "";
  child.stdout.on("data", (bytes: Buffer) => (answer += bytes.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0 || !answer.includes("hello")) throw new Error(`${command[0]} ended with ${code}`);
}
