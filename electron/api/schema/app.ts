import * as v from "valibot";
import type { AppContract } from "../../../shared/contract/index.ts";
import { settingsPatch } from "../../settings/schema.ts";
import type { InputSchemas } from "./exact.ts";
import { flag, line, none, text } from "./model.ts";

const title = v.strictObject({ title: line });

export const appInputs = {
  "app.info": none,
  "app.updateSettings": settingsPatch,
  "session.load": none,
  "session.save": v.strictObject({ json: text }),
  "files.list": v.strictObject({ path: v.pipe(v.string(), v.maxLength(32 * 1024)), files: flag }),
  "dialogs.openFolder": title,
  "dialogs.openFile": title,
  "dialogs.saveFile": v.strictObject({ title: line, name: line }),
  "demo.start": none,
  "demo.stop": none,
  "demo.openSample": none,
} satisfies InputSchemas<AppContract>;
