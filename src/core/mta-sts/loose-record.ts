/**
 * The `_mta-sts` TXT record as software reads it that splits the fields and looks no further (postfix-mta-sts-resolver 1.1 to 1.5, resolver.py):
 * a blank before the first semicolon, an id of any form, or without a value, will do; RFC 8461 §3.1 takes such a record for none.
 */

export interface LooseRecord {
  readonly text: string;
  readonly id: string;
}

/**
 * @param texts  TXT records, each one's strings joined
 * @returns undefined: none, or more than one
 */
export function readLooseRecord(texts: readonly string[]): LooseRecord | undefined {
  const [text, another] = texts.filter((candidate) => candidate.startsWith('v=STSv1'));
  if (text === undefined || another !== undefined) return undefined;
  const fields = new Map(
    text.split(';').map((part): readonly [string, string] => {
      const field = part.trim();
      const equals = field.indexOf('=');
      return equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)];
    }),
  );
  const id = fields.get('id');
  return fields.get('v') === 'STSv1' && id !== undefined ? { text, id } : undefined;
}
