import { constants, verify } from "node:crypto";
import {
  readComponents,
  signatureBase,
  signatureParams,
  type SignatureParameters,
  type SignedMessage,
  signMessage,
} from "../../electron/client/auth/message-signature.ts";
import {
  ed25519,
  fixedVectors,
  lineVectors,
  parameters,
  pssVectors,
  request,
  rsaPss,
  sharedKey,
} from "../../electron/client/auth/rfc9421.testing.ts";
import { areaOf, compared, type TryArea } from "./area.ts";

/** RFC 9421: each example line of section 2, and the requests signed in Appendix B. The vectors are the RFC's, so they are here. */
export const rfc9421: TryArea = async () => [
  areaOf("rfc9421", 1, [
    ...lineVectors.map(([section, message, component, value]) =>
      compared(
        `${section} ${component}`,
        () => baseOf(component, {}, message).split("\n")[0],
        `${component}: ${value}`,
      ),
    ),
    ...pssVectors.flatMap(([section, components, over, base, signature]) => [
      compared(`${section} base`, () => baseOf(components, over, request), base),
      compared(
        `${section} signature`,
        () =>
          verify(
            "sha512",
            Buffer.from(baseOf(components, over, request)),
            { key: rsaPss, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
            Buffer.from(signature, "base64"),
          ),
        true,
      ),
    ]),
    ...fixedVectors.map(({ section, components, over, message, algorithm, signature }) =>
      compared(
        section,
        () =>
          signMessage(
            algorithm,
            algorithm === "ed25519" ? ed25519 : sharedKey,
            baseOf(components, over, message),
          ).toString("base64"),
        signature,
      ),
    ),
  ]),
];

function baseOf(
  components: string,
  over: Partial<SignatureParameters>,
  message: SignedMessage,
): string {
  const read = readComponents(components);
  return signatureBase(read, message, signatureParams(read, parameters(over)));
}
