// Loaded with --import: from then on `electron` is the stand-in.
import { register } from "node:module";

register("./resolve.mjs", import.meta.url);
