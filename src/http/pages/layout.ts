/**
 * The frame of every page: one language, one style sheet, no script.
 */
import { type Content, h } from './element.ts';

/** A whole document, as text. */
export function page(options: { readonly title: string; readonly body: readonly Content[] }): string {
  const document = h(
    'html',
    { lang: 'en' },
    h(
      'head',
      h('meta', { charset: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('title', options.title),
      h('link', { rel: 'stylesheet', href: '/style.css' }),
    ),
    h(
      'body',
      h('header', { class: 'top' }, h('a', { href: '/' }, 'starttls-probe')),
      h('main', ...options.body),
      h(
        'footer',
        h('a', { href: '/senders' }, 'Senders'),
        ' · ',
        h('a', { href: '/rules' }, 'Rules'),
        ' · ',
        h('a', { href: '/openapi.json' }, 'OpenAPI'),
      ),
    ),
  );
  return `<!doctype html>${String(document)}`;
}

/** The one form of the service. */
export function probeForm(host: string): Content {
  return h(
    'form',
    { action: '/probe', method: 'get', class: 'ask' },
    h('label', { for: 'host' }, 'Domain, e-mail address or [mail host]'),
    h(
      'div',
      h('input', {
        id: 'host',
        name: 'host',
        value: host,
        required: true,
        autocapitalize: 'none',
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: 'example.org',
      }),
      h('button', { type: 'submit' }, 'Probe'),
    ),
    h(
      'label',
      { class: 'option' },
      h('input', { type: 'checkbox', name: 'depth', value: 'full' }),
      ' also everything that the servers offer: some 40 connections to each',
    ),
  );
}
