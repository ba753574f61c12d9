import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HarSource } from "../../../shared/formats/export/har.ts";
import { systemClock } from "../../base/clock.ts";
import { late } from "../../base/late.ts";
import { findProgram } from "../../base/program.ts";
import type { Layer } from "../../client/attempt.ts";
import type { AppliedAuth } from "../../client/auth/applied.ts";
import { systemTools } from "../../client/auth/outgoing.ts";
import { authenticate } from "../../client/authenticate.ts";
import { type Bodies, createBodies } from "../../exchanges/bodies.ts";
import { createExchangeStore } from "../../exchanges/store.ts";
import type { HstsPort } from "../../client/hsts.ts";
import type { HstsStore } from "../../hsts/hsts-store.ts";
import { createKeyLog } from "../../wire/connect/key-log.ts";
import { createRoute } from "../../wire/connect/route.ts";
import type { RunJar } from "./cookie-jar.ts";
import { type Given, last } from "./options/parse.ts";
import { openOutput, type Output } from "./output/output.ts";
import { usesJar } from "./request/typed-cookies.ts";

/** What the transfers of one `envoi send` share: connections, cookies, files they all write to. */
export interface Run {
  /** Where exchanges are recorded as long as it runs. */
  readonly folder: string;
  readonly bodies: Bodies;
  readonly pool: ReturnType<typeof createRoute>;
  /** Nonces and logged-in connections, which a later URL goes on with; with "any" each asks anew what the server takes, as curl does. */
  authenticate(auth: AppliedAuth["kind"]): Layer;
  /** The number of the transfer that begins now, from 0. */
  begin(): number;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** The cookies of these options; the same for the same ones. null: none are kept. Rejects with FailureError for a file that cannot be read. */
  jar(given: Given): Promise<RunJar | null>;
  /** The hosts that want https alone, of the file --hsts names; null: it was not given. */
  hsts(given: Given): Promise<HstsPort | null>;
  /** Opens a file several transfers write to: emptied the first time, gone on with after. Rejects with FailureError `storage`. */
  append(file: string): Promise<Output>;
  /** Keeps an exchange for --har. */
  keep(source: HarSource): void;
  /** Writes --har, --cookie-jar and --hsts. Rejects with FailureError `storage`. */
  finish(): Promise<void>;
  /** Ends every connection and removes what was recorded. */
  close(): Promise<void>;
}

/** `given`: the options that count for the whole run. */
export async function openRun(given: Given): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "envoi-send-"));
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const keyLogFile = last(given, "keylogfile") ?? process.env["SSLKEYLOGFILE"] ?? "";
  const keyLog = createKeyLog(() => keyLogFile);
  const pool = createRoute({ clock: systemClock, keyLog });
  const jars = new Map<string, Promise<RunJar>>();
  const hosts = new Map<string, Promise<HstsStore>>();
  const newAuthenticate = (): Layer =>
    authenticate({
      tools: systemTools,
      findCurl: late(async () =>
        (await import("../../client/auth/kerberos-ticket.ts")).findKerberosCurl(),
      ),
    });
  const shared = newAuthenticate();
  let transfers = 0;
  const begun = new Set<string>();
  const kept: HarSource[] = [];
  return {
    folder,
    bodies: createBodies(createExchangeStore(folder)),
    pool,
    authenticate: (auth) => (auth === "any" ? newAuthenticate() : shared),
    signal: controller.signal,
    async jar(of) {
      if (!usesJar(of)) return null;
      const key = JSON.stringify(of.filter(({ name }) => /cookie/.test(name)));
      // Loaded only when asked for: the public suffix list is large.
      const jar =
        jars.get(key) ??
        import("./cookie-jar.ts").then(({ openRunJar }) => openRunJar(of, systemClock.epoch));
      jars.set(key, jar);
      return jar;
    },
    async hsts(of) {
      const file = last(of, "hsts");
      if (file === undefined) return null;
      const store =
        hosts.get(file) ??
        import("../../hsts/hsts-store.ts").then(({ createHstsStore }) =>
          createHstsStore({ file, place: "--hsts", epoch: systemClock.epoch, writes: "later" }),
        );
      hosts.set(file, store);
      return store;
    },
    begin: () => transfers++,
    append(file) {
      const flags = begun.has(file) ? "a" : "w";
      begun.add(file);
      return openOutput(file, flags);
    },
    keep: (source) => void kept.push(source),
    async finish() {
      for (const jar of jars.values()) await (await jar).save();
      for (const store of hosts.values()) await (await store).flush();
      const file = last(given, "har");
      if (file === undefined || kept.length === 0) return;
      const { harText } = await import("../../../shared/formats/export/har.ts");
      const output = await openOutput(file, "w", "--har");
      try {
        await output.write(
          harText(kept, { credentials: true, version: findProgram(import.meta.url).version }),
        );
      } finally {
        await output.close();
      }
    },
    async close() {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
      pool.close();
      keyLog.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
