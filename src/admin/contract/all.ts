import { aboutRoutes } from './about.ts';
import { meRoutes } from './me.ts';
import type { AdminRoute } from './route.ts';
import { sessionRoutes } from './session.ts';
import { setupRoutes } from './setup.ts';

/** Every route of the admin API. A route that is not here does not exist: the server refuses handlers for others and misses those without one. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [
  ...Object.values(setupRoutes),
  ...Object.values(sessionRoutes),
  ...Object.values(meRoutes),
  ...Object.values(aboutRoutes),
];
