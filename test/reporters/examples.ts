import { DEFAULT_EXPECTATIONS } from '../../src/model/policy.ts';
import type { Report } from '../../src/model/report.ts';
import {
  buildBackup,
  buildComparison,
  buildDataset,
  buildFinding,
  buildPrimary,
  buildRelations,
  buildReport,
  HOUR,
  judged,
  STARTED_AT_MS,
  sampled,
  tally,
} from '../support/report.ts';

const DAY = 24 * HOUR;

/** Two good backups of one dataset, one of them on claims. */
const allGood = buildReport({
  datasets: [
    buildDataset({
      backups: [
        buildBackup({
          id: 'nas',
          url: '/mnt/nas/www',
          comparison: buildComparison({
            same: sampled(5_690, 1_436_000_000, 'index.html'),
            pending: judged(tally(8, 1_000_000), tally(8, 1_000_000), 'log/access.log', 'log/error.log'),
          }),
          achievedRpo: {
            atLeastMs: 5 * 60_000,
            atMostMs: 9 * HOUR + 1,
            because: 'by when the copy is known to have been current',
          },
          currentAtMs: STARTED_AT_MS - 9 * HOUR,
          relations: buildRelations({
            site: { basis: 'declared' },
            operator: { relation: 'shared', basis: 'declared' },
            account: { relation: 'unknown', basis: null },
          }),
        }),
        buildBackup({
          expect: { ...DEFAULT_EXPECTATIONS, rpoMs: 8 * DAY },
          relations: buildRelations({ medium: { basis: 'inferred' } }),
        }),
      ],
    }),
  ],
  passed: ['stale-copy', 'incomplete-copy', 'empty-copy'].map((checkId) => ({
    checkId,
    dataset: 'website',
    copy: 'nas',
  })),
});

