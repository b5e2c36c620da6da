/**
 * A table that can be read on a phone: below 600 px each row becomes a block and each cell shows its column's title (see style.ts).
 * The roles keep it a table for screen readers where the style sheet takes that away.
 */
import { type Content, h } from './element.ts';

/** The first column names the row. Rows are as long as `titles`. */
export function table(titles: readonly string[], rows: readonly (readonly Content[])[]): Content {
  const head = titles.map((title) => h('th', { scope: 'col', role: 'columnheader' }, title));
  return h(
    'table',
    { role: 'table' },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...head)),
    h('tbody', { role: 'rowgroup' }, ...rows.map((cells) => row(titles, cells))),
  );
}

function row(titles: readonly string[], [name, ...cells]: readonly Content[]): Content {
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, name),
    ...cells.map((cell, position) =>
      h('td', { role: 'cell', 'data-title': titles[position + 1] ?? '' }, h('div', cell)),
    ),
  );
}
