/** The errors a GraphQL response tells of (GraphQL October 2021, 7.1.2): how many, and what the first one says. */
export interface GraphqlErrors {
  readonly count: number;
  readonly first: string;
}

/** What is in the `errors` of a response; null: none, or it is no such response. Never throws. */
export function graphqlErrors(text: string): GraphqlErrors | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const errors = (data as { readonly errors?: unknown } | null)?.errors;
  if (!Array.isArray(errors) || errors.length === 0) return null;
  const message = (errors[0] as { readonly message?: unknown } | null)?.message;
  return { count: errors.length, first: typeof message === "string" ? message : "" };
}
