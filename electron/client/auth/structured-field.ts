/** A field that is no Structured Field of the kind it was read as. */
export class StructuredFieldError extends Error {
  override name = "StructuredFieldError";
}

/** Members of a Dictionary by key, each value with its parameters as it is strictly written; a value of true alone is `?1`. */
export type Dictionary = ReadonlyMap<string, string>;

/**
 * Reads a Dictionary (RFC 9651 §4.2.2); each value comes as §4.1 writes it. Throws StructuredFieldError for what is none.
 */
export function readDictionary(text: string): Dictionary {
  const reader = new Reader(text);
  const members = new Map<string, string>();
  reader.each(() => {
    const key = reader.key();
    members.set(key, reader.take("=") ? reader.member() : `?1${reader.parameters()}`);
  });
  return members;
}

/** Reads a List (§4.2.1), or an Item, which is written like a List of one; each member comes as §4.1 writes it. Throws StructuredFieldError. */
export function readList(text: string): readonly string[] {
  const reader = new Reader(text);
  const members: string[] = [];
  reader.each(() => members.push(reader.member()));
  return members;
}

/** As §4.1.2 writes it. */
export function dictionaryText(members: Dictionary): string {
  return [...members]
    .map(([key, value]) =>
      value === "?1" || value.startsWith("?1;") ? `${key}${value.slice(2)}` : `${key}=${value}`,
    )
    .join(", ");
}

const tokens = /[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*/y;
const keys = /[a-z*][a-z0-9_\-.*]*/y;
const numbers = /(-?)(\d+)(?:\.(\d+))?/y;
const dates = /@(-?)(\d{1,15})/y;
const strings = /"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/y;
const byteSequences = /:([A-Za-z0-9+/=]*):/y;
const displays = /%"((?:[\x20\x21\x23\x24\x26-\x7e]|%[0-9a-f]{2})*)"/y;
const booleans = /\?([01])/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.replace(/^ +| +$/g, "");
  }

  /** Members between commas; none in an empty text. */
  each(member: () => void): void {
    while (this.#at < this.#text.length) {
      member();
      this.#space(/[ \t]*/y);
      if (this.#at === this.#text.length) return;
      if (!this.take(",")) throw this.#wrong();
      this.#space(/[ \t]*/y);
      if (this.#at === this.#text.length) throw this.#wrong();
    }
  }

  key(): string {
    return this.#match(keys)?.[0] ?? this.#fail();
  }

  take(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  /** An Item or an Inner List, with its parameters. */
  member(): string {
    if (!this.take("(")) return this.#item();
    const items: string[] = [];
    for (;;) {
      this.#space(/ */y);
      if (this.take(")")) return `(${items.join(" ")})${this.parameters()}`;
      items.push(this.#item());
      const next = this.#text[this.#at];
      if (next !== " " && next !== ")") throw this.#wrong();
    }
  }

  parameters(): string {
    const found = new Map<string, string>();
    while (this.take(";")) {
      this.#space(/ */y);
      const key = this.key();
      found.set(key, this.take("=") ? this.#bare() : "?1");
    }
    return [...found]
      .map(([key, value]) => (value === "?1" ? `;${key}` : `;${key}=${value}`))
      .join("");
  }

  #item(): string {
    return this.#bare() + this.parameters();
  }

  #bare(): string {
    const first = this.#text[this.#at] ?? "";
    if (first === '"') return this.#match(strings)?.[0] ?? this.#fail();
    if (first === "?") return this.#match(booleans)?.[0] ?? this.#fail();
    if (first === "%") return this.#display();
    if (first === ":") {
      const base64 = this.#match(byteSequences)?.[1] ?? this.#fail();
      return `:${Buffer.from(base64, "base64").toString("base64")}:`;
    }
    if (first === "@") {
      const [, sign = "", digits = ""] = this.#match(dates) ?? this.#fail();
      return `@${whole(sign, digits)}`;
    }
    if (/[-\d]/.test(first)) return this.#number();
    return this.#match(tokens)?.[0] ?? this.#fail();
  }

  /** §4.2.10: the escaped bytes are UTF-8. */
  #display(): string {
    const [text, shown = ""] = this.#match(displays) ?? this.#fail();
    try {
      decodeURIComponent(shown);
    } catch {
      throw this.#wrong();
    }
    return text;
  }

  #number(): string {
    const [, sign = "", digits = "", fraction] = this.#match(numbers) ?? this.#fail();
    if (fraction === undefined) return digits.length > 15 ? this.#fail() : whole(sign, digits);
    if (digits.length > 12 || fraction.length > 3) throw this.#wrong();
    const shown = fraction.replace(/0+$/, "") || "0";
    const integer = digits.replace(/^0+(?=\d)/, "");
    return `${integer === "0" && shown === "0" ? "" : sign}${integer}.${shown}`;
  }

  #space(pattern: RegExp): void {
    this.#match(pattern);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #fail(): never {
    throw this.#wrong();
  }

  #wrong(): StructuredFieldError {
    return new StructuredFieldError("not a structured field");
  }
}

function whole(sign: string, digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, "");
  return plain === "0" ? plain : sign + plain;
}
