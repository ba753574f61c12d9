import type { HstsHost } from "../model/hsts.ts";
import type { Call, Kinds } from "./kinds.ts";

export type HstsContract = {
  /** Hosts that want https alone, in the order they came. Failure `storage` for a file that cannot be read. */
  "hsts.list": Call<null, readonly HstsHost[]>;
  /** Forgets one, or with null all of them; gives those that are left. */
  "hsts.forget": Call<{ readonly host: string | null }, readonly HstsHost[]>;
};

export const hstsKinds: Kinds<HstsContract> = { "hsts.list": "call", "hsts.forget": "call" };
