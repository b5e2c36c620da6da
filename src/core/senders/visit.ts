/**
 * What the steps of one attempt share: where it is made, under which policy, of which message. Types alone.
 */
import type { Facts } from '../facts.ts';
import type { Policy } from './policy-gate.ts';
import type { SenderProfile } from './profile.ts';
import type { Stop } from './route.ts';

export interface AttemptContext {
  readonly facts: Facts;
  readonly profile: SenderProfile;
  /** How old the message is. */
  readonly ageSeconds: number;
}

export interface Visit {
  readonly stop: Stop;
  readonly policy: Policy;
  readonly context: AttemptContext;
}
