/**
 * Templates of log lines: `{name}` is replaced by what the facts say.
 */

/**
 * @param values  a name that is there without a value is one that the facts don't tell
 * @returns undefined where a value is not known
 * @throws TypeError where the template names something that is no value at all: our own mistake
 */
export function fillTemplate(
  template: string | undefined,
  values: Readonly<Record<string, string | undefined>>,
): string | undefined {
  let known = true;
  const text = template?.replace(/\{([a-z]+)\}/gi, (_all, name: string) => {
    if (!(name in values)) throw new TypeError(`a log template names {${name}}, which has no value here`);
    const value = values[name];
    if (value === undefined) known = false;
    return value ?? '';
  });
  return known ? text : undefined;
}
