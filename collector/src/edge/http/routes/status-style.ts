/**
 * The look's tokens for light and dark, as far as the status page needs them, and its few parts.
 * @param font the file of the dashboard's font under /assets; null: the system's
 */
export function statusStyle(font: string | null): string {
  const face =
    font === null
      ? ''
      : `@font-face{font-family:'Atkinson Next';src:url('/assets/${font}') format('woff2');font-weight:200 800;font-display:swap}\n`;
  return `${face}${style}`;
}

const style = `:root{color-scheme:light dark;--ground:light-dark(#fbfcfb,#0c1211);--fascia:light-dark(#12393a,#112725);
--ink:light-dark(#14201d,#e4edea);--ink-2:light-dark(#4b5a56,#a3b3ae);--ink-3:light-dark(#5d6c68,#8b9c97);
--rule:light-dark(#d5dedb,#233230);--rule-strong:light-dark(#14201d,#7d908a);
--critical:light-dark(#bc0039,#e55064);--warning:light-dark(#b17100,#fdb531);--unknown:light-dark(#84828d,#9aa0ae);
--window:light-dark(#3b7bc2,#448dd1);--quiet:light-dark(#80928c,#566964);--right:light-dark(#00685d,#68caaf);
--critical-ink:light-dark(#b00036,#ff8494);--warning-ink:light-dark(#855000,#fdb531);--unknown-ink:light-dark(#5b5964,#c9d1db);--window-ink:light-dark(#2a62a3,#7db4ea);
--edge:1.75rem}
@media (max-width:40rem){:root{--edge:1rem}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:400 .875rem/1.5 'Atkinson Next',ui-sans-serif,system-ui,'Segoe UI','DejaVu Sans',sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
.inner{max-width:60rem;margin:0 auto;padding:0 var(--edge)}
header{background:var(--fascia)}
header>*{color-scheme:dark;color:var(--ink)}
.bar{background:rgb(0 0 0/.3)}
.bar .inner{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;justify-content:space-between;min-height:3rem;padding-block:.5rem}
.bar b{display:flex;gap:.5rem;align-items:center;font-size:1.0625rem;font-weight:650;overflow-wrap:anywhere}
.bar svg{width:1.9rem;height:.9rem;flex:none}
.bar time{color:#8fb0a8;font-size:.8125rem}
h1{margin:0;padding:1.5rem 0 1.75rem;font-size:1.5rem;line-height:1.3;font-weight:400;text-wrap:balance;max-width:40rem;overflow-wrap:anywhere}
h1 strong{font-weight:650;color:#fff}
h1 span{color:#a9c4bd}
h1 svg,h3 svg{width:.8em;height:.8em;margin-right:.3em}
@media (max-width:40rem){h1{font-size:1.25rem;padding:1rem 0 1.25rem}}
main.inner{padding-block:1.5rem 1rem}
section{border-top:2px solid var(--rule-strong);padding-top:.75rem;margin-bottom:2rem}
h2{font-size:1rem;font-weight:650;margin:0 0 .25rem}
.note{color:var(--ink-3);font-size:.75rem;margin:0}
article{padding:1rem 0;border-bottom:1px solid var(--rule)}
article:last-of-type{border-bottom:0}
.head{display:flex;flex-wrap:wrap;gap:.125rem 1rem;justify-content:space-between;align-items:baseline}
h3{font-size:1rem;font-weight:600;margin:0;overflow-wrap:anywhere}
.st{display:inline-flex;align-items:center;gap:.375rem;color:var(--ink-3)}
.st svg{width:.75rem;height:.75rem;flex:none}
.st.down{color:var(--critical-ink);font-weight:650}.st.degraded{color:var(--warning-ink);font-weight:650}
.st.window{color:var(--window-ink);font-weight:600}.st.unknown{color:var(--unknown-ink);font-weight:600}
.about{color:var(--ink-2);margin:.125rem 0 0;max-width:46rem;overflow-wrap:anywhere;white-space:pre-line}
.days{display:block;width:100%;height:2.25rem;margin:.75rem 0 .25rem}
.d-in-order{fill:var(--quiet);opacity:.55}.d-window{fill:var(--window)}.d-degraded{fill:var(--warning)}.d-down{fill:var(--critical)}.d-unknown{fill:var(--unknown);opacity:.5}
.m-down{fill:var(--critical)}.m-degraded{fill:var(--warning)}.m-window{fill:var(--window)}.m-in-order{fill:var(--quiet)}.m-unknown{fill:none;stroke:var(--unknown);stroke-width:2;stroke-dasharray:2.5 2}
.ends{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;color:var(--ink-3);font-size:.75rem}
.ends .sum{color:var(--ink-2);font-size:.8125rem;text-align:center}
@media (max-width:40rem){.ends .sum{order:3;width:100%;text-align:left}}
details{margin-top:.25rem;font-size:.8125rem}
summary{cursor:pointer;color:var(--right);padding:.5rem 0;min-height:2.75rem;display:flex;align-items:center;width:fit-content;text-decoration:underline;text-underline-offset:.2em}
@media (pointer:fine){summary{min-height:0;padding:.125rem 0}}
summary::-webkit-details-marker{display:none}
summary:focus-visible,a:focus-visible{outline:3px solid var(--right);outline-offset:2px}
.list{list-style:none;margin:.25rem 0 0;padding:0}
.list li{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.375rem 0;border-top:1px solid var(--rule)}
.list li>:first-child{min-width:11rem;color:var(--ink-2)}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1rem;color:var(--ink-3);font-size:.75rem;margin:-1rem 0 2.5rem}
.key span{display:inline-flex;gap:.375rem;align-items:center}.key svg{width:.5rem;height:1rem}
footer.inner{padding-block:.5rem 2rem;color:var(--ink-3);font-size:.75rem}
a{color:var(--right)}
@media print{header,body{background:#fff;color:#000}h1 strong,h1 span,.bar time{color:#000}.bar{background:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
