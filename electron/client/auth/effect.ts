/** What a scheme adds to one hop. Later schemes (digest, OAuth …) also answer a challenge; they keep this shape for what they add. */
export interface AuthEffect {
  readonly field: { readonly name: string; readonly value: string } | null;
  readonly query: { readonly name: string; readonly value: string } | null;
}
