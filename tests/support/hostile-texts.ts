/** What a device may call itself, its processes, its mount points, to harm whoever shows it. */
export const hostileTexts: Readonly<Record<string, string>> = {
  tag: '<img src=x onerror=alert(1)><script>alert(2)</script>',
  attribute: `" onmouseover="alert(1)" x='`,
  header: 'web-1\r\nBcc: evil@x.example\r\nX-Evil: 1\r\n\r\n<b>body</b>',
  lines: 'a\nb\u2028c\u2029d\u0085e',
  bidi: 'invoice\u202Efdp.exe\u2066x\u2069',
  escape: '\u001B[2J\u001B]0;owned\u0007\u009B31mred',
  backspace: 'safe\b\b\b\bevil\u007F\u0000',
  lone: '\uD800 half \uDC00',
  long: 'x'.repeat(10_240),
  proto: '__proto__',
  cell: '=HYPERLINK("http://evil.example","x")',
  template: '{{constructor.constructor("alert(1)")()}} ${7*7} %s%n',
  markdown: '[click](http://evil.example) <!channel> <http://evil.example|x>',
};
