/** What differs from run to run in a sender's log: times, sizes, process and queue ids become `{id}`. Names and addresses stay. */

const masks: readonly (readonly [RegExp, string])[] = [
  // Postfix, Sendmail, OpenSMTPD
  [/\b(x?delay|delays)=[\d.:/+dhms]+/g, '$1={id}'],
  [/\bpri=\d+/g, 'pri={id}'],
  // Exim: SIZE= repeats the length of a message with a date and an id in it.
  [/\bSIZE=\d+/g, 'SIZE={id}'],
  // Exim, where a delivery process dies
  [/\( *\d+ delivering \S+/g, '({id} delivering {id}'],
  [/\btransport process \d+/g, 'transport process {id}'],
  // OpenSMTPD
  [/\bevpid=[0-9a-f]{16}/g, 'evpid={id}'],
  [/\bfingerprint="SHA256:[0-9a-f]+"/g, 'fingerprint="{id}"'],
  // dma
  [/bouncing as \w+/g, 'bouncing as {id}'],
  // Go
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '{id}'],
  // OpenSSL's thread and line, as Sendmail and Python repeat them
  [/^([0-9A-F]{12,16}):(?=error:)/g, '{id}:'],
];

/** A log line as it is recorded. Long ones are cut: some repeat what a server sent. */
export function maskLine(line: string): string {
  return masks
    .reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
    .slice(0, 700);
}