/** What the brochure called an external server was a second disk of the same machine; here, even the same disk. */
const sharedDisk = buildReport({
  verdict: 'fail',
  datasets: [
    buildDataset({
      id: 'customers',
      primary: buildPrimary({ url: '/home/web/public_html' }),
      backups: [
        buildBackup({
          id: 'backup-server',
          url: '/mnt/backup/public_html',
          comparison: buildComparison({
            same: sampled(5_102, 1_200_000_000),
            pending: judged(tally(12, 48_000), tally(12, 48_000), 'c0017/cart/session.db'),
            outdated: judged(
              tally(120, 91_000_000),
              tally(140, 99_000_000),
              'c0042/index.php',
              'c0042/news.html',
              'c0107/bbs/log.cgi',
              'c0107/bbs/log.idx',
            ),
            missing: judged(
              tally(431, 112_000_000),
              tally(431, 112_000_000),
              'c0311/order/2012-06.csv',
              'c0311/order/2012-07.csv',
              'c0400/index.html',
            ),
            moved: judged(tally(2, 4_000), tally(2, 4_000), 'c0400/index.html'),
            undetermined: judged(tally(13, 20_000), tally(33, 45_000), 'c0500/a.txt'),
            conflict: {
              entries: 1,
              bytes: 8_192,
              byBlame: { backup: tally(0, 0), primary: tally(0, 0), unknown: tally(1, 8_192) },
              samples: [
                {
                  path: { text: 'c0600/member.db' },
                  blame: 'unknown',
                  because: 'no third copy says which side is right',
                },
              ],
            },
            extra: sampled(18, 52_000, 'c0999/old.html'),
            inFlight: sampled(3, 9_000),
            precisionMs: 1_000,
          }),
          achievedRpo: {
            atLeastMs: 3 * DAY + 2 * HOUR,
            atMostMs: 4 * DAY,
            because: 'by when the copy is known to have been current',
          },
          currentAtMs: STARTED_AT_MS - 4 * DAY,
          relations: buildRelations({
            volume: {
              relation: 'shared',
              because: ['`primary` and `backup-server` both lie on the filesystem ext4 9f1c… (/proc/self/mountinfo)'],
            },
            medium: {
              relation: 'shared',
              because: ['`primary` and `backup-server` both lie on the disk /dev/sda (ST2000DM001) (/sys/block/sda)'],
            },
            host: {
              relation: 'shared',
              because: ['`primary` and `backup-server` both are on the host web01 (/proc/sys/kernel/random/boot_id)'],
            },
            site: {
              relation: 'shared',
              basis: 'inferred',
              because: ['`primary` and `backup-server` share the host, and so the site'],
            },
            operator: {
              relation: 'shared',
              basis: 'declared',
              because: ['`primary` and `backup-server` both are operated by firstserver'],
            },
            account: {
              relation: 'unknown',
              basis: null,
              because: ['the account of `primary` is unknown (unsupported): a local path has no account'],
              needs: 'claims.account',
            },
            credential: {
              relation: 'shared',
              because: ['root of web01 can destroy both `primary` and `backup-server`'],
            },
          }),
        }),
      ],
    }),
  ],
  findings: [
    {
      checkId: 'incomplete-copy',
      severity: 'error',
      message: '`backup-server` lacks 431 entries of `primary` beyond the RPO of 26h. A restore from it loses them.',
      remedy: 'Run the backup job of `backup-server` and read its log: it skipped c0311/ and c0400/.',
    },
    {
      checkId: 'claim-contradicted',
      severity: 'critical',
      message:
        '`backup-server` is claimed to stand on the host backup01, yet it is on web01 with `primary`. What the claim promised does not exist.',
      because: [
        'claims.host of `backup-server` is backup01 (firebreak.yaml:14)',
        'both are on the host web01 (/proc/sys/kernel/random/boot_id)',
      ],
      remedy: 'Correct claims.host in firebreak.yaml:14, and put a copy on another host.',
      location: { file: 'firebreak.yaml', line: 14, column: 9 },
    },
    {
      checkId: 'shared-disk',
      severity: 'error',
      message:
        '`primary` and `backup-server` lie on one disk, and no other backup of `customers` is elsewhere. Whatever destroys the disk takes all copies.',
      because: ['both lie on the disk /dev/sda (/sys/block/sda)'],
      remedy: 'Put a copy of `customers` on another disk.',
    },
    {
      checkId: 'shared-login',
      severity: 'warning',
      message: 'root of web01 can destroy both `primary` and `backup-server`. One wrong command takes both.',
      remedy: 'Let another user on another host own a copy.',
    },
    {
      checkId: 'undetermined-age',
      severity: 'error',
      verdict: 'unknown',
      message: 'For 13 to 33 entries of `backup-server` nothing tells whether they are late.',
      remedy: 'Run firebreak again after the next backup, or name a `heartbeat`.',
    },
    { checkId: 'shared-site', severity: 'info', message: '`primary` and `backup-server` share the site.', remedy: '' },
  ].map((parts) => buildFinding({ dataset: 'customers', copy: 'backup-server', ...(parts as object) })),
  passed: [{ checkId: 'empty-copy', dataset: 'customers', copy: 'backup-server' }],
});

/** A disk that is not mounted, a repository that is no mirror, an accepted unknown, and a folder that could not be read. */
const unproven = buildReport({
  verdict: 'unproven',
  complete: false,
  datasets: [
    buildDataset({
      backups: [
        buildBackup({
          id: 'usb-disk',
          url: '/media/usb/www',
          status: 'failed',
          listing: null,
          comparison: null,
          achievedRpo: null,
          currentAtMs: null,
          assurance: null,
          placement: 'unknown',
          relations: buildRelations({
            volume: {
              relation: 'unknown',
              basis: null,
              because: ['the volume of `usb-disk` is unknown (unreachable): it is not mounted'],
              needs: '`usb-disk` mounted',
            },
          }),
        }),
        buildBackup({
          id: 'restic',
          url: '/srv/restic',
          status: 'layout-mismatch',
          listing: tally(912, 880_000_000),
          comparison: null,
          achievedRpo: null,
          currentAtMs: null,
          assurance: null,
          accidental: true,
        }),
        buildBackup({
          comparison: buildComparison({
            same: sampled(5_000, 1_000_000_000),
            unverified: sampled(698, 437_000_000, 'a.bin'),
            notCompared: tally(4, 100),
            notRepresentable: sampled(1, 0, 'run/socket'),
          }),
          assurance: 'listed',
          achievedRpo: {
            atLeastMs: 0,
            atMostMs: null,
            because: 'some entries are not proven, so any change to them may be lacking',
          },
          currentAtMs: null,
        }),
      ],
    }),
    buildDataset({ id: 'mail', backups: [] }),
  ],
  findings: [
    buildFinding({
      checkId: 'unreachable-copy',
      copy: 'usb-disk',
      verdict: 'unknown',
      message: '`usb-disk` could not be listed, so nothing of it is proven.',
      because: ['/media/usb is listed in /etc/fstab and not mounted'],
      remedy: 'Mount it: mount /media/usb',
    }),
    buildFinding({
      checkId: 'unverified-content',
      copy: 'offsite',
      verdict: 'unknown',
      severity: 'warning',
      message: 'The content of 698 entries of `offsite` is not proven.',
      remedy: 'Let firebreak read both sides.',
    }),
  ],
  problems: [
    {
      dataset: 'website',
      copy: 'usb-disk',
      kind: 'not-mounted',
      operation: 'open root',
      message: 'Nothing is mounted at /media/usb.',
      remedy: 'Mount it: mount /media/usb',
      count: 1,
      samples: [],
    },
    {
      dataset: 'website',
      copy: 'offsite',
      kind: 'permission-denied',
      operation: 'read directory',
      message: '`offsite` refused to list directories.',
      count: 12,
      samples: ['a/', 'b/', 'c/', 'd/'].map((text) => ({ text })),
    },
  ],
  waived: [
    buildFinding({
      checkId: 'layout-mismatch',
      copy: 'restic',
      verdict: 'unknown',
      message: '`restic` is a restic repository, not a mirror.',
      waiver: {
        check: 'layout-mismatch',
        copy: 'restic',
        reason: 'checked by restic check --read-data every Sunday',
        expiresAtMs: Date.parse('2027-03-31T00:00:00Z'),
      },
    }),
  ],
});

