import type { Rule } from '@fettle/shared/api/rules';
import { useRef, useState } from 'preact/hooks';
import { Count, counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { catalogue } from '../../state/device.ts';
import { readAllRules, rules } from '../../state/rules.ts';
import { groupsOf, searched } from './metrics.ts';
import { RuleTable } from './table.tsx';

/** What the rules come to, in words. Pure. */
export function rulesSentence(all: readonly Rule[]): Piece[] {
  const off = all.filter(({ enabled }) => !enabled).length;
  const firing = all.filter(({ incidents }) => incidents > 0);
  const open = firing.reduce((sum, { incidents }) => sum + incidents, 0);
  const offWords = off === 0 ? '' : ` ${Count(off)} ${off === 1 ? 'is' : 'are'} switched off.`;
  const watch: Piece = {
    text: `${Count(all.length)} ${all.length === 1 ? 'rule watches' : 'rules watch'} the devices. `,
  };
  if (firing.length === 0) return [watch, { text: `None has an open incident.${offWords}`, lesser: true }];
  return [
    watch,
    { text: `${Count(firing.length)} of them`, strong: true },
    { text: ` ${firing.length === 1 ? 'has' : 'have'} ${counted(open, 'open incident')}.` },
    { text: offWords, lesser: true },
  ];
}

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

/** Every rule, by what it watches. */
export function RulesPage() {
  const [text, setText] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const all = rules.value.value;
  const found = all && searched(all, text);
  return (
    <Page
      name="rules"
      crumb={<b>Rules</b>}
      pieces={all ? rulesSentence(all) : [{ text: 'Reading the rules.', lesser: true }]}
      wrong={all?.some(({ incidents }) => incidents > 0) ?? false}
      acts={
        <a class="b main" href="/rules/new">
          New rule
        </a>
      }
      read={readAllRules}
      heeds={['rule.', 'incident.opened', 'incident.resolved', 'incident.reopened', 'incident.closed']}
      seek={() => box.current?.focus()}
      find="Find a rule"
      keys={{ n: () => go('/rules/new'), j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[
        [['/'], 'find'],
        [['j', 'k'], 'next, previous'],
        [['n'], 'new rule'],
      ]}
    >
      {found ? (
        <Section
          title={text === '' ? 'Rules' : 'Found'}
          note={`${counted(found.length, 'rule')}, by what they watch`}
          aside={<span class="aside">as files: fettle export</span>}
        >
          <div class="tools">
            <label class="hide" for="find-rule">
              Find by name, sentence, metric or scope
            </label>
            <input
              ref={box}
              class="f grow"
              id="find-rule"
              type="search"
              placeholder="Name, metric, scope or words of the rule"
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </div>
          {found.length === 0 ? <Nothing text={text} clear={() => setText('')} /> : null}
          {found.length === 0 ? null : <RuleTable groups={groupsOf(found, catalogue.value.value ?? [])} />}
        </Section>
      ) : null}
      {!all && rules.problem.value ? (
        <Failed what="The list of rules" problem={rules.problem.value} again={readAllRules} />
      ) : null}
      {!all && !rules.problem.value ? <Waiting what="the rules" rows={8} cancel={rules.cancel} /> : null}
    </Page>
  );
}

function Nothing({ text, clear }: { text: string; clear: () => void }) {
  return text === '' ? (
    <div class="frame">
      <h3>There is no rule.</h3>
      <p>Nothing is watched until there is one. The rules that ship come back with a new start of the collector.</p>
      <div class="acts">
        <a class="b main" href="/rules/new">
          New rule
        </a>
      </div>
    </div>
  ) : (
    <div class="frame">
      <h3>
        No rule matches <span class="mono">{plain(text)}</span>.
      </h3>
      <p>Words are looked for in names, sentences, metrics, scopes and origins.</p>
      <div class="acts">
        <button class="b main" type="button" onClick={clear}>
          Clear the search
        </button>
      </div>
    </div>
  );
}
