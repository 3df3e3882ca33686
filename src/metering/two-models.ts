import type { ModelCard } from '../contract/capability.ts';
import type { Cost } from '../contract/cost.ts';
import type { DrawingUsage, Usage } from '../contract/response.ts';
import type { CallWork } from './call-work.ts';
import { costOf } from './cost.ts';
import { sumCosts } from './sum-costs.ts';

/** The cost of a call in which a text model let another one draw: each has its own prices. */
export function costOfTwo(
  usage: Usage,
  talker: ModelCard,
  drawing: DrawingUsage & { readonly card: ModelCard },
  work: CallWork,
): Cost {
  const talked = costOf(difference(usage, drawing.usage), talker, { ...work, pictures: [] });
  const drawn = costOf(drawing.usage, drawing.card, work);
  return sumCosts([talked, drawn]) ?? talked;
}

/** What is left of the totals without this part. */
function difference(whole: Usage, part: Usage): Usage {
  const rest = Object.entries(whole).flatMap(([name, count]) => {
    const taken = part[name as keyof Usage];
    const left = count - (taken ?? 0);
    return taken !== undefined && left === 0 ? [] : [[name, left] as const];
  });
  return Object.fromEntries(rest);
}
