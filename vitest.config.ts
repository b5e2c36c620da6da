/**
 * Two projects: `node` runs everything, `workerd` runs all that needs no Node-only module (files not named *.node.test.ts).
 * Both get the badmx servers from one global set-up. Files share a worker: no module keeps state, and starting one a file takes longer than the tests.
 * A good run prints little. "Connection refused" and "Network connection lost" around them are workerd's own, for vantages that are down
 * on purpose in worker.workerd.test.ts: the rejection is caught, but workerd prints it before any code of ours sees it.
 */
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['minimal'],
    globalSetup: ['test/town.setup.ts'],
    projects: [
      {
        test: {
          name: 'node',
          isolate: false,
          testTimeout: 60_000,
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.workerd.test.ts', 'test/lab/**'],
        },
      },
      {
        plugins: [cloudflareTest({ main: './src/worker.ts', wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'workerd',
          isolate: false,
          testTimeout: 60_000,
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.node.test.ts', 'test/lab/**'],
        },
      },
    ],
  },
});
