import path from "node:path";
import { ownOfDefaults } from "../../shared/model/network/own-settings.ts";
import { isPinList } from "../../shared/model/network/pinned-key.ts";
import type { OwnSendSettings, SettingsLayer } from "../../shared/model/network/send-settings.ts";
import type { SendContext } from "../collections/send-context.ts";
import { isSocketName } from "./socket-access.ts";

/**
 * What the workspace says about sending, its relative paths made whole: they count from its own folder, not from the collection's. The
 * file of a workspace travels between people like a collection, so what it names of this machine has to be allowed here all the same.
 */
export function workspaceLayer(workspace: NonNullable<SendContext["workspace"]>): SettingsLayer {
  const { folder, value } = workspace;
  const own = ownOfDefaults(value);
  return { place: "workspace", name: value.name, own: { ...own, ...placed(own, folder) } };
}

function placed(own: OwnSendSettings, folder: string): OwnSendSettings {
  const { caFile, caFolder, crlFile, pinnedKey, clientCertificates, proxy, unixSocket } = own;
  const whole = (typed: string): string =>
    // What begins with a variable may be a whole path.
    typed === "" || typed.startsWith("{{") ? typed : path.resolve(folder, typed);
  return {
    ...(caFile === undefined ? {} : { caFile: whole(caFile) }),
    ...(caFolder === undefined ? {} : { caFolder: whole(caFolder) }),
    ...(crlFile === undefined ? {} : { crlFile: whole(crlFile) }),
    ...(pinnedKey === undefined || isPinList(pinnedKey) ? {} : { pinnedKey: whole(pinnedKey) }),
    ...(unixSocket === undefined
      ? {}
      : { unixSocket: isSocketName(unixSocket) ? unixSocket : whole(unixSocket) }),
    ...(proxy?.kind === "server" && proxy.server.tls !== undefined
      ? {
          proxy: {
            ...proxy,
            server: {
              ...proxy.server,
              tls: { ...proxy.server.tls, ...placed(proxy.server.tls, folder) },
            },
          },
        }
      : {}),
    ...(proxy?.kind !== "pac" || /^(?:https?|file):/i.test(proxy.source)
      ? {}
      : { proxy: { ...proxy, source: whole(proxy.source) } }),
    ...(clientCertificates === undefined
      ? {}
      : {
          clientCertificates: clientCertificates.map((entry) =>
            entry.type === "pkcs12"
              ? { ...entry, pkcs12File: whole(entry.pkcs12File) }
              : {
                  ...entry,
                  certificateFile: whole(entry.certificateFile),
                  privateKeyFile: whole(entry.privateKeyFile),
                },
          ),
        }),
  };
}
