import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Guarded } from './guarded.tsx';
import { Layout } from './layout.tsx';
import { NotFound } from './not-found.tsx';
import { PageFailure } from './page-failure.tsx';
import { PAGES } from './pages.ts';

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: PageFailure });

/** Pages without the frame: nobody is signed in yet. */
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('@/features/sign-in/sign-in.tsx')),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('@/features/welcome/welcome.tsx')),
});

/** Invitations, and links for a new password. */
const links = ['/join', '/new-password'].map((path) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import('@/features/link/link.tsx')),
  }),
);

const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Layout });
const home = createRoute({
  getParentRoute: () => framed,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: PAGES[0]?.path ?? '/about' });
  },
});
const pages = PAGES.map((page) => {
  const Content = lazyRouteComponent(page.load);
  const component = () => (
    <Guarded scope={page.scope} title={page.title}>
      <Content />
    </Guarded>
  );
  return createRoute({
    getParentRoute: () => framed,
    path: page.path,
    component: Object.assign(component, { preload: Content.preload }),
  });
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, welcome, ...links, framed.addChildren([home, ...pages])]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});
