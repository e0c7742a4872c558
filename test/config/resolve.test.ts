import { describe, expect, it } from 'vitest';
import { policyOf } from '../../src/config/policy-of.ts';
import { type ResolvedConfig, resolveConfig } from '../../src/config/resolve.ts';
import { FirebreakError } from '../../src/model/errors.ts';

const FILE = '/etc/firebreak/config.yaml';

const GOOD = `version: 1
vars: { nas: /mnt/nas }
datasets:
  - id: website
    primary:
      url: /srv/www
      claims: { operator: firstserver, site: osaka-dc1 }
    backups:
      - id: nas
        url: "\${nas}/www"
        claims: { site: office, medium: nas-disk-3, operator: us, account: none, host: nas-1 }
      - id: usb
        url: file:///media/usb/www%20copy
        oneFileSystem: false
        accidental: true
        expect: { rpo: 8d }
    expect: { rpo: 26h, detect: 3d, assurance: read, extra: warn, heartbeat: .heartbeat }
    exclude: ["**/*.tmp", "cache/**"]
waivers:
  - { check: shared-host, dataset: website, copy: usb, reason: "moves in March", expires: 2027-03-31 }
`;

function resolved(text: string, env: NodeJS.ProcessEnv = {}): ResolvedConfig {
  return resolveConfig(FILE, text, { env, knownChecks: ['shared-host', 'stale-copy'] });
}

/** Every line of what is said about a configuration. */
function faultsOf(text: string, env: NodeJS.ProcessEnv = {}): readonly string[] {
  try {
    resolved(text, env);
  } catch (error) {
    if (error instanceof FirebreakError) return error.message.split('\n');
    throw error;
  }
  return [];
}

/** A configuration that is right but for one line. */
function broken(from: string, to: string): string {
  if (!GOOD.includes(from)) throw new Error(`the example has no ${from}`);
  return GOOD.replace(from, to);
}

describe('a good configuration', () => {
  it('is resolved to what a run needs, with paths from its own folder', () => {
    const { datasets } = resolved(broken('url: /srv/www', 'url: ../www'));

    expect(datasets[0]).toMatchObject({
      id: 'website',
      primary: { id: 'primary', role: 'primary', adapter: 'local', options: { path: '/etc/www', oneFileSystem: true } },
      backups: [
        { id: 'nas', url: '/mnt/nas/www', accidental: false, claims: { account: 'none', host: 'nas-1' } },
        { id: 'usb', accidental: true, options: { path: '/media/usb/www copy', oneFileSystem: false } },
      ],
      exclude: ['**/*.tmp', 'cache/**'],
      heartbeat: '.heartbeat',
    });
  });

  it('gives each backup its own expectations over those of its dataset', () => {
    const policy = policyOf(resolved(GOOD), { judgedAtMs: 0 });

    expect(policy.datasets.website?.expect).toEqual({
      rpoMs: 93_600_000,
      detectMs: 259_200_000,
      assurance: 'read',
      extra: 'warn',
    });
    expect(policy.datasets.website?.backups.usb).toMatchObject({ rpoMs: 691_200_000, assurance: 'read' });
    expect(policy.waivers).toMatchObject([{ copy: 'usb', expiresAtMs: Date.UTC(2027, 2, 31) }]);
    expect(policy.failOn).toBe('error');
  });

  it('remembers where every copy stands', () => {
    const [primary, nas] = [resolved(GOOD).datasets[0]?.primary, resolved(GOOD).datasets[0]?.backups[0]];

    expect(primary?.declaredAt).toEqual({ file: FILE, line: 6, column: 7 });
    expect(nas?.declaredAt).toEqual({ file: FILE, line: 9, column: 9 });
  });

  it('wins nothing over an override', () => {
    const policy = policyOf(resolved(GOOD), { judgedAtMs: 0, override: { rpoMs: 1 }, failOn: 'none' });

    expect([
      policy.defaults.rpoMs,
      policy.datasets.website?.expect.rpoMs,
      policy.datasets.website?.backups.usb?.rpoMs,
    ]).toEqual([1, 1, 1]);
    expect(policy.failOn).toBe('none');
  });
});

