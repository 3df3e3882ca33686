import { useLocation, useNavigate } from '@tanstack/react-router';

export const STEPS = ['account', 'channel', 'key', 'picture'] as const;
export type Step = (typeof STEPS)[number];

/** The step the address names (`/welcome#key`), so that going back and reloading work; undefined: none. */
export function useStep(): readonly [step: Step | undefined, go: (step: Step) => void] {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const step = STEPS.find((each) => each === hash);
  return [step, (next) => void navigate({ to: '/welcome', hash: next })];
}
