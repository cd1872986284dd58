/** `/api/docs`: the OpenAPI document as one plain page, without script. */
interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: object;
  }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: object }>> };
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
const code = (value: unknown) => `<pre><code>${escape(JSON.stringify(value, null, 2))}</code></pre>`;

function operationHtml(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}${required ? ', required' : ''}</td><td><code>${escape(JSON.stringify(schema ?? {}))}</code></td></tr>`,
  );
  const body = operation.requestBody?.content?.['application/json']?.schema;
  return [
    `<section><h2><b>${escape(method.toUpperCase())}</b> ${escape(path)}</h2>`,
    `<p>${escape(operation.summary ?? operation.description ?? '')}</p>`,
    parameters.length > 0
      ? `<table><thead><tr><th>Parameter</th><th>Where</th><th>Form</th></tr></thead><tbody>${parameters.join('')}</tbody></table>`
      : '',
    body ? `<p>Body</p>${code(body)}` : '',
    `<p>Try it</p><pre><code>curl -H "Authorization: Bearer $TOKEN" ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"$FETTLE${escape(path)}"</code></pre>`,
    '</section>',
  ].join('\n');
}

export function docsPage(openApi: {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths?: unknown;
}): string {
  const paths = (openApi.paths ?? {}) as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationHtml(method, path, operation)),
  );
  const { title, version } = openApi.info;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)} API ${escape(version)}</title><link rel="stylesheet" href="/api/docs.css"></head>
<body><main><h1>${escape(title)} API <small>${escape(version)}</small></h1>
<p>The same as a document: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1). A token: <code>npx --no fettle token create --role viewer</code></p>
${operations.join('\n')}</main></body></html>`;
}

export const docsStyle = `:root{color-scheme:light dark;font:16px/1.5 ui-sans-serif,system-ui,sans-serif}
body{margin:0;background:light-dark(#fbfcfb,#0c1211);color:light-dark(#14201d,#e4edea)}main{max-width:64rem;margin:auto;padding:1.75rem}
section{border-top:2px solid light-dark(#14201d,#7d908a);margin-top:2rem}h2{font-size:1.1rem}h2 b{color:light-dark(#00685d,#68caaf)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid light-dark(#d5dedb,#233230);overflow-wrap:anywhere}
pre{overflow:auto;padding:.75rem;background:light-dark(#f1f5f3,#131b1a)}a{color:inherit}`;
