import type { AdminRoute } from '@contract/route.ts';
import { type CallInput, request } from './call.ts';

/**
 * Calls a route that answers with a file, and hands the file to the browser under the name the gateway gave it.
 * @throws Failure in words for people
 */
export async function download<Route extends AdminRoute>(
  route: Route,
  input: CallInput<Route>,
): Promise<void> {
  const response = await request(route, input);
  const [, name = 'file'] =
    /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
