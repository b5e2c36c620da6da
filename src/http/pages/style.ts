/**
 * The one style sheet. System fonts, both colour schemes, readable on a phone; colours carry a word with them, never meaning alone.
 */
export const styleSheet = `
:root {
  --ink: #1d2023; --quiet: #5b6167; --paper: #fff; --line: #d9dde1; --panel: #f5f6f8;
  --good: #1f6b2d; --fair: #855800; --bad: #ad1f17; --dim: #565c62; --link: #0b57a4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7e9eb; --quiet: #a3a9af; --paper: #16181a; --line: #363b40; --panel: #1f2225;
    --good: #7fcf8d; --fair: #e5b455; --bad: #ff9188; --dim: #aab0b6; --link: #8ab8f0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
.top, main, footer { max-width: 58rem; margin: 0 auto; padding: 0 1rem; }
.top { padding-top: 1rem; font-weight: 600; }
.top a { color: inherit; text-decoration: none; }
footer { padding-block: 2rem; color: var(--quiet); font-size: .875rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .25rem 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .4rem 0; overflow-wrap: break-word; }
.lead { font-size: 1.0625rem; max-width: 46rem; }
.quiet { color: var(--quiet); font-size: .875rem; font-weight: 400; }
.ask { margin: 1.25rem 0; }
.ask label { display: block; font-size: .875rem; color: var(--quiet); margin-bottom: .25rem; }
.ask div { display: flex; gap: .5rem; max-width: 34rem; }
.ask div input { flex: 1; min-width: 0; }
.ask .option { margin-top: .5rem; }
.ask div input, .ask button { font: inherit; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem; color: inherit; background: var(--panel); }
.ask button { font-weight: 600; cursor: pointer; }
.answer { border-left: .375rem solid var(--dim); padding: .25rem 0 .25rem 1rem; margin: 1.5rem 0; }
.answer .host { color: var(--quiet); overflow-wrap: anywhere; }
.answer.ok { border-color: var(--good); } .answer.degraded { border-color: var(--fair); } .answer.failing { border-color: var(--bad); }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); }
thead th { white-space: nowrap; border-top: 0; color: var(--quiet); font-weight: 500; font-size: .875rem; }
tbody th { font-weight: 600; min-width: 9rem; }
tbody th a, .finding .quiet a { color: inherit; text-decoration-color: var(--line); }
td div { min-width: 0; overflow-wrap: anywhere; }
td p { margin: 0; }
tr:target th, article:target { background: var(--panel); }
td .word { white-space: nowrap; }
td .chip { display: inline-block; min-width: 5.5rem; }
.chip { font-weight: 600; color: var(--dim); }
.chip.delivered-tls, .chip.delivered-tls-authenticated { color: var(--good); }
.chip.delivered-cleartext, .chip.deferred { color: var(--fair); }
.chip.bounced, .chip.error-to-caller { color: var(--bad); }
code, pre { font: .8125rem/1.45 ui-monospace, monospace; }
pre { background: var(--panel); padding: .75rem 1rem; overflow-x: auto; border-radius: .375rem; }
.mark { white-space: nowrap; }
.log { display: block; color: var(--quiet); overflow-wrap: anywhere; margin-top: .25rem; }
article { border-top: 1px solid var(--line); padding: .75rem 0; }
.severity { font-weight: 600; }
.error .severity { color: var(--bad); } .warning .severity { color: var(--fair); }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .125rem 1rem; margin: .5rem 0; font-size: .9375rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.fix { white-space: pre-line; overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--quiet); font-size: .875rem; }
details table { margin-top: .5rem; }
@media (max-width: 599px) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, tbody th { display: block; }
  tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  th, td { border: 0; padding: .125rem 0; }
  td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .5rem; }
  td::before { content: attr(data-title); color: var(--quiet); font-size: .875rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: .375rem; }
}
`.trimStart();
