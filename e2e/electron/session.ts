import type { Protocol, Session } from "electron";

type Handler = Parameters<Protocol["handle"]>[1];
type PermissionRequest = NonNullable<Parameters<Session["setPermissionRequestHandler"]>[0]>;
type PermissionCheck = NonNullable<Parameters<Session["setPermissionCheckHandler"]>[0]>;

/** The part of Session that a desktop host uses; it keeps what main installs, for the pages and for the test. */
export function createSession() {
  const handlers = new Map<string, Handler>();
  let request: PermissionRequest | null = null;
  let check: PermissionCheck | null = null;
  return {
    protocol: {
      handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler),
    } satisfies Pick<Protocol, "handle">,
    setPermissionRequestHandler: (handler: PermissionRequest | null) => void (request = handler),
    setPermissionCheckHandler: (handler: PermissionCheck | null) => void (check = handler),
    setDevicePermissionHandler: () => undefined,
    setDisplayMediaRequestHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    webRequest: { onBeforeRequest: () => undefined },
    handlerOf: (scheme: string): Handler | null => handlers.get(scheme) ?? null,
    /** What main's two handlers say; a missing handler is what Electron makes of it: yes. */
    permits: (permission: string, url: string): { request: boolean; check: boolean } => {
      const details = { requestingUrl: url, isMainFrame: true } as never;
      let granted = request === null;
      request?.(null as never, permission as never, (answer) => void (granted = answer), details);
      return { request: granted, check: check?.(null, permission as never, url, details) ?? true };
    },
  };
}

export type StandInSession = ReturnType<typeof createSession>;
