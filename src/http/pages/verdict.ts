/**
 * A verdict as a page: the answer first, then the senders that it is about, then what to do, then the other senders and the measurements.
 */
import type { SenderOutcome } from '../../core/report/outcome-schema.ts';
import type { Status, Verdict } from '../../core/report/schema.ts';
import { groupSenders } from '../../core/report/sender-groups.ts';
import { type Content, h } from './element.ts';
import { findingsSection } from './findings-section.ts';
import { hostsSection } from './hosts-section.ts';
import { page, probeForm } from './layout.ts';
import { otherSendersSection, sendersSection } from './senders-section.ts';

export function verdictPage(verdict: Verdict): string {
  const name = verdict.unicodeHost ?? verdict.host;
  const { headline, mood } = answerOf(verdict);
  return page({
    title: `${name}: ${headline}`,
    body: [
      probeForm(verdict.host),
      h(
        'section',
        { class: `answer ${mood}` },
        h('p', { class: 'host' }, name, verdict.port === 25 ? null : ` port ${verdict.port}`),
        h('h1', headline),
        h('p', { class: 'lead' }, verdict.summary),
        hostStatus(verdict),
      ),
      ...sendersSection(verdict),
      ...findingsSection(verdict.findings),
      ...otherSendersSection(verdict),
      ...hostsSection(verdict.mx),
      footLine(verdict),
    ],
  });
}

const headlines: Record<Status, string> = {
  ok: 'Mail arrives encrypted',
  degraded: 'Mail arrives, but not as it should',
  failing: 'Mail is lost for some senders',
  indeterminate: 'This could not be measured',
};

interface Answer {
  readonly headline: string;
  /** Colours the answer. */
  readonly mood: Status;
}

/** About the one sender asked for, if one was. */
function answerOf(verdict: Verdict): Answer {
  const { senders, status: mood } = verdict;
  const [only, ...others] = senders;
  if (only !== undefined && others.length === 0) return answerAbout(only);
  const { predicted, unpredicted } = groupSenders(verdict).counted;
  const allLost = unpredicted.length === 0 && predicted.every(({ final }) => final === 'bounced');
  return { headline: mood === 'failing' && allLost ? 'Mail is lost' : headlines[mood], mood };
}

function answerAbout({ shortName, first, final }: SenderOutcome): Answer {
  const late = first === 'deferred' ? 'late, and ' : '';
  switch (final) {
    case 'delivered-tls-authenticated':
      return {
        headline: `${shortName} delivers ${late}over TLS here, authenticated`,
        mood: late ? 'degraded' : 'ok',
      };
    case 'delivered-tls':
      return { headline: `${shortName} delivers ${late}over TLS here`, mood: late ? 'degraded' : 'ok' };
    case 'delivered-cleartext':
      return { headline: `${shortName} delivers ${late}in cleartext here`, mood: 'degraded' };
    case 'bounced':
      return { headline: `${shortName} bounces the mail in the end`, mood: 'failing' };
    case 'error-to-caller':
      return { headline: `${shortName} gives an error and sends nothing`, mood: 'failing' };
    case 'deferred':
      return { headline: `${shortName} lets the mail wait`, mood: 'degraded' };
    case 'unknown':
      return { headline: `What ${shortName} does here is not known`, mood: 'indeterminate' };
    default:
      return final satisfies never;
  }
}

/** The status is that of the published set, whoever was asked for. */
function hostStatus({ senders, status, statusSenders }: Verdict): Content {
  if (senders.length !== 1) return null;
  return h('p', { class: 'quiet' }, `The status of the host, over ${statusSenders.join(', ')}: ${status}.`);
}

function footLine({ host, port, observedAt, vantage }: Verdict): Content {
  return h(
    'p',
    { class: 'quiet' },
    `Measured ${observedAt} from ${vantage.id}. `,
    h(
      'a',
      { href: `/probe?${new URLSearchParams({ host, port: String(port) })}` },
      'All senders, measured anew',
    ),
  );
}
