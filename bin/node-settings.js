/** What can be said only before Node starts. Measured in docs/performance.md. */

/** Large pictures in transit grow the young generation to many times what they need: decisions/0018. */
export const FLAGS = ['--max-semi-space-size=8'];

/**
 * The C library of most Linux systems keeps freed memory, and a heap of it for each thread. Two heaps serve all of them, and
 * buffers from 64 KiB on go back to the system at once. Elsewhere nobody reads this.
 */
export const ENVIRONMENT = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '65536' };
