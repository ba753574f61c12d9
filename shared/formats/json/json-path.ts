/** A key of an object, or an index of a list. */
export type PathStep = string | number;

/** Read alike by RFC 9535 and by JavaScript. */
const plainName = /^[A-Za-z_]\w*$/;
const step =
  /\.([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]/y;

/** The steps of `.a[0]["b c"]`; null for anything that is not a plain path. */
function stepsOf(text: string): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  step.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    step.lastIndex = at;
    const found = step.exec(text);
    if (found === null) return null;
    const [whole, name, index, double, single] = found;
    at += whole.length;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else {
      const quoted = double ?? (single ?? "").replaceAll("\\'", "'").replaceAll(/(?<!\\)"/g, '\\"');
      try {
        steps.push(JSON.parse(`"${quoted}"`) as string);
      } catch {
        return null;
      }
    }
  }
  return steps;
}

/** The steps of a JSONPath that names one place by keys and indexes (RFC 9535 "singular query"); null for any other. */
export function singularSteps(path: string): readonly PathStep[] | null {
  const text = path.trim();
  return text.startsWith("$") ? stepsOf(text.slice(1)) : null;
}

function written(steps: readonly PathStep[]): string {
  return steps
    .map((one) =>
      typeof one === "number"
        ? `[${one}]`
        : plainName.test(one)
          ? `.${one}`
          : `[${JSON.stringify(one)}]`,
    )
    .join("");
}

/** The JSONPath of one place: `$.items[0]["x y"]`. */
export function jsonPathOf(steps: readonly PathStep[]): string {
  return `$${written(steps)}`;
}

/** The same place in the expressions Bruno reads: `res.body.items[0]`. */
export function bodyExpressionOf(steps: readonly PathStep[]): string {
  return `res.body${written(steps)}`;
}

/** The steps of `res.body…` or `res.getBody()…`; null for any other expression. */
export function stepsOfBodyExpression(expression: string): readonly PathStep[] | null {
  const found = /^res\.(?:body|getBody\(\))/.exec(expression.trim());
  return found === null ? null : stepsOf(expression.trim().slice(found[0].length));
}
