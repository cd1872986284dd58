// pure
import type { Phrase, Sentence } from './document.ts';

/** A sentence whose links and marks of notes touch words only: blanks around a phrase stand by themselves. */
export function touching(sentence: Sentence): Phrase[] {
  return sentence.flatMap((phrase) => {
    if (phrase.basis === undefined) return [phrase];
    const core = phrase.text.trim();
    const begin = phrase.text.indexOf(core);
    const around = (text: string): Phrase[] => (text === '' ? [] : [{ text }]);
    return [
      ...around(phrase.text.slice(0, begin)),
      { ...phrase, text: core },
      ...around(phrase.text.slice(begin + core.length)),
    ];
  });
}
