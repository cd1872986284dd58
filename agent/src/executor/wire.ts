/**
 * What the resident agent and the executor say to each other: JSON, one object a line, over a pipe or a socket that lies under
 * root's folder. The executor trusts nothing of it but what it verifies itself. One run at a time; asks are answered in order.
 */
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Firing, TargetPath } from '@fettle/shared/trust/statements';
import type { Sealed } from '@fettle/shared/trust/sealed';

/** Characters of one line, either way: 16 bodies and their statements fit. */
export const longestLine = 4_194_304;

export type Ask =
  /** Roots, revocations, freshness, a grant, a standing order: kept if they verify and are newer. */
  | { readonly ask: 'keep'; readonly envelopes: readonly Envelope[] }
  | {
      readonly ask: 'order';
      readonly envelope: Envelope;
      readonly path: TargetPath;
      readonly scripts: readonly Envelope[];
      readonly sealed: Sealed | null;
      /** Bodies by hash, base64. The executor checks them. */
      readonly blobs: Readonly<Record<string, string>>;
    }
  /** A standing order that it keeps fired. */
  | {
      readonly ask: 'fire';
      readonly standing: string;
      readonly firing: Firing;
      readonly scripts: readonly Envelope[];
      readonly sealed: Sealed | null;
      readonly blobs: Readonly<Record<string, string>>;
    }
  /** Whether a remedy helped, for the cap on failures. */
  | { readonly ask: 'judged'; readonly standing: string; readonly run: number; readonly cleared: boolean }
  /** Ends what runs, as the person at the machine or the stop switch asks. */
  | { readonly ask: 'stop' }
  /** Receipts after this number that it still has, with their output. */
  | { readonly ask: 'receipts'; readonly after: number }
  /** The collector has them up to this one. */
  | { readonly ask: 'forget'; readonly upTo: number }
  | { readonly ask: 'state' };

export type Answer =
  | { readonly answer: 'state'; readonly state: ExecutorState }
  /** Nothing is wrong with it, but its time has not come: ask again then. A dangerous order under one person waits 10 minutes. */
  | { readonly answer: 'waiting'; readonly order: string; readonly until: number; readonly code: string }
  /** An order or firing was accepted and its intent is on disk. */
  | { readonly answer: 'began'; readonly order: string; readonly run: number }
  | { readonly answer: 'step'; readonly order: string; readonly run: number; readonly step: number }
  /** Masked output as it comes, base64, at most 16 KiB; `at`: bytes before it. */
  | {
      readonly answer: 'output';
      readonly order: string;
      readonly run: number;
      readonly at: number;
      readonly data: string;
    }
  /** The end of an order or firing, also of one that was refused. `output`: as kept, base64. */
  | { readonly answer: 'receipt'; readonly receipt: Envelope; readonly output: string }
  /** Of a statement to keep: null, or why not, in the order of `envelopes`. */
  | { readonly answer: 'kept'; readonly codes: readonly (string | null)[]; readonly state: ExecutorState }
  /**
   * The ask is done; the last word on each. `error`: a code. Of acceptance where nobody vouches for what was asked, or what came
   * beside it is wrong or missing (there is no receipt then); else `not_understood busy not_pinned standing_unknown disk internal`.
   */
  | { readonly answer: 'end'; readonly error: string | null };

/** What the executor holds; nothing secret. */
export interface ExecutorState {
  readonly root: number;
  readonly rev: number;
  /** Until when trust is fresh; 0: it is not. */
  readonly fresh: number;
  readonly grant: number;
  readonly locked: boolean;
  readonly standing: readonly { readonly id: string; readonly version: number; readonly stopped: boolean }[];
  /** The envelopes of the standing orders that are in force, for the resident to evaluate. */
  readonly inForce: readonly Envelope[];
  /** The last receipt's number. */
  readonly seq: number;
}
