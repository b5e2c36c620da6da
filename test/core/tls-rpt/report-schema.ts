/**
 * The shape of a report in JSON Schema, written from RFC 8460 §4.4 (fields, value types) and §4.3 with the IANA registry
 * "STARTTLS Validation Result Types" (result types). Stricter than the text where that says nothing: no other fields.
 */
const count = { type: 'integer', minimum: 0 };
const text = { type: 'string', minLength: 1 };
const dateTime = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
};
const ipAddress = { type: 'string', pattern: '^(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$' };
const domain = { type: 'string', pattern: '^[a-z0-9_-]+(\\.[a-z0-9_-]+)*$' };
const object = (required: string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

export const reportSchema = object(
  ['organization-name', 'date-range', 'contact-info', 'report-id', 'policies'],
  {
    'organization-name': text,
    'date-range': object(['start-datetime', 'end-datetime'], {
      'start-datetime': dateTime,
      'end-datetime': dateTime,
    }),
    'contact-info': { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+$' },
    'report-id': text,
    policies: {
      type: 'array',
      items: object(['policy', 'summary'], {
        policy: object(['policy-type', 'policy-domain'], {
          'policy-type': { enum: ['tlsa', 'sts', 'no-policy-found'] },
          'policy-string': { type: 'array', items: text, minItems: 1 },
          'policy-domain': domain,
          'mx-host': { type: 'array', items: text, minItems: 1 },
        }),
        summary: object(['total-successful-session-count', 'total-failure-session-count'], {
          'total-successful-session-count': count,
          'total-failure-session-count': count,
        }),
        'failure-details': {
          type: 'array',
          minItems: 1,
          items: object(['result-type', 'failed-session-count'], {
            'result-type': {
              enum: [
                'starttls-not-supported',
                'certificate-host-mismatch',
                'certificate-expired',
                'certificate-not-trusted',
                'validation-failure',
                'tlsa-invalid',
                'dnssec-invalid',
                'dane-required',
                'sts-policy-fetch-error',
                'sts-policy-invalid',
                'sts-webpki-invalid',
              ],
            },
            'sending-mta-ip': ipAddress,
            'receiving-mx-hostname': domain,
            'receiving-mx-helo': text,
            'receiving-ip': ipAddress,
            'failed-session-count': { type: 'integer', minimum: 1 },
            'additional-information': { type: 'string', format: 'uri' },
            'failure-reason-code': text,
          }),
        },
      }),
    },
  },
);
