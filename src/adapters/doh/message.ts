/**
 * One DNS response (RFC 1035 §4), judged as a message and read for one question.
 * A message that is not plainly the answer to what was asked is refused whole, with the name of what is wrong: then the next resolver is asked.
 */
import { Reader, ShortInput } from '../../core/base/bytes.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { DnsRecord, RecordType } from '../../core/dns/answer.ts';
import { type ExtendedError, readExtendedError } from '../../core/dns/extended-error.ts';
import { type Frame, type FramedRecord, FrameError, readFrame } from './frame.ts';
import { readNegativeTtl, readOriginalTtl, readRecordData, typeCodes } from './record-data.ts';

export interface Question {
  /** Normalised and askable. */
  readonly name: string;
  readonly type: RecordType;
}

export interface DnsResponse {
  /** 12 bits, the upper eight from EDNS. */
  readonly rcode: number;
  readonly authenticData: boolean;
  readonly extendedErrors: readonly ExtendedError[];
  /** Of the type asked, any owner; `data` is undefined where it could not be read. */
  readonly records: readonly {
    readonly owner: string;
    readonly ttlSeconds: number;
    readonly data: DnsRecord | undefined;
  }[];
  /** Of the type asked, beyond the number that is read. */
  readonly omittedRecords: number;
  /** CNAMEs, `data` being the target; empty when CNAME was asked. */
  readonly aliases: readonly { readonly owner: string; readonly ttlSeconds: number; readonly data: string }[];
  /** By the signatures over the type asked. */
  readonly originalTtls: readonly { readonly owner: string; readonly ttlSeconds: number }[];
  /** Of the SOA that comes with an absence; null without one. */
  readonly negativeTtlSeconds: number | null;
}

const classInternet = 1;
const optionExtendedError = 15;
/** Nobody's mail routing has as many of one type; the rest is counted, not read. */
const maxRecords = 256;
const maxExtendedErrors = 16;

/**
 * Read the response to a question.
 *
 * @returns `wrong-id`, `wrong-question`, `truncated`, `trailing-bytes`, `compression-loop`, ...: the first thing wrong with the message
 * @throws never
 * @see RFC 8484 §4.1 (id 0), RFC 5452 §9.1 (the question must be ours)
 */
export function readResponse(bytes: Uint8Array, question: Question): Result<DnsResponse, string> {
  try {
    const frame = readFrame(bytes);
    const refusal = checkHeader(frame, question);
    return refusal === undefined ? ok(readSections(bytes, frame, question)) : fail(refusal);
  } catch (error) {
    if (error instanceof FrameError) return fail(error.message);
    throw error;
  }
}

function checkHeader(frame: Frame, question: Question): string | undefined {
  if (frame.id !== 0) return `wrong-id: expected 0, received ${frame.id}`;
  if (!frame.isResponse) return 'not-a-response';
  if (frame.opcode !== 0) return `wrong-opcode: ${frame.opcode}`;
  if (frame.truncated) return 'truncated';
  const asked = frame.questions[0];
  const isOurs =
    frame.questions.length === 1 &&
    asked?.name === question.name &&
    asked.type === typeCodes[question.type] &&
    asked.class === classInternet;
  return isOurs ? undefined : 'wrong-question';
}

function readSections(bytes: Uint8Array, frame: Frame, question: Question): DnsResponse {
  const options = frame.additionals.filter((record) => record.type === typeCodes.OPT);
  if (options.length > 1) throw new FrameError('two-opt-records');
  const opt = options[0];
  const answers = frame.answers.filter((record) => record.class === classInternet);
  const asked = answers.filter((record) => record.type === typeCodes[question.type]);
  const soa = frame.authorities.find((record) => record.type === typeCodes.SOA);
  return {
    // The upper bits of the code stand where the TTL would (RFC 6891 §6.1.3).
    rcode: frame.rcode + (opt === undefined ? 0 : Math.floor(opt.rawTtl / 2 ** 24) * 16),
    authenticData: frame.authenticData,
    extendedErrors: opt === undefined ? [] : readExtendedErrors(bytes.subarray(opt.dataStart, opt.dataEnd)),
    records: asked.slice(0, maxRecords).map((record) => ({
      owner: record.owner,
      ttlSeconds: record.ttlSeconds,
      data: readRecordData(bytes, record, question.type),
    })),
    omittedRecords: Math.max(0, asked.length - maxRecords),
    aliases: question.type === 'CNAME' ? [] : answers.flatMap((record) => readAlias(bytes, record)),
    originalTtls: answers.flatMap((record) => readOriginalTtl(bytes, record, question.type)),
    negativeTtlSeconds: soa === undefined ? null : readNegativeTtl(bytes, soa),
  };
}

function readAlias(bytes: Uint8Array, record: FramedRecord): DnsResponse['aliases'][number][] {
  if (record.type !== typeCodes.CNAME) return [];
  const data = readRecordData(bytes, record, 'CNAME');
  // An alias that leads nowhere readable: without it the chain would seem to end here, and read as "no data".
  if (data?.type !== 'CNAME') throw new FrameError('malformed-alias');
  return [{ owner: record.owner, ttlSeconds: record.ttlSeconds, data: data.target }];
}

/** The EDE options of an OPT record; evidence only, so what follows a broken option is left unread (RFC 6891 §6.1.2). */
function readExtendedErrors(data: Uint8Array): ExtendedError[] {
  const reader = new Reader(data);
  const errors: ExtendedError[] = [];
  try {
    while (reader.remaining > 0 && errors.length < maxExtendedErrors) {
      const code = reader.uint16();
      const option = reader.vector(2);
      const error = code === optionExtendedError ? readExtendedError(option) : undefined;
      if (error?.ok) errors.push(error.value);
    }
  } catch (error) {
    if (!(error instanceof ShortInput)) throw error;
  }
  return errors;
}
