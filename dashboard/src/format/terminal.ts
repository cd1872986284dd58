// pure
/* oxlint-disable no-control-regex -- a terminal is moved by control characters */
/** Escape sequences of terminals (ECMA-48): CSI, OSC and the two-character ones. */
const escapes =
  /\u001b(?:\[[0-9;?<=>!]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[ -/]*[0-~])/gu;
/** What is not text: everything that turns or hides it, but for line feeds and tabs. */
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/gu;

/**
 * Output of a program, fit to be shown: without colours and moves of a cursor; of lines that were written over only the
 * last state stays; whatever could hide or reorder text becomes `�`. It still must be put into a text node.
 */
export function outputText(text: string): string {
  const calm = text.replaceAll(escapes, '').replaceAll('\r\n', '\n');
  const lines = calm.split('\n').map((line) => line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1));
  return lines.join('\n').replaceAll('\r', '').toWellFormed().replaceAll(unsafe, '\ufffd');
}
