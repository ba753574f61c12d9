import http from "node:http";
import { openClient } from "./client.ts";
import { openEnvoi } from "./envoi.ts";
import { openPeer } from "./peer.ts";
import { type Measure, type Ratio, sideBySide } from "./ratio.ts";

const each = 300;
const rounds = 7;

/** GETs of five bytes, one after another on one connection. */
export const smallGets: Measure = async () => {
  const peer = await openPeer();
  const client = await openClient();
  const envoi = await openEnvoi();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const url = `${peer.url}/0`;
  const times = (get: () => Promise<unknown>) => async (): Promise<void> => {
    for (let done = 0; done < each; done += 1) await get();
  };
  const bare = times(() => bareGet(agent, url));
  const comparedWith = `${each} GETs by node:http, kept alive, nothing recorded`;
  try {
    const sent = await sideBySide(
      rounds,
      times(() => client.send(url)),
      bare,
    );
    const kept = await sideBySide(
      rounds,
      times(() => envoi.exchange(url)),
      bare,
    );
    const ratios: readonly Ratio[] = [
      { name: "small GETs, trace, tap and record on", unit: "ms", comparedWith, ...sent },
      { name: "small GETs, and kept in history", unit: "ms", comparedWith, ...kept },
    ];
    return ratios;
  } finally {
    agent.destroy();
    await client.close();
    await envoi.close();
    peer.close();
  }
};

function bareGet(agent: http.Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = http.get(url, { agent }, (response) => {
      response.resume();
      response.on("end", resolve);
    });
    sent.on("error", reject);
  });
}
