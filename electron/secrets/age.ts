import { FailureError } from "../../shared/model/failure.ts";

// The library is loaded when the first value is opened or written: most collections have none.
const library = () => import("age-encryption");

/** A new key pair (X25519). The identity stays on this machine; the recipient is for everybody. */
export async function newIdentity(): Promise<{
  readonly identity: string;
  readonly recipient: string;
}> {
  const age = await library();
  const identity = await age.generateX25519Identity();
  return { identity, recipient: await age.identityToRecipient(identity) };
}

/** The recipient of an identity. Throws FailureError `input/age-identity`. */
export async function recipientOf(identity: string): Promise<string> {
  try {
    return await (await library()).identityToRecipient(identity);
  } catch (cause) {
    throw new FailureError(
      {
        kind: "input",
        code: "age-identity",
        message: "This is not an age identity.",
        remedy: "It is a line that begins with AGE-SECRET-KEY-, as age-keygen writes it.",
      },
      { cause },
    );
  }
}

/** Throws FailureError `input/age-recipient` for what is no recipient this program can encrypt to. */
export async function checkRecipient(recipient: string): Promise<void> {
  try {
    const encrypter = new (await library()).Encrypter();
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new FailureError(
      {
        kind: "input",
        code: "age-recipient",
        message: "This is not a recipient that Envoi can encrypt for.",
        remedy:
          "It is a line that begins with age1, as age-keygen -y or envoi secrets identity prints it. Keys of ssh are not taken.",
        place: recipient.slice(0, 80),
      },
      { cause },
    );
  }
}

/** An age file (age-encryption.org/v1) of the text, in base64 on one line. */
export async function encryptFor(recipients: readonly string[], text: string): Promise<string> {
  const encrypter = new (await library()).Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(text)).toString("base64");
}

/** The text; null when none of the identities opens it, or when it is damaged. */
export async function decryptWith(
  identities: readonly string[],
  sealed: string,
): Promise<string | null> {
  if (identities.length === 0) return null;
  const decrypter = new (await library()).Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(Buffer.from(sealed, "base64"), "text");
  } catch {
    return null;
  }
}

/** How many recipients a value was encrypted for: one `->` line of its header each. */
export function stanzasOf(sealed: string): number {
  const text = Buffer.from(sealed, "base64").toString("latin1");
  const end = text.indexOf("\n---");
  return text.slice(0, end < 0 ? 0 : end).split("\n-> ").length - 1;
}

/** The identities in a file of age-keygen: one a line, `#` begins a comment. */
export function identitiesIn(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith("AGE-SECRET-KEY-"));
}
