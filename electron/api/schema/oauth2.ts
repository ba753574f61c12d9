import * as v from "valibot";
import type { OAuth2Contract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { send } from "./exchanges.ts";
import { flag, hash, id, line } from "./model.ts";

export const oauth2Inputs = {
  "oauth2.get": v.strictObject({ input: send, refresh: flag }),
  "oauth2.answer": v.strictObject({ flow: id, url: line }),
  "oauth2.keyOf": send,
  "oauth2.forget": v.strictObject({ key: hash }),
  "oauth2.reveal": v.strictObject({
    key: hash,
    which: v.picklist(["access_token", "refresh_token", "id_token"]),
  }),
} satisfies InputSchemas<OAuth2Contract>;
