import type { OwnNetwork } from "../../model/network/network.ts";
import { readOwnNetwork } from "../../schema/network.ts";
import { isYamlMap, isYamlNumber, type YamlData, type YamlMap } from "../yaml/data.ts";
import { mapAt } from "./fields.ts";

/** `extensions.envoi.network` of a request, folder or collection file. What cannot be understood counts as absent and stays in the file. */
export function readNetwork(data: YamlMap): OwnNetwork | undefined {
  const network = readOwnNetwork(plain(mapAt(data, "extensions", "envoi", "network")));
  return Object.keys(network).length === 0 ? undefined : network;
}

function plain(data: YamlData): unknown {
  if (isYamlNumber(data)) return data.number;
  if (Array.isArray(data)) return data.map((item: YamlData) => plain(item));
  if (!isYamlMap(data)) return data;
  return Object.fromEntries([...data].map(([key, value]) => [key, plain(value)]));
}
