/**
 * The UTS 46 mapping that core asks for (ToAscii), by the runtime's URL parser: the same in Node and workerd (WHATWG URL §3.3, non-transitional).
 */
import type { ToAscii } from '../core/base/host-name.ts';

export const toAscii: ToAscii = (name) => {
  // parseHostName lets through nothing that ends a host in a URL; should the mapping make such a thing, the parser refuses the name.
  const text = `http://${name}/`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.pathname === '/' ? url.hostname : undefined;
};
