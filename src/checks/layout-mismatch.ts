import { type Check, pass } from './define.ts';
import { quoted } from './wording.ts';

export const layoutMismatch: Check = {
  meta: {
    id: 'layout-mismatch',
    title: 'The backup is arranged as configured',
    failTitle: 'The backup is arranged in another way than configured',
    severity: 'error',
    category: 'collection',
    rationale:
      'A restic or borg repository, dated folders and archives hold the data in another form. Compared as a mirror, all of it would look missing; so nothing is compared, and nothing is proved.',
    remediation: 'Name the folder that mirrors the primary. This version compares mirrors only.',
    whenToWaive: 'Where another tool verifies this repository.',
    references: [],
    examples: [
      { title: 'the backup is a mirror', verdict: 'pass', given: {} },
      {
        title: 'the backup is a restic repository',
        verdict: 'unknown',
        given: {
          backup: {
            status: 'layout-mismatch',
            layoutMismatch: {
              configured: 'mirror',
              recognised: 'restic',
              because: 'it holds config, data, index, keys, snapshots',
            },
          },
        },
      },
    ],
  },
  judgeBackup({ backup }) {
    const id = quoted(backup.id);
    const { layoutMismatch: mismatch } = backup;
    if (mismatch === undefined) return pass(`${id} is not recognised as anything but a ${backup.layout}.`);
    return {
      verdict: 'unknown',
      message: `${id} is configured as \`${mismatch.configured}\` and looks like \`${mismatch.recognised}\`: ${mismatch.because}. It was not compared.`,
      remedy:
        mismatch.recognised === 'generations'
          ? 'Name the newest of these folders as the URL; this version compares mirrors only.'
          : 'Name a folder that mirrors the primary; this version compares mirrors only.',
    };
  },
};
