import { expect, test } from 'vitest';
import { problemOf } from './problem.ts';

test('reads problem details', () => {
  const problem = problemOf(401, { type: 'about:blank', title: 'Not signed in', status: 401, code: 'not_signed_in' });
  expect(problem).toMatchObject({ code: 'not_signed_in', status: 401, message: 'Not signed in' });
  expect(problemOf(422, { title: 'x', detail: 'Choose a longer step.', code: 'query_too_large' }).message).toBe(
    'Choose a longer step.',
  );
});

test.each([undefined, null, 'Bad gateway', 7, { code: 12, title: {} }])('survives %j', (body) => {
  expect(problemOf(502, body)).toMatchObject({
    code: 'internal',
    status: 502,
    message: 'The collector answered with status 502.',
  });
});
