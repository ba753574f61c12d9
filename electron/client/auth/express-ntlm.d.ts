declare module "express-ntlm" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  export default function expressNtlm(
    options: object,
  ): (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}
