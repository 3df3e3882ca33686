/** What can be said only before Node starts. Measured in docs/performance.md. */

/** Large pictures in transit grow the young generation to many times what they need: decisions/0018. */
export const FLAGS = ['--max-semi-space-size=8'];

/** The C library of most Linux systems keeps freed memory for each thread; two such heaps serve all of them. Elsewhere nobody reads this. */
export const ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };
