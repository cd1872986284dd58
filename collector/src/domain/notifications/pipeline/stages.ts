// pure
import { dedup } from './dedup.ts';
import { deliver } from './deliver.ts';
import { depend } from './depend.ts';
import { escalate } from './escalate.ts';
import { group } from './group.ts';
import type { Stage } from './matter.ts';
import { route } from './route.ts';
import { silence } from './silence.ts';

/** Every way from an incident to a person leads through these, in this order; what each said is logged. */
export const stages: readonly Stage[] = [dedup, silence, depend, group, route, escalate, deliver];
