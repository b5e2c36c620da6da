/**
 * More than 20,000 damaged flights a run. The seed is printed: `FUZZ_SEED=N vitest run --project node test/core/tls/fuzz.node.test.ts` repeats
 * a run. In workerd the same properties run with fewer cases (hostile.test.ts).
 */
import { afterAll, describe, test } from 'vitest';
import { damages } from './damage.ts';

const casesEach = 5_250;
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const properties = Object.entries(damages);

describe(`random damage, seed ${seed}`, { timeout: 300_000 }, () => {
  test.each(properties)('%s', (_, run) => run({ seed, numRuns: casesEach }));
  afterAll(() => {
    process.stdout.write(`fuzz: ${properties.length * casesEach} damaged flights, FUZZ_SEED=${seed}\n`);
  });
});
