/**
 * Raises badmx once for a whole test run and tells the tests, in Node and in workerd, where it is.
 */
import type { TestProject } from 'vitest/node';
import type { PortTable } from '../src/demo/port-map.ts';
import type { BadmxHost } from '../src/demo/town.ts';
import { startBadmx } from '../src/demo/town.ts';

export interface Town {
  readonly dohUrl: string;
  readonly rootsPem: string;
  readonly ports: PortTable;
  readonly hosts: readonly Pick<BadmxHost, 'name' | 'expect'>[];
  readonly hostile: readonly string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    town: Town;
  }
}

/** Servers that keep silent do so for longer than the tests' step budget, which is short. */
const silenceMs = 6_000;

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const town = await startBadmx({ hostile: true, silenceMs, dripMs: 1_000 });
  project.provide('town', {
    dohUrl: town.dohUrl,
    rootsPem: town.rootsPem,
    ports: town.ports,
    hosts: town.hosts.map(({ name, expect }) => ({ name, expect })),
    hostile: town.hostile.map(({ name }) => name),
  });
  return () => town.stop();
}
