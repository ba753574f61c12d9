import { stat } from "node:fs/promises";
import {
  multipartBody,
  multipartContentType,
  newBoundary,
} from "../electron/client/body/multipart.ts";
import type { BenchBody } from "./client.ts";

/** A file as the only part of a multipart body. */
export async function multipartFile(file: string): Promise<BenchBody> {
  const { size } = await stat(file);
  const boundary = newBoundary();
  const source = multipartBody(
    [
      {
        kind: "file",
        name: "file",
        file: { realPath: file, size, name: "body.bin" },
        fileName: "body.bin",
        contentType: "application/octet-stream",
      },
    ],
    boundary,
  );
  return { source, type: multipartContentType(boundary) };
}
