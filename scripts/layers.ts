/**
 * Holds src/ to its layers (see CONTRIBUTING): each folder imports only what is below it, and each package has one importing place.
 * Reads import specifiers as text; prints every arrow that points the wrong way.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** What a layer may import from src/, itself included; the entries (files right under src/) may import everything. */
const layers: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  probe: ['probe', 'core'],
  adapters: ['adapters', 'probe', 'core'],
  http: ['http', 'core', 'probe'],
  cli: ['cli', 'core', 'probe', 'adapters', 'service.ts'],
  demo: ['demo', 'core', 'probe', 'adapters', 'http', 'cli', 'service.ts', 'settings.ts'],
};

/** Packages that core may name: pure libraries. */
const corePackages = [
  'zod',
  'ipaddr.js',
  'tldts',
  '@peculiar/x509',
  'reflect-metadata',
  '@noble/post-quantum',
];

/** Packages with one importing place. */
const importers: Readonly<Record<string, string>> = {
  '@peculiar/x509': 'src/core/x509/',
  'reflect-metadata': 'src/core/x509/',
  'dns-packet': 'src/adapters/doh/',
  'dns-over-http-resolver': 'src/adapters/doh/',
  undici: 'src/adapters/doh/',
  '@hono/node-server': 'src/',
  hono: 'src/http/',
  '@hono/zod-openapi': 'src/http/',
};

const problems = globSync('src/**/*.ts').flatMap((file) =>
  importsOf(file).flatMap((name) => judge(file, name)),
);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log('layers: every import points inwards');

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)(?:import|export)\b[^'";]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function judge(file: string, name: string): string[] {
  const layer = relative('src', file).split('/');
  const inside = layer.length > 1 ? layer[0] : undefined;
  return name.startsWith('.') ? judgeFile(file, inside, name) : judgePackage(file, inside, name);
}

function judgeFile(file: string, layer: string | undefined, name: string): string[] {
  const target = normalize(join(dirname(file), name));
  if (layer === undefined || !target.startsWith('src/')) return [];
  const place = relative('src', target).split('/')[0] ?? '';
  const wrong: string[] = [];
  if (!(layers[layer] ?? []).includes(place)) wrong.push(`${file}: ${layer} may not import ${target}`);
  if (isRule(file) && isRule(target)) wrong.push(`${file}: a rule may not import the rule ${target}`);
  if (file.startsWith('src/core/rules/') && target.startsWith('src/core/report/')) {
    wrong.push(`${file}: reports are made of rules, not the other way round; it may not import ${target}`);
  }
  if (
    file.startsWith('src/core/senders/profiles/') &&
    /senders\/(?!profiles|hellos|library-words|personalities|profile)/.test(target)
  ) {
    wrong.push(`${file}: a profile is data; it may not import ${target}`);
  }
  return wrong;
}

/** A file of core/rules/<area>/ that defines a rule. */
function isRule(file: string): boolean {
  return /^src\/core\/rules\/[^/]+\/[^/]+\.ts$/.test(file) && /:\s*Rule\s*=/.test(readFileSync(file, 'utf8'));
}

function judgePackage(file: string, layer: string | undefined, name: string): string[] {
  const parts = name.split('/');
  const bare = name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  if (layer === 'core') {
    if (!corePackages.includes(bare)) return [`${file}: core may not import ${name}`];
  } else if (/^(node|cloudflare):/.test(name) && (layer === 'probe' || layer === 'http')) {
    return [`${file}: ${layer} may not import ${name}; an adapter does`];
  }
  const place = importers[bare];
  if (place !== undefined && !file.startsWith(place))
    return [`${file}: ${bare} is imported in ${place} only`];
  return [];
}
