// From the sources the thread is TypeScript: read through tsx. Built, `pick-worker.ts` is a file of its own.
import { register } from "tsx/esm/api";

register();
await import("./pick-worker.ts");