/** Names that try to forge lines, hide their ending or clear the screen. */
const hostileNames = buildReport({
  verdict: 'fail',
  datasets: [
    buildDataset({
      primary: buildPrimary({ url: '/srv/\x1b[2Jwww' }),
      backups: [
        buildBackup({
          comparison: buildComparison({
            same: sampled(10, 100),
            missing: judged(
              tally(5, 50),
              tally(5, 50),
              'a\nPASS  Nothing at or above `error`',
              'report-\xe2\x80\xaefdp.exe',
              'caf\xe9 \x1b]0;owned\x07.txt',
              ' leading and trailing ',
            ),
            outdated: judged(tally(2, 20), tally(2, 20), `${'very-long-name-without-any-break/'.repeat(7)}x`, '-rf'),
            extra: sampled(3, 30, 'tab\there', 'a  b', '\x9b31m'),
          }),
        }),
      ],
    }),
  ],
  findings: [
    buildFinding({
      checkId: 'incomplete-copy',
      message: '`offsite` lacks `a\nPASS` and \ud83d\u202e. A restore loses them.',
      remedy: 'Run the backup\r job.',
    }),
  ],
});

/** A Japanese estate, in which each character is two cells wide. */
const japanese = buildReport({
  verdict: 'fail',
  datasets: [
    buildDataset({
      id: '顧客サイト',
      primary: buildPrimary({ url: '/srv/顧客/公開フォルダ' }),
      backups: [
        buildBackup({
          id: '神戸事務所',
          url: '/mnt/バックアップ/顧客/公開フォルダ/とても長い名前のフォルダ/二〇一二年六月二十日/本番環境',
          comparison: buildComparison({
            same: sampled(10, 100),
            missing: judged(
              tally(2, 50),
              tally(2, 50),
              ...[
                '見積書/株式会社ファーストサーバ御中_二〇一二年度_共用レンタルサーバ移行計画書_最終版_確定.xlsx',
                '写真/\u30ab\u3099.jpg',
              ].map((name) => Buffer.from(name).toString('latin1')),
            ),
            nameForm: sampled(4, 400),
            zoneShiftHours: 9,
          }),
          currentAtMs: STARTED_AT_MS + 60_000,
        }),
      ],
    }),
  ],
  findings: [
    buildFinding({
      checkId: 'incomplete-copy',
      dataset: '顧客サイト',
      copy: '神戸事務所',
      message: '`神戸事務所` lacks 2 entries of `primary` beyond the RPO of 26h. A restore from it loses them.',
      remedy: 'Run the backup job of `神戸事務所`.',
    }),
  ],
});

/** Reports as whole runs give them, named after what is right or wrong in them. */
export const exampleReports: { readonly [name: string]: Report } = {
  'all-good': allGood,
  'shared-disk-claimed-external': sharedDisk,
  'not-mounted-and-unproven': unproven,
  'hostile-names': hostileNames,
  'japanese-names': japanese,
};
