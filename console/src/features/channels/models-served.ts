import type { ChannelView } from './channel-view.ts';
import type { TrialModel } from './draft.ts';

/** The models a channel serves; what the catalogue does not know is taken for one that talks. */
export function modelsServed({ served }: ChannelView, known: readonly TrialModel[]): TrialModel[] {
  const byId = new Map(known.map((model) => [model.id, model]));
  return served.map(({ name, upstream }) => {
    const { talks = true, draws = false } = byId.get(upstream) ?? byId.get(name) ?? {};
    return { id: name, talks, draws };
  });
}
