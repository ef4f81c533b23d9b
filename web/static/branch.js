// Conditions, as survey.Questionnaire.Branch writes them, on answers by item;
// survey/testdata/branch.json holds this and survey/expression_eval.go together.
const num = x => typeof x == 'number' ? x : typeof x == 'string' && /^[\d+.eE-]+$/.test(x) && !isNaN(x) ? +x : null;
const isNum = x => num(x) !== null;
const equal = (x, y) => typeof x == typeof y && !Array.isArray(x) ? x === y : isNum(x) && num(x) === num(y);
const order = (x, y) => isNum(x) && isNum(y) ? num(x) - num(y) : typeof x == 'string' && typeof y == 'string' ? (x > y) - (x < y) : NaN;
const binary = {
  'and': (x, y) => x === true && y === true, 'or': (x, y) => x === true || y === true,
  '==': equal, '!=': (x, y) => !equal(x, y), 'in': (x, y) => (y ?? []).some(z => equal(x, z)),
  '<': (x, y) => order(x, y) < 0, '<=': (x, y) => order(x, y) <= 0, '>': (x, y) => order(x, y) > 0, '>=': (x, y) => order(x, y) >= 0,
};
const arithmetic = { '+': (x, y) => x + y, '-': (x, y) => x - y, '*': (x, y) => x * y, '/': (x, y) => x / y, 'negate': x => -x };
export const evaluate = (tree, answers) => {
  if (!Array.isArray(tree)) return tree;
  const [op, id, table] = tree, got = answers[id] ?? [];
  switch (op) {
    case 'item': return got[0] ?? null;
    case 'number': return num(got[0]);
    case 'items': return got.length ? got : null;
    case 'answered': return got.length > 0;
    case 'score': return table[evaluate(id, answers)] ?? null;
  }
  const args = tree.slice(1).map(t => evaluate(t, answers)), nums = args.filter(isNum).map(num), sum = nums.reduce((x, y) => x + y, 0);
  if (op in binary) return binary[op](...args);
  if (op in arithmetic) { const x = arithmetic[op](...nums); return nums.length == args.length && isFinite(x) ? x : null; }
  switch (op) {
    case 'not': return args[0] !== true;
    case 'if': return args[0] === true ? args[1] : args[2];
    case 'list': return args;
    case 'count': return args.filter(x => x === true).length;
    case 'len': return [...args[0] ?? ''].length;
    case 'sum': return nums.length ? sum : null;
    case 'mean': return nums.length ? sum / nums.length : null;
  }
};
