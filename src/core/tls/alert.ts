/**
 * An alert as it came (RFC 8446 §6, RFC 5246 §7.2): the peer closes, warns, or gives up.
 */
import { toHex } from '../base/text.ts';
import { alertLevels, alertName, alerts } from './code-points.ts';
import { misbehaved } from './fault.ts';

export interface Alert {
  readonly kind: 'close' | 'warning' | 'fatal';
  /** As sent, whatever that is worth. */
  readonly level: 'warning' | 'fatal';
  /** IANA name. */
  readonly name: string;
}

/** @throws HandshakeFault bad-alert */
export function readAlert(payload: Uint8Array, is13: boolean): Alert {
  const [level, code] = payload;
  if (level === undefined || code === undefined || payload.length !== 2) {
    throw misbehaved('decode_error', {
      code: 'bad-alert',
      expected: 'an alert of 2 bytes',
      received: toHex(payload.subarray(0, 16)),
      detail: 'an alert that is none',
    });
  }
  const name = alertName(code);
  const sent = level === alertLevels.warning ? 'warning' : 'fatal';
  if (code === alerts.close_notify) return { kind: 'close', level: sent, name };
  // TLS 1.3 has no warnings but user_canceled (RFC 8446 §6).
  const isWarning = sent === 'warning' && (!is13 || code === alerts.user_canceled);
  return { kind: isWarning ? 'warning' : 'fatal', level: sent, name };
}
