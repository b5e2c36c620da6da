/**
 * One probe's memory of the DNS: the same question is asked once, and every answer is kept as evidence in the order asked.
 * It lives as long as the probe and no longer, so a verdict never rests on what an earlier one saw.
 */
import { normaliseName } from '../base/host-name.ts';
import { withAliasStates } from './alias-states.ts';
import type { DnsAnswer, Resolve } from './answer.ts';

export interface RememberedAnswers {
  readonly resolve: Resolve;
  /** What was answered so far, in the order asked; questions still open are left out. */
  answers(): readonly DnsAnswer[];
}

/** Wrap `resolve` for one probe. Questions asked at the same time share one query; aliases are given their states. */
export function rememberAnswers(resolve: Resolve): RememberedAnswers {
  const asked = new Map<string, Promise<DnsAnswer>>();
  const answered = new Map<string, DnsAnswer>();
  const memory: RememberedAnswers = {
    resolve(name, type) {
      const normalised = normaliseName(name);
      const key = `${normalised} ${type}`;
      const known = asked.get(key);
      if (known !== undefined) return known;
      const pending = resolve(normalised, type)
        .then((answer) => withAliasStates(memory.resolve, answer))
        .then((answer) => {
          answered.set(key, answer);
          return answer;
        });
      asked.set(key, pending);
      return pending;
    },
    answers() {
      return [...asked.keys()].flatMap((key) => answered.get(key) ?? []);
    },
  };
  return memory;
}
