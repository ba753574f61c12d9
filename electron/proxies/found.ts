import type { ProxyServer } from "../../shared/model/network/proxy.ts";

/** The ways somebody named for one request, to be tried in turn. */
export interface Found {
  /** null: directly. At least one. */
  readonly ways: readonly (ProxyServer | null)[];
  /** Directly, because the host is an exception. */
  readonly bypassed: boolean;
}
