import { type Node, sourcesOf, walk } from './source.ts';
import { type Check, lineAt } from './tree.ts';

/** No catch that is empty or only writes a log, `.catch(() => {})` included: an error is handled or it is passed on. */
export const catches: Check = (tree) =>
  sourcesOf(tree).flatMap(({ path, text, program }) => {
    const found: string[] = [];
    walk(program, (node) => {
      const body = handlerBody(node);
      if (body === undefined) return;
      if (body.length === 0) found.push(`${path}:${lineAt(text, node.start)} swallows an error`);
      else if (body.every(isLogging)) found.push(`${path}:${lineAt(text, node.start)} only logs an error`);
    });
    return found;
  });

/** The statements of a catch clause, or of the function given to `.catch`. */
function handlerBody(node: Node): readonly Node[] | undefined {
  if (node.type === 'CatchClause') return (node['body'] as Node)['body'] as Node[];
  if (node.type !== 'CallExpression') return undefined;
  const callee = node['callee'] as Node;
  const [handler] = node['arguments'] as Node[];
  if (callee.type !== 'MemberExpression' || (callee['property'] as Node)['name'] !== 'catch') return undefined;
  if (handler === undefined || !/^(ArrowFunction|Function)Expression$/.test(handler.type)) return undefined;
  const body = handler['body'] as Node;
  if (body.type === 'BlockStatement') return body['body'] as Node[];
  return [{ type: 'ExpressionStatement', start: body.start, end: body.end, expression: body }];
}

/** `console.error(…)`, `log.warn(…)`, `this.#logger.info(…)`. */
function isLogging(statement: Node): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const call = statement['expression'] as Node;
  const callee = call['callee'] as Node | undefined;
  if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return false;
  const object = callee['object'] as Node;
  const name = object['name'] ?? (object['property'] as Node | undefined)?.['name'];
  return typeof name === 'string' && /^(console|log|logger)$/.test(name);
}
