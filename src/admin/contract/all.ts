import { aboutRoutes } from './about.ts';
import { auditRoutes } from './audit.ts';
import { backupRoutes } from './backups.ts';
import { bodyRoutes } from './bodies.ts';
import { channelTransferRoutes } from './channel-transfer.ts';
import { channelTrialRoutes } from './channel-trials.ts';
import { channelRoutes } from './channels.ts';
import { configurationRoutes } from './configuration.ts';
import { exportRoutes } from './export.ts';
import { imageRoutes } from './images.ts';
import { invitationRoutes } from './invitations.ts';
import { keyRoutes, limitRoutes } from './keys.ts';
import { linkRoutes } from './links.ts';
import { liveRoutes } from './live.ts';
import { logoRoutes } from './logo.ts';
import { meRoutes } from './me.ts';
import { memberRoutes } from './members.ts';
import { modelRoutes } from './models.ts';
import { oidcRoutes } from './oidc.ts';
import { priceRoutes } from './prices.ts';
import { projectRoutes } from './projects.ts';
import { providerTypeRoutes } from './provider-types.ts';
import { requestRoutes } from './requests.ts';
import { roleRoutes } from './roles.ts';
import type { AdminRoute } from './route.ts';
import { routingRoutes } from './routing.ts';
import { sessionRoutes } from './session.ts';
import { sectionRoutes, settingsRoutes } from './settings.ts';
import { setupRoutes } from './setup.ts';
import { storageRoutes } from './storage.ts';
import { traceRoutes } from './traces.ts';
import { usageRoutes } from './usage.ts';
import { userRoutes } from './users.ts';

/** Every route of the admin API. A route that is not here does not exist: the server refuses handlers for others and misses those without one. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [
  ...Object.values(setupRoutes),
  ...Object.values(sessionRoutes),
  ...Object.values(oidcRoutes),
  ...Object.values(meRoutes),
  ...Object.values(linkRoutes),
  ...Object.values(userRoutes),
  ...Object.values(invitationRoutes),
  ...Object.values(projectRoutes),
  ...Object.values(memberRoutes),
  ...Object.values(roleRoutes),
  ...Object.values(settingsRoutes),
  ...Object.values(sectionRoutes).flatMap((routes) => Object.values(routes)),
  ...Object.values(logoRoutes),
  ...Object.values(configurationRoutes),
  ...Object.values(storageRoutes),
  ...Object.values(backupRoutes),
  ...Object.values(auditRoutes),
  ...Object.values(channelRoutes),
  ...Object.values(channelTrialRoutes),
  ...Object.values(channelTransferRoutes),
  ...Object.values(providerTypeRoutes),
  ...Object.values(routingRoutes),
  ...Object.values(modelRoutes),
  ...Object.values(priceRoutes),
  ...Object.values(aboutRoutes),
  ...Object.values(keyRoutes),
  ...Object.values(limitRoutes),
  ...Object.values(requestRoutes),
  ...Object.values(bodyRoutes),
  ...Object.values(liveRoutes),
  ...Object.values(exportRoutes),
  ...Object.values(traceRoutes),
  ...Object.values(imageRoutes),
  ...Object.values(usageRoutes),
];
