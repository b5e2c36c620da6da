/**
 * The generated docs: every link between them leads somewhere, and no text of a rule or a sender becomes markup.
 */
import { describe, expect, test } from 'vitest';
import { rulePages } from '../scripts/docs-rules.ts';
import { sendersPage } from '../scripts/docs-senders.ts';
import { anchor, code, plain } from '../scripts/markdown.ts';
import { rules } from '../src/core/rules/catalogue.ts';
import { senderProfiles } from '../src/core/senders/catalogue.ts';

const pages = rulePages();

function headings(text: string): string[] {
  return [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
}

describe('docs/rules', () => {
  test('has one section a rule, on the page of its area', () => {
    const found = [...pages].flatMap(([name, text]) =>
      name === 'README.md' ? [] : headings(text).map((id) => [name, id]),
    );
    const wanted = rules.map(({ id }) => [`${id.split('.')[0]}.md`, id]);
    expect(found.sort()).toEqual(wanted.sort());
  });

  test('leads from its index to every one of them', () => {
    const index = pages.get('README.md') ?? '';
    const links = [...index.matchAll(/\]\(([a-z-]+\.md)(#[^)]+)\)/g)].map((match) => [match[1], match[2]]);
    expect(links).toHaveLength(rules.length);
    for (const [page = '', fragment] of links) {
      expect(headings(pages.get(page) ?? '').map(anchor)).toContain(fragment);
    }
  });
});

describe('docs/senders.md', () => {
  const text = sendersPage();

  const sections = [...text.matchAll(/^### (.+)$/gm)].map((match) => match[1] ?? '');

  test('has one section a sender', () => {
    expect([...sections].sort()).toEqual(senderProfiles.map(({ id }) => id).sort());
  });

  test('links to sections that are there', () => {
    const links = [...text.matchAll(/\]\((#[^)]+)\)/g)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(senderProfiles.length);
    for (const link of links) expect(sections.map(anchor)).toContain(link);
  });

  test('has as many cells in each row as its table has columns', () => {
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    const tables = text
      .trim()
      .split(/\n\n/)
      .filter((block) => block.startsWith('| '));
    expect(tables.length).toBeGreaterThan(senderProfiles.length);
    for (const table of tables) expect(new Set(table.split('\n').map(cells)).size, table).toBe(1);
  });
});

describe('markdown', () => {
  test.each([
    ['a | b', 'a \\| b'],
    ['<b>*x*</b>', '\\<b\\>\\*x\\*\\</b\\>'],
    ["FEATURE(`sts')", "FEATURE(\\`sts')"],
    ['_25._tcp.host', '\\_25.\\_tcp.host'],
    ['smtp_tls_level', 'smtp_tls_level'],
    ['[x](y)', '\\[x\\](y)'],
    ['\\', '\\\\'],
  ])('plain(%j) stays text', (text, escaped) => {
    expect(plain(text)).toBe(escaped);
  });

  test.each([
    ['x', '`x`'],
    ['a`b', '``a`b``'],
    ['`a``b', '``` `a``b ```'],
  ])('code(%j) holds its backticks', (text, span) => {
    expect(code(text)).toBe(span);
  });
});
