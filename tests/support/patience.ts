/**
 * How long a test waits for what must come, ms. A wait ends as soon as it is true, so that only a test that fails takes
 * so long; a machine that is four times slower than usual, with other work besides, does not make one fail.
 * vitest.config.ts gives a whole test ten times that, and `expect.poll` the same.
 */
export const patience = 60_000;

/** The same for a test that reckons for minutes, which is a quarter of an hour beside all others on two cores. */
export const longPatience = 30 * patience;
