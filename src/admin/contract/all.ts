import { aboutRoutes } from './about.ts';
import type { AdminRoute } from './route.ts';

/** Every route of the admin API. A route that is not here does not exist: the server refuses handlers for others and misses those without one. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [...Object.values(aboutRoutes)];
