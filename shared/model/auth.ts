/** How a request authenticates. Schemes Envoi does not apply yet are kept untouched in the file as `other`. */
export type Auth =
  | { readonly kind: "none" }
  | { readonly kind: "inherit" }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string }
  | {
      readonly kind: "apikey";
      readonly key: string;
      readonly value: string;
      readonly placement: "header" | "query";
    }
  | { readonly kind: "other"; readonly type: string };
