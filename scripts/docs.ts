/**
 * `npm run docs`: writes docs/rules, docs/senders.md, docs/tls.md and docs/tls-libraries.md from the definitions; with --check, only says whether they are up to date.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { librariesPage } from './docs-libraries.ts';
import { rulePages } from './docs-rules.ts';
import { sendersPage } from './docs-senders.ts';
import { tlsPage } from './docs-tls.ts';

const docs = new URL('../docs/', import.meta.url);
const rulesFolder = new URL('rules/', docs);

const pages = rulePages();
const files = new Map<string, string>([
  ['senders.md', sendersPage()],
  ['tls.md', tlsPage()],
  ['tls-libraries.md', librariesPage()],
  ...[...pages].map(([name, text]) => [`rules/${name}`, text] as const),
]);
const outdated = [...files].filter(([name, text]) => readOld(name) !== text).map(([name]) => name);
const orphans = globSync('*', { cwd: rulesFolder }).filter((name) => !pages.has(name));

if (process.argv.includes('--check')) {
  const wrong = [...outdated, ...orphans.map((name) => `rules/${name}`)];
  if (wrong.length > 0) {
    console.error(`not up to date under docs/: ${wrong.join(', ')}: npm run docs`);
    process.exit(1);
  }
  console.log('docs are up to date');
} else {
  mkdirSync(rulesFolder, { recursive: true });
  for (const name of outdated) writeFileSync(new URL(name, docs), files.get(name) ?? '');
  for (const name of orphans) rmSync(new URL(name, rulesFolder));
  console.log(outdated.length === 0 ? 'docs were up to date' : `written: ${outdated.join(', ')}`);
}

function readOld(name: string): string | undefined {
  try {
    return readFileSync(new URL(name, docs), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
