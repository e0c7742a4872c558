import type { Layout } from './layout.ts';

export const mirror: Layout = {
  meta: {
    id: 'mirror',
    title: 'The same tree again',
    description:
      'Every file stands at the backup under the same relative path as at the primary, as rsync and cp leave it.',
  },
};
