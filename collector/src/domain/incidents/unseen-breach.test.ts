import { instanceText } from '@fettle/shared/rules/where';
import { expect, test } from 'vitest';
import { attributesOf } from './unseen-breach.ts';

test.each([
  [{}],
  [{ 'system.filesystem.mountpoint': '/var' }],
  [{ a: '1', b: '2' }],
  [{ a: '', b: 'x' }],
  [{ 'k,e=y': String.raw`a,b=c}d\e`, z: String.raw`\\` }],
])('the attributes of an instance are those that its text was made of: %j', (attributes) => {
  expect(attributesOf(instanceText(attributes))).toEqual(attributes);
});
