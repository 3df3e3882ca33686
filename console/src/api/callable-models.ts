import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Failure } from './failure.ts';
import { callModel } from './playground-key.ts';

/** One entry of `GET /v1/models`. */
export interface CallableModel {
  readonly id: string;
  /** Id of the provider that serves it first. */
  readonly owned_by: string;
  readonly architecture: {
    readonly input_modalities: readonly ('text' | 'image')[];
    readonly output_modalities: readonly ('text' | 'image')[];
  };
}

/** What keys of this project may call. @param enabled false where the person has no playground */
export function useCallableModels(
  project: string,
  enabled = true,
): UseQueryResult<readonly CallableModel[], Failure> {
  return useQuery<readonly CallableModel[], Failure>({
    queryKey: ['models', 'served', project],
    enabled,
    queryFn: async ({ signal }) => {
      const response = await callModel({ project }, '/v1/models', { signal });
      if (!response.ok) throw await Failure.ofResponse(response);
      return ((await response.json()) as { readonly data: readonly CallableModel[] }).data;
    },
  });
}

export const talks = ({ architecture }: CallableModel): boolean =>
  architecture.output_modalities.includes('text');
export const draws = ({ architecture }: CallableModel): boolean =>
  architecture.output_modalities.includes('image');
