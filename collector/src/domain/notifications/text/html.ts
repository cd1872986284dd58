// pure
import type { Notice } from '../types.ts';
import { escapeHtml as e } from './clean.ts';
import { factsOf } from './facts.ts';
import type { Links } from './plain.ts';

/** Colours of the look's light tokens; mail knows no style sheet of ours. */
const ink = '#14201d';
const fascia = '#12393a';
const note = '#5d6c68';
const rule = '#d5dedb';
const right = '#00685d';
const marks = { critical: ['#bc0039', '◆'], warning: ['#b17100', '▲'], over: [right, '✓'] } as const;

/** The notice as the HTML of a mail; everything that came from elsewhere is escaped. */
export function htmlOf(notice: Notice, links: Links): string {
  const { lead, rows, list, more, output, runbook } = factsOf(notice);
  const [colour, shape] = marks[notice.kind === 'resolved' ? 'over' : notice.severity];
  const word = notice.kind === 'resolved' ? 'over' : notice.severity;
  const state =
    notice.items.length === 0 ? '' : `<p style="margin:0 0 4px;color:${colour};font-weight:650">${shape} ${word}</p>`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>',
    `<body style="margin:0;padding:0;background:#fbfcfb;color:${ink};font:15px/1.45 'Atkinson Hyperlegible Next',system-ui,sans-serif">`,
    `<div style="background:${fascia};color:#fff;padding:14px 20px;font-weight:650">Fettle</div>`,
    '<div style="padding:20px;max-width:640px">',
    state,
    `<p style="margin:0 0 16px;font-size:20px;font-weight:600">${e(lead)}</p>`,
    rows.length > 0
      ? `<table role="presentation" style="border-collapse:collapse;border-top:2px solid ${ink}">${rows.map(row).join('')}</table>`
      : '',
    list.length > 0
      ? `<ul style="padding-left:18px">${[...list, ...(more > 0 ? [`and ${more} more`] : [])].map((one) => `<li>${e(one)}</li>`).join('')}</ul>`
      : '',
    output === '' ? '' : block('What the remedy printed last', output),
    runbook === '' ? '' : block('What to do', runbook),
    buttons(links),
    '</div></body></html>',
  ].join('');
}

const block = (title: string, text: string) =>
  `<h2 style="font-size:15px;margin:20px 0 4px">${title}</h2><p style="margin:0;white-space:pre-wrap">${e(text)}</p>`;

const row = ([name, text]: readonly [string, string]) =>
  `<tr><td style="padding:5px 16px 5px 0;color:${note};vertical-align:top;border-bottom:1px solid ${rule}">${e(name)}</td><td style="padding:5px 0;border-bottom:1px solid ${rule}">${e(text)}</td></tr>`;

function buttons({ incident, act }: Links): string {
  const parts = [
    ...(act === null
      ? []
      : [
          `<p style="margin:20px 0 6px"><a href="${e(act)}" style="background:${right};color:#fff;padding:9px 16px;border-radius:4px;text-decoration:none;font-weight:600">Acknowledge or snooze…</a></p>`,
          `<p style="margin:0;color:${note};font-size:13px">Works once, for you only, and for a day.</p>`,
        ]),
    ...(incident === null
      ? []
      : [`<p style="margin:16px 0 0"><a href="${e(incident)}" style="color:${right}">See it in Fettle</a></p>`]),
  ];
  return parts.join('');
}
