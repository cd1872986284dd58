/** What strangers and managers read, made of hostile words put together at random; pictures that were changed at random and are drawn. */
import { calendarText } from '@fettle/collector/edge/http/routes/calendar-text';
import { statusPage } from '@fettle/collector/edge/http/routes/status-page';
import { csvAll } from '@fettle/collector/edge/renderers/csv';
import { renderHtml } from '@fettle/collector/edge/renderers/html';
import { renderPdf } from '@fettle/collector/edge/renderers/pdf';
import { wrongLogo } from '@fettle/collector/domain/reports/logo';
import { randomFrom } from '@fettle/shared/statistics/random';
import { hostileTexts } from '../../support/hostile-texts.ts';
import { everywhere, sampleReport } from '../../support/sample-report.ts';
import type { RunSuite } from '../suite.ts';
import { wrongInCalendar, wrongInCsv, wrongInPage } from './judges.ts';
import { rightPng, wrongPictures } from './pictures.ts';

const now = 1_750_000_000_000;
const texts = Object.values(hostileTexts).map((text) => text.slice(0, 200));
const days = [{ day: '2026-01-01', state: 'down' as const, downSeconds: 5 }];
const place = { address: 'https://fettle.example', id: 'k1' };

/** Everything that is made of one text, and what is wrong with each. */
export function judged(text: string): string[] {
  const service = { name: text, description: text, state: 'down' as const, since: 1, days };
  const page = statusPage({
    name: text,
    madeAt: now,
    services: [service],
    planned: [{ name: text, from: now, to: now }],
  });
  const work = [{ uid: 'u', kind: 'window' as const, name: text, from: now, to: now + 1 }];
  const report = everywhere(text);
  const html = renderHtml(report, place).replaceAll(/<style>[\s\S]*?<\/style>/g, '');
  return [
    ...wrongInPage(page).map((one) => `status page ${one}`),
    ...wrongInCalendar(calendarText({ name: text, work }, now), 1).map((one) => `calendar ${one}`),
    ...wrongInPage(html).map((one) => `report ${one}`),
    ...wrongInCsv(csvAll(report)).map((one) => `csv ${one}`),
  ];
}

/** The same judges on what nobody made harmless: each must turn red. */
function sabotaged(): number {
  const [tag = '', cell = ''] = [hostileTexts['tag'], hostileTexts['cell']];
  const raw = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT';
  return [
    wrongInPage(`<p>${tag}</p>`),
    wrongInPage(`<p>${hostileTexts['bidi']}</p>`),
    wrongInCalendar(`BEGIN:VEVENT\r\nUID:u\r\nSUMMARY:${raw}\r\nEND:VEVENT\r\n`, 1),
    wrongInCsv(`a,"${cell.replaceAll('"', '""')}"\r\n`),
  ].filter((wrong) => wrong.length > 0).length;
}

/** Words in eight of ten cases, pictures in the others. */
export const runSuite: RunSuite = async ({ cases, seed, progress }) => {
  const random = randomFrom(seed);
  const some = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)] as Item;
  const fell: string[] = [];
  let [crashes, drawn] = [0, 0];
  // What breaks while a picture is unpacked breaks outside of every promise.
  const broken = (error: Error) => {
    crashes += 1;
    fell.push(`a picture ended the process: ${error.message}`);
  };
  process.on('uncaughtException', broken);
  try {
    for (let done = 0; done < cases; done++) {
      if (random() < 0.8) fell.push(...judged(`${some(texts)}${some(texts)}${some(texts)}`));
      else if (await isDrawn(random, fell)) drawn += 1;
      if (done % 50 === 0) progress?.(done);
    }
    for (const [name, make] of Object.entries(wrongPictures)) {
      if (wrongLogo({ type: 'image/png', base64: make().toString('base64') }) === null) fell.push(`is taken: ${name}`);
    }
    const right = wrongLogo({ type: 'image/png', base64: rightPng().toString('base64') });
    if (right !== null) fell.push(`a right picture is refused: ${right}`);
  } finally {
    process.off('uncaughtException', broken);
  }
  const caught = sabotaged();
  const figures = { drawn };
  return {
    cases,
    validSigned: 0,
    executed: 0,
    crashes,
    sabotageCaught: caught,
    sabotageTotal: 4,
    fell: fell.slice(0, 40),
    figures,
  };
};

/** A right picture with some bytes changed: refused, or drawn without harm. */
async function isDrawn(random: () => number, fell: string[]): Promise<boolean> {
  const bytes = rightPng();
  const changes = Math.floor(random() * 4);
  for (let i = 0; i < changes; i++) bytes[8 + Math.floor(random() * (bytes.length - 8))] = Math.floor(random() * 256);
  const logo = { type: 'image/png' as const, base64: bytes.toString('base64') };
  if (wrongLogo(logo) !== null) return false;
  const brand = { name: 'x', accent: null, logo, foot: '' };
  const pdf = await renderPdf({ ...sampleReport, brand, sections: [] }, { address: '', id: null });
  if (!Buffer.from(pdf).toString('latin1').includes('%%EOF')) fell.push('a picture was drawn, and no PDF came of it');
  return true;
}
