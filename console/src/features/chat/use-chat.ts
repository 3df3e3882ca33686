import { useCallback, useEffect, useRef, useState } from 'react';
import type { Picture } from '@/features/studio/picture.ts';
import { ask } from './ask.ts';
import { type Answer, NOTHING_SAID, type Turn, withAnswers } from './conversation.ts';
import { loggedCost } from './logged-cost.ts';
import { requestBody } from './request.ts';
import type { ChatSettings } from './settings.ts';

/** By so much the browser's clock may be ahead. */
const CLOCKS_MS = 600_000;

export interface Chat {
  readonly turns: readonly Turn[];
  /** One more question, to every chosen model. */
  send(settings: ChatSettings, text: string, pictures: readonly Picture[]): void;
  /** What the functions came to that a model asked for; it goes on with them. */
  giveResults(settings: ChatSettings, turn: number, model: string, results: Answer['results'] & object): void;
  /** Asks a model once more, in place of its last answer. */
  retry(settings: ChatSettings, turn: number, model: string): void;
  /** Everything that is being said. */
  stop(): void;
  clear(): void;
}

export function useChat(project: string): Chat {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  /** As `turns`, readable between two drawings of the page. */
  const now = useRef(turns);
  const next = useRef(1);
  const running = useRunning();
  const change = useCallback((to: readonly Turn[]): void => {
    now.current = to;
    setTurns(to);
  }, []);

  const run = async (settings: ChatSettings, turn: number, model: string): Promise<void> => {
    const id = next.current++;
    const signal = running.begin(id);
    const at = { turn, model };
    const tell = (part: Partial<Answer>): void =>
      change(
        withAnswers(now.current, at, (all) =>
          all.map((each) => (each.id === id ? { ...each, ...part } : each)),
        ),
      );
    const before = now.current;
    const answer: Answer = { id, state: 'running', said: NOTHING_SAID, startedAt: Date.now() };
    change(withAnswers(now.current, at, (all) => [...all, answer]));
    try {
      const body = await requestBody(model, settings, upTo(before, turn));
      let last = NOTHING_SAID;
      for await (const said of ask(project, body, signal)) {
        tell({ said, ...(last === NOTHING_SAID && { firstAt: Date.now() }) });
        last = said;
      }
      tell({ state: 'done', endedAt: Date.now() });
      const { request, cost } = last;
      if (cost === undefined && request != null) {
        const logged = await loggedCost(project, request, answer.startedAt - CLOCKS_MS);
        if (logged !== undefined) tell({ said: { ...last, cost: logged } });
      }
    } catch (error) {
      tell({ state: signal.aborted ? 'stopped' : 'failed', error, endedAt: Date.now() });
    } finally {
      running.end(id);
    }
  };

  return {
    turns,
    stop: running.stop,
    send: (settings, text, pictures) => {
      const id = next.current++;
      const answers = Object.fromEntries(settings.models.map((model) => [model, []]));
      change([...now.current, { id, text, pictures, answers }]);
      for (const model of settings.models) void run(settings, id, model);
    },
    giveResults: (settings, turn, model, results) => {
      change(
        withAnswers(now.current, { turn, model }, (all) =>
          all.map((each, index) => (index === all.length - 1 ? { ...each, results } : each)),
        ),
      );
      void run(settings, turn, model);
    },
    retry: (settings, turn, model) => {
      change(withAnswers(now.current, { turn, model }, (all) => all.slice(0, -1)));
      void run(settings, turn, model);
    },
    clear: () => {
      running.stop();
      change([]);
    },
  };
}

/** What is being said, so that it can be stopped; it is when the page is left: nobody pays for words nobody reads. */
function useRunning() {
  const controllers = useRef(new Map<number, AbortController>());
  const stop = useCallback((): void => {
    for (const controller of controllers.current.values()) controller.abort();
  }, []);
  useEffect(() => stop, [stop]);
  return {
    stop,
    begin: (id: number): AbortSignal => {
      const controller = new AbortController();
      controllers.current.set(id, controller);
      return controller.signal;
    },
    end: (id: number): void => void controllers.current.delete(id),
  };
}

/** The conversation as it was when this turn was asked. */
const upTo = (turns: readonly Turn[], turn: number): readonly Turn[] =>
  turns.slice(0, turns.findIndex(({ id }) => id === turn) + 1);
