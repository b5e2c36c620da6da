/**
 * The page at `/`: what this is, and the form.
 */
import { h } from './element.ts';
import { page, probeForm } from './layout.ts';

/** @param origin  where this service was found, for commands that can be copied */
export function homePage(origin: string): string {
  return page({
    title: 'starttls-probe: why won’t mail deliver to this host?',
    body: [
      h('h1', 'Why won’t mail deliver to this host?'),
      h(
        'p',
        { class: 'lead' },
        'Looks up the mail hosts, speaks SMTP and TLS with each, reads their certificates, and says for every kind of sender ' +
          'whether the mail arrives encrypted, arrives in clear, waits or bounces. And who has to do what about it.',
      ),
      probeForm(''),
      h(
        'p',
        { class: 'quiet' },
        'No message is sent and no recipient is named. A probe takes a few seconds, at most thirty; one for everything on offer at most two minutes.',
      ),
      h('h2', 'From a script'),
      h(
        'pre',
        h('code', `curl -s '${origin}/probe?host=example.org' | jq '.senders[] | {id, first, final}'\n`),
        h('code', `curl -s -H 'Accept: text/plain' '${origin}/probe?host=example.org'`),
      ),
    ],
  });
}
