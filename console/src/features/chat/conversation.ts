import type { Picture } from '@/features/studio/picture.ts';

/** A function the model asks to have called. Members beyond those known are kept: some providers want them back. */
export interface ToolCall {
  readonly id: string;
  readonly type: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number };
}

export interface Warning {
  readonly kind: string;
  readonly field: string;
  readonly detail: string;
}

/** What a model has said so far, in one go. */
export interface Said {
  readonly text: string;
  readonly thinking: string;
  /** Why it does not do what it was asked. */
  readonly refusal: string;
  readonly calls: readonly ToolCall[];
  readonly pictures: readonly Picture[];
  /** Opaque marks of the thinking, to be sent back as they came. */
  readonly details: readonly unknown[];
  readonly finish?: string;
  readonly usage?: Usage;
  /** US dollars; null: unknown. */
  readonly cost?: number | null;
  readonly warnings: readonly Warning[];
  /** Id in the request log. */
  readonly request?: string | null;
}

export const NOTHING_SAID: Said = {
  text: '',
  thinking: '',
  refusal: '',
  calls: [],
  pictures: [],
  details: [],
  warnings: [],
};

export interface Answer {
  readonly id: number;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  readonly said: Said;
  readonly error?: unknown;
  /** Milliseconds. */
  readonly startedAt: number;
  readonly firstAt?: number;
  readonly endedAt?: number;
  /** What the functions it asked for came to, by the id of the call; absent: nobody has said yet. */
  readonly results?: { readonly [call: string]: string };
}

/** One question to all chosen models. A model that calls functions answers several times. */
export interface Turn {
  readonly id: number;
  readonly text: string;
  readonly pictures: readonly Picture[];
  readonly answers: { readonly [model: string]: readonly Answer[] };
}

/** The calls of the last answer whose results are still missing. */
export function openCalls(answers: readonly Answer[] = []): readonly ToolCall[] {
  const last = answers.at(-1);
  return last?.state === 'done' && !last.results ? last.said.calls : [];
}

export const isRunning = (turns: readonly Turn[]): boolean =>
  turns.some(({ answers }) => Object.values(answers).some((all) => all.at(-1)?.state === 'running'));

type Change = (answers: readonly Answer[]) => readonly Answer[];

/** The conversation with one model's answers in one turn changed. */
export const withAnswers = (
  turns: readonly Turn[],
  { turn, model }: { readonly turn: number; readonly model: string },
  change: Change,
): Turn[] =>
  turns.map((each) =>
    each.id === turn
      ? { ...each, answers: { ...each.answers, [model]: change(each.answers[model] ?? []) } }
      : each,
  );
