import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { type Environment, expand } from './expand.ts';

export type Path = readonly PropertyKey[];

/** A YAML file that remembers where in its text everything stands. */
export class YamlFile {
  /** Plain values, variables expanded. */
  readonly data: unknown;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #name: string;

  /** Throws ConfigError on bad syntax and on variables that are not set. `name` is how messages call the file. */
  constructor(text: string, name: string, env: Environment) {
    this.#name = name;
    this.#lines = new LineCounter();
    // prettyErrors would quote the source, and with it keys, in its messages.
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const problems = [...this.#syntaxProblems(), ...this.#expandAll(env)];
    if (problems.length > 0) throw new ConfigError(problems);
    this.data = this.#document.toJS();
  }

  /** `file:line:column` of the value at `path`; of the nearest thing around it where there is none. */
  whereValue(path: Path): string {
    return this.#where(this.#locate(path).value);
  }

  /** `file:line:column` of the key at `path`. */
  whereKey(path: Path): string {
    return this.#where(this.#locate(path).key);
  }

  #where(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.#name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  #syntaxProblems(): ConfigProblem[] {
    const { errors, warnings } = this.#document;
    return [...errors, ...warnings].map((error) => {
      const [message = error.message] = error.message.split(': "');
      return { where: this.#where(error.pos[0]), message };
    });
  }

  #expandAll(env: Environment): ConfigProblem[] {
    const problems: ConfigProblem[] = [];
    visit(this.#document, {
      Scalar: (key, node) => {
        if (key === 'key' || typeof node.value !== 'string') return;
        const where = this.#where(node.range?.[0] ?? 0);
        node.value = expand(node.value, env, (message) => problems.push({ where, message }));
      },
    });
    return problems;
  }

  #locate(path: Path): { key: number; value: number } {
    let node: unknown = this.#document.contents;
    let place = { key: offsetOf(node, 0), value: offsetOf(node, 0) };
    for (const segment of path) {
      const holder = isAlias(node) ? node.resolve(this.#document) : node;
      const found = isMap(holder)
        ? holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment))
        : isSeq(holder) && { key: holder.items[Number(segment)], value: holder.items[Number(segment)] };
      if (!found || found.key === undefined) break;
      node = found.value;
      const key = offsetOf(found.key, place.value);
      place = { key, value: offsetOf(node, key) };
    }
    return place;
  }
}

/** Where a node begins; an empty value has no place of its own. */
function offsetOf(node: unknown, otherwise: number): number {
  const isEmpty = isScalar(node) && node.value === null && node.source === '';
  const isNode = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return isNode && !isEmpty ? (node.range?.[0] ?? otherwise) : otherwise;
}
