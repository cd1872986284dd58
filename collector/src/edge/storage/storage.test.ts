import { describe, expect, test } from 'vitest';
import { nextState, reserveBytes, resumeBytes, Storage } from './storage.ts';

describe('room on the disk', () => {
  test('is full below the reserve, and goes on only when there is enough again', () => {
    expect(nextState('ok', { free: reserveBytes }, false)).toBe('ok');
    expect(nextState('ok', { free: reserveBytes - 1 }, false)).toBe('full');
    expect(nextState('full', { free: resumeBytes - 1 }, false)).toBe('full');
    expect(nextState('full', { free: resumeBytes }, false)).toBe('ok');
    expect(nextState('ok', { free: resumeBytes }, true)).toBe('full');
  });

  test('tells each change once, with since when', () => {
    const told: unknown[] = [];
    const storage = new Storage(0);
    storage.on((state, since) => told.push([state, since]));
    storage.failed(10);
    storage.failed(20);
    storage.measured({ free: 0 }, 30);
    expect(storage.full).toBe(true);
    expect(storage.since).toBe(10);
    storage.measured({ free: resumeBytes }, 40);
    storage.measured({ free: resumeBytes }, 50);
    expect(told).toEqual([
      ['full', 10],
      ['ok', 40],
    ]);
  });

  test('a refused write although there is room is tried again after the next look', () => {
    const storage = new Storage(0);
    storage.failed(10);
    storage.measured({ free: 10 * resumeBytes }, 20);
    expect(storage.full).toBe(false);
  });
});
