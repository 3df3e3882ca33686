import { QueryClient } from '@tanstack/react-query';
import { Failure } from '@/api/failure.ts';

/** Refusals are final; a gateway that cannot be reached is asked twice more. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) =>
        count < 2 && error instanceof Failure && (error.status === 0 || error.status >= 500),
    },
  },
});
