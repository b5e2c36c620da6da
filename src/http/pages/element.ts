/**
 * Elements without JSX syntax (Node strips types, it does not transform). hono/jsx escapes every text and attribute,
 * so nothing that a peer sent can become markup.
 */
import { type Child, jsx } from 'hono/jsx';

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Content = Child;

/** `h('p', 'text')` or `h('p', { class: 'x' }, 'text', ...)`. */
export function h(tag: string, ...parts: readonly (Attributes | Content)[]): Content {
  const [first, ...rest] = parts;
  if (isAttributes(first)) return jsx(tag, first, ...(rest as Content[]));
  return jsx(tag, {}, ...(parts as Content[]));
}

function isAttributes(part: Attributes | Content): part is Attributes {
  return typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype;
}
