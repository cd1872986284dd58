// Loaded before a program (`node --import`): its wall clock is wrong as FETTLE_WRONG_CLOCK says, a file that holds the
// milliseconds to be added, read at each look; the second number, if any, is how many ms it gains each second.
import { readFileSync } from 'node:fs';

const real = Date.now;
const began = real();
const path = process.env.FETTLE_WRONG_CLOCK ?? '';

function wrong() {
  const [shift = 0, gain = 0] = readFileSync(path, 'utf8').split(' ').map(Number);
  const now = real();
  return Math.round(now + shift + (gain * (now - began)) / 1000);
}

globalThis.Date = class extends Date {
  constructor(...args) {
    if (args.length === 0) super(wrong());
    else super(...args);
  }
  static now() {
    return wrong();
  }
};
