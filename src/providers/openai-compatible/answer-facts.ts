import type { Warning } from '../../contract/request.ts';
import type { Response, StreamEvent } from '../../contract/response.ts';
import { asArray, asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';

const TOP = ['system_fingerprint', 'service_tier', 'citations', 'search_results'];

/** What of an answer only this format has: it goes back to clients of the same format as extensions. */
export class AnswerFacts {
  #top: TreeObject = {};
  #refused = false;
  #annotations: readonly Tree[] = [];
  #logprobs: readonly Tree[] = [];
  readonly #warned = new Set<string>();
  #news: Warning[] = [];

  read(tree: TreeObject, choice: Tree | undefined, delta: Tree | undefined): void {
    for (const name of TOP) {
      const value = tree[name];
      if (value !== undefined && value !== null) this.#top = { ...this.#top, [name]: value };
    }
    this.#refused ||= (asString(member(delta, 'refusal')) ?? '') !== '';
    this.#annotations = [...this.#annotations, ...asArray(member(delta, 'annotations'))];
    this.#logprobs = [...this.#logprobs, ...asArray(member(member(choice, 'logprobs'), 'content'))];
    if (asArray(tree.choices).length > 1) this.warn('n', 'Only the first of several choices is here.');
  }

  /** The model said no. */
  get refused(): boolean {
    return this.#refused;
  }

  readonly warn = (field: string, detail: string): void => {
    if (this.#warned.has(detail)) return;
    this.#warned.add(detail);
    this.#news.push({ kind: 'ignored', field, detail });
  };

  /** Warnings since the last time. */
  news(): StreamEvent[] {
    const news = this.#news;
    this.#news = [];
    return news.map((warning) => ({ type: 'warning', warning }));
  }

  extensions(): Response['extensions'] {
    const facts = {
      ...this.#top,
      ...(this.#annotations.length > 0 && { message: { annotations: this.#annotations } }),
      ...(this.#logprobs.length > 0 && { choice: { logprobs: { content: this.#logprobs, refusal: null } } }),
    };
    return Object.keys(facts).length > 0 ? { 'openai-chat': facts } : {};
  }
}