describe('a mistake is told with file, line, column, what is wrong and what would be right', () => {
  it.each([
    [
      'an unknown key at the top',
      'version: 1',
      'version: 1\ndataset: []',
      ':2:1: dataset: `dataset` is not known here. Did you mean',
    ],
    [
      'an unknown key of a dataset',
      '    exclude:',
      '    excludes:',
      ':18:5: datasets[0].excludes: `excludes` is not known here. Did you mean `exclude`?',
    ],
    [
      'an unknown key of a copy',
      'oneFileSystem: false',
      'oneFilesystem: false',
      ':14:9: datasets[0].backups[1].oneFilesystem: `oneFilesystem` is not known here. Did you mean `oneFileSystem`?',
    ],
    ['an unknown claim', 'site: office', 'sites: office', 'Did you mean `site`?'],
    ['an unknown expectation', 'detect: 3d', 'detekt: 3d', 'Did you mean `detect`?'],
    ['a key of a later version', '    exclude:', '    survive: basic\n    exclude:', '`survive`'],
    ['a number where a text belongs', 'id: website', 'id: 7', ':4:9: datasets[0].id:'],
    [
      'a text where a switch belongs',
      'accidental: true',
      'accidental: maybe',
      ':15:21: datasets[0].backups[1].accidental:',
    ],
    ['a duration without unit', 'rpo: 8d', 'rpo: "8"', ':16:24: datasets[0].backups[1].expect.rpo:'],
    ['an assurance that does not exist', 'assurance: read', 'assurance: seen', 'datasets[0].expect.assurance:'],
    ['a version that does not exist', 'version: 1', 'version: 2', ':1:10: version:'],
    ['no version', 'version: 1\n', '', 'version'],
    ['no URL', '      url: /srv/www\n', '', '`url` is missing.'],
    ['an empty URL', 'url: /srv/www', 'url: ""', 'The URL is empty.'],
    [
      'a scheme of a later version',
      'url: /srv/www',
      'url: s3://bucket/www',
      '`s3:` URLs are not supported by this version.',
    ],
    ['a scheme that does not exist', 'url: /srv/www', 'url: sfpt://host/www', 'Did you mean `sftp:`?'],
    ['a home folder', 'url: /srv/www', 'url: ~/www', '`~` is not expanded here.'],
    ['a file URL of another host', 'file:///media', 'file://nas/media', 'The file URL cannot be used'],
    ['a layout that does not exist', 'accidental: true', 'layout: tape', 'datasets[0].backups[1].layout:'],
    ['a literal secret', 'accidental: true', 'credential: { password: hunter2 }', 'A directory needs no credential.'],
    [
      'two datasets of one id',
      'waivers:',
      '  - { id: website, primary: { url: /a }, backups: [{ id: x, url: /b }] }\nwaivers:',
      ':19:11: datasets[1].id: Two datasets are called `website`; the other stands in line 4.',
    ],
    [
      'two backups of one id',
      'id: usb',
      'id: nas',
      ':12:13: datasets[0].backups[1].id: Two backups of this dataset are called `nas`; the other stands in line 9.',
    ],
    ['a backup called primary', 'id: usb', 'id: primary', 'A backup cannot be called `primary`.'],
    [
      'a heartbeat outside the root',
      'heartbeat: .heartbeat',
      'heartbeat: ../x',
      'The heartbeat lies outside the root.',
    ],
    [
      'a waiver for no check',
      'check: shared-host',
      'check: shared-hosts',
      ':20:14: waivers[0].check: There is no check `shared-hosts`. Did you mean `shared-host`?',
    ],
    [
      'a waiver for no dataset',
      'dataset: website',
      'dataset: websites',
      'There is no dataset `websites`. Did you mean `website`?',
    ],
    ['a waiver for no copy', 'copy: usb', 'copy: usd', 'There is no copy `usd`. Did you mean `usb`?'],
    ['a waiver without end', ', expires: 2027-03-31', '', '`expires` is missing.'],
    ['a day that no calendar has', '2027-03-31', '2027-02-31', '`2027-02-31` is no day.'],
    ['a time without zone', '2027-03-31', '"2027-03-31T10:00"', 'is no day.'],
    ['a variable that is not listed', 'url: /srv/www', 'url: "${HOME}/www"', '`${HOME}` is not listed under `vars`.'],
    ['a reference that is none', 'url: /srv/www', 'url: "${HO ME}/www"', '`${HO ME}` is no reference.'],
    ['no backups', '    expect: { rpo: 26h', '    backups: []\n    expect: { rpo: 26h', 'Map keys must be unique'],
    ['YAML that is none', 'id: website', 'id: [website', ':'],
  ])('%s', (_name, from, to, expected) => {
    const faults = faultsOf(broken(from, to), { HOME: '/root' });

    expect(
      faults.some((fault) => fault.includes(expected)),
      faults.join('\n'),
    ).toBe(true);
    for (const fault of faults) expect(fault).toMatch(/^\/etc\/firebreak\/config\.yaml:\d+:\d+: .*\.|\?$/);
  });

  it('all of them at once, in the order of the file', () => {
    const text = GOOD.replace('site: office', 'sites: office')
      .replace('id: website', 'id: 7')
      .replace('reason:', 'raeson:');

    const lines = faultsOf(text).map((fault) => Number(fault.split(':')[1]));

    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('and an empty file is no configuration', () => {
    expect(faultsOf('').length).toBeGreaterThan(0);
    expect(faultsOf('# nothing yet\n').length).toBeGreaterThan(0);
  });

  it('and no secret is repeated', () => {
    const faults = faultsOf(broken('accidental: true', 'credential: { password: hunter2 }'));

    expect(faults.join('\n')).not.toContain('hunter2');
  });
});
