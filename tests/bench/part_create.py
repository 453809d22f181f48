# SPDX-FileCopyrightText: 2026 The Cadet authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""create: `cadet create` as a whole process, beside curl and a program of the official SDK.

All post the same form to the same server on loopback, which answers at once (answer.py). Cadet
signs it, and records it durably before and after; the SDK signs it; curl only posts the bytes that
Cadet had posted. watch-process has the figures from the kernel.
"""
import json
import os
import shutil
import subprocess
import urllib.parse

from answer import Server, secure_context
from figures import NotMeasured, Report, run_in_turn, say_on_terminal

CADET, CURL, SDK = 'cadet create', 'curl, unsigned', 'official SDK for Node'
TASK = {
    'ProcessId': 'P3KTG43SW7XX6A17I',
    'TaskName': 'bench',
    'AppId': 'JXT3MLZJ56XX65D6',
    'Variables': {'${variable_%d}' % number: 'value %d 数据库' % number for number in range(10)},
}
BUNDLE = '/etc/ssl/certs/ca-certificates.crt'


class Bench:
    """The programs, ready to run against one server."""

    def __init__(self, build, source, folder):
        self.build, self.source, self.folder = build, source, folder
        self.prefix = []
        self.watcher = build + '/tests/bench/watch-process'
        self.environment = os.environ | {
            'ALIBABA_CLOUD_ACCESS_KEY_ID': 'YourAccessKeyId',
            'ALIBABA_CLOUD_ACCESS_KEY_SECRET': 'YourAccessKeySecret'}

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, command, **environment):
        figures = self.path('figures')
        done = subprocess.run([*self.prefix, self.watcher, figures, *command],
                              env=self.environment | environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            lines = done.stderr.decode(errors='replace').strip().splitlines()
            raise NotMeasured(f'{os.path.basename(command[0])} failed with status '
                              f'{done.returncode}' + (f': {lines[-1]}' if lines else ''))
        with open(figures, encoding='utf-8') as file:
            return json.load(file)

    def cadet(self, url):
        variables = [f'--var={name}={value}' for name, value in TASK['Variables'].items()]
        command = [self.build + '/src/cadet', 'create', '--endpoint', url, '--process',
                   TASK['ProcessId'], '--name', TASK['TaskName'], '--app', TASK['AppId'],
                   '--no-wrap', '--json', *variables]
        return lambda: self.run(command)

    def curl(self, url, server):
        """Posts what Cadet has posted to SERVER last."""
        if not shutil.which('curl'):
            raise NotMeasured('curl is not installed')
        with open(self.path('body'), 'wb') as file:
            file.write(server.body)
        headers = []
        for name, value in server.headers:
            if name not in ('host', 'content-length', 'connection'):
                headers += ['--header', f'{name}: {value}']
        command = ['curl', '--silent', '--show-error', '--fail', '--output', self.path('reply'),
                   '--data-binary', '@' + self.path('body'), *headers, url]
        return lambda: self.run(command)

    def sdk(self, url, **environment):
        folder = os.environ.get('CADET_BENCH_SDK')
        if not folder:
            raise NotMeasured(os.environ.get('CADET_BENCH_NO_SDK', 'the SDK is not there'))
        if not shutil.which('node'):
            raise NotMeasured('node is not installed')
        with open(self.path('task.json'), 'w', encoding='utf-8') as file:
            json.dump(TASK, file)
        command = ['node', os.path.join(self.source, 'tests/bench/sdk/create.js'), url,
                   self.path('task.json')]
        return lambda: self.run(command, NODE_PATH=folder + '/node_modules', **environment)


def form_of(body):
    form = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
    return form | {'Variables': json.loads(form.get('Variables', 'null'))}


def compare(bench, report, series_name, url, server, runs, environment):
    """Add a row for each program that posts to URL; return the figures, and why one has none."""
    programs, missing = {CADET: bench.cadet(url)}, {}
    programs[CADET]()
    if form_of(server.body) != TASK:
        raise NotMeasured('Cadet did not post the task that was asked for')
    for name, make in ((CURL, lambda: bench.curl(url, server)),
                       (SDK, lambda: bench.sdk(url, **environment))):
        try:
            run = make()
            server.body = b''
            run()
            if form_of(server.body) != TASK:
                raise NotMeasured('it did not post the same task')
            programs[name] = run
        except NotMeasured as reason:
            missing[name] = str(reason)
    series = run_in_turn(programs, runs, say_on_terminal('create'))
    for name in programs:
        report.add_row(series, name)
        report.rows[-1]['program'] = name + series_name
    for name, reason in missing.items():
        report.add_missing(name + series_name, reason)
    return series, missing


def trust(bench, folder):
    """Make an authority and a certificate for localhost, and let the programs trust it.

    Who is trusted is the system's to say. So the programs get a file system in which the system's
    list has one authority more; the time that this takes is not measured.
    """
    def openssl(*args):
        subprocess.run(('openssl',) + args, cwd=folder, check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    for tool in ('openssl', 'unshare', 'mount'):
        if not shutil.which(tool):
            raise NotMeasured(f'{tool} is not installed')
    if not os.path.isfile(BUNDLE):
        raise NotMeasured(f'there is no {BUNDLE}')
    key = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes')
    openssl('req', '-x509', *key, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-days', '2',
            '-subj', '/CN=Bench authority', '-addext', 'basicConstraints=critical,CA:TRUE')
    openssl('req', '-x509', *key, '-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2',
            '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-subj', '/CN=localhost',
            '-addext', 'subjectAltName=DNS:localhost',
            '-addext', 'basicConstraints=critical,CA:FALSE')
    with open(bench.path('bundle.pem'), 'wb') as bundle:
        for path in (BUNDLE, bench.path('ca.pem')):
            with open(path, 'rb') as file:
                bundle.write(file.read())
    prefix = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c',
              'mount --bind "$0" "$1" && shift && exec "$@"', bench.path('bundle.pem'), BUNDLE]
    tried = subprocess.run([*prefix, 'true'], check=False, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if tried.returncode:
        raise NotMeasured('no private file system can be made here: '
                          + tried.stderr.decode(errors='replace').strip())
    bench.prefix = prefix


def add_results(report, series, missing, kind, wall_aim, peak_aim):
    if SDK in missing:
        report.add_missing_result(f'cadet create{kind} : official SDK, wall', wall_aim, missing[SDK])
    else:
        report.add_result(f'cadet create{kind} : official SDK, wall',
                          series.ratios(CADET, SDK, 'wall'), wall_aim)
        report.add_result(f'cadet create{kind} : official SDK, CPU',
                          series.ratios(CADET, SDK, 'cpu'))
        report.add_result(f'cadet create{kind} : official SDK, peak memory',
                          series.ratios(CADET, SDK, 'peak'), peak_aim)
    if CURL not in missing:
        report.add_result(f'cadet create{kind} : curl, wall', series.ratios(CADET, CURL, 'wall'))
        report.add_result(f'cadet create{kind} : curl, CPU', series.ratios(CADET, CURL, 'cpu'))


def measure(options, build, source, folder):
    bench = Bench(build, source, folder)
    report = Report('create', f'{options.runs} runs of each in turn: median (least to most)')
    report.set_columns(('wall ms', 'wall', 1000, 1), ('CPU ms', 'cpu', 1000, 1),
                       ('peak memory MB', 'peak', 1024 / 1e6, 1))
    server = Server()
    series, missing = compare(bench, report, '', f'http://127.0.0.1:{server.port}', server,
                               options.runs, {})
    add_results(report, series, missing, '', 1 / 15, 1 / 5)

    what = 'cadet create over TLS : official SDK, wall'
    try:
        trust(bench, folder)
        server = Server(secure_context(bench.path('cert.pem'), bench.path('key.pem')))
        series, missing = compare(bench, report, ', TLS', f'https://localhost:{server.port}',
                                   server, options.runs, {'NODE_EXTRA_CA_CERTS': bench.path('ca.pem')})
        add_results(report, series, missing, ' over TLS', 1 / 5, None)
    except (NotMeasured, subprocess.CalledProcessError) as reason:
        report.add_missing_result(what, 1 / 5, str(reason))
    return report
