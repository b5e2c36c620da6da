/**
 * A problem for people: what is wrong, and the form with what they had asked, to be mended.
 */
import { h } from './element.ts';
import { page, probeForm } from './layout.ts';

export interface ProblemPage {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** What was asked for, where it was a host. */
  readonly host: string;
}

export function problemPage({ title, status, detail, host }: ProblemPage): string {
  return page({
    title: `${status} ${title}`,
    body: [
      h(
        'section',
        { class: 'answer indeterminate', role: 'alert' },
        h('p', { class: 'host' }, String(status)),
        h('h1', title),
        h('p', { class: 'lead' }, detail),
      ),
      probeForm(host),
    ],
  });
}
